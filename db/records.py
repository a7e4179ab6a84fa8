"""The one write gate: validate, write the record and its history row in one transaction, move the revision on.

Form, import, demo data, undo and tests all pass through here.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import duckdb

from db import caches, statements
from db.database import Database, Writing, now
from db.documents import as_document
from db.tables import quoted
from schemas.fields import Kind, entered, fields
from schemas.problems import Problem, check, frame_of
from schemas.record import Record, about

Values: TypeAlias = Mapping[str, Any]
"""Typed values by field name; a field that is missing is empty."""


class Rejected(Exception):
    """The record breaks a rule; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """``problems`` names each breach with its field."""
        super().__init__(f"{len(problems)} problems: " + ", ".join(f"{each.field} {each.rule}" for each in problems))
        self.problems = problems


class Conflict(Exception):
    """Somebody else has changed the record since it was read; nothing was written."""

    def __init__(self, current: dict[str, Any] | None) -> None:
        """``current`` is the record as it is stored now, None if it was deleted."""
        super().__init__(
            "the record was deleted" if current is None else f"the record is at version {current['version']}"
        )
        self.current = current


def read(database: Database, record_type: type[Record], record_id: str) -> dict[str, Any] | None:
    """The stored record with all its fields, typed; None if there is none with this id."""
    with database.cursor() as cursor:
        return _read(cursor, record_type, record_id)


def find(database: Database, record_type: type[Record], number: int) -> dict[str, Any] | None:
    """The stored record with a running number; None if there is none."""
    with database.cursor() as cursor:
        return _read(cursor, record_type, number, "number")


def save(
    database: Database,
    record_type: type[Record],
    record_id: str,
    values: Values,
    *,
    by: str,
    version: int | None = None,
    draft: str = "",
) -> dict[str, Any]:
    """Store a record and return it as stored. ``version`` is that of the record the values were made from, None if new.

    What is sent twice (double click, lost answer) is stored once: who wants what is stored already has no conflict.
    ``draft`` names the draft that is settled by this: it is forgotten in the same transaction.

    Raises:
        Rejected: the values break rules.
        Conflict: the record has changed or is gone, or another one has this id.
        DatabaseUnavailable: the disk is full or failed.
    """
    found = problems(database, record_type, values)
    if found:
        raise Rejected(found)
    tidy = _tidy(record_type, values)
    with database.writing() as writing:
        current = _read(writing.cursor, record_type, record_id)
        if draft:
            statements.delete_draft(writing.cursor, draft)
        if version is None and current is None:
            return _add(writing, record_type, [(record_id, tidy)], by)[0]
        if current is not None and _same(record_type, current, tidy):
            return current
        if version is None or current is None or current["version"] != version:
            raise Conflict(current)
        row = {**current, **tidy, "version": version + 1, "changed_at": now(), "changed_by": by}
        if not statements.update(writing.cursor, about(record_type).table, row, version=version):
            raise Conflict(_read(writing.cursor, record_type, record_id))
        _log(writing, record_type, "update", [(current, row)], by)
        return row


def add_many(
    database: Database, record_type: type[Record], records: Sequence[tuple[str, Values]], *, by: str
) -> list[dict[str, Any]]:
    """Store new records, given as (id, values), all of them or none; returns them as stored.

    Raises:
        Rejected: at least one record breaks a rule; ``Problem.row`` counts from 0.
        Conflict: an id is taken.
        DatabaseUnavailable: the disk is full or failed.
    """
    tidy = _checked(database, record_type, [values for _, values in records])
    identified = [(record_id, row) for (record_id, _), row in zip(records, tidy, strict=True)]
    with database.writing() as writing:
        try:
            return _add(writing, record_type, identified, by)
        except duckdb.ConstraintException as error:
            raise Conflict(None) from error


def delete(database: Database, record_type: type[Record], record_id: str, *, version: int, by: str) -> None:
    """Delete a record; its history keeps what it was. Deleting what is gone already is no error.

    Raises:
        Conflict: the record has changed since it was read.
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        current = _read(writing.cursor, record_type, record_id)
        if current is None:
            return
        if not statements.delete(writing.cursor, about(record_type).table, record_id, version=version):
            raise Conflict(current)
        _log(writing, record_type, "delete", [(current, None)], by)


def problems(database: Database, record_type: type[Record], values: Values) -> list[Problem]:
    """What the gate would say to these values. It says the same again without checking again."""
    tidy, given = _tidy(record_type, values), database.given
    key = ("problems", record_type, repr(tidy), given.today, given.opened, id(given.vocabularies))
    found: tuple[Problem, ...] = caches.of(database).get(
        key, lambda: tuple(check(record_type, frame_of(record_type, [tidy]), given))
    )
    return list(found)


def _checked(database: Database, record_type: type[Record], records: Sequence[Values]) -> list[dict[str, Any]]:
    tidy = [_tidy(record_type, values) for values in records]
    found = check(record_type, frame_of(record_type, tidy), database.given)
    if found:
        raise Rejected(found)
    return tidy


def _tidy(record_type: type[Record], values: Values) -> dict[str, Any]:
    """All entered fields in order, text in one Unicode form without blanks around it, empty values None."""
    unknown = values.keys() - entered(record_type).keys()
    if unknown:
        raise KeyError(f"{record_type.__name__} has no field {', '.join(sorted(unknown))}")
    return {name: _tidy_value(field.kind, values.get(name)) for name, field in entered(record_type).items()}


def _tidy_value(kind: Kind, value: Any) -> Any:
    if kind in (Kind.TEXT, Kind.NOTE) and isinstance(value, str):
        value = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    return None if value in ("", []) or value != value else value  # NaN, NaT: how frames spell a missing value


def _same(record_type: type[Record], current: Values, values: Values) -> bool:
    return all(current[name] == values[name] for name in entered(record_type))


def _read(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], key: str | int, column: str = "id"
) -> dict[str, Any] | None:
    names = list(fields(record_type))
    row = cursor.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {quoted(about(record_type).table)} WHERE {column} = ?", [key]
    ).fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _add(
    writing: Writing, record_type: type[Record], records: Sequence[tuple[str, Values]], by: str
) -> list[dict[str, Any]]:
    table, moment = about(record_type).table, now()
    stamps = {"version": 1, "created_at": moment, "created_by": by, "changed_at": moment, "changed_by": by}
    numbers = writing.take_numbers(table, len(records))
    rows = [
        {"id": record_id, "number": number, **stamps, **values}
        for number, (record_id, values) in zip(numbers, records, strict=True)
    ]
    if rows:
        statements.insert(writing.cursor, table, rows)
        _log(writing, record_type, "create", [(None, row) for row in rows], by)
    return rows


def _log(
    writing: Writing,
    record_type: type[Record],
    action: str,
    changes: Sequence[tuple[Values | None, Values | None]],
    by: str,
) -> None:
    moment, table = now(), about(record_type).table
    entries = []
    for before, after in changes:
        writing.entry += 1
        record = after or before or {}
        entry = {"entry": writing.entry, "moment": moment, "actor": by, "action": action, "record_type": table}
        entry |= {"record_id": record["id"], "number": record["number"], "version": record["version"]}
        entries.append(entry | {"before": before and as_document(before), "after": after and as_document(after)})
    statements.insert(writing.cursor, "history", entries)
