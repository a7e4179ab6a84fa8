"""A project runs over a longer time, and may be older than the office."""

import datetime as dt
from typing import Any

import pytest

from schemas import Project
from schemas.given import Given
from schemas.problems import check, frame_of
from tests.conftest import OPENED, TODAY

FEWEST: dict[str, Any] = {"project": "bicycle_workshop", "started": dt.date(2015, 5, 1)}
ALL: dict[str, Any] = FEWEST | {
    "ended": TODAY + dt.timedelta(days=400),
    "municipality": "meinersen",
    "partners": ["volunteers"],
    "team": 6,
    "about": "Reparatur unter freiem Himmel,\nspäter in eigener Werkstatt.",
}


def breaches(**changes: Any) -> list[tuple[str, str]]:
    found = check(Project, frame_of(Project, [ALL | changes]), Given(TODAY, OPENED))
    return [(problem.field, problem.rule) for problem in found]


def test_a_project_older_than_the_office_passes_and_may_end_in_the_future() -> None:
    assert check(Project, frame_of(Project, [ALL, FEWEST]), Given(TODAY, OPENED)) == []


def test_a_project_may_end_on_the_day_it_started_but_not_before() -> None:
    started = ALL["started"]
    assert breaches(ended=started) == []
    assert breaches(ended=started - dt.timedelta(days=1)) == [("ended", "ends_after_start")]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("project", None, "required"),
        ("project", "choir", "known"),
        ("started", None, "required"),
        ("started", TODAY + dt.timedelta(days=1), "past"),
        ("team", 1000, "span"),
        ("about", "x" * 601, "longest"),
    ],
)
def test_a_breach_is_named(field: str, value: object, rule: str) -> None:
    assert breaches(**{field: value}) == [(field, rule)]
