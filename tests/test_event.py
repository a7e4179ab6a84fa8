"""An event is planned ahead; its attendance is known once the day has come."""

import datetime as dt
from typing import Any

import pytest

from schemas import Event
from schemas.event import GROUPS
from schemas.given import Given
from schemas.problems import check, frame_of
from tests.conftest import OPENED, TODAY

TOMORROW = TODAY + dt.timedelta(days=1)
PLANNED: dict[str, Any] = {
    "title": "Weihnachtsfeier",
    "kind": "festival",
    "day": TOMORROW,
}
HELD: dict[str, Any] = PLANNED | {
    "day": TODAY,
    "start": dt.time(15, 30),
    "venue": "Mehrgenerationenhaus",
    "municipality": "meinersen",
    "partners": ["multi_generation_house", "countrywomen"],
    "places": 60,
    "registrations": 50,
    "attendance": 40,
    "refugees": 20,
    "volunteers": 10,
    "residents": 6,
    "children": 4,
}


def breaches(*, of: dict[str, Any] = HELD, **changes: Any) -> list[tuple[str, str]]:
    found = check(Event, frame_of(Event, [of | changes]), Given(TODAY, OPENED))
    return [(problem.field, problem.rule) for problem in found]


def test_a_planned_and_a_held_event_pass() -> None:
    assert check(Event, frame_of(Event, [PLANNED, HELD]), Given(TODAY, OPENED)) == []


def test_a_held_event_may_wait_for_its_attendance() -> None:
    assert breaches(of=PLANNED, day=TODAY) == []


@pytest.mark.parametrize("field", PLANNED)
def test_what_must_be_known_is_required(field: str) -> None:
    assert breaches(of=PLANNED, **{field: None}) == [(field, "required")]


def test_attendance_is_entered_on_the_day_itself_at_the_earliest() -> None:
    assert breaches(day=TODAY) == []
    counted = [(name, "state") for name in GROUPS]
    assert breaches(day=TOMORROW) == [("attendance", "attendance_once_held"), *counted]
    assert breaches(of=PLANNED, attendance=0) == [("attendance", "attendance_once_held")]


def test_the_groups_may_reach_the_attendance_but_not_exceed_it() -> None:
    assert breaches(attendance=40) == []
    assert breaches(attendance=39) == [("attendance", "groups_within_attendance")]
    assert breaches(of=PLANNED | {"day": TODAY}, attendance=5, children=6) == [
        ("attendance", "groups_within_attendance")
    ]


def test_part_of_the_groups_may_be_counted() -> None:
    assert breaches(refugees=None, volunteers=None) == []
    assert breaches(refugees=None, volunteers=None, residents=None, children=None) == []


def test_groups_are_not_counted_without_the_attendance_in_all() -> None:
    assert breaches(attendance=None) == [("attendance", "required")]
    assert breaches(of=PLANNED | {"day": TODAY}, children=0) == [("attendance", "required")]


def test_more_may_come_than_places_or_registrations() -> None:
    assert breaches(places=10, registrations=5) == []


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("day", OPENED - dt.timedelta(days=1), "opened"),
        ("title", "x" * 121, "longest"),
        ("title", "Fest\nzwei", "printable"),
        ("venue", "x" * 121, "longest"),
        ("kind", "party", "known"),
        ("start", dt.time(15, 30, 30), "clock"),
        ("partners", ["police", "police"], "known"),
        ("places", 0, "span"),
        ("places", 10_000, "span"),
        ("registrations", -1, "span"),
        ("attendance", 100_000, "span"),
    ],
)
def test_a_breach_is_named(field: str, value: Any, rule: str) -> None:
    assert breaches(**{field: value}) == [(field, rule)]


def test_the_rules_of_several_events_do_not_touch_each_other() -> None:
    events = [HELD, PLANNED | {"attendance": 3}, PLANNED, HELD | {"attendance": None}]
    found = check(Event, frame_of(Event, events), Given(TODAY, OPENED))
    assert [(problem.row, problem.rule) for problem in found] == [
        (1, "attendance_once_held"),
        (3, "required"),
    ]
    found = [problem for problem in found if problem.rule != "required"]
    assert all(problem.sentence and problem.sentence.de and problem.sentence.en for problem in found)


def test_a_rule_says_nothing_of_values_that_could_not_be_read() -> None:
    assert breaches(day="31.02.2018") == [("day", "day")]
    assert breaches(refugees="drei") == [("refugees", "span")]
    events = [HELD | {"day": "gestern"}, HELD | {"day": TOMORROW}]
    found = check(Event, frame_of(Event, events), Given(TODAY, OPENED))
    rules = [(problem.row, problem.rule) for problem in found if problem.rule != "state"]
    assert rules == [(0, "day"), (1, "attendance_once_held")]
