"""Workbooks are read with the types of their cells; what is none, or a trap, is refused in a sentence."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from db import workbooks
from db.import_refusals import FileTooLarge, FileUnreadable, NoResult, OtherWorkbook
from tests.office_lists import workbook


def test_days_numbers_and_texts_keep_their_types_and_empty_rows_their_place() -> None:
    rows: list[list[Any]] = [["Tag", "Zahl"], [dt.datetime(2018, 1, 2), 3.5], [], ["x", None], [None, None]]
    assert [list(row) for row in workbooks.read(workbook(rows))] == [
        ["Tag", "Zahl"],
        [dt.datetime(2018, 1, 2), 3.5],
        [],
        ["x"],
    ]


def test_the_first_sheet_that_has_anything_is_read() -> None:
    book = Workbook()
    book.create_sheet("Liste").append(["Datum"])
    stream = io.BytesIO()
    book.save(stream)
    assert workbooks.read(stream.getvalue()) == [("Datum",)]


def test_a_formula_that_nobody_has_computed_is_refused_with_its_cell() -> None:
    with pytest.raises(NoResult, match="Cell B2 "):
        workbooks.read(workbook([["a", "b"], [1, "=A2+1"]]))


def test_a_column_is_added_and_all_else_stays() -> None:
    content = workbook([["a", "b"], [dt.datetime(2018, 1, 2), "=A2+1"]])
    sheet = load_workbook(io.BytesIO(workbooks.with_column(content, 2, {0: "Fehler", 1: "=1+1"}))).active
    assert sheet["A2"].value == dt.datetime(2018, 1, 2)
    assert sheet["B2"].value == "=A2+1"
    assert [(cell.value, cell.data_type) for cell in sheet["C"]] == [("Fehler", "s"), ("=1+1", "s")]


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


def test_a_value_in_a_far_corner_is_refused() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD900000"] = "Datum", "x"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(FileTooLarge):
        workbooks.read(stream.getvalue())
