"""The lead decides: what is accepted is done with the decision or not at all, and touches nothing else."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from db import decisions, history, proposals, records, statements, vocabularies
from db.database import Database
from db.integrity import verify
from db.proposal_refusals import NoSuchProposal, NotOpen, WordMissing, WordUnusable
from db.proposed import Proposal
from schemas import HomeVisit
from schemas.proposal import LONGEST, State
from schemas.roles import Action, Actor, Forbidden, Role, allowed
from tests.actors import ANNA, BERT, LEA, RITA

BEN = Actor("Ben", "Ben", Role.STAFF)
VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
    "note": "Heizung",
}
PROPOSED: dict[str, Any] = {"persons": 4, "note": None}


@pytest.fixture(autouse=True)
def proposal(database: Database) -> Proposal:
    """What Ben would change in a home visit that Anna has entered."""
    records.save(database, HomeVisit, "v", VISIT, by=ANNA)
    return proposals.propose(database, HomeVisit, "v", VISIT | PROPOSED, version=1, proposal_id="p", by=BEN)


def record(database: Database) -> dict[str, Any]:
    return records.read(database, HomeVisit, "v") or {}


def change(database: Database, version: int, **changes: Any) -> None:
    records.save(database, HomeVisit, "v", VISIT | changes, version=version, by=ANNA)


def propose_deletion(database: Database, named: str = "d") -> None:
    proposals.propose_deletion(database, HomeVisit, "v", version=1, proposal_id=named, by=BEN)


def state(database: Database, named: str = "p") -> State | None:
    found = proposals.read(database, named)
    return found.state if found else None


def test_what_is_accepted_is_done_as_a_change_by_the_lead(database: Database) -> None:
    accepted = decisions.accept(database, "p", seen=1, by=LEA, word="Danke!")
    assert {name: record(database)[name] for name in VISIT} == VISIT | PROPOSED
    assert (record(database)["version"], record(database)["changed_by"], record(database)["created_by"]) == (
        2,
        "Lea",
        "Anna",
    )
    assert (accepted.state, accepted.word, accepted.decided_by, accepted.became, accepted.noted) == (
        State.ACCEPTED,
        "Danke!",
        "Lea",
        2,
        False,
    )
    assert proposals.read(database, "p") == accepted
    (update, _) = history.of_record(database, HomeVisit, "v")
    assert (update.action, update.actor, update.version) == ("update", "Lea", 2)
    assert verify(database).faults == []


def test_fields_that_were_not_proposed_stay_as_they_are_now(database: Database) -> None:
    change(database, 1, topics=["work"], minutes=30)
    decisions.accept(database, "p", seen=2, by=LEA)
    now = record(database)
    assert (now["topics"], now["minutes"], now["persons"], now["note"]) == (["work"], 30, 4, None)


def test_a_record_that_changed_since_the_lead_looked_is_not_changed(database: Database) -> None:
    change(database, 1, persons=3)
    with pytest.raises(records.Conflict) as conflict:
        decisions.accept(database, "p", seen=1, by=LEA)
    assert (conflict.value.current or {})["persons"] == 3
    assert (state(database), record(database)["version"]) == (State.OPEN, 2)
    decisions.accept(database, "p", seen=2, by=LEA)  # having looked again
    assert record(database)["persons"] == 4


def test_a_proposal_that_came_true_already_is_accepted_without_a_change(database: Database) -> None:
    change(database, 1, **PROPOSED)
    accepted = decisions.accept(database, "p", seen=2, by=LEA)
    assert (accepted.state, accepted.became, record(database)["version"]) == (State.ACCEPTED, None, 2)


def test_a_proposed_value_that_was_merged_since_is_what_it_was_merged_into(database: Database) -> None:
    wanted = VISIT | {"topics": ["housing", "school"]}
    proposals.propose(database, HomeVisit, "v", wanted, version=1, proposal_id="m", by=BEN)
    vocabularies.merge(database, "topic", "school", into="work", by=LEA)
    decisions.accept(database, "m", seen=1, by=LEA)
    assert record(database)["topics"] == ["housing", "work"]


def test_a_proposal_that_breaks_a_rule_by_now_is_not_accepted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_settings", replace(database.settings, opened=dt.date(2018, 4, 1)))
    with pytest.raises(records.Rejected) as rejected:
        decisions.accept(database, "p", seen=1, by=LEA)
    assert [each.field for each in rejected.value.problems] == ["day"]
    assert (state(database), record(database)["version"]) == (State.OPEN, 1)


def test_neither_decision_nor_change_is_stored_without_the_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(cursor: Any, table: str, row: Any, *, version: int) -> bool:
        if table == "home_visits":
            raise KeyboardInterrupt  # killed between
        return update(cursor, table, row, version=version)

    update = statements.update
    monkeypatch.setattr(statements, "update", fail)
    revision = database.revision
    with pytest.raises(KeyboardInterrupt):
        decisions.accept(database, "p", seen=1, by=LEA)
    monkeypatch.undo()
    assert (state(database), record(database)["version"], database.revision) == (State.OPEN, 1, revision)
    assert verify(database).faults == []


def test_a_record_is_deleted_as_proposed_and_other_proposals_to_it_lapse(database: Database) -> None:
    propose_deletion(database)
    accepted = decisions.accept(database, "d", seen=1, by=LEA)
    assert (accepted.state, accepted.became) == (State.ACCEPTED, 1)
    assert (state(database, "d"), state(database, "p"), record(database)) == (State.ACCEPTED, State.LAPSED, {})
    assert history.of_record(database, HomeVisit, "v")[0].action == "delete"
    assert verify(database).faults == []


def test_a_rejection_leaves_the_record_alone_and_says_why(database: Database) -> None:
    rejected = decisions.reject(database, "p", word=" Es waren zwei. ", by=LEA)
    assert (rejected.state, rejected.word, rejected.decided_by) == (State.REJECTED, "Es waren zwei.", "Lea")
    assert record(database)["version"] == 1
    assert verify(database).faults == []


@pytest.mark.parametrize("word", ["", "  \n "])
def test_a_rejection_needs_a_word(database: Database, word: str) -> None:
    with pytest.raises(WordMissing):
        decisions.reject(database, "p", word=word, by=LEA)
    assert state(database) is State.OPEN


def test_a_word_that_cannot_be_kept_is_refused(database: Database) -> None:
    with pytest.raises(WordUnusable):
        decisions.reject(database, "p", word="x" * (LONGEST + 1), by=LEA)
    with pytest.raises(WordUnusable):
        decisions.accept(database, "p", seen=1, word="\a", by=LEA)
    assert state(database) is State.OPEN


def test_what_is_decided_twice_is_done_once(database: Database) -> None:
    first = decisions.accept(database, "p", seen=1, by=LEA)
    revision = database.revision
    assert decisions.accept(database, "p", seen=1, by=BERT) == first
    assert database.revision == revision
    with pytest.raises(NotOpen):
        decisions.reject(database, "p", word="nein", by=BERT)


def test_what_was_rejected_or_withdrawn_is_not_accepted(database: Database) -> None:
    decisions.reject(database, "p", word="nein", by=LEA)
    proposals.propose(database, HomeVisit, "v", VISIT | {"persons": 5}, version=1, proposal_id="q", by=BEN)
    proposals.withdraw(database, "q", by=BEN)
    for named in "pq":
        with pytest.raises(NotOpen):
            decisions.accept(database, named, seen=1, by=LEA)
    assert record(database)["version"] == 1


def test_what_was_never_proposed_is_not_decided(database: Database) -> None:
    with pytest.raises(NoSuchProposal):
        decisions.accept(database, "never", seen=1, by=LEA)
    with pytest.raises(NoSuchProposal):
        decisions.reject(database, "never", word="nein", by=LEA)


@pytest.mark.parametrize("by", [BEN, ANNA, LEA, RITA], ids=lambda actor: actor.id)
def test_whoever_the_table_of_roles_lets_decides(database: Database, by: Actor) -> None:
    propose_deletion(database)
    if allowed(by.role, Action.DECIDE):
        decisions.accept(database, "p", seen=1, by=by)
        decisions.reject(database, "d", word="nein", by=by)
        return
    with pytest.raises(Forbidden):
        decisions.accept(database, "p", seen=1, by=by)
    with pytest.raises(Forbidden):
        decisions.reject(database, "p", word="nein", by=by)
    with pytest.raises(Forbidden):
        decisions.accept(database, "d", seen=1, by=by)
    assert (state(database), state(database, "d"), record(database)["version"]) == (State.OPEN, State.OPEN, 1)


def test_whoever_has_become_lead_decides_on_proposals_of_before_and_has_heard(database: Database) -> None:
    decided = decisions.accept(database, "p", seen=1, by=Actor("Ben", "Ben", Role.LEAD))
    assert (decided.state, decided.noted) == (State.ACCEPTED, True)
