"""Tables as a workbook: values with their types, read by openpyxl and shown by LibreOffice in German."""

import csv
import datetime as dt
import io
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from dashboard import workbook
from db.delimited import Column, Reader
from db.exports import Table
from db.figure import Number
from db.report_content import ReportContent
from schemas.fields import Kind
from schemas.labels import Label
from tests.test_spreadsheet import COLUMNS, NOTES, TEXTS, VALUES, profile, soffice

MADE = dt.datetime(2018, 5, 8, 9, 30)
COUNTED = (
    *COLUMNS,
    Column("counted", Label("Gezählt", "Counted"), Kind.INTEGER, number=Number.COUNT),
    Column("share", Label("Anteil", "Share"), Kind.DECIMAL, number=Number.SHARE),
)
EXAMPLE = Table(
    "example",
    "Beispiel: A/B [1]",
    COUNTED,
    [(*VALUES, text, 1234, 0.123456) for text in TEXTS],
    {},
    NOTES,
    frozenset({(1, "counted")}),
)


def written(*tables: Table, language: str = "de") -> bytes:
    stream = io.BytesIO()
    workbook.write(stream, tables, Reader(language), MADE, "Alles & mehr", ["Zeitraum: alles"])
    return stream.getvalue()


def small(title: str, *values: Any) -> Table:
    return Table(title, title, COLUMNS[3:4], [(value,) for value in values], {})


@pytest.fixture(scope="module")
def opened() -> Iterator[Workbook]:
    book = openpyxl.load_workbook(io.BytesIO(written(EXAMPLE)))
    yield book
    book.close()


def test_values_keep_their_types(opened: Workbook) -> None:
    first = [cell.value for cell in opened.worksheets[0][2]]
    assert first == [
        *(dt.datetime(2018, 5, 12), dt.time(9, 30), dt.datetime(2018, 1, 6, 0, 15), -1234567, -1234.5),
        *("Behördenangelegenheiten; Wohnraum", "ja", TEXTS[0], 1234, 0.1235),
    ]


def test_text_stays_text_whatever_it_looks_like(opened: Workbook) -> None:
    place = [column.name for column in COUNTED].index("text")
    cells = [row[place] for row in opened.worksheets[0].iter_rows(min_row=2, max_row=len(TEXTS) + 1)]
    assert [cell.value for cell in cells] == [text.replace("\r", "\n") for text in TEXTS]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_a_number_that_is_kept_back_is_a_sign(opened: Workbook) -> None:
    assert [opened.worksheets[0].cell(row, 9).value for row in (2, 3, 4)] == [1234, "•", 1234]


def test_the_heading_stays_in_sight_and_is_printed_on_every_page(opened: Workbook) -> None:
    sheet = opened.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.page_setup.paperSize == workbook.A4
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == "Seite &P von &N"
    assert sheet.auto_filter.ref == f"A1:J{len(TEXTS) + 1}"
    assert (sheet.oddHeader.left.text, sheet.oddFooter.left.text) == (f"&B{EXAMPLE.title}", "Alles && mehr")
    assert [sheet["H1"].alignment.horizontal, sheet["I1"].alignment.horizontal] == [None, "right"]


def test_a_narrow_table_stands_on_upright_paper_and_days_of_months_read_as_months() -> None:
    month = Column("month", Label("Monat", "Month"), Kind.DAY)
    table = Table("months", "A & B", [month], [(dt.date(2018, 3, 1),)], {})
    (sheet, notes) = openpyxl.load_workbook(io.BytesIO(written(table))).worksheets
    assert (sheet.page_setup.orientation, notes.page_setup.orientation) == ("portrait", "landscape")
    assert (sheet["A2"].value, sheet["A2"].number_format) == (dt.datetime(2018, 3, 1), "mmm yyyy")
    assert sheet.oddHeader.left.text == "&BA && B"
    assert notes.print_title_rows == "$4:$4"
    assert [notes["A5"].value, notes["B5"].value] == ["A & B", "1 Zeile"]


def test_notes_stand_below_the_table_and_on_a_sheet_of_their_own(opened: Workbook) -> None:
    table, notes = opened.worksheets
    assert [table.cell(len(TEXTS) + row, 1).value for row in (2, 3, 4)] == [None, *NOTES]
    assert (table.title, notes.title) == ("Beispiel  A B  1", "Hinweise")
    assert [notes["A1"].value, notes["A2"].value] == ["Alles & mehr", "Zeitraum: alles"]
    assert [cell.value for cell in notes[5]] == [table.title, "\n".join(NOTES)]
    assert notes["A5"].hyperlink.location == f"'{table.title}'!A1"


def test_sheets_of_the_same_or_a_long_title_are_told_apart() -> None:
    names: list[str] = []
    for title in ("Beratungen nach Kategorie und Ort", "Beratungen nach Kategorie und Ort", "'", "a/b", "A?B"):
        names.append(workbook.sheet_name(title, names))
    assert max(map(len, names)) <= 31
    assert workbook.sheet_name("x" * 40, []) == "x" * 30 + "…"
    assert names == ["Beratungen nach Kategorie und…", "Beratungen nach Kategorie… (2)", "-", "a b", "A B (2)"]


def test_more_rows_than_a_sheet_has_room_for_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    book = openpyxl.load_workbook(io.BytesIO(written(small("Drei", 1, 2, 3), small("Zwei", 4, 5), small("Leer"))))
    told = {sheet.title: [row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in book.worksheets[:-1]}
    assert told == {"Drei": [1, 2], "Drei (2)": [3], "Zwei": [4, 5], "Leer": []}


def test_rows_are_written_while_they_are_read(tmp_path: Path) -> None:
    many = replace(small("Viele"), rows=repeat((7,), 20_000))
    with (tmp_path / "many.xlsx").open("wb") as stream:
        assert workbook.write(stream, [many], Reader(), MADE, "Viele") == 20_000


def test_the_same_tables_give_the_same_bytes() -> None:
    assert written(small("Eins", 1)) == written(small("Eins", 1))


def test_a_report_has_a_sheet_for_each_of_its_tables(report: ReportContent) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.of_report(report)))
    assert len(book.worksheets) == len(report.tables) + 1
    assert book.worksheets[0]["B5"].value == 150
    assert book.worksheets[1]["C22"].value == "•"
    assert book.worksheets[-1]["A2"].value == "Vorlagennummer: SGM/2018/169"
    assert book.properties.title == report.title


def test_english_readers_get_english_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(replace(EXAMPLE, rows=EXAMPLE.rows), language="en")))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["Day", "Start", "Created at"]
    assert book.worksheets[0]["G2"].value == "yes"
    assert book.worksheets[0]["A2"].number_format == "dd/mm/yyyy"
    assert book.sheetnames[-1] == "Notes"


@pytest.mark.spreadsheet
def test_libreoffice_shows_it_as_a_german_reader_expects(tmp_path: Path) -> None:
    source = tmp_path / "example.xlsx"
    source.write_bytes(written(EXAMPLE))
    as_shown = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true"
    subprocess.run(
        [soffice(), profile(tmp_path, "de-DE"), "--headless", "--norestore"]
        + ["--convert-to", as_shown, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with (tmp_path / "example.csv").open(encoding="utf-8", newline="") as file:
        heading, first, *others = csv.reader(file, delimiter=";")
    assert heading == [column.label.de for column in COUNTED]
    assert first[:5] == ["12.05.2018", "09:30", "06.01.2018 00:15", "-1234567", "-1.234,50"]
    assert first[8:] == ["1.234", "12,35%"]
    shown = [row[7] for row in others[: len(TEXTS) - 1]]
    assert shown == [text.replace("\r", "\n") for text in TEXTS[1:]]


def test_a_workbook_carries_no_macro_and_no_formula(report: ReportContent) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook.of_report(report))) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.casefold()]
        assert not [name for name in parts.namelist() if "sheet" in name and b"<f>" in parts.read(name)]
