"""A small office whose records can be counted by hand: what tests of figures share."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from db import records
from db.database import Database, open_database
from db.selection import Selection
from schemas.record import about
from tests.actors import LEA

TODAY = dt.date(2019, 1, 15)
EVERYTHING = Selection()
JANUARY = Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 31))


def enter(database: Database, table: str, *rows: dict[str, Any]) -> None:
    """Enter records through the write gate."""
    record_type = next(known for known in database.record_types if about(known).table == table)
    identified = [(str(uuid.uuid4()), row | {"day": dt.date.fromisoformat(row["day"])}) for row in rows]
    records.add_many(database, record_type, identified, by=LEA)


def consultation(day: str, *topics: str, **values: Any) -> dict[str, Any]:
    """The fields of a consultation."""
    row = {"day": day, "topics": list(topics), "client_group": "recognised", "setting": "office", "persons": 1}
    return row | values


def visit(day: str, *topics: str, **values: Any) -> dict[str, Any]:
    """The fields of a home visit."""
    return {"day": day, "topics": list(topics), "municipality": "meinersen", "persons": 2} | values


def event(day: str, kind: str, **values: Any) -> dict[str, Any]:
    """The fields of an event."""
    return {"day": day, "kind": kind, "title": "Abend"} | values


def activity(day: str, project: str, name: str, **values: Any) -> dict[str, Any]:
    """The fields of a project activity."""
    return {"day": day, "project": project, "activity": name} | values


@cache
def _file() -> bytes:
    """What is in the file of the office, written once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.duckdb"
        with open_database(path, today=lambda: TODAY) as opened:
            _fill(opened)
        return path.read_bytes()


def _fill(opened: Database) -> None:
    enter(
        opened,
        "consultations",
        consultation("2018-01-01", "school", "work", setting="open_hour", persons=3, minors=2, case_code="F-0001"),
        consultation("2018-01-31", "school", client_group="residents", municipality="leiferde", interpreter=True),
        consultation("2018-02-01", "housing", setting="appointment", case_code="F-0001", referred_to=["school"]),
        consultation("2018-04-30", "work", "housing", "crisis", case_code="F-0002", interpreter=False),
    )
    enter(
        opened,
        "home_visits",
        visit("2018-01-08", "school", volunteer=True),
        visit("2018-01-10", "housing", "school"),
        visit("2018-01-22", "housing", municipality="mueden", volunteer=False),
    )
    enter(
        opened,
        "events",
        event("2018-01-15", "festival", attendance=40, refugees=10, children=5, places=50, registrations=45),
        event("2018-02-10", "talk", attendance=10, refugees=4, volunteers=6),
        event("2018-03-10", "talk"),
        event("2019-01-15", "training"),
        event("2019-02-01", "training", places=20),
    )
    enter(
        opened,
        "project_activities",
        activity("2018-01-20", "drum_group", "performance", visitors=100, helper_hours=Decimal("1.50")),
        activity("2018-01-21", "drum_group", "performance", visitors=50, helper_hours=Decimal("2.25"), helpers=3),
        activity("2018-03-01", "bicycle_workshop", "opening_day", visitors=8, bicycles_repaired=5),
    )


@contextmanager
def small_office(folder: Path) -> Iterator[Database]:
    """A database with a small year, to be read only: its numbers are written out in the tests."""
    path = folder / "office.duckdb"
    path.write_bytes(_file())
    with open_database(path, today=lambda: TODAY) as opened:
        yield opened


def rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a figure as tuples."""
    return list(frame.itertuples(index=False, name=None))
