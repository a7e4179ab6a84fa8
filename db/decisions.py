"""What the lead makes of proposals. What is accepted goes through the gate of records in the same transaction."""

from typing import Any

from db import proposals, proposed, records
from db.database import Database, Writing
from db.proposal_refusals import NoSuchProposal, NotOpen, WordMissing
from db.proposed import Proposal
from db.records import Values
from schemas.proposal import State
from schemas.record import Record, about
from schemas.roles import Action, Actor
from schemas.workflow import STATE


def accept(database: Database, proposal_id: str, *, seen: int, by: Actor, word: str = "") -> Proposal:
    """Do what was proposed, as a change by the lead. ``seen`` is the version of the record that the lead looked at.

    Fields that were not proposed stay as they are now. What is accepted twice is done once.

    Raises:
        Forbidden: the actor does not decide.
        NoSuchProposal, NotOpen: there is none, it was decided otherwise, or withdrawn.
        WordUnusable: the word is too long or can't be shown.
        Rejected: the record would break rules.
        NotFromHere: the record is in a state that the proposed transition does not start from.
        PeriodClosed: its day lies in a closed period.
        Conflict: the record has changed since it was looked at.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.DECIDE)
    said = proposals.tidy_word(word)
    with database.writing() as writing:
        proposal = _read(writing, proposal_id)
        if proposal.state is State.ACCEPTED:
            return proposal
        if proposal.state is not State.OPEN:
            raise NotOpen
        record_type = _record_type(database, proposal)
        current = proposals.stored(database, record_type, proposal.record_id)
        changed = proposals.wished(database, record_type, proposal)
        came_true = {name: current[name] for name in changed} == changed and not proposal.deletes
        became = None if came_true else seen if proposal.deletes else seen + 1
        closed = _close(writing, proposal, State.ACCEPTED, by, word=said, became=became)
        _carry_out(database, writing, record_type, proposal, current, changed, seen=seen, by=by)
        return closed


def _carry_out(
    database: Database,
    writing: Writing,
    record_type: type[Record],
    proposal: Proposal,
    current: Values,
    changed: Values,
    *,
    seen: int,
    by: Actor,
) -> None:
    """Do to the record what was proposed, at the gate of records."""
    of = proposal.record_id
    if proposal.deletes:
        records.delete_within(writing, record_type, of, version=seen, by=by)
    elif proposal.transition:
        asked = {name: value for name, value in changed.items() if name != STATE}
        records.move_within(database, writing, record_type, of, proposal.transition, asked, version=seen, by=by)
    else:
        wanted = proposals.merged(record_type, current, changed)
        records.save_within(database, writing, record_type, of, wanted, by=by, version=seen)


def reject(database: Database, proposal_id: str, *, word: str, by: Actor) -> Proposal:
    """Leave the record as it is, and say why.

    Raises:
        Forbidden: the actor does not decide.
        NoSuchProposal, NotOpen: there is none, it was decided otherwise, or withdrawn.
        WordMissing, WordUnusable: the word.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.DECIDE)
    said = proposals.tidy_word(word)
    if said is None:
        raise WordMissing
    with database.writing() as writing:
        proposal = _read(writing, proposal_id)
        return (
            proposal if proposal.state is State.REJECTED else _close(writing, proposal, State.REJECTED, by, word=said)
        )


def _read(writing: Writing, proposal_id: str) -> Proposal:
    proposal = proposed.read(writing.cursor, proposal_id)
    if proposal is None:
        raise NoSuchProposal
    return proposal


def _close(writing: Writing, proposal: Proposal, state: State, by: Actor, **values: Any) -> Proposal:
    """End it; whoever decides on an own proposal needs to hear nothing."""
    return proposed.close(writing, proposal, state, by=by.id, noted=proposal.created_by == by.id, **values)


def _record_type(database: Database, proposal: Proposal) -> type[Record]:
    """What kind of record it is about; a kind that the program no longer declares can't be changed."""
    for record_type in database.record_types:
        if about(record_type).table == proposal.record_type:
            return record_type
    raise NotOpen
