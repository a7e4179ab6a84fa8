"""What is counted on a day of a project."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from schemas import ProjectActivity
from schemas.given import Given
from schemas.problems import check, frame_of
from tests.conftest import OPENED, TODAY

FEWEST: dict[str, Any] = {"day": TODAY, "project": "drum_group", "activity": "performance"}
ALL: dict[str, Any] = {
    "day": TODAY,
    "project": "bicycle_workshop",
    "activity": "opening_day",
    "municipality": "leiferde",
    "visitors": 12,
    "helpers": 3,
    "helper_hours": Decimal("7.25"),
    "bicycles_repaired": 5,
    "note": "Licht und Bremsen",
}


def breaches(**changes: Any) -> list[tuple[str, str]]:
    found = check(ProjectActivity, frame_of(ProjectActivity, [ALL | changes]), Given(TODAY, OPENED))
    return [(problem.field, problem.rule) for problem in found]


def test_all_fields_and_the_fewest_fields_pass() -> None:
    assert check(ProjectActivity, frame_of(ProjectActivity, [ALL, FEWEST]), Given(TODAY, OPENED)) == []


def test_only_the_workshop_repairs_bicycles() -> None:
    assert breaches(project="drum_group") == [("bicycles_repaired", "bicycles_in_the_workshop")]
    assert breaches(project="drum_group", bicycles_repaired=0) == []
    assert breaches(project="drum_group", bicycles_repaired=None) == []


@pytest.mark.parametrize("field", FEWEST)
def test_what_must_be_known_is_required(field: str) -> None:
    assert breaches(**{field: None}) == [(field, "required")]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("day", TODAY + dt.timedelta(days=1), "past"),
        ("activity", "concert", "known"),
        ("visitors", 100_000, "span"),
        ("helpers", 1000, "span"),
        ("helper_hours", Decimal("7.255"), "span"),
        ("helper_hours", Decimal("9999.01"), "span"),
        ("bicycles_repaired", 1000, "span"),
    ],
)
def test_a_breach_is_named(field: str, value: object, rule: str) -> None:
    assert breaches(**{field: value}) == [(field, rule)]
