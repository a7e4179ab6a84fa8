"""The Excel flavour in a real spreadsheet: LibreOffice as a German reader has it."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from db.delimited import FLAVOURS, Column, Reader, write
from schemas.fields import Kind
from schemas.labels import Label

GERMAN, AMERICAN = "1031", "1033"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N"><prop
oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop></item></oor:items>"""
SPECIAL_NUMBERS = "true"
HOSTILE = (
    *("=1+1", "+49 5372 8995", "-3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "  =1+1", "\xa0=1+1"),
    *('=cmd|"/c calc"!A1', '=1+2";=1+2', '";=1+1', "';=1+1;'"),
)
LONG_NUMBERS = ("01512345678901234567", "0049537289950", "12345678901234567890", "007")
MISLEADING = ("1-2", "1.5", "12 März", "9:30", "1E5", "wahr", "5 %", "2018-01-05")
ORDINARY = (
    "Ärger übers Öl: „Größe“ ß €",
    'Semikolon; und "Anführung"',
    "zwei\nZeilen",
    "F-0042",
    "3 Kinder",
    "5-6 Jahre",
)
TEXTS = (*ORDINARY, *HOSTILE, *LONG_NUMBERS, *MISLEADING)

COLUMNS = (
    Column("day", Label("Tag", "Day"), Kind.DAY),
    Column("time", Label("Beginn", "Start"), Kind.TIME),
    Column("moment", Label("Erfasst am", "Created at"), Kind.MOMENT),
    Column("number", Label("Anzahl", "Number"), Kind.INTEGER),
    Column("hours", Label("Größe", "Size"), Kind.DECIMAL),
    Column("topics", Label("Themen", "Topics"), Kind.CHOICES, "topic"),
    Column("flag", Label("Sprachmittlung", "Interpreter"), Kind.FLAG),
    Column("text", Label("=Text", "=Text"), Kind.TEXT),
)
VALUES = (
    dt.date(2018, 5, 12),
    dt.time(9, 30),
    dt.datetime(2018, 1, 5, 23, 15),
    -1234567,
    Decimal("-1234.50"),
    ["authorities", "housing"],
    True,
)
NOTES = ("Zeitraum: 01.07.2017 bis 30.04.2018", "=HYPERLINK(A1)")


def soffice() -> str:
    """The program; without it the test is skipped, on the build server it fails."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed here: apt-get install libreoffice-calc")
        pytest.skip("LibreOffice (soffice) is not installed")
    return program


def profile(folder: Path, locale: str) -> str:
    """The option that lets LibreOffice start as somebody has it who works in that language."""
    user = folder / f"profile {locale}" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(PROFILE.format(locale), "utf-8")
    return f"-env:UserInstallation={user.parent.as_uri()}"


def converted(source: Path, target: str, folder: Path, *, quoted_is_text: bool) -> Path:
    """The file as LibreOffice saves it after opening it the way a German desktop does.

    Tokens: semicolon, double quote, UTF-8, from line 1, no column formats, German, "quoted field as text", "detect
    special numbers" (without which days stay text).
    """
    tokens = ["59", "34", "76", "1", "", GERMAN, str(quoted_is_text).lower(), SPECIAL_NUMBERS]
    subprocess.run(
        [soffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        + [f"--infilter=CSV:{','.join(tokens)}", "--convert-to", target, "--outdir", str(folder / "out"), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "out" / f"{source.stem}.{target.split(':')[0]}"


@pytest.fixture(scope="module", params=[False, True], ids=["quotes ignored", "quotes mean text"])
def sheet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[list[Cell]]]:
    folder = tmp_path_factory.mktemp("spreadsheet")
    source = folder / "export.csv"
    rows = [(*VALUES, text) for text in TEXTS]
    with source.open("wb") as stream:
        write(stream, COLUMNS, rows, FLAVOURS["excel"], Reader("de"), NOTES)
    opened = converted(source, "xlsx", folder, quoted_is_text=request.param)
    workbook = openpyxl.load_workbook(opened)
    yield [list(row) for row in workbook.active.iter_rows()]
    workbook.close()


def column(sheet: list[list[Cell]], name: str) -> list[Cell]:
    """The cells of one column below its heading, without the notes."""
    place = [each.name for each in COLUMNS].index(name)
    return [row[place] for row in sheet[1 : len(TEXTS) + 1]]


def test_headings_and_umlauts_arrive(sheet: list[list[Cell]]) -> None:
    assert [cell.value for cell in sheet[0]] == [
        *("Tag", "Beginn", "Erfasst am", "Anzahl", "Größe", "Themen", "Sprachmittlung", "'=Text")
    ]
    assert column(sheet, "text")[0].value == "Ärger übers Öl: „Größe“ ß €"
    assert column(sheet, "topics")[0].value == "Behördenangelegenheiten; Wohnraum"
    assert column(sheet, "flag")[0].value == "ja"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", dt.datetime(2018, 5, 12)),
        ("time", dt.time(9, 30)),
        ("moment", dt.datetime(2018, 1, 6, 0, 15)),
    ],
)
def test_days_times_and_moments_are_real_ones(sheet: list[list[Cell]], name: str, value: Any) -> None:
    assert {(cell.data_type, cell.value) for cell in column(sheet, name)} == {("d", value)}


@pytest.mark.parametrize(("name", "value"), [("number", -1234567), ("hours", -1234.5)])
def test_numbers_are_numbers(sheet: list[list[Cell]], name: str, value: float) -> None:
    assert {(cell.data_type, cell.value) for cell in column(sheet, name)} == {("n", value)}


def test_no_cell_of_the_sheet_is_a_formula(sheet: list[list[Cell]]) -> None:
    assert [cell.value for row in sheet for cell in row if cell.data_type in ("f", "e")] == []


def test_text_stays_text_to_the_last_character(sheet: list[list[Cell]]) -> None:
    cells = column(sheet, "text")
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[: len(ORDINARY)]] == list(ORDINARY)
    shown = [str(cell.value).replace("_x000d_", "\r").replace("\r\n", "\n") for cell in cells[len(ORDINARY) :]]
    assert [text.replace("\r", "\n") for text in shown] == [
        "'" + text.replace("\r", "\n") if not text.startswith('"') else text for text in TEXTS[len(ORDINARY) :]
    ]


def test_notes_stand_below_an_empty_line(sheet: list[list[Cell]]) -> None:
    below = [[cell.value for cell in row if cell.value is not None] for row in sheet[len(TEXTS) + 1 :]]
    assert below == [[], [NOTES[0]], ["'" + NOTES[1]]]


def test_text_is_still_harmless_after_it_was_saved_and_opened_again(tmp_path: Path) -> None:
    source = tmp_path / "export.csv"
    with source.open("wb") as stream:
        write(stream, COLUMNS[-1:], [(text,) for text in HOSTILE + LONG_NUMBERS], FLAVOURS["excel"], Reader("de"))
    saved = converted(source, "csv:Text - txt - csv (StarCalc):59,34,76,1", tmp_path, quoted_is_text=False)
    again = converted(saved.rename(tmp_path / "again.csv"), "xlsx", tmp_path, quoted_is_text=False)
    cells = [row[0] for row in openpyxl.load_workbook(again).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
