"""What may be recorded of a home visit."""

import datetime as dt
from typing import Any

import pytest

from schemas import HomeVisit
from schemas.given import Given
from schemas.problems import check, following, frame_of
from tests.conftest import OPENED, TODAY

TOMORROW = TODAY + dt.timedelta(days=1)
FEWEST: dict[str, Any] = {"day": TODAY, "topics": ["housing"], "municipality": "hillerse", "persons": 0}
ALL: dict[str, Any] = FEWEST | {
    "topics": ["housing", "work"],
    "volunteer": False,
    "minutes": 600,
    "note": "Niemand da.",
}


def breaches(**changes: Any) -> set[tuple[str, str]]:
    found = check(HomeVisit, frame_of(HomeVisit, [ALL | changes]), Given(TODAY, OPENED))
    return {(problem.field, problem.rule) for problem in found}


def test_a_visit_to_come_is_planned_without_what_only_the_visit_tells() -> None:
    planned = {"day": TOMORROW, "municipality": "hillerse"}
    assert check(HomeVisit, frame_of(HomeVisit, [planned]), Given(TODAY, OPENED)) == []
    assert following(HomeVisit, planned, TODAY) == "planned"
    assert breaches(day=TOMORROW) == {("persons", "persons_once_met"), ("minutes", "state")}
    assert breaches(day=TOMORROW, persons=None, minutes=None) == set()


def test_a_visit_on_a_day_that_has_come_is_done() -> None:
    assert following(HomeVisit, FEWEST, TODAY) == "done"
    assert following(HomeVisit, FEWEST, TODAY, "planned") == "done"


def test_a_planned_visit_waits_after_its_day_until_somebody_tells_how_it_went() -> None:
    planned = FEWEST | {"persons": None}
    assert following(HomeVisit, planned, TODAY, "planned") == "planned"
    assert following(HomeVisit, planned, TODAY) == "done"


def test_a_visit_keeps_the_end_that_somebody_gave_it() -> None:
    for state in ("not_met", "cancelled"):
        assert following(HomeVisit, FEWEST, TODAY, state) == state


def test_all_fields_and_the_fewest_fields_pass_even_if_nobody_was_met() -> None:
    assert check(HomeVisit, frame_of(HomeVisit, [ALL, FEWEST]), Given(TODAY, OPENED)) == []


@pytest.mark.parametrize("field", FEWEST)
def test_what_must_be_known_is_required(field: str) -> None:
    assert breaches(**{field: None}) == {(field, "required")}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("day", OPENED - dt.timedelta(days=1), "opened"),
        ("topics", ["garden"], "known"),
        ("municipality", "gifhorn", "known"),
        ("persons", -1, "span"),
        ("persons", 100, "span"),
        ("volunteer", "yes", "flag"),
        ("minutes", 601, "span"),
        ("note", "x" * 281, "longest"),
    ],
)
def test_a_breach_is_named(field: str, value: object, rule: str) -> None:
    assert breaches(**{field: value}) == {(field, rule)}
