"""The integrity of the database: the chain of the history is whole, and the tables are what the history tells."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from db import accounts, checklist_marks, frozen_figures, kept_periods, office_settings, proposed, seals, value_lists
from db.database import Database
from db.documents import as_document, from_document
from db.tables import quoted
from schemas.fields import fields
from schemas.record import Record, about

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the history tells."""

    sentence: str
    entry: int | None = None
    """The entry of the history, None if a row of a table is meant."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check has found."""

    entries: int
    last_hash: str
    """Written down elsewhere, it proves later that no entry was taken away at the end."""
    faults: list[Fault]


_Readers = Mapping[str, Callable[[str], dict[str, Any]]]
"""How the content of an entry is read, by table."""


def verify(database: Database) -> Verdict:
    """Check the chain of the history, to its first break, and that replaying it gives the tables as they are.

    What is compared is one state of the database: others may write meanwhile.
    """
    kept = {about(each).table: tuple(fields(each)) for each in database.record_types}
    modules = (accounts, value_lists, office_settings, proposed, kept_periods, checklist_marks)
    kept |= {module.TABLE: module.COLUMNS for module in modules}
    readers = {about(each).table: _reader(each) for each in database.record_types}
    with database.cursor() as cursor:
        cursor.begin()
        try:
            entries, last_hash, broken = _chain(cursor)
            faults = [broken] if broken else []
            faults += _erased_without_word(cursor)
            faults += _jumps(cursor, readers)
            for table, columns in kept.items():
                faults += _differences(cursor, table, columns, readers.get(table, json.loads))
            faults += map(Fault, frozen_figures.faults(cursor))
        finally:
            cursor.rollback()
    return Verdict(entries, last_hash, faults)


def _reader(record_type: type[Record]) -> Callable[[str], dict[str, Any]]:
    return lambda document: from_document(record_type, document)


_SEALED = "entry, moment, actor, action, record_type, record_id, number, version, before, after"
_SEALS = "salt, content_hash, entry_hash"


def _chain(cursor: duckdb.DuckDBPyConnection) -> tuple[int, str, Fault | None]:
    """The number of sound entries, the hash of the last one, and the first that breaks the chain."""
    names = (*_SEALED.split(", "), *_SEALS.split(", "))
    cursor.execute(f"SELECT {_SEALED}, {_SEALS} FROM history ORDER BY entry")
    last_hash, entries = seals.BEFORE_THE_FIRST, 0
    for values in _streamed(cursor):
        row = dict(zip(names, values, strict=True))
        broken = _breach(last_hash, entries + 1, row)
        if broken:
            return entries, last_hash, Fault(broken, row["entry"])
        last_hash, entries = row["entry_hash"], entries + 1
    return entries, last_hash, None


def _breach(last_hash: str, expected: int, row: Mapping[str, Any]) -> str | None:
    """What is wrong with an entry, or with its place after the entry with ``last_hash``."""
    if row["entry"] > expected:
        return f"Entry {expected} of the history is missing."
    if row["entry"] < expected:
        return f"Entry {row['entry']} of the history is there more than once."
    if seals.entry_hash(last_hash, row) != row["entry_hash"]:
        return f"Entry {expected} of the history was changed, or does not follow the one before it."
    erased = row["salt"] is None and row["before"] is None and row["after"] is None
    if not erased and seals.content_hash(row["salt"] or "", row["before"], row["after"]) != row["content_hash"]:
        return f"The content of entry {expected} of the history was changed."
    return None


def _erased_without_word(cursor: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
    """Entries whose content is gone though no later entry says that it was erased."""
    cursor.execute(
        "SELECT entry FROM history h WHERE salt IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM history e WHERE e.action = 'erase' AND e.record_type = h.record_type"
        " AND e.record_id = h.record_id AND e.entry > h.entry) ORDER BY entry"
    )
    for (entry,) in _streamed(cursor):
        yield Fault(f"The content of entry {entry} of the history is gone without an entry that says so.", entry)


def _jumps(cursor: duckdb.DuckDBPyConnection, readers: _Readers) -> Iterator[Fault]:
    """Entries that start from something else than what the entry before left of the same record.

    The first one of a record may, if the record was there before the history told of it and was carried over.
    """
    cursor.execute(
        "SELECT entry, record_type, before, left_by FROM ("
        " SELECT entry, record_type, before, salt, lag(after) OVER same AS left_by,"
        " lag(salt, 1, '') OVER same AS salt_before,"
        " lag(entry) OVER same IS NULL AND bool_or(action = 'carry') OVER record AS was_there FROM history"
        " WINDOW same AS (PARTITION BY record_type, record_id ORDER BY entry),"
        " record AS (PARTITION BY record_type, record_id)"
        ") WHERE salt IS NOT NULL AND salt_before IS NOT NULL AND before IS DISTINCT FROM left_by AND NOT was_there"
        " ORDER BY entry"
    )
    for entry, table, *sides in _streamed(cursor):
        before, left = (_content(readers.get(table, json.loads), side) for side in sides)
        if before != left:
            yield Fault(f"Entry {entry} of the history starts from something else than its record was.", entry)


def _differences(
    cursor: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], read: Callable[[str], dict[str, Any]]
) -> Iterator[Fault]:
    """Rows of a table that are not what the last entries of the history leave."""
    row_columns = ", ".join(f"t.{quoted(name)}" for name in columns)
    cursor.execute(
        f"SELECT h.number, h.after, h.salt IS NULL AND h.entry IS NOT NULL, {row_columns} FROM ("
        "  SELECT entry, record_id, number, after, salt FROM history WHERE record_type = ?"
        "  QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY entry DESC) = 1"
        f") h FULL JOIN {quoted(table)} t ON t.id = h.record_id"
        " WHERE h.after IS NOT NULL OR t.id IS NOT NULL ORDER BY coalesce(h.number, t.number)",
        [table],
    )
    for number, after, erased, *values in _streamed(cursor):
        row = dict(zip(columns, values, strict=True))
        stored = row if row["id"] is not None else None
        if not erased:
            yield from _difference(f"{table} no. {stored['number'] if stored else number}", stored, after, read)


def _difference(
    name: str, stored: dict[str, Any] | None, after: str | None, read: Callable[[str], dict[str, Any]]
) -> Iterator[Fault]:
    document = as_document(stored) if stored else None
    if document == after:
        return
    now, told = _content(read, document), _content(read, after)
    if stored is None:
        yield Fault(f"{name} is not stored, though the history says so.")
    elif after is None:
        yield Fault(f"{name} is stored, though the history does not say so.")
    elif now != told:
        wrong = sorted(each for each in {*now, *told} if now.get(each) != told.get(each))
        yield Fault(f"{name} is not stored as the history says: {', '.join(wrong)}.")


def _content(read: Callable[[str], dict[str, Any]], document: str | None) -> dict[str, Any]:
    """The filled fields: a field that was declared later is empty in old entries."""
    content = read(document) if document else {}
    return {name: value for name, value in content.items() if value is not None}


def _streamed(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows
