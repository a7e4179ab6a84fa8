"""Who may not change a record proposes: only what differs, under the rules of a save, once, and with history."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from db import decisions, erasure, history, proposals, records
from db.database import Database
from db.integrity import verify
from db.proposal_refusals import NoSuchProposal, NothingProposed, NotOpen, WordUnusable
from db.proposed import Proposal
from db.records import Rejected
from schemas import Event, HomeVisit
from schemas.proposal import LONGEST, State
from schemas.roles import Action, Actor, Forbidden, Role, allowed
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import BEGUN

BEN = Actor("Ben", "Ben", Role.STAFF)
VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
    "note": "Heizung",
}


@pytest.fixture
def visit(database: Database) -> dict[str, Any]:
    """A home visit that Anna has entered."""
    return records.save(database, HomeVisit, "v", VISIT, by=ANNA)


def propose(
    database: Database, *, by: Actor = BEN, version: int = 1, named: str = "p", remark: str = "", **changes: Any
) -> Proposal:
    wanted = VISIT | changes
    return proposals.propose(database, HomeVisit, "v", wanted, version=version, proposal_id=named, by=by, remark=remark)


def propose_deletion(database: Database, *, by: Actor = BEN, named: str = "p", remark: str = "") -> Proposal:
    return proposals.propose_deletion(database, HomeVisit, "v", version=1, proposal_id=named, by=by, remark=remark)


def change(database: Database, version: int, **changes: Any) -> None:
    records.save(database, HomeVisit, "v", VISIT | changes, version=version, by=ANNA)


def states(database: Database) -> list[State]:
    return [each.state for each in proposals.of_record(database, HomeVisit, "v")]


def test_a_proposal_keeps_the_fields_that_differ_and_leaves_the_record_alone(
    database: Database, visit: dict[str, Any]
) -> None:
    made = propose(database, persons=4, note=None, remark=" Es waren vier.\r\nIch war dabei. ")
    assert proposals.of_record(database, HomeVisit, "v") == [made]
    assert (made.number, made.record_type, made.record_number, made.record_version) == (1, "home_visits", 1, 1)
    assert made.values(HomeVisit) == {"persons": 4, "note": None}
    assert made.values_then(HomeVisit) == {"persons": 2, "note": "Heizung"}
    assert (made.state, made.remark, made.created_by) == (State.OPEN, "Es waren vier.\nIch war dabei.", "Ben")
    assert records.read(database, HomeVisit, "v") == visit
    assert verify(database).faults == []


@pytest.mark.usefixtures("visit")
def test_a_proposal_that_breaks_a_rule_is_told_at_the_field(database: Database) -> None:
    with pytest.raises(records.Rejected) as rejected:
        propose(database, persons=100, topics=["nothing"])
    assert [(each.field, each.rule) for each in rejected.value.problems] == [("topics", "known"), ("persons", "span")]
    assert states(database) == []
    assert database.revision == BEGUN + 1


@pytest.mark.usefixtures("visit")
def test_a_proposal_needs_a_difference(database: Database) -> None:
    with pytest.raises(NothingProposed):
        propose(database, note=" Heizung ")
    change(database, 1, persons=4)
    with pytest.raises(NothingProposed):
        propose(database, persons=4)
    assert states(database) == []


@pytest.mark.usefixtures("visit")
def test_what_was_changed_since_the_form_was_opened_is_not_proposed_back(database: Database) -> None:
    change(database, 1, note="Strom", minutes=30)
    made = propose(database, persons=4)
    assert made.values(HomeVisit) == {"persons": 4}
    assert made.record_version == 1


@pytest.mark.usefixtures("visit")
def test_a_field_that_changed_since_the_form_was_opened_is_kept_as_it_was_then(database: Database) -> None:
    change(database, 1, persons=3)
    made = propose(database, persons=4)
    assert (made.values_then(HomeVisit), made.values(HomeVisit)) == ({"persons": 2}, {"persons": 4})


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize("send", [lambda database: propose(database, persons=4), propose_deletion])
def test_what_is_sent_twice_is_stored_once(database: Database, send: Callable[[Database], Proposal]) -> None:
    first = send(database)
    revision = database.revision
    assert send(database) == first
    assert database.revision == revision


@pytest.mark.usefixtures("visit")
def test_what_is_sent_twice_is_stored_once_though_it_was_withdrawn_in_between(database: Database) -> None:
    propose(database, persons=4)
    proposals.withdraw(database, "p", by=BEN)
    assert propose(database, persons=4).state is State.WITHDRAWN
    assert len(states(database)) == 1


def test_a_record_that_is_gone_is_proposed_nothing_to(database: Database) -> None:
    with pytest.raises(records.Conflict) as conflict:
        propose(database, persons=4)
    assert conflict.value.current is None
    with pytest.raises(records.Conflict):
        propose_deletion(database)


EVENT: dict[str, Any] = {"title": "Fest", "kind": "festival", "day": dt.date(2018, 5, 1)}


def propose_to_cancel(database: Database, *, named: str = "m", reason: str | None = "Sturm") -> Proposal:
    values = {"reason": reason}
    return proposals.propose_move(database, Event, "e", "cancel", values, version=1, proposal_id=named, by=BEN)


def test_a_transition_is_proposed_and_made_by_whoever_accepts(database: Database) -> None:
    records.save(database, Event, "e", EVENT, by=ANNA)
    with pytest.raises(Rejected):
        propose_to_cancel(database, reason=None)
    made = propose_to_cancel(database)
    assert propose_to_cancel(database) == made
    assert made.values(Event) == {"state": "cancelled", "reason": "Sturm"}
    assert (records.read(database, Event, "e") or {})["state"] == "planned"
    decisions.accept(database, "m", seen=1, by=LEA)
    stored, last = records.read(database, Event, "e") or {}, history.of_record(database, Event, "e")[0]
    assert (stored["state"], stored["reason"], last.action, last.actor) == ("cancelled", "Sturm", "cancel", "Lea")
    behind = proposals.behind(database, Event, "e", "cancel", 2)
    assert behind
    assert behind.id == "m"
    assert verify(database).faults == []
    with pytest.raises(records.NotFromHere):
        propose_to_cancel(database, named="too late")


def test_a_proposed_transition_that_came_too_late_stays_open(database: Database) -> None:
    records.save(database, Event, "e", EVENT, by=ANNA)
    propose_to_cancel(database)
    records.move(database, Event, "e", "hold", {"attendance": 3}, version=1, by=ANNA)
    with pytest.raises(records.NotFromHere):
        decisions.accept(database, "m", seen=2, by=LEA)
    assert [each.state for each in proposals.of_record(database, Event, "e")] == [State.OPEN]


@pytest.mark.usefixtures("visit")
def test_the_draft_is_settled_with_the_proposal(database: Database) -> None:
    with database.writing() as writing:
        writing.cursor.execute(
            "INSERT INTO drafts VALUES ('p', 'b', 's', 'home_visits', 'v', 1, '{}', TIMESTAMP '2018-01-01', 'x')"
        )
    wanted = VISIT | {"persons": 4}
    proposals.propose(database, HomeVisit, "v", wanted, version=1, proposal_id="p", by=BEN, draft="p")
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM drafts").fetchone() == (0,)


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "Glocke\a", "Nul\0"])
def test_a_remark_that_cannot_be_kept_is_refused(database: Database, text: str) -> None:
    with pytest.raises(WordUnusable):
        propose(database, persons=4, remark=text)
    with pytest.raises(WordUnusable):
        propose_deletion(database, remark=text)
    assert states(database) == []


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize("by", [BEN, BERT, RITA], ids=lambda actor: actor.role)
def test_whoever_the_table_of_roles_lets_proposes(database: Database, by: Actor) -> None:
    deeds: list[Callable[[], Proposal]] = [
        lambda: propose(database, by=by, persons=4, named="one"),
        lambda: propose_deletion(database, by=by, named="two"),
        lambda: proposals.note(database, "one", by=by),
        lambda: proposals.withdraw(database, "one", by=by),
    ]
    for deed in deeds:
        if allowed(by.role, Action.PROPOSE):
            deed()
        else:
            with pytest.raises(Forbidden):
                deed()
    assert len(states(database)) == (2 if allowed(by.role, Action.PROPOSE) else 0)


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize("by", [ANNA, LEA], ids=lambda actor: actor.role)
def test_only_whoever_made_a_proposal_withdraws_it_or_takes_note(database: Database, by: Actor) -> None:
    propose(database, persons=4)
    for deed in (proposals.withdraw, proposals.note):
        with pytest.raises(Forbidden):
            deed(database, "p", by=by)
    assert states(database) == [State.OPEN]


@pytest.mark.usefixtures("visit")
def test_a_withdrawn_proposal_stays_withdrawn(database: Database) -> None:
    propose(database, persons=4)
    withdrawn = proposals.withdraw(database, "p", by=BEN)
    assert (withdrawn.state, withdrawn.decided_by, withdrawn.noted) == (State.WITHDRAWN, "Ben", True)
    assert proposals.withdraw(database, "p", by=BEN) == withdrawn
    assert proposals.read(database, "p") == withdrawn
    assert verify(database).faults == []


@pytest.mark.usefixtures("database")
def test_what_was_never_proposed_is_not_withdrawn(database: Database) -> None:
    with pytest.raises(NoSuchProposal):
        proposals.withdraw(database, "never", by=BEN)


@pytest.mark.usefixtures("visit")
def test_open_proposals_lapse_when_their_record_is_deleted(database: Database) -> None:
    propose(database, named="one", persons=4)
    propose_deletion(database, named="two")
    propose(database, named="three", persons=5)
    proposals.withdraw(database, "three", by=BEN)
    records.delete(database, HomeVisit, "v", version=1, by=ANNA)
    assert states(database) == [State.LAPSED, State.LAPSED, State.WITHDRAWN]
    assert [each.decided_by for each in proposals.of_record(database, HomeVisit, "v")] == ["Anna", "Anna", "Ben"]
    with pytest.raises(NotOpen):
        proposals.withdraw(database, "one", by=BEN)
    assert proposals.note(database, "one", by=BEN).noted
    assert verify(database).faults == []


@pytest.mark.usefixtures("visit")
def test_a_record_that_is_not_deleted_after_all_keeps_its_proposals_open(database: Database) -> None:
    propose(database, persons=4)
    with pytest.raises(records.Conflict):
        records.delete(database, HomeVisit, "v", version=7, by=ANNA)
    assert states(database) == [State.OPEN]


@pytest.mark.usefixtures("visit")
def test_every_change_of_a_proposal_is_in_the_history(database: Database) -> None:
    propose(database, persons=4)
    proposals.withdraw(database, "p", by=BEN)
    with database.cursor() as cursor:
        told = cursor.execute("SELECT action, actor FROM history WHERE record_type = 'proposals' ORDER BY entry")
        assert told.fetchall() == [("create", "Ben"), ("update", "Ben")]


@pytest.mark.usefixtures("visit")
def test_a_proposal_changed_behind_the_gate_is_found(database: Database) -> None:
    propose(database, persons=4)
    with database.cursor() as cursor:
        cursor.execute("UPDATE proposals SET after = '{\"persons\": 9}'")
    assert [fault.label.en for fault in verify(database).faults] == [
        "Proposal no. 1 is not stored as the history says: after."
    ]


@pytest.mark.usefixtures("visit")
def test_what_was_proposed_to_a_record_is_erased_with_its_content(database: Database) -> None:
    propose(database, note="Frau Muster", remark="Frau Muster sagt das.")
    records.delete(database, HomeVisit, "v", version=1, by=ANNA)
    erasure.erase_content(database, HomeVisit, "v", by=LEA)
    with database.cursor() as cursor:
        kept = [cursor.execute(f"SELECT * FROM {table}").fetchall() for table in ("history", "proposals")]
    assert "Muster" not in str(kept)
    assert states(database) == []
    assert verify(database).faults == []
    assert [change.action for change in history.of_record(database, HomeVisit, "v")] == ["erase", "delete", "create"]
