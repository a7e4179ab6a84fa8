"""The one write gate: validate, write the record and its history row in one transaction, move the revision on.

Form, import, demo data, undo and tests all pass through here.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import duckdb

from db import drafts, proposed
from db.database import Database, Writing
from db.entry_checks import Rejected as Rejected
from db.entry_checks import Values as Values
from db.entry_checks import accepted, accepted_all
from db.entry_checks import problems as problems
from db.entry_checks import tidied as tidied
from db.kept_periods import PeriodClosed as PeriodClosed
from db.lookups import fetch
from db.lookups import find as find
from db.lookups import read as read
from db.moves import NotFromHere as NotFromHere
from db.moves import move as move
from db.moves import move_problems as move_problems
from db.moves import move_within as move_within
from db.moves import moved as moved
from db.moves import possible as possible
from db.moves import proposable as proposable
from db.record_writes import Conflict as Conflict
from db.record_writes import add, change, has, remove
from db.rights import may_change as may_change
from db.rights import must_change
from db.undo import may_reset as may_reset
from db.undo import reset as reset
from db.undo import restore as restore
from schemas.record import Record, about
from schemas.roles import Action, Actor


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
    with drafts.settling(database, draft) as writing:
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
        return add(writing, record_type, [(record_id, row)], by)[0]
    if current is not None and has(current, row):
        return current
    if version is None or current is None or current["version"] != version:
        raise Conflict(current)
    must_change(by, current)
    return change(writing, record_type, current, row, "update", by)


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
            return add(writing, record_type, identified, by)
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
    must_change(by, current)
    remove(writing, record_type, current, by, version=version)
    proposed.lapse(writing, about(record_type).table, record_id, by=by.id)


def _create(
    database: Database, record_type: type[Record], record_id: str, values: Values, *, by: Actor, draft: str
) -> dict[str, Any]:
    with drafts.settling(database, draft) as writing:
        return add(writing, record_type, [(record_id, values)], by)[0]
