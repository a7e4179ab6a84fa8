"""What waits for somebody: one's own for staff, everybody's for the lead, nothing for whoever sees no records."""

import datetime as dt
from typing import Any

import pytest

from db import decisions, proposals, records, tasks
from db.database import Database
from db.tasks import Task
from schemas import HomeVisit
from schemas.roles import Actor, Forbidden, Role
from tests.actors import ANNA, LEA, RITA

BEN = Actor("Ben", "Ben", Role.STAFF)
VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
}


def visit(database: Database, named: str = "v", *, by: Actor = ANNA) -> None:
    records.save(database, HomeVisit, named, VISIT, by=by)


def propose(database: Database, named: str, *, to: str = "v", by: Actor = BEN) -> None:
    proposals.propose(database, HomeVisit, to, VISIT | {"persons": 4}, version=1, proposal_id=named, by=by)


def waiting(database: Database, actor: Actor) -> dict[str, list[Task]]:
    return {kind.name: list(pile.tasks) for kind, pile in tasks.waiting(database, actor).items()}


def names(found: list[Task]) -> list[str]:
    return [task.proposal.id for task in found if task.proposal]


def test_nothing_waits_in_an_empty_office(database: Database) -> None:
    assert waiting(database, ANNA) == waiting(database, LEA) == {}


def test_open_proposals_wait_for_the_lead_and_are_shown_to_whoever_made_them(database: Database) -> None:
    visit(database)
    propose(database, "bens")
    propose(database, "cleos", by=Actor("Cleo", "Cleo", Role.STAFF))
    found = waiting(database, LEA)
    assert list(found) == ["to_decide"]
    assert names(found["to_decide"]) == ["bens", "cleos"]
    assert [(task.number, task.whose) for task in found["to_decide"]] == [(1, "Ben"), (1, "Cleo")]
    assert {name: names(found) for name, found in waiting(database, BEN).items()} == {"undecided": ["bens"]}
    assert waiting(database, ANNA) == {}


def test_an_answer_waits_for_whoever_proposed_until_it_is_noted(database: Database) -> None:
    visit(database)
    for named in ("yes", "no", "back"):
        propose(database, named)
    decisions.reject(database, "no", word="nein", by=LEA)
    proposals.withdraw(database, "back", by=BEN)
    decisions.accept(database, "yes", seen=1, by=LEA)
    assert names(waiting(database, BEN)["answered"]) == ["yes", "no"]
    assert waiting(database, ANNA) == waiting(database, LEA) == {}
    proposals.note(database, "no", by=BEN)
    proposals.note(database, "yes", by=BEN)
    assert waiting(database, BEN) == {}


def test_a_proposal_that_lapsed_is_an_answer_too(database: Database) -> None:
    visit(database)
    propose(database, "gone")
    records.delete(database, HomeVisit, "v", version=1, by=ANNA)
    assert names(waiting(database, BEN)["answered"]) == ["gone"]
    assert waiting(database, LEA) == {}


def test_whoever_has_become_lead_sees_proposals_of_before_once(database: Database) -> None:
    visit(database)
    propose(database, "p")
    lead = Actor("Ben", "Ben", Role.LEAD)
    assert {name: names(found) for name, found in waiting(database, lead).items()} == {"to_decide": ["p"]}


def test_a_reader_is_told_nothing(database: Database) -> None:
    visit(database)
    propose(database, "p")
    with pytest.raises(Forbidden):
        tasks.waiting(database, RITA)


def test_what_waits_is_asked_for_once_until_something_is_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(database)
    first = tasks.waiting(database, BEN)
    assert tasks.waiting(database, BEN) is first
    propose(database, "p")
    assert tasks.waiting(database, BEN) != first
    monkeypatch.setattr(database, "_today", lambda: dt.date(2018, 5, 9))
    assert tasks.waiting(database, BEN) is not first


def test_of_many_the_first_are_told_and_the_others_counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST", 2)
    visit(database)
    for each in "abc":
        propose(database, each)
    (pile,) = tasks.waiting(database, LEA).values()
    assert (len(pile.tasks), pile.whole) == (2, 3)
