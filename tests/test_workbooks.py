"""Workbooks are read with the types of their cells; what is none, or a trap, is refused in a sentence."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from db import sheets, workbooks
from db.import_refusals import FileTooLarge, FileUnreadable, NoResult, OtherWorkbook
from tests.office_lists import workbook


def test_days_numbers_and_texts_keep_their_types_and_empty_rows_their_place() -> None:
    rows: list[list[Any]] = [["Tag", "Zahl"], [dt.datetime(2018, 1, 2), 3.5], [], ["x", None], [None, None]]
    assert [list(row) for row in workbooks.read(workbook(rows))] == [
        ["Tag", "Zahl"],
        [dt.date(2018, 1, 2), 3.5],
        ["", ""],
        ["x", ""],
    ]


def test_the_first_sheet_that_has_anything_is_read() -> None:
    book = Workbook()
    book.create_sheet("Liste").append(["Datum"])
    stream = io.BytesIO()
    book.save(stream)
    assert workbooks.read(stream.getvalue()) == [["Datum"]]


def test_a_formula_that_nobody_has_computed_is_refused_with_its_cell() -> None:
    with pytest.raises(NoResult, match="Cell B2 "):
        workbooks.read(workbook([["a", "b"], [1, "=A2+1"]]))


def computed(**options: Any) -> bytes:
    """A workbook as Excel saves it: formulas with their results, one of them an error."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Tag", "Summe", "Kurs"], book.add_format({"bold": True}))
        sheet.write_datetime(1, 0, dt.datetime(2018, 1, 2), book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
        sheet.data_validation("A2:A9", {"validate": "date", "criteria": ">", "value": dt.date(2017, 1, 1)})
    return stream.getvalue()


def test_results_of_formulas_are_read_and_errors_stand_as_a_reader_sees_them() -> None:
    assert workbooks.read(computed()) == [["Tag", "Summe", "Kurs"], [dt.date(2018, 1, 2), 2, "#N/A"]]


def test_days_are_the_same_when_a_workbook_counts_them_from_1904() -> None:
    assert workbooks.read(computed(date_1904=True))[1][0] == dt.date(2018, 1, 2)
    assert sheets.read("alt.xlsx", computed(date_1904=True)).day_zero == dt.date(1904, 1, 1)
    assert sheets.read("neu.xlsx", computed()).day_zero == dt.date(1899, 12, 30)


def test_a_column_is_added_and_all_else_stays_to_the_byte() -> None:
    content = computed()
    back = workbooks.with_column(content, 3, {0: "Fehler", 1: "=1+1 & \x01"})
    assert workbooks.read(back) == [
        ["Tag", "Summe", "Kurs", "Fehler"],
        [dt.date(2018, 1, 2), 2, "#N/A", "=1+1 & \N{REPLACEMENT CHARACTER}"],
    ]
    sheet = load_workbook(io.BytesIO(back)).active
    assert (sheet["B2"].value, sheet["D2"].data_type, sheet["D1"].font.bold) == ("=1+1", "s", True)
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (content, back))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert (before.namelist(), changed) == (after.namelist(), {"xl/worksheets/sheet1.xml"})


def test_a_column_is_added_to_the_sheet_that_was_read() -> None:
    book = Workbook()
    book.create_sheet("Liste").append(["Datum"])
    stream = io.BytesIO()
    book.save(stream)
    first, second = load_workbook(io.BytesIO(workbooks.with_column(stream.getvalue(), 1, {0: "Fehler"}))).worksheets
    assert first["B1"].value is None
    assert second["B1"].value == "Fehler"


def archive(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), OtherWorkbook),
        (archive(word__document_xml=b"<a/>"), FileUnreadable),
        (archive(xl__workbook_xml=b"<workbook/>"), FileUnreadable),
        (archive(xl__workbook_xml=b"no xml"), FileUnreadable),
        (workbook([["a"], [1]])[:-300], FileUnreadable),
        (b"PK\x03\x04 and no more", FileUnreadable),
    ],
    ids=["another format", "a letter", "hollow", "broken", "cut off", "a bare beginning"],
)
def test_what_is_no_whole_workbook_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        workbooks.read(content)


def test_a_file_that_unfolds_to_too_much_is_refused_before_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_BYTES", 1024 * 1024)
    bomb = archive(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=bytes(1024 * 1024))
    assert len(bomb) < 4096
    with pytest.raises(FileTooLarge):
        workbooks.read(bomb)


@pytest.mark.parametrize("corner", ["XFD900000", "A900000", "XFD1", "SF200000"])
def test_a_value_in_a_far_corner_is_refused(corner: str) -> None:
    book = Workbook()
    book.active["A1"], book.active[corner] = "Datum", "x"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(FileTooLarge):
        workbooks.read(stream.getvalue())


def test_a_far_corner_in_which_nothing_stands_does_no_harm() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD900000"].number_format = "Datum", "0.0"
    stream = io.BytesIO()
    book.save(stream)
    assert workbooks.read(stream.getvalue()) == [["Datum"]]
