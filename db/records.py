"""The one write gate: validate, write the record and its history row in one transaction, move the revision on.

Form, import, demo data, undo and tests all pass through here.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

import duckdb

from db import caches, history, kept_periods, proposed, statements
from db.database import Database, Writing, now
from db.kept_periods import PeriodClosed as PeriodClosed
from db.tables import quoted
from schemas.fields import Field, Kind, entered, fields
from schemas.given import Given
from schemas.problems import Problem, check, frame_of
from schemas.record import Record, about
from schemas.roles import Action, Actor, Forbidden

Values: TypeAlias = Mapping[str, Any]
"""Typed values by field name; a field that is missing is empty."""

_AT_ONCE = 5_000
"""Records in one statement: all of 100,000 at once take 100 MiB more memory and no less time."""


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
    _must_keep_rules(database, record_type, record_id, values)
    tidy = tidied(record_type, values)
    if version is None:
        with suppress(duckdb.ConstraintException):  # the id is taken: by what, is read below
            return _create(database, record_type, record_id, tidy, by=by, draft=draft)
    with database.writing() as writing:
        if draft:
            statements.delete_draft(writing.cursor, draft)
        return _put(writing, record_type, record_id, tidy, by=by, version=version)


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
    _must_keep_rules(database, record_type, record_id, values)
    return _put(writing, record_type, record_id, tidied(record_type, values), by=by, version=version)


def _must_keep_rules(database: Database, record_type: type[Record], record_id: str, values: Values) -> None:
    """Go on only if all is right with the values; whether their period is open is asked when they are stored."""
    found = problems(database, record_type, values, record_id)
    if any(problem.rule != kept_periods.RULE for problem in found):
        raise Rejected(found)


def _put(
    writing: Writing, record_type: type[Record], record_id: str, tidy: dict[str, Any], *, by: Actor, version: int | None
) -> dict[str, Any]:
    """Write tidy values that break no rule, and the history with them."""
    current = _read(writing.cursor, record_type, record_id)
    if version is None and current is None:
        return _add(writing, record_type, [(record_id, tidy)], by)[0]
    if current is not None and _same(record_type, current, tidy):
        return current
    if version is None or current is None or current["version"] != version:
        raise Conflict(current)
    _must_change(by, current)
    row = {**current, **tidy, "version": version + 1, "changed_at": now(), "changed_by": by.id}
    changed = {name: value for name, value in row.items() if name == "id" or value != current[name]}
    if not statements.update(writing.cursor, about(record_type).table, changed, version=version):
        raise Conflict(_read(writing.cursor, record_type, record_id))
    _log(writing, record_type, "update", [(current, row)], by)
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
    tidy = _checked(database, record_type, [values for _, values in records])
    identified = [(record_id, row) for (record_id, _), row in zip(records, tidy, strict=True)]
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
    current = _read(writing.cursor, record_type, record_id)
    if current is None:
        return
    _must_change(by, current)
    table = about(record_type).table
    if not statements.delete(writing.cursor, table, record_id, version=version):
        raise Conflict(current)
    _log(writing, record_type, "delete", [(current, None)], by)
    proposed.lapse(writing, table, record_id, by=by.id)


def restore(database: Database, record_type: type[Record], record_id: str, *, by: Actor) -> dict[str, Any]:
    """Bring a deleted record back as it was, under its id and number, and return it as stored.

    Raises:
        Forbidden: the actor does not change the records of others.
        Rejected: the record breaks rules that hold by now.
        PeriodClosed: its day lies in a closed period.
        Conflict: it is stored, nobody has deleted it, or its content was erased.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.CHANGE_OTHERS)
    with database.writing() as writing:
        current = _read(writing.cursor, record_type, record_id)
        last = next(iter(history.of_record(database, record_type, record_id)), None)
        if current or last is None or last.action != "delete" or last.before is None:
            raise Conflict(current)
        (tidy,) = _checked(database, record_type, [{name: last.before.get(name) for name in entered(record_type)}])
        row = {**last.before, **tidy, "version": last.version + 1, "changed_at": now(), "changed_by": by.id}
        statements.insert(writing.cursor, about(record_type).table, [row])
        _log(writing, record_type, "restore", [(None, row)], by)
        return row


def problems(
    database: Database, record_type: type[Record], values: Values, record_id: str | None = None
) -> list[Problem]:
    """What the gate would say to these values. It says the same again without checking again.

    A stored record, named by ``record_id``, may keep values that are retired by now.
    """
    tidy, given = tidied(record_type, values), database.given
    found = _found(database, record_type, tidy, given)
    if record_id and any(problem.rule == "known" for problem in found):
        stored = read(database, record_type, record_id)
        kept = chosen(record_type, [stored]) if stored else frozenset()
        found = _found(database, record_type, tidy, replace(given, kept=kept)) if kept else found
    closed = kept_periods.problem(database.periods, record_type, tidy)
    return [*found, closed] if closed else list(found)


def _found(database: Database, record_type: type[Record], tidy: dict[str, Any], given: Given) -> tuple[Problem, ...]:
    circumstances = (given.today, given.opened, given.kept, caches.Same(given.vocabularies))
    found: tuple[Problem, ...] = caches.of(database).get(
        ("problems", record_type, repr(tidy), *circumstances),
        lambda: tuple(check(record_type, frame_of(record_type, [tidy]), given)),
    )
    return found


def chosen(record_type: type[Record], records: Sequence[Values]) -> frozenset[tuple[str, str]]:
    """Vocabulary and code of all values that records have."""
    found: set[tuple[str, str]] = set()
    for field in entered(record_type).values():
        if field.vocabulary:
            values = (record[field.name] for record in records)
            each = (value if isinstance(value, list) else [value] for value in values if value is not None)
            found |= {(field.vocabulary, code) for codes in each for code in codes}
    return frozenset(found)


def replace_code(
    database: Database, writing: Writing, record_type: type[Record], field: Field, code: str, *, into: str, by: Actor
) -> int:
    """Give all records that have a code in a field another one instead, within a transaction; how many had it.

    Raises:
        Rejected: a record would break a rule that it keeps now; the transaction must not be committed.
        PeriodClosed: a record's day lies in a closed period; likewise.
    """
    table, cursor = about(record_type).table, writing.cursor
    before = _having(cursor, record_type, field, code)
    if not before:
        return 0
    changed = {"changed_at": now(), "changed_by": by.id}
    statements.replace_code(cursor, table, field.name, code, into, changed, several=field.kind is Kind.CHOICES)
    after = {row["id"]: row for row in _having(cursor, record_type, field, into)}
    pairs = [(row, after[row["id"]]) for row in before]
    broken = _newly_broken(database, record_type, pairs)
    if broken:
        raise Rejected(broken)
    for start in range(0, len(pairs), _AT_ONCE):
        _log(writing, record_type, "update", pairs[start : start + _AT_ONCE], by)
    return len(pairs)


def _having(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], field: Field, code: str
) -> list[dict[str, Any]]:
    names, table = list(fields(record_type)), quoted(about(record_type).table)
    condition = f"list_contains({quoted(field.name)}, ?)" if field.kind is Kind.CHOICES else f"{quoted(field.name)} = ?"
    rows = cursor.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {table} WHERE {condition} ORDER BY number", [code]
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _newly_broken(
    database: Database, record_type: type[Record], pairs: Sequence[tuple[Values, Values]]
) -> list[Problem]:
    """What is wrong with changed records that was not wrong before."""
    befores, afters = (
        [{name: row[name] for name in entered(record_type)} for row in side] for side in zip(*pairs, strict=True)
    )
    given = replace(database.given, kept=chosen(record_type, [*befores, *afters]))
    old = {
        (problem.row, problem.field, problem.rule)
        for problem in check(record_type, frame_of(record_type, befores), given)
    }
    found = check(record_type, frame_of(record_type, afters), given)
    return [problem for problem in found if (problem.row, problem.field, problem.rule) not in old]


def _checked(database: Database, record_type: type[Record], records: Sequence[Values]) -> list[dict[str, Any]]:
    tidy = [tidied(record_type, values) for values in records]
    found = check(record_type, frame_of(record_type, tidy), database.given)
    if found:
        raise Rejected(found)
    return tidy


def tidied(record_type: type[Record], values: Values) -> dict[str, Any]:
    """All entered fields in order, text in one Unicode form without blanks around it, empty values None."""
    known = entered(record_type)
    if not values.keys() <= known.keys():
        raise KeyError(f"{record_type.__name__} has no field {', '.join(sorted(values.keys() - known.keys()))}")
    tidy: dict[str, Any] = dict.fromkeys(known)
    for name, value in values.items():
        if isinstance(value, str):
            tidy[name] = _tidy_text(known[name].kind, value) or None
        elif value == value and value != []:  # NaN, NaT: how frames spell a missing value
            tidy[name] = value
    return tidy


def _tidy_text(kind: Kind, value: str) -> str:
    if kind not in (Kind.TEXT, Kind.NOTE):
        return value
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()


def may_change(actor: Actor, record: Values) -> bool:
    """Whether the actor may change or delete a stored record: one's own, or everybody's."""
    return actor.may(Action.CHANGE_OWN if record["created_by"] == actor.id else Action.CHANGE_OTHERS)


def _must_change(actor: Actor, record: Values) -> None:
    if not may_change(actor, record):
        raise Forbidden(actor, Action.CHANGE_OTHERS)


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
) -> None:
    """Write changes into the history: the last thing that every path of a write does, and where it ends if it may not.

    Raises:
        PeriodClosed: a record's day, before or after, lies in a closed period; the transaction must not be committed.
    """
    kept_periods.must_be_open(writing, record_type, changes)
    history.add(writing, action, about(record_type).table, changes, by.id)
