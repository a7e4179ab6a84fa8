"""The way back: deleted records come back, and stored ones become again what they were, under the rules of today."""

from typing import Any

from db import history, kept_periods
from db.database import Database, now
from db.entry_checks import Values, as_merged, chosen, sound, tidied
from db.history import Change
from db.lookups import fetch, read
from db.record_writes import Conflict, bring_back, change, has
from db.rights import may_change, may_take_back, must_change
from schemas.fields import entered, shown
from schemas.problems import following
from schemas.record import Record, about
from schemas.roles import Action, Actor
from schemas.workflow import STATE, Transition


def restore(database: Database, record_type: type[Record], record_id: str, *, by: Actor) -> dict[str, Any]:
    """Bring a deleted record back as it was, under its id, number and state, and return it as stored.

    Raises:
        Forbidden: the actor does not change the records of others.
        Rejected: the record breaks rules that hold by now.
        PeriodClosed: its day lies in a closed period.
        Conflict: it is stored, nobody has deleted it, or its content was erased.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.CHANGE_OTHERS)
    with database.writing() as writing:
        current = fetch(writing.cursor, record_type, record_id)
        last = next(iter(history.of_record(database, record_type, record_id)), None)
        if current or last is None or last.action != "delete" or last.before is None:
            raise Conflict(current)
        was = _as_it_was(database, record_type, record_id, last.before)
        row = {**last.before, **was, "version": last.version + 1, "changed_at": now(), "changed_by": by.id}
        bring_back(writing, record_type, row, by)
        return row


def reset(
    database: Database, record_type: type[Record], record_id: str, entry: int, *, version: int, by: Actor
) -> dict[str, Any]:
    """Give a record the values and the state that an entry of its history left, and return it as stored.

    What a transition did is taken back only by whoever may do it. Whoever made the last one takes it back also on
    somebody else's record, and in a closed period if it was for those.

    Raises:
        Forbidden: the actor may not change the record, or not bring it to that state or out of the present one.
        Rejected: it would break rules that hold by now.
        PeriodClosed: its day, now or then, lies in a closed period.
        Conflict: the record has changed since it was read or is gone, or the entry left nothing.
        DatabaseUnavailable: the disk is full or failed.
    """
    current = read(database, record_type, record_id)
    told = history.after(database, record_type, record_id, entry)
    if current is None or told is None or current["version"] != version:
        raise Conflict(current)
    row = _as_it_was(database, record_type, record_id, told)
    last = history.of_record(database, record_type, record_id)[0]
    step = _taken_back(record_type, last, row)
    if step is None or not may_take_back(by, current, step, made_by=last.actor):
        must_change(by, current)
    if has(current, row):
        return current
    _must_have_moved(by, record_type, {current.get(STATE), row.get(STATE)})
    though_closed = step is not None and step.in_closed_periods
    with database.writing() as writing:
        return change(writing, record_type, current, row, "update", by, though_closed=though_closed)


def may_reset(
    database: Database, record_type: type[Record], record: Values, then: Values, last: Change, *, by: Actor
) -> bool:
    """Whether somebody may try to make a stored record what it was ``then``. ``last`` is what was done to it last."""
    step = _taken_back(record_type, last, then)
    closed = kept_periods.closed_for(database.periods, record_type, record) is not None
    if closed and not (step and step.in_closed_periods):
        return False
    return may_change(by, record) or bool(step and may_take_back(by, record, step, made_by=last.actor))


def _taken_back(record_type: type[Record], last: Change, then: Values) -> Transition | None:
    """The transition that was done to a record last, if it and nothing else is taken back by making it what it was."""
    workflow, was = about(record_type).workflow, last.before
    if workflow is None or was is None or any(was.get(name) != then.get(name) for name in shown(record_type)):
        return None
    return next((each for each in workflow.transitions if each.name == last.action), None)


def _as_it_was(database: Database, record_type: type[Record], record_id: str, content: Values) -> dict[str, Any]:
    """Values and state of an earlier time, if they may be again; before there were states, it is the one that follows.

    Values that are retired by now come back, merged ones as what they were merged into.

    Raises:
        Rejected: they break rules that hold by now.
    """
    content = as_merged(record_type, content, database.given.vocabularies)
    row = tidied(record_type, {name: content.get(name) for name in entered(record_type)})
    state = content.get(STATE) or following(record_type, row, database.given.today)
    return sound(database, record_type, row, state, record_id, chosen(record_type, [row]))


def _must_have_moved(by: Actor, record_type: type[Record], states: set[str | None]) -> None:
    """Go on only if this person may make the transitions that lead to two different states."""
    workflow = about(record_type).workflow
    for transition in workflow.transitions if workflow and len(states) > 1 else ():
        if transition.target in states and transition.action:
            by.must(transition.action)
