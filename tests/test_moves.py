"""Transitions pass the write gate: from where they start, by whom they may, with what they ask for, in the history."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import history, records
from db.database import Database, open_database
from db.integrity import verify
from db.records import Conflict, NotFromHere, Rejected
from schemas import Event, HomeVisit, columns
from schemas.labels import Label
from schemas.record import Record
from schemas.roles import Action, Forbidden
from schemas.workflow import State as StateOf
from schemas.workflow import Tone, Transition, Workflow
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import TODAY
from tests.reported import IN_WINTER, closed

TOMORROW, YESTERDAY = TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)
EVENT: dict[str, Any] = {"title": "Fest", "kind": "festival", "day": TODAY}
VISIT: dict[str, Any] = {"day": TOMORROW, "topics": ["work"], "municipality": "leiferde"}


class Request(
    Record,
    table="requests",
    singular=Label("Antrag", "Request"),
    plural=Label("Anträge", "Requests"),
    workflow=Workflow(
        states=(
            StateOf("asked", Label("gestellt", "asked"), Tone.OPEN),
            StateOf("granted", Label("bewilligt", "granted"), Tone.GOOD),
            StateOf("filed", Label("abgelegt", "filed"), Tone.CALM),
        ),
        transitions=(
            Transition("grant", Label("Bewilligen", "Grant"), ("asked",), "granted", action=Action.DECIDE),
            Transition("file", Label("Ablegen", "File"), ("asked", "granted"), "filed", action=Action.ENTER),
        ),
        derived=("asked",),
        rule=lambda *_: "asked",
    ),
):
    """What the lead decides on, and everybody files."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True)


def event(database: Database, **values: Any) -> dict[str, Any]:
    return records.save(database, Event, "e", EVENT | values, by=ANNA)


def hold(database: Database, *, version: int = 1, **values: Any) -> dict[str, Any]:
    return records.move(database, Event, "e", "hold", values, version=version, by=ANNA)


def cancel(database: Database, reason: str | None = "Sturm", *, version: int = 1) -> dict[str, Any]:
    return records.move(database, Event, "e", "cancel", {"reason": reason}, version=version, by=ANNA)


@pytest.fixture
def planned(database: Database) -> Database:
    """A database with a planned event of Anna's."""
    event(database)
    return database


def told(database: Database, record_type: type[Record] = Event, record_id: str = "e") -> list[str]:
    return [change.action for change in reversed(history.of_record(database, record_type, record_id))]


def test_the_state_of_a_new_record_follows_from_its_values(database: Database) -> None:
    assert event(database)["state"] == "planned"
    made = records.add_many(
        database,
        HomeVisit,
        [("ahead", VISIT), ("past", VISIT | {"day": TODAY, "persons": 2})],
        by=ANNA,
    )
    assert [record["state"] for record in made] == ["planned", "done"]


def test_an_edit_derives_the_state_anew(planned: Database) -> None:
    held = records.save(planned, Event, "e", EVENT | {"attendance": 7}, version=1, by=ANNA)
    assert held["state"] == "held"
    assert records.save(planned, Event, "e", EVENT, version=2, by=ANNA)["state"] == "planned"
    assert told(planned) == ["create", "update", "update"]


def test_what_a_transition_made_of_a_record_outlives_an_edit(planned: Database) -> None:
    cancel(planned)
    edited = records.save(planned, Event, "e", EVENT | {"title": "Feier", "reason": "Sturm"}, version=2, by=ANNA)
    assert (edited["state"], edited["title"]) == ("cancelled", "Feier")
    with pytest.raises(Rejected) as rejected:
        records.save(planned, Event, "e", EVENT | {"attendance": 7, "reason": "Sturm"}, version=3, by=ANNA)
    assert [(each.field, each.rule) for each in rejected.value.problems] == [("attendance", "state")]


def test_a_transition_changes_state_and_values_and_is_told_by_its_name(planned: Database) -> None:
    held = hold(planned, attendance=40, children=5)
    assert (held["state"], held["attendance"], held["children"], held["version"]) == ("held", 40, 5, 2)
    assert held == records.read(planned, Event, "e")
    change = history.of_record(planned, Event, "e")[0]
    assert (change.action, change.actor) == ("hold", "Anna")
    assert change.changed(Event) == {"state": ("planned", "held"), "attendance": (None, 40), "children": (None, 5)}
    assert verify(planned).faults == []


def test_what_is_not_given_stays_and_what_is_emptied_goes(tmp_path: Path) -> None:
    today = [TODAY]
    with open_database(tmp_path / "office.duckdb", today=lambda: today[0]) as database:
        records.save(database, HomeVisit, "v", VISIT | {"note": "Post"}, by=ANNA)
        today[0] = TOMORROW
        done = records.move(database, HomeVisit, "v", "visit", {"persons": 3, "note": None}, version=1, by=ANNA)
    assert (done["state"], done["topics"], done["persons"], done["note"]) == ("done", ["work"], 3, None)


def test_a_transition_starts_from_its_states_only(planned: Database) -> None:
    cancel(planned)
    with pytest.raises(NotFromHere) as refused:
        hold(planned, version=2, attendance=1)
    assert refused.value.label.de == "Das geht nicht beim Status „abgesagt“."
    assert told(planned) == ["create", "cancel"]


def test_a_transition_asks_for_what_its_state_requires(planned: Database) -> None:
    for reason in (None, "  "):
        with pytest.raises(Rejected) as rejected:
            cancel(planned, reason)
        assert [(each.field, each.rule) for each in rejected.value.problems] == [("reason", "required")]
    with pytest.raises(Rejected) as rejected:
        hold(planned, attendance=3, children=4)
    assert [each.rule for each in rejected.value.problems] == ["groups_within_attendance"]
    assert told(planned) == ["create"]


def test_a_transition_takes_nothing_that_it_does_not_ask_for(planned: Database) -> None:
    with pytest.raises(KeyError, match="hold does not ask for title"):
        hold(planned, attendance=3, title="Anders")
    with pytest.raises(KeyError, match="burn"):
        records.move(planned, Event, "e", "burn", {}, version=1, by=ANNA)


def test_nothing_is_held_before_its_day(database: Database) -> None:
    event(database, day=TOMORROW)
    with pytest.raises(Rejected) as rejected:
        hold(database, attendance=3)
    assert ("day", "past") in [(each.field, each.rule) for each in rejected.value.problems]


def test_what_is_sent_twice_is_done_once(planned: Database) -> None:
    assert hold(planned, attendance=3) == hold(planned, attendance=3)
    assert told(planned) == ["create", "hold"]


def test_who_has_read_an_older_version_is_told(planned: Database) -> None:
    records.save(planned, Event, "e", EVENT | {"title": "Feier"}, version=1, by=BERT)
    with pytest.raises(Conflict) as conflict:
        cancel(planned)
    assert conflict.value.current == records.read(planned, Event, "e")
    records.delete(planned, Event, "e", version=2, by=BERT)
    with pytest.raises(Conflict):
        cancel(planned, version=2)


def test_others_records_are_moved_by_the_lead_only(planned: Database) -> None:
    someone = ANNA.__class__("Someone", "Someone", ANNA.role)
    for actor in (someone, RITA):
        with pytest.raises(Forbidden):
            records.move(planned, Event, "e", "cancel", {"reason": "?"}, version=1, by=actor)
    assert records.move(planned, Event, "e", "cancel", {"reason": "?"}, version=1, by=BERT)["state"] == "cancelled"


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Database]:
    """A database with a request of Anna's."""
    with open_database(tmp_path / "requests.duckdb", today=lambda: TODAY, record_types=[Request]) as opened:
        records.save(opened, Request, "r", {"day": TODAY}, by=ANNA)
        yield opened


def move(database: Database, name: str, version: int, by: Any) -> dict[str, Any]:
    return records.move(database, Request, "r", name, {}, version=version, by=by)


def test_a_transition_can_be_for_whoever_may_do_something(asked: Database) -> None:
    someone = ANNA.__class__("Someone", "Someone", ANNA.role)
    with pytest.raises(Forbidden):
        move(asked, "grant", 1, ANNA)
    with pytest.raises(Forbidden):
        move(asked, "file", 1, RITA)
    assert move(asked, "grant", 1, LEA)["state"] == "granted"
    assert move(asked, "file", 2, someone)["state"] == "filed"


def entries(database: Database, record_type: type[Record], record_id: str) -> dict[str, int]:
    return {change.action: change.entry for change in history.of_record(database, record_type, record_id)}


def test_undo_brings_values_and_state_back(planned: Database) -> None:
    cancelled = cancel(planned)
    made = entries(planned, Event, "e")
    back = records.reset(planned, Event, "e", made["create"], version=2, by=ANNA)
    assert (back["state"], back["reason"]) == ("planned", None)
    again = records.reset(planned, Event, "e", made["cancel"], version=3, by=ANNA)
    assert {name: again[name] for name in ("state", "reason")} == {
        name: cancelled[name] for name in ("state", "reason")
    }
    assert verify(planned).faults == []


def test_undo_needs_the_rights_of_what_it_undoes_and_of_what_it_does_again(asked: Database) -> None:
    move(asked, "grant", 1, LEA)
    made = entries(asked, Request, "r")
    with pytest.raises(Forbidden):
        records.reset(asked, Request, "r", made["create"], version=2, by=ANNA)
    assert records.reset(asked, Request, "r", made["create"], version=2, by=LEA)["state"] == "asked"
    with pytest.raises(Forbidden):
        records.reset(asked, Request, "r", made["grant"], version=3, by=ANNA)


def test_undo_is_refused_where_it_has_no_ground(planned: Database) -> None:
    made = entries(planned, Event, "e")["create"]
    for record_id, entry, version in (("e", made + 7, 1), ("e", made, 2), ("x", made, 1)):
        with pytest.raises(Conflict):
            records.reset(planned, Event, record_id, entry, version=version, by=ANNA)
    with pytest.raises(Forbidden):
        records.reset(planned, Event, "e", made, version=1, by=RITA)
    assert records.reset(planned, Event, "e", made, version=1, by=ANNA)["version"] == 1


def test_a_deleted_record_comes_back_in_its_state(planned: Database) -> None:
    cancel(planned)
    records.delete(planned, Event, "e", version=2, by=ANNA)
    back = records.restore(planned, Event, "e", by=LEA)
    assert (back["state"], back["reason"]) == ("cancelled", "Sturm")
    assert verify(planned).faults == []


def test_only_what_can_be_done_today_by_this_person_is_offered(database: Database) -> None:
    def offered(by: Any, **values: Any) -> list[str]:
        record = EVENT | {"state": "planned", "created_by": "Anna"} | values
        return [each.name for each in records.possible(database, Event, record, by=by)]

    assert offered(ANNA) == offered(LEA) == ["hold", "cancel"]
    assert offered(ANNA, created_by="Bert") == []
    assert offered(ANNA, day=TOMORROW) == ["cancel"]
    assert offered(ANNA, state="held") == []
    assert records.possible(database, Request, {"day": TODAY, "state": "asked", "created_by": "Anna"}, by=RITA) == []


def test_in_a_closed_period_nothing_is_offered_or_done_that_figures_count(database: Database) -> None:
    records.save(database, Event, "e", EVENT | {"day": IN_WINTER}, by=ANNA)
    closed(database)
    stored = records.read(database, Event, "e") or {}
    assert records.possible(database, Event, stored, by=LEA) == []
    with pytest.raises(records.PeriodClosed):
        cancel(database)
    (problem,) = records.move_problems(database, Event, "e", "cancel", {"reason": "Sturm"})
    assert problem.field == "day"


def test_what_the_gate_would_say_is_told_without_doing_it(planned: Database) -> None:
    told = records.move_problems(planned, Event, "e", "hold", {"attendance": 3, "children": 4})
    assert [each.rule for each in told] == ["groups_within_attendance"]
    assert records.move_problems(planned, Event, "gone", "hold", {"attendance": 3}) == []
    assert (records.read(planned, Event, "e") or {})["version"] == 1
