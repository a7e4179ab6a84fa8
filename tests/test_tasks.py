"""What waits for somebody: one's own for staff, everybody's for the lead, nothing for whoever sees no records."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from db import decisions, proposals, records, tasks
from db.database import Database, open_database
from db.tasks import Task
from schemas import Consultation, Event, HomeVisit, columns
from schemas.labels import Label
from schemas.record import Record
from schemas.roles import Actor, Forbidden, Role
from schemas.workflow import State, Tone, Transition, Workflow
from tests.actors import ANNA, LEA, RITA
from tests.conftest import TODAY

BEN = Actor("Ben", "Ben", Role.STAFF)
VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
}
AHEAD: dict[str, Any] = {"municipality": "leiferde"}
"""What is known of a visit that lies ahead."""
FEAST: dict[str, Any] = {"title": "Sommerfest", "kind": "festival"}


class Loan(
    Record,
    table="loans",
    singular=Label("Ausleihe", "Loan"),
    plural=Label("Ausleihen", "Loans"),
    workflow=Workflow(
        states=(
            State("lent", Label("verliehen", "lent"), Tone.OPEN, requires=("back",), counted=False, due="back"),
            State("returned", Label("zurück", "returned"), Tone.GOOD),
        ),
        transitions=(Transition("return", Label("Zurückgeben", "Return"), ("lent",), "returned"),),
        derived=("lent",),
        rule=lambda *_: "lent",
    ),
):
    """One bicycle that was lent: a type that the tasks know nothing of."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True)
    back: columns.Day = columns.day(Label("Zurück am", "Back on"), past=False)


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


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


def test_planned_visits_and_events_wait_by_their_day_for_whoever_entered_them(database: Database) -> None:
    for named, offset, by in (("later", 9, ANNA), ("bens", 2, BEN), ("soon", 1, ANNA)):
        records.save(database, HomeVisit, named, AHEAD | {"day": day(offset)}, by=by)
    records.save(database, Event, "past", FEAST | {"day": day(-3)}, by=ANNA)
    records.save(database, Event, "held", FEAST | {"day": day(-3), "attendance": 9}, by=ANNA)
    assert {name: [task.day for task in found] for name, found in waiting(database, ANNA).items()} == {
        "home_visits planned": [day(1), day(9)],
        "events planned": [day(-3)],
    }
    assert [(task.day, task.whose) for task in waiting(database, LEA)["home_visits planned"]] == [
        (day(1), "Anna"),
        (day(2), "Ben"),
        (day(9), "Anna"),
    ]
    assert list(waiting(database, BEN)) == ["home_visits planned"]


def test_a_follow_up_waits_by_its_own_day_and_says_what_is_to_be_done(database: Database) -> None:
    advised = {"day": TODAY, "topics": ["housing"], "client_group": "recognised", "setting": "office", "persons": 1}
    later = {"follow_up_on": day(14), "follow_up": "Bescheid nachfragen"}
    records.save(database, Consultation, "c", advised | later, by=ANNA)
    (task,) = waiting(database, ANNA)["consultations follow_up"]
    assert (task.day, task.says) == (day(14), ("follow_up",))
    records.move(database, Consultation, "c", "settle", {}, version=1, by=ANNA)
    assert waiting(database, ANNA) == {}


def test_what_was_done_waits_no_longer(database: Database) -> None:
    records.save(database, Event, "e", FEAST | {"day": TODAY}, by=ANNA)
    assert list(waiting(database, ANNA)) == ["events planned"]
    records.move(database, Event, "e", "hold", {"attendance": 30}, version=1, by=ANNA)
    assert waiting(database, ANNA) == {}


def test_what_is_late_is_counted_from_the_day_after(database: Database) -> None:
    for named, offset in (("late", -1), ("today", 0), ("ahead", 1)):
        records.save(database, Event, named, FEAST | {"day": day(offset)}, by=ANNA)
    (pile,) = tasks.waiting(database, ANNA).values()
    assert (pile.whole, pile.late) == (3, 1)


def test_a_task_brings_the_record_as_it_is(database: Database) -> None:
    stored = records.save(database, Event, "e", FEAST | {"day": TODAY}, by=ANNA)
    (task,) = waiting(database, ANNA)["events planned"]
    assert (task.record_type, task.number, task.record) == (Event, stored["number"], stored)


def test_a_record_type_that_the_tasks_know_nothing_of_waits_by_the_day_that_its_state_names(tmp_path: Path) -> None:
    types = (HomeVisit, Loan)
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY, record_types=types) as database:
        records.save(database, Loan, "late", {"day": day(-9), "back": day(-2)}, by=ANNA)
        records.save(database, Loan, "soon", {"day": day(-20), "back": day(2)}, by=ANNA)
        ((kind, pile),) = tasks.waiting(database, ANNA).items()
    assert (kind.label.de, kind.label.en) == ("Ausleihen: verliehen", "Loans: lent")
    assert ([task.day for task in pile.tasks], pile.late) == ([day(-2), day(2)], 1)
