"""What the office has as workbooks, with what must be known of it."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from dashboard import office_workbooks
from db import frozen_figures, records
from db.database import Database, open_database
from db.delimited import Reader
from db.figures import FIGURES
from db.selection import Selection
from schemas import RECORDS
from schemas.fields import fields
from schemas.record import about
from tests.actors import ANNA
from tests.reported import closed
from tests.test_archive import MADE, PERIOD, TODAY, consultation, visit


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("office") / "office.duckdb", today=lambda: TODAY) as opened:
        records.add_many(opened, RECORDS["consultations"], [("c1", consultation()), ("c2", consultation())], by=ANNA)
        records.add_many(opened, RECORDS["home_visits"], [("v1", visit())], by=ANNA)
        yield opened


def test_a_list_has_its_records_and_what_was_asked_for(database: Database) -> None:
    stream = io.BytesIO()
    office_workbooks.write_records(stream, database, RECORDS["consultations"], PERIOD, Reader(), MADE, search="Öl")
    book = openpyxl.load_workbook(stream)
    sheet, notes = book.worksheets
    row = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert sheet.max_row == 3
    assert [row["Nr."], row["Datum"], row["Beratene Personen"]] == [1, dt.datetime(2018, 1, 5), 2]
    assert row["Themen"] == "Krisenintervention und Konfliktberatung; Wohnraum"
    assert row["Bemerkung"] == 'Ärger: "Öl";\n=1+1, ß'
    assert [notes.cell(place, 1).value for place in (1, 2, 3, 4)] == [
        *("Beratungen", "Zeitraum: 01.07.2017 bis 30.04.2018", "Suche: Öl", "Stand: 08.05.2018 11:30")
    ]


def test_everything_has_a_sheet_for_each_list_and_each_figure(database: Database) -> None:
    stream = io.BytesIO()
    office_workbooks.write_everything(stream, database, Selection(), Reader("en"), MADE)
    book = openpyxl.load_workbook(stream)
    assert len(book.sheetnames) == len(RECORDS) + len(FIGURES) + 1
    for table, sheet in zip(RECORDS.values(), book.worksheets, strict=False):
        assert sheet.title.startswith(about(table).plural.en)
        assert [cell.value for cell in sheet[1]] == [field.label.en for field in fields(table).values()]


def test_a_closed_period_has_its_figures_of_then(tmp_path: Path) -> None:
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as database:
        records.add_many(database, RECORDS["consultations"], [("c1", consultation())], by=ANNA)
        closing = frozen_figures.closings(database, closed(database).id)[0]
        stream = io.BytesIO()
        office_workbooks.write_frozen(stream, database, closing, Reader())
    book = openpyxl.load_workbook(stream)
    assert book["Beratungen nach Kategorie"]["B2"].value == 1
    assert any("abgeschlossen bei Revision" in str(row[0].value) for row in book.worksheets[-1].iter_rows(max_row=6))
