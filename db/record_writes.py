"""What every write of records ends in: the rows, their history, and the question whether their period is open."""

from collections.abc import Sequence
from typing import Any

from db import history, kept_periods, statements
from db.entry_checks import Values
from db.lookups import fetch
from db.writing import Writing, now
from schemas.record import Record, about
from schemas.roles import Actor

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


def add(
    writing: Writing, record_type: type[Record], records: Sequence[tuple[str, Values]], by: Actor
) -> list[dict[str, Any]]:
    """Write new records, given as (id, values), and return them as stored."""
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
        log(writing, record_type, "create", [(None, row) for row in batch], by)
    return rows


def change(
    writing: Writing,
    record_type: type[Record],
    current: Values,
    values: Values,
    action: str,
    by: Actor,
    *,
    though_closed: bool = False,
) -> dict[str, Any]:
    """Write other values into a record, and return it as stored.

    Raises:
        Conflict: it is not as it was read any more.
    """
    row = {**current, **values, "version": current["version"] + 1, "changed_at": now(), "changed_by": by.id}
    changed = {name: value for name, value in row.items() if name == "id" or value != current[name]}
    if not statements.update(writing.cursor, about(record_type).table, changed, version=current["version"]):
        raise Conflict(fetch(writing.cursor, record_type, current["id"]))
    log(writing, record_type, action, [(current, row)], by, though_closed=though_closed)
    return row


def remove(writing: Writing, record_type: type[Record], current: Values, by: Actor, *, version: int) -> None:
    """Delete a record.

    Raises:
        Conflict: it is not at this version any more.
    """
    if not statements.delete(writing.cursor, about(record_type).table, current["id"], version=version):
        raise Conflict(dict(current))
    log(writing, record_type, "delete", [(current, None)], by)


def bring_back(writing: Writing, record_type: type[Record], row: dict[str, Any], by: Actor) -> None:
    """Write a record that was deleted."""
    statements.insert(writing.cursor, about(record_type).table, [row])
    log(writing, record_type, "restore", [(None, row)], by)


def has(current: Values, values: Values) -> bool:
    """Whether a record has these values already."""
    return all(current[name] == value for name, value in values.items())


def log(
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
