"""An English LibreOffice finds the right types in our files, and in those meant for a German one nothing wrong.

The CSV for German Excel keeps its name in English: it is for a double click on a German computer, whoever reads it.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from db.delimited import FLAVOURS, Reader, write
from tests.test_spreadsheet import AMERICAN, COLUMNS, SPECIAL_NUMBERS, TEXTS, VALUES, profile, soffice
from tests.test_workbook import EXAMPLE, written

pytestmark = pytest.mark.spreadsheet

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TOKENS = ("34", "76", "1", "", AMERICAN, "false", SPECIAL_NUMBERS)
"""Double quote, UTF-8, from line 1, no column formats, English, quotes don't mean text."""

Seen = tuple[str, str]
"""The type of a cell, and its value."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Seen]]:
    """The cells of the first record as an English LibreOffice has them, by the name of the file."""
    folder = tmp_path_factory.mktemp("english")
    for name in ("machine", "excel"):
        with (folder / f"{name}.csv").open("wb") as stream:
            write(stream, COLUMNS, [(*VALUES, TEXTS[0])], FLAVOURS[name], Reader("en"))
    (folder / "workbook.xlsx").write_bytes(written(EXAMPLE, language="en"))
    option = profile(folder, "en-US")
    for separator, names in (("44", ("machine.csv", "workbook.xlsx")), ("59", ("excel.csv",))):
        subprocess.run(
            [soffice(), option, "--headless", "--norestore", f"--infilter=CSV:{','.join((separator, *TOKENS))}"]
            + ["--convert-to", "fods", "--outdir", str(folder), *(str(folder / name) for name in names)],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return {path.stem: _first_record(path) for path in folder.glob("*.fods")}


def _first_record(path: Path) -> list[Seen]:
    row = ElementTree.parse(path).findall(f".//{TABLE}table-row")[1]
    return [_cell(cell) for cell in row.findall(f"{TABLE}table-cell") if cell.get(f"{OFFICE}value-type")]


def _cell(cell: ElementTree.Element) -> Seen:
    values = (cell.get(f"{OFFICE}{name}") for name in ("date-value", "time-value", "boolean-value", "value"))
    return str(cell.get(f"{OFFICE}value-type")), next(filter(None, values), "".join(cell.itertext()).strip())


def test_days_and_numbers_of_a_workbook_are_days_and_numbers(seen: Mapping[str, list[Seen]]) -> None:
    assert seen["workbook"] == [
        *(("date", "2018-05-12"), ("time", "PT09H30M00S"), ("date", "2018-01-06T00:15:00")),
        *(("float", "-1234567"), ("float", "-1234.5"), ("string", "Dealings with authorities; Housing")),
        *(("string", "yes"), ("string", TEXTS[0]), ("float", "1234"), ("percentage", "0.1235")),
    ]


def test_days_and_numbers_of_machine_readable_csv_are_days_and_numbers(seen: Mapping[str, list[Seen]]) -> None:
    assert seen["machine"] == [
        *(("date", "2018-05-12"), ("time", "PT09H30M00S"), ("string", "2018-01-05T23:15:00Z")),
        *(("float", "-1234567"), ("float", "-1234.5"), ("string", "authorities;housing")),
        *(("boolean", "true"), ("string", TEXTS[0])),
    ]


def test_csv_for_german_excel_is_never_read_wrongly(seen: Mapping[str, list[Seen]]) -> None:
    assert seen["excel"] == [
        *(("string", "12.05.2018"), ("time", "PT09H30M00S"), ("string", "06.01.2018 00:15")),
        *(("float", "-1234567"), ("string", "-1234,50"), ("string", "Dealings with authorities; Housing")),
        *(("string", "yes"), ("string", TEXTS[0])),
    ]
