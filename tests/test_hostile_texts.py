"""Texts that attack a spreadsheet or the database do nothing, whichever field, name or parameter they come in."""

import csv
import io
import zipfile
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from db import archive, exports, figures, listing
from db.database import Database, now, open_database
from db.delimited import FLAVOURS, Reader
from db.integrity import verify
from db.misreadings import DANGEROUS
from db.selection import Selection
from schemas import RECORDS
from schemas.fields import fields
from schemas.record import Record, about
from tests.conftest import TODAY
from tests.hostile import NASTY, attacks, hostile_office
from tests.rehearsal import go_to, rehearsal

INJECTED = (
    "'; DROP TABLE {table}; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    "1; DELETE FROM history; --",
    "x' UNION SELECT password FROM credentials --",
    "%",
    "_",
    "\\",
    "\0",
)
PARAMETERS = ("record", "search", "period", "from", "to", "page", "deed")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The hostile office; nobody writes."""
    path = tmp_path_factory.mktemp("hostile") / "office.duckdb"
    hostile_office(path)
    with open_database(path, today=lambda: TODAY) as database:
        yield database


def test_the_office_is_sound_and_keeps_every_text_as_it_was_typed(office: Database) -> None:
    assert verify(office).faults == []
    assert office.settings.office_name == NASTY
    for record_type in RECORDS.values():
        stored = listing.page(office, record_type, Selection(), size=99).records
        for name, text in attacks(record_type).items():
            assert text in [record[name] for record in stored], f"tests.hostile fills in no {name}"


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_cell_of_what_is_made_for_spreadsheets_begins_like_a_formula(office: Database, language: str) -> None:
    made, reader = io.BytesIO(), Reader(language, office.given.vocabularies)
    archive.write(made, office, Selection(), FLAVOURS["excel"], reader, now())
    with zipfile.ZipFile(made) as files:
        tables = [files.read(name).decode("utf-8-sig") for name in files.namelist() if name.endswith(".csv")]
    assert len(tables) >= len(RECORDS) + len(figures.catalogue(office.record_types))
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row]
    assert sum(cell.startswith(f"'{NASTY}") for cell in cells) > 100
    assert not [cell for cell in cells if cell[:1] in DANGEROUS and cell[:1] != "" and not is_number(cell)]


def is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(",", "", 1).isdecimal()


@pytest.mark.parametrize("record_type", RECORDS.values(), ids=list(RECORDS))
def test_sql_in_a_filter_or_a_search_finds_nothing_and_does_nothing(
    office: Database, record_type: type[Record]
) -> None:
    whole = listing.count(office, record_type, Selection())
    for text in (each.format(table=about(record_type).table) for each in INJECTED):
        for name in (*fields(record_type), text):
            chosen = Selection().narrowed(name, text)
            assert listing.count(office, record_type, chosen) == (whole if name == text else 0), (name, text)
        everywhere = Selection(where=tuple((name, (text,)) for name in (*fields(record_type), text)))
        stream = io.BytesIO()
        assert exports.write_records(stream, office, record_type, everywhere, FLAVOURS["machine"], Reader()) == 0
        listing.page(office, record_type, Selection(), search=text, size=10)
    assert listing.count(office, record_type, Selection()) == whole
    assert verify(office).faults == []


@pytest.mark.parametrize("text", INJECTED)
def test_sql_in_the_filters_of_figures_counts_nothing_and_does_nothing(office: Database, text: str) -> None:
    names = {name for record_type in RECORDS.values() for name in fields(record_type)}
    chosen = Selection(where=tuple((name, (text,)) for name in sorted(names)))
    counted = figures.compute_all(office, figures.catalogue(office.record_types), chosen)
    for name, frame in counted.items():
        assert frame[list(figures.catalogue(office.record_types)[name].measures)].fillna(0).to_numpy().sum() == 0
    assert verify(office).faults == []


@pytest.mark.parametrize("table", [*RECORDS, "overview"])
def test_sql_in_the_address_of_a_page_does_nothing(office: Database, table: str) -> None:
    record_type = RECORDS.get(table, RECORDS["consultations"])
    with rehearsal(office) as app:
        for text in (INJECTED[0].format(table=table), INJECTED[1], INJECTED[-1]):
            go_to(app, table, **dict.fromkeys((*PARAMETERS, *fields(record_type)), text))
            assert not app.exception
            assert not [error.value for error in app.error if "hat nicht geklappt" in error.value], quote(text)
    assert verify(office).faults == []


@pytest.mark.parametrize("page", ["vocabularies", "accounts", "settings", "tasks", "downloads"])
def test_every_other_page_runs_in_the_office(office: Database, page: str) -> None:
    with rehearsal(office) as app:
        go_to(app, page, **dict.fromkeys(PARAMETERS, INJECTED[0]))
        assert not app.exception
