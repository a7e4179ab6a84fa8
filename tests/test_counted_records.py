"""Behind every number of every figure lie just the records that it counts, adds up or is worked out from."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from db.counted_records import Behind, Telling, behind
from db.database import Database, open_database
from db.figure import Figure
from db.figures import FIGURES, compute
from db.listing import count, page
from db.selection import Selection
from schemas.fields import fields
from tests.conftest import TODAY
from tests.small_office import EVERYTHING, JANUARY, small_office

Row = dict[str, Any]

SCHOOL = Selection(where=(("topics", ("school",)),))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with small_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module")
def demo_office(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("demo") / "demo.duckdb")
    with open_database(Path(copy), today=lambda: TODAY) as opened:
        yield opened


def records(database: Database, found: Behind) -> list[Row]:
    return page(database, found.record_type, found.selection, size=10_000).records


def amounts(database: Database, found: Behind) -> list[Decimal]:
    """What each record adds: of a split number, what its parts leave."""
    declared, whole = fields(found.record_type)[found.adds], records(database, found)
    is_rest = (found.adds, ("-",)) in found.selection.where
    parts = declared.split if is_rest else ()
    return [Decimal(each[found.adds]) - sum(each[part] or 0 for part in parts) for each in whole]


def is_told(database: Database, figure: Figure, row: Row, measure: str, found: Behind, weeks: int) -> bool:
    """Whether a number is what its records tell."""
    if found.telling is Telling.ADDED:
        added = amounts(database, found)
        return all(added) and sum(added) == Decimal(str(row[measure]))
    whole = records(database, found)
    if found.telling is Telling.COUNTED:
        return len(whole) == int(row[measure])
    return COMPUTED[figure.name](whole, row, weeks)


def _is_mean_of_attendance(found: list[Row], row: Row, _: int) -> bool:
    return bool(sum(each["attendance"] for each in found) == round(row["mean"] * len(found)))


def _is_number_of_codes(found: list[Row], row: Row, _: int) -> bool:
    return all(each["case_code"] for each in found) and len({each["case_code"] for each in found}) == int(row["cases"])


def _is_mean_per_week(found: list[Row], row: Row, weeks: int) -> bool:
    return float(len(found)) == round(float(row["mean"]) * weeks, 6)


def _is_share(found: list[Row], row: Row, _: int) -> bool:
    return len(found) == int(row["contacts"])


COMPUTED: dict[str, Callable[[list[Row], Row, int], bool]] = {
    "attendance": _is_mean_of_attendance,
    "events_by_kind": _is_mean_of_attendance,
    "cases": _is_number_of_codes,
    "home_visits_by_week": _is_mean_per_week,
    "home_visits_per_week_mean": _is_mean_per_week,
    "settings_by_month": _is_share,
}
"""What means, shares and numbers of different values have to do with their records."""


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("chosen", [EVERYTHING, JANUARY, SCHOOL], ids=["all", "January", "school"])
def test_every_number_is_that_of_the_records_behind_it(office: Database, name: str, chosen: Selection) -> None:
    _check_all(office, name, chosen)


@pytest.mark.parametrize("name", FIGURES)
def test_every_number_of_the_demo_is_that_of_the_records_behind_it(demo_office: Database, name: str) -> None:
    _check_all(demo_office, name, Selection())


def _check_all(database: Database, name: str, chosen: Selection) -> None:
    figure, weeks = FIGURES[name], len(compute(database, "home_visits_by_week", chosen))
    for row in compute(database, name, chosen).to_dict("records"):
        for measure in figure.measures:
            if not pd.isna(row[measure]):
                named = {str(key): value for key, value in row.items()}
                found = behind(database, name, chosen, named, measure)
                assert is_told(database, figure, named, measure, found, weeks), (row, measure, found)


def test_a_mean_that_is_the_same_in_every_row_leads_to_the_records_of_all(office: Database) -> None:
    rows = compute(office, "home_visits_by_week", EVERYTHING).to_dict("records")
    found = {behind(office, "home_visits_by_week", EVERYTHING, row, "mean") for row in rows}
    assert [count(office, each.record_type, each.selection) for each in found] == [sum(row["visits"] for row in rows)]


def test_without_a_number_a_row_leads_to_all_of_its_records(office: Database) -> None:
    row = {"project": "bicycle_workshop"}
    assert behind(office, "project_activities_by_project", EVERYTHING, row).selection.where == (
        ("project", ("bicycle_workshop",)),
    )
    events = behind(office, "attendance_by_event", EVERYTHING, {"event": "no such event"})
    assert count(office, events.record_type, events.selection) == 0
    every_event = behind(office, "attendance_by_event", EVERYTHING, {})
    assert count(office, every_event.record_type, every_event.selection) == len(
        compute(office, "attendance_by_event", EVERYTHING)
    )


@pytest.mark.parametrize("chosen", [EVERYTHING, JANUARY, Selection(where=(("kind", ("talk", "training")),))])
def test_the_events_without_attendance_lie_behind_their_number(office: Database, chosen: Selection) -> None:
    """Not those of 15 January 2019, which is today, and later."""
    number = compute(office, "events_without_attendance", chosen)["events"].iloc[0]
    found = behind(office, "events_without_attendance", chosen, {})
    assert count(office, found.record_type, found.selection) == number
    assert number == (0 if chosen == JANUARY else 1)
