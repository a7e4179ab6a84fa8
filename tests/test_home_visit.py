"""What may be recorded of a home visit."""

import datetime as dt
from typing import Any

import pytest

from schemas import HomeVisit
from schemas.given import Given
from schemas.problems import check, frame_of
from tests.conftest import OPENED, TODAY

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


def test_all_fields_and_the_fewest_fields_pass_even_if_nobody_was_met() -> None:
    assert check(HomeVisit, frame_of(HomeVisit, [ALL, FEWEST]), Given(TODAY, OPENED)) == []


@pytest.mark.parametrize("field", FEWEST)
def test_what_must_be_known_is_required(field: str) -> None:
    assert breaches(**{field: None}) == {(field, "required")}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("day", TODAY + dt.timedelta(days=1), "past"),
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
