"""A demonstration has something to do for everybody, on whatever day it is shown."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import demo_plans, tasks
from db.database import Database, open_database
from db.integrity import verify
from tests.actors import ANNA, LEA


@pytest.fixture(params=[dt.date(2026, 11, 23), dt.date(2028, 2, 29)], ids=str)
def shown(demo_file: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """The demo records on a day long after."""
    with open_database(demo_file, today=lambda: request.param) as database:
        demo_plans.plan(database, ANNA)
        yield database


def test_staff_has_plans_one_of_them_late_and_a_proposal(shown: Database) -> None:
    found = {kind.name: (pile.whole, pile.late) for kind, pile in tasks.waiting(shown, ANNA).items()}
    assert found == {
        "home_visits planned": (len(demo_plans.VISITS), 0),
        "events planned": (len(demo_plans.EVENTS), 1),
        "consultations follow_up": (1, 0),
        "performance_requests requested": (1, 0),
        "undecided": (1, 0),
    }
    assert verify(shown).faults == []


def test_nobody_visits_at_the_weekend(shown: Database) -> None:
    (visits,) = [pile for kind, pile in tasks.waiting(shown, ANNA).items() if kind.name == "home_visits planned"]
    assert {task.day.weekday() for task in visits.tasks if task.day} <= set(range(5))


def test_the_lead_has_something_to_decide(shown: Database) -> None:
    assert "to_decide" in {kind.name for kind in tasks.waiting(shown, LEA)}


def test_without_demo_records_there_is_nothing_to_propose(database: Database) -> None:
    demo_plans.plan(database, ANNA)
    assert "undecided" not in {kind.name for kind in tasks.waiting(database, ANNA)}
