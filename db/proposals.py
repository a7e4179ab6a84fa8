"""Proposals to the records of others: made and withdrawn under the rules of a save, each with its history.

What the lead makes of them is in ``decisions``.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from db import caches, drafts, history, kept_periods, proposed, records
from db.database import Database, Writing, now
from db.documents import as_document
from db.entry_checks import as_merged
from db.proposal_refusals import NoSuchProposal, NothingProposed, WordUnusable
from db.proposed import Proposal
from db.records import Conflict, NotFromHere, Rejected, Values
from schemas.fields import entered
from schemas.proposal import LONGEST, State
from schemas.record import Record, about, workflow_of
from schemas.roles import Action, Actor, Forbidden
from schemas.workflow import STATE


def of_record(database: Database, record_type: type[Record], record_id: str) -> Sequence[Proposal]:
    """The proposals to a record, oldest first; kept until something is written."""

    def ask() -> list[Proposal]:
        with database.cursor() as cursor:
            return proposed.rows(cursor, "record_type = ? AND record_id = ?", [about(record_type).table, record_id])

    key = (database.revision, "proposals", about(record_type).table, record_id)
    found: Sequence[Proposal] = caches.of(database, "proposals", 64).get(key, ask)
    return found


def behind(database: Database, record_type: type[Record], record_id: str, action: str, version: int) -> Proposal | None:
    """The proposal that a change in the history of a record comes from, None if nobody proposed it."""
    for proposal in of_record(database, record_type, record_id):
        if proposal.became == version and proposal.deletes == (action == "delete"):
            return proposal
    return None


def read(database: Database, proposal_id: str) -> Proposal | None:
    """The proposal with an id, None if there is none."""
    with database.cursor() as cursor:
        return proposed.read(cursor, proposal_id)


def propose(
    database: Database,
    record_type: type[Record],
    record_id: str,
    values: Values,
    *,
    version: int,
    proposal_id: str,
    by: Actor,
    remark: str = "",
    draft: str = "",
) -> Proposal:
    """Store what somebody would have a record be, and return it as stored. ``values`` were made from ``version`` of it.

    Only fields that differ from that version are proposed, so what others change meanwhile is no conflict. What is
    sent twice is stored once. ``draft`` names the draft that is settled by this.

    Raises:
        Forbidden: the actor may not propose.
        Rejected: the record would break rules.
        PeriodClosed: its day, as it is or as it is wished for, lies in a closed period.
        NothingProposed: the record has these values already.
        WordUnusable: the remark is too long or can't be shown.
        Conflict: the record is gone.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.PROPOSE)
    wanted, said = records.tidied(record_type, values), tidy_word(remark)
    with drafts.settling(database, draft) as writing:
        sent = _sent(writing, proposal_id, by)
        if sent:
            return sent
        current = stored(database, record_type, record_id)
        then = current if current["version"] == version else _as_of(database, record_type, record_id, version)
        changed = {name: value for name, value in wanted.items() if value != then.get(name)}
        if all(current[name] == value for name, value in changed.items()):
            raise NothingProposed
        wished = merged(record_type, current, changed)
        kept_periods.must_be_open(writing, record_type, [(current, wished)])
        broken = records.problems(database, record_type, wished, record_id)
        if broken:
            raise Rejected(broken)
        documents = as_document({name: then.get(name) for name in changed}), as_document(changed)
        return _add(writing, record_type, {**current, "version": version}, documents, proposal_id, said, by)


def propose_deletion(
    database: Database,
    record_type: type[Record],
    record_id: str,
    *,
    version: int,
    proposal_id: str,
    by: Actor,
    remark: str = "",
) -> Proposal:
    """Store that somebody would have a record deleted, and return it as stored; see ``propose``.

    Raises:
        Forbidden: the actor may not propose.
        PeriodClosed: its day lies in a closed period.
        WordUnusable: the remark is too long or can't be shown.
        Conflict: the record is gone.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.PROPOSE)
    said = tidy_word(remark)
    with database.writing() as writing:
        sent = _sent(writing, proposal_id, by)
        if sent:
            return sent
        current = stored(database, record_type, record_id)
        kept_periods.must_be_open(writing, record_type, [(current, None)])
        return _add(writing, record_type, {**current, "version": version}, (None, None), proposal_id, said, by)


def propose_move(
    database: Database,
    record_type: type[Record],
    record_id: str,
    name: str,
    values: Values,
    *,
    version: int,
    proposal_id: str,
    by: Actor,
    remark: str = "",
) -> Proposal:
    """Store that somebody would have a record go along a transition with what it asks for; see ``propose``.

    Raises:
        Forbidden: the actor may not propose.
        NotFromHere: the record is in a state that the transition does not start from.
        Rejected: with these values it would break rules.
        PeriodClosed: its day lies in a closed period.
        WordUnusable: the remark is too long or can't be shown.
        Conflict: the record is gone.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.PROPOSE)
    workflow, transition, said = workflow_of(record_type), workflow_of(record_type).transition(name), tidy_word(remark)
    with database.writing() as writing:
        sent = _sent(writing, proposal_id, by)
        if sent:
            return sent
        current = stored(database, record_type, record_id)
        if current[STATE] not in transition.sources:
            raise NotFromHere(transition, workflow.state(current[STATE]))
        wished = records.moved(record_type, current, transition, values)
        kept_periods.must_be_open(writing, record_type, [(current, wished)])
        broken = records.move_problems(database, record_type, record_id, name, values)
        if broken:
            raise Rejected(broken)
        after = {STATE: transition.target} | {asked: wished[asked] for asked in values}
        documents = as_document({asked: current[asked] for asked in after}), as_document(after)
        made_from = {**current, "version": version}
        return _add(writing, record_type, made_from, documents, proposal_id, said, by, transition=name)


def withdraw(database: Database, proposal_id: str, *, by: Actor) -> Proposal:
    """Take the own proposal back, and return it as stored.

    Raises:
        Forbidden: it is somebody else's.
        NoSuchProposal, NotOpen: there is none, or it was decided already.
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        proposal = _own(writing, proposal_id, by)
        if proposal.state is State.WITHDRAWN:
            return proposal
        return proposed.close(writing, proposal, State.WITHDRAWN, by=by.id, noted=True)


def note(database: Database, proposal_id: str, *, by: Actor) -> Proposal:
    """Take note of what became of the own proposal, and return it as stored: it waits for nobody from then on.

    Raises:
        Forbidden: it is somebody else's.
        NoSuchProposal: there is none.
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        proposal = _own(writing, proposal_id, by)
        if proposal.noted or proposal.state is State.OPEN:
            return proposal
        return proposed.change(writing, proposal, by=by.id, noted=True)


def tidy_word(text: str) -> str | None:
    """A remark, or the word with a decision, in one Unicode form; None if it is empty.

    Raises:
        WordUnusable: it is too long or can't be shown.
    """
    tidy = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if len(tidy) > LONGEST or any(unicodedata.category(mark) in ("Cc", "Cs") for mark in tidy if mark != "\n"):
        raise WordUnusable
    return tidy or None


def stored(database: Database, record_type: type[Record], record_id: str) -> dict[str, Any]:
    """The record that a proposal is about, as it is now.

    Raises:
        Conflict: it is gone.
    """
    current = records.read(database, record_type, record_id)
    if current is None:
        raise Conflict(None)
    return current


def wished(database: Database, record_type: type[Record], proposal: Proposal) -> dict[str, Any]:
    """The values that a proposal wishes for, those that were merged since as what they were merged into."""
    return as_merged(record_type, proposal.values(record_type), database.given.vocabularies)


def merged(record_type: type[Record], current: Values, changed: Values) -> dict[str, Any]:
    """What a person enters of a record, as it would be with changed values."""
    return {name: current[name] for name in entered(record_type)} | dict(changed)


def _sent(writing: Writing, proposal_id: str, by: Actor) -> Proposal | None:
    """The proposal that was sent under this id already."""
    sent = proposed.read(writing.cursor, proposal_id)
    return sent if sent and sent.created_by == by.id else None


def _as_of(database: Database, record_type: type[Record], record_id: str, version: int) -> dict[str, Any]:
    """The record at one of its versions, as the history tells."""
    for change in history.of_record(database, record_type, record_id):
        if change.version == version and change.after is not None:
            return change.after
    raise Conflict(None)


def _own(writing: Writing, proposal_id: str, by: Actor) -> Proposal:
    by.must(Action.PROPOSE)
    proposal = proposed.read(writing.cursor, proposal_id)
    if proposal is None:
        raise NoSuchProposal
    if proposal.created_by != by.id:
        raise Forbidden(by, Action.PROPOSE)
    return proposal


def _add(
    writing: Writing,
    record_type: type[Record],
    record: Values,
    documents: tuple[str | None, str | None],
    proposal_id: str,
    remark: str | None,
    by: Actor,
    *,
    transition: str | None = None,
) -> Proposal:
    moment, (number,) = now(), writing.take_numbers(proposed.TABLE, 1)
    proposal = Proposal(
        id=proposal_id,
        number=number,
        version=1,
        record_type=about(record_type).table,
        record_id=record["id"],
        record_number=record["number"],
        record_version=record["version"],
        before=documents[0],
        after=documents[1],
        remark=remark,
        state=State.OPEN,
        word=None,
        decided_at=None,
        decided_by=None,
        became=None,
        noted=False,
        created_at=moment,
        created_by=by.id,
        changed_at=moment,
        changed_by=by.id,
        transition=transition,
    )
    proposed.add(writing, proposal)
    return proposal
