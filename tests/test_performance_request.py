"""Requests for a performance are answered by whoever of the office has asked the drum group."""

import datetime as dt
from typing import Any

import pytest

from db import history, records
from db.database import Database
from schemas import PerformanceRequest
from schemas.given import Given
from schemas.problems import check, frame_of
from schemas.roles import Actor, Forbidden, Role
from tests.actors import ANNA, RITA
from tests.conftest import OPENED, TODAY

COLLEAGUE = Actor("Carla", "Carla", Role.STAFF)
REQUEST: dict[str, Any] = {"day": TODAY, "organiser": "Dorfverein", "occasion": "Dorffest"}


def breaches(**changes: Any) -> list[tuple[str, str]]:
    found = check(PerformanceRequest, frame_of(PerformanceRequest, [REQUEST | changes]), Given(TODAY, OPENED))
    return [(problem.field, problem.rule) for problem in found]


def move(database: Database, name: str, version: int, *, by: Actor = COLLEAGUE, **values: Any) -> str:
    moved = records.move(database, PerformanceRequest, "r", name, values, version=version, by=by)
    return str(moved["state"])


@pytest.fixture
def asked(database: Database) -> Database:
    """A request that Anna has entered."""
    assert records.save(database, PerformanceRequest, "r", REQUEST, by=ANNA)["state"] == "requested"
    return database


def test_who_answered_by_mistake_takes_it_back_and_nobody_else_of_the_staff(asked: Database) -> None:
    move(asked, "accept", 1)
    accepted, made = history.of_record(asked, PerformanceRequest, "r")
    record = records.read(asked, PerformanceRequest, "r") or {}

    def offered(by: Actor) -> bool:
        return records.may_reset(asked, PerformanceRequest, record, made.after or {}, accepted, by=by)

    dora = Actor("Dora", "Dora", Role.STAFF)
    assert [offered(by) for by in (COLLEAGUE, ANNA, dora, RITA)] == [True, True, False, False]
    for by in (dora, RITA):
        with pytest.raises(Forbidden):
            records.reset(asked, PerformanceRequest, "r", made.entry, version=2, by=by)
    assert records.reset(asked, PerformanceRequest, "r", made.entry, version=2, by=COLLEAGUE)["state"] == "requested"
    with pytest.raises(Forbidden):
        records.reset(asked, PerformanceRequest, "r", accepted.entry, version=3, by=COLLEAGUE)


def test_a_request_says_who_asks_for_what_and_when() -> None:
    assert breaches() == []
    assert breaches(day=TODAY + dt.timedelta(days=90), municipality="leiferde", contact="verein@example.org") == []
    for name in REQUEST:
        assert breaches(**{name: None}) == [(name, "required")]
    assert breaches(reason="keine Zeit") == [("reason", "state")]


def test_colleagues_answer_a_request_and_tell_what_became_of_it(asked: Database) -> None:
    assert move(asked, "accept", 1) == "accepted"
    assert move(asked, "perform", 2) == "performed"


@pytest.mark.parametrize(("course", "state"), [(["decline"], "declined"), (["accept", "cancel"], "cancelled")])
def test_a_no_is_given_with_its_reason(asked: Database, course: list[str], state: str) -> None:
    for version, name in enumerate(course[:-1], start=1):
        move(asked, name, version)
    with pytest.raises(records.Rejected) as rejected:
        move(asked, course[-1], len(course))
    assert [(each.field, each.rule) for each in rejected.value.problems] == [("reason", "required")]
    assert move(asked, course[-1], len(course), reason="Zu wenige da.") == state


def test_nobody_has_performed_before_the_day(database: Database) -> None:
    records.save(database, PerformanceRequest, "r", REQUEST | {"day": TODAY + dt.timedelta(days=1)}, by=ANNA)
    move(database, "accept", 1)
    stored = records.read(database, PerformanceRequest, "r") or {}
    assert [each.name for each in records.possible(database, PerformanceRequest, stored, by=ANNA)] == ["cancel"]
    with pytest.raises(records.Rejected):
        move(database, "perform", 2)


def test_a_declined_request_is_not_performed(asked: Database) -> None:
    move(asked, "decline", 1, reason="Zu wenige da.")
    for name in ("accept", "perform"):
        with pytest.raises(records.NotFromHere):
            move(asked, name, 2)


def test_the_committee_answers_nothing_and_what_was_asked_stays_its_authors(asked: Database) -> None:
    with pytest.raises(Forbidden):
        move(asked, "accept", 1, by=RITA)
    with pytest.raises(Forbidden):
        records.save(asked, PerformanceRequest, "r", REQUEST | {"occasion": "Feier"}, version=1, by=COLLEAGUE)
