"""What was exported comes back by an import as the same records, in both flavours of CSV and languages, as XLSX too."""

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import exports, import_readings, imports, records, sheets
from db.database import Database, open_database
from db.delimited import FLAVOURS, Flavour, Reader
from db.import_checks import judge
from db.selection import Selection
from schemas import RECORDS, Consultation, ProjectActivity
from schemas.record import Record
from schemas.vocabulary import VOCABULARIES
from tests.actors import LEA
from tests.conftest import TODAY
from tests.importing import stored
from tests.office_lists import workbook

BOTH = pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=list(FLAVOURS))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    """Two offices: what leaves the first comes into the second."""
    folder = tmp_path_factory.mktemp("pair")
    with (
        open_database(folder / "first.duckdb", today=lambda: TODAY) as first,
        open_database(folder / "second.duckdb", today=lambda: TODAY) as second,
    ):
        yield first, second


def exported(database: Database, record_type: type[Record], flavour: Flavour, language: str) -> bytes:
    stream, reader = io.BytesIO(), Reader(language, database.given.vocabularies)
    exports.write_records(stream, database, record_type, Selection(), flavour, reader)
    return stream.getvalue()


def carried(first: Database, second: Database, record_type: type[Record], content: bytes) -> None:
    """Import into an office that has nothing yet, compare, and empty both again."""
    sheet = sheets.read("export.csv", content)
    found = judge(second, sheet, import_readings.proposed(second, sheet, record_type))
    assert [(each.row, each.field, each.rule) for each in found.problems] == []
    made = imports.store(second, found, str(uuid.uuid4()), by=LEA, duplicates_too=True)
    assert stored(second, record_type) == stored(first, record_type)
    imports.undo(second, made.id, by=LEA)


CODES = {name: st.sampled_from([value.code for value in values]) for name, values in VOCABULARIES.items()}
NOTES = st.text(
    st.one_of(st.sampled_from("'\"=+-@;,/\n\t 1."), st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])),
    max_size=20,
)
CONSULTATIONS = st.fixed_dictionaries(
    {
        "day": st.dates(dt.date(2017, 7, 1), TODAY),
        "topics": st.lists(CODES["topic"], min_size=1, unique=True),
        "client_group": CODES["client_group"],
        "setting": CODES["setting"],
        "persons": st.integers(1, 99),
        "contact": st.none() | CODES["contact"],
        "interpreter": st.none() | st.booleans(),
        "note": NOTES.filter(str.isprintable),
        "referred_to": st.lists(CODES["referral"], unique=True),
    }
)
ACTIVITIES = st.fixed_dictionaries(
    {
        "day": st.dates(dt.date(2017, 7, 1), TODAY),
        "project": st.just("drum_group"),
        "activity": CODES["activity"],
        "visitors": st.none() | st.integers(0, 99_999),
        "helper_hours": st.none() | st.decimals(0, 9999, places=2),
        "note": NOTES,
    }
)


@BOTH
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(("record_type", "values"), [(Consultation, CONSULTATIONS), (ProjectActivity, ACTIVITIES)])
def test_records_come_back_as_they_were(
    pair: tuple[Database, Database], record_type: type[Record], values: Any, flavour: Flavour, language: str
) -> None:
    @given(drawn=st.lists(values, min_size=1, max_size=6))
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    def round_trip(drawn: list[dict[str, Any]]) -> None:
        first, second = pair
        sound = [each for each in drawn if not records.problems(first, record_type, each)]
        if sound:
            new = [(str(uuid.uuid4()), each) for each in sound]
            made = records.add_many(first, record_type, new, by=LEA)
            carried(first, second, record_type, exported(first, record_type, flavour, language))
            for each in made:
                records.delete(first, record_type, each["id"], version=1, by=LEA)

    round_trip()


@pytest.mark.parametrize(("flavour", "language"), [("excel", "de"), ("machine", "en")])
def test_all_demo_records_with_their_states_come_back(
    demo_file: Path, tmp_path: Path, flavour: str, language: str
) -> None:
    with open_database(demo_file) as first, open_database(tmp_path / "second.duckdb") as second:
        for record_type in RECORDS.values():
            carried(first, second, record_type, exported(first, record_type, FLAVOURS[flavour], language))


def test_a_workbook_made_of_an_export_comes_back(pair: tuple[Database, Database]) -> None:
    first, second = pair
    values = {
        "day": dt.date(2018, 2, 1),
        "project": "drum_group",
        "activity": "meeting",
        "helper_hours": Decimal("1.25"),
    }
    (made,) = records.add_many(first, ProjectActivity, [("a", values)], by=LEA)
    text = exported(first, ProjectActivity, FLAVOURS["machine"], "de").decode()
    carried(first, second, ProjectActivity, workbook(csv.reader(io.StringIO(text))))
    records.delete(first, ProjectActivity, made["id"], version=1, by=LEA)
