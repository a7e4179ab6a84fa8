"""The one write gate: validate, write the record and its history row in one transaction, move the revision on.

Form, import, demo data, undo and tests all pass through here.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import duckdb

from db import history, kept_periods, proposed, statements
from db.database import Database, Writing, now
from db.entry_checks import Rejected as Rejected
from db.entry_checks import Values as Values
from db.entry_checks import accepted, accepted_all, as_merged, chosen, sound
from db.entry_checks import problems as problems
from db.entry_checks import tidied as tidied
from db.kept_periods import PeriodClosed as PeriodClosed
from db.lookups import fetch
from db.lookups import find as find
from db.lookups import read as read
from schemas.fields import entered
from schemas.labels import Label
from schemas.problems import following
from schemas.record import Record, about, workflow_of
from schemas.roles import Action, Actor, Forbidden
from schemas.workflow import STATE, State, Transition

_AT_ONCE = 5_000
"""Records in one statement: all of 100,000 at once take 100 MiB more memory and no less time."""


class Conflict(Exception):
    """Somebody else has changed the record since it was read; nothing was written."""

    def __init__(self, current: dict[str, Any] | None) -> None:
        """``current`` is the record as it is stored now, None if it was deleted."""
        super().__init__(
            "the record was deleted" if current is None else f"the record is at version {current['version']}"
        )
        self.current = current


class NotFromHere(Exception):
    """The record is in a state that the transition does not start from; nothing was written."""

    def __init__(self, transition: Transition, state: State) -> None:
        """``transition`` is not possible in ``state``."""
        super().__init__(f"{transition.name} does not start from {state.code}")
        self.label = Label(
            f"Das geht nicht beim Status „{state.label.de}“.",
            f"This is not possible while the status is “{state.label.en}”.",
        )


def save(
    database: Database,
    record_type: type[Record],
    record_id: str,
    values: Values,
    *,
    by: Actor,
    version: int | None = None,
    draft: str = "",
) -> dict[str, Any]:
    """Store a record and return it as stored. ``version`` is that of the record the values were made from, None if new.

    What is sent twice (double click, lost answer) is stored once: who wants what is stored already has no conflict.
    ``draft`` names the draft that is settled by this: it is forgotten in the same transaction.

    Raises:
        Forbidden: the actor may not enter records, or not change those of others.
        Rejected: the values break rules.
        PeriodClosed: the day, before or after the change, lies in a closed period.
        Conflict: the record has changed or is gone, or another one has this id.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.ENTER)
    row = accepted(database, record_type, values, record_id, is_new=version is None)
    if version is None:
        with suppress(duckdb.ConstraintException):  # the id is taken: by what, is read below
            return _create(database, record_type, record_id, row, by=by, draft=draft)
    with database.writing() as writing:
        if draft:
            statements.delete_draft(writing.cursor, draft)
        return _put(writing, record_type, record_id, row, by=by, version=version)


def save_within(
    database: Database,
    writing: Writing,
    record_type: type[Record],
    record_id: str,
    values: Values,
    *,
    by: Actor,
    version: int | None,
) -> dict[str, Any]:
    """Store a record as a part of a transaction; see ``save``."""
    by.must(Action.ENTER)
    row = accepted(database, record_type, values, record_id, is_new=version is None)
    return _put(writing, record_type, record_id, row, by=by, version=version)


def _put(
    writing: Writing, record_type: type[Record], record_id: str, row: dict[str, Any], *, by: Actor, version: int | None
) -> dict[str, Any]:
    """Write sound values, and the history with them."""
    current = fetch(writing.cursor, record_type, record_id)
    if version is None and current is None:
        return _add(writing, record_type, [(record_id, row)], by)[0]
    if current is not None and _has(current, row):
        return current
    if version is None or current is None or current["version"] != version:
        raise Conflict(current)
    _must_change(by, current)
    return _change(writing, record_type, current, row, "update", by)


def _change(
    writing: Writing,
    record_type: type[Record],
    current: Values,
    values: Values,
    action: str,
    by: Actor,
    *,
    though_closed: bool = False,
) -> dict[str, Any]:
    """Write other values into a record, if it is still as it was read."""
    row = {**current, **values, "version": current["version"] + 1, "changed_at": now(), "changed_by": by.id}
    changed = {name: value for name, value in row.items() if name == "id" or value != current[name]}
    if not statements.update(writing.cursor, about(record_type).table, changed, version=current["version"]):
        raise Conflict(fetch(writing.cursor, record_type, current["id"]))
    _log(writing, record_type, action, [(current, row)], by, though_closed=though_closed)
    return row


def add_many(
    database: Database, record_type: type[Record], records: Sequence[tuple[str, Values]], *, by: Actor
) -> list[dict[str, Any]]:
    """Store new records, given as (id, values), all of them or none; returns them as stored.

    Raises:
        Forbidden: the actor may not enter records.
        Rejected: at least one record breaks a rule; ``Problem.row`` counts from 0.
        PeriodClosed: a day lies in a closed period.
        Conflict: an id is taken.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.ENTER)
    rows = accepted_all(database, record_type, [values for _, values in records])
    identified = [(record_id, row) for (record_id, _), row in zip(records, rows, strict=True)]
    with database.writing() as writing:
        try:
            return _add(writing, record_type, identified, by)
        except duckdb.ConstraintException as error:
            raise Conflict(None) from error


def delete(database: Database, record_type: type[Record], record_id: str, *, version: int, by: Actor) -> None:
    """Delete a record; its history keeps what it was. Deleting what is gone already is no error.

    Raises:
        Forbidden: it is somebody else's record, and the actor may not change those.
        PeriodClosed: its day lies in a closed period.
        Conflict: the record has changed since it was read.
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        delete_within(writing, record_type, record_id, version=version, by=by)


def delete_within(writing: Writing, record_type: type[Record], record_id: str, *, version: int, by: Actor) -> None:
    """Delete a record as a part of a transaction; see ``delete``. Proposals to it lapse."""
    current = fetch(writing.cursor, record_type, record_id)
    if current is None:
        return
    _must_change(by, current)
    table = about(record_type).table
    if not statements.delete(writing.cursor, table, record_id, version=version):
        raise Conflict(current)
    _log(writing, record_type, "delete", [(current, None)], by)
    proposed.lapse(writing, table, record_id, by=by.id)


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
        statements.insert(writing.cursor, about(record_type).table, [row])
        _log(writing, record_type, "restore", [(None, row)], by)
        return row


def move(
    database: Database,
    record_type: type[Record],
    record_id: str,
    name: str,
    values: Values,
    *,
    version: int,
    by: Actor,
) -> dict[str, Any]:
    """Take a record along a transition, and return it as stored.

    ``values`` are of fields that the transition asks for; one that is missing stays as it is stored, None empties it.
    What is sent twice is done once. The history calls it by the name of the transition.

    Raises:
        Forbidden: the actor may not.
        NotFromHere: the record is in a state that the transition does not start from.
        Rejected: with these values it would break rules.
        PeriodClosed: its day lies in a closed period, and the transition is not for those.
        Conflict: the record has changed since it was read, or is gone.
        KeyError: there is no such transition, or it does not ask for a field.
        DatabaseUnavailable: the disk is full or failed.
    """
    workflow = workflow_of(record_type)
    transition = workflow.transition(name)
    if not values.keys() <= set(transition.asks):
        raise KeyError(f"{name} does not ask for {', '.join(sorted(values.keys() - set(transition.asks)))}")
    current = read(database, record_type, record_id)
    if current is None:
        raise Conflict(None)
    _must_move(by, transition, current)
    told = {STATE: transition.target} | {each: tidied(record_type, values)[each] for each in values}
    if _has(current, told):
        return current
    if current["version"] != version:
        raise Conflict(current)
    if current[STATE] not in transition.sources:
        raise NotFromHere(transition, workflow.state(current[STATE]))
    wanted = {each: told.get(each, current[each]) for each in entered(record_type)}
    row = sound(database, record_type, wanted, transition.target, record_id)
    with database.writing() as writing:
        though_closed = transition.in_closed_periods
        return _change(writing, record_type, current, row, name, by, though_closed=though_closed)


def reset(
    database: Database, record_type: type[Record], record_id: str, entry: int, *, version: int, by: Actor
) -> dict[str, Any]:
    """Give a record the values and the state that an entry of its history left, and return it as stored.

    What a transition did is taken back only by whoever may do it.

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
    _must_change(by, current)
    row = _as_it_was(database, record_type, record_id, told)
    if _has(current, row):
        return current
    _must_have_moved(by, record_type, {current.get(STATE), row.get(STATE)})
    with database.writing() as writing:
        return _change(writing, record_type, current, row, "update", by)


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


def may_move(actor: Actor, record: Values, transition: Transition) -> bool:
    """Whether the actor may take a record along a transition from its state."""
    return actor.may(transition.action) if transition.action else may_change(actor, record)


def _must_move(by: Actor, transition: Transition, record: Values) -> None:
    if not may_move(by, record, transition):
        raise Forbidden(by, transition.action or Action.CHANGE_OTHERS)


def possible(database: Database, record_type: type[Record], record: Values, *, by: Actor) -> list[Transition]:
    """The transitions that somebody may take a stored record along today."""
    workflow = about(record_type).workflow
    if workflow is None:
        return []
    ahead = record[about(record_type).dated_by] > database.given.today
    return [
        transition
        for transition in workflow.transitions_from(record[STATE])
        if may_move(by, record, transition) and not (ahead and workflow.state(transition.target).past)
    ]


def may_change(actor: Actor, record: Values) -> bool:
    """Whether the actor may change or delete a stored record: one's own, or everybody's."""
    return actor.may(Action.CHANGE_OWN if record["created_by"] == actor.id else Action.CHANGE_OTHERS)


def _must_change(actor: Actor, record: Values) -> None:
    if not may_change(actor, record):
        raise Forbidden(actor, Action.CHANGE_OTHERS)


def _has(current: Values, values: Values) -> bool:
    return all(current[name] == value for name, value in values.items())


def _create(
    database: Database, record_type: type[Record], record_id: str, values: Values, *, by: Actor, draft: str
) -> dict[str, Any]:
    with database.writing() as writing:
        if draft:
            statements.delete_draft(writing.cursor, draft)
        return _add(writing, record_type, [(record_id, values)], by)[0]


def _add(
    writing: Writing, record_type: type[Record], records: Sequence[tuple[str, Values]], by: Actor
) -> list[dict[str, Any]]:
    table, moment = about(record_type).table, now()
    stamps = {"version": 1, "created_at": moment, "created_by": by.id, "changed_at": moment, "changed_by": by.id}
    numbers = writing.take_numbers(table, len(records))
    rows = [
        {"id": record_id, "number": number, **stamps, **values}
        for number, (record_id, values) in zip(numbers, records, strict=True)
    ]
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        statements.insert(writing.cursor, table, batch)
        _log(writing, record_type, "create", [(None, row) for row in batch], by)
    return rows


def _log(
    writing: Writing,
    record_type: type[Record],
    action: str,
    changes: Sequence[tuple[Values | None, Values | None]],
    by: Actor,
    *,
    though_closed: bool = False,
) -> None:
    """Write changes into the history: the last thing that every path of a write does, and where it ends if it may not.

    Raises:
        PeriodClosed: a record's day, before or after, lies in a closed period; the transaction must not be committed.
    """
    if not though_closed:
        kept_periods.must_be_open(writing, record_type, changes)
    history.add(writing, action, about(record_type).table, changes, by.id)
