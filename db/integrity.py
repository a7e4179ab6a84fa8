"""The integrity of the database: the chain of the history is whole, and the tables are what the history tells."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from db import (
    accounts,
    checklist_marks,
    faults,
    frozen_figures,
    history,
    imported,
    kept_periods,
    kept_reports,
    office_settings,
    passwords,
    proposed,
    report_files,
    seals,
    standard_paragraphs,
    value_lists,
)
from db.database import Database
from db.documents import as_document, from_document
from db.faults import Fault, Kept, kept_records, kept_rows
from db.tables import quoted
from schemas.labels import Label, listed
from schemas.record import Record, about

_AT_ONCE = 2_000

OTHERS: Mapping[str, tuple[Label, tuple[str, ...]]] = {
    accounts.TABLE: (Label("Konto", "Account"), accounts.COLUMNS),
    value_lists.TABLE: (Label("Listenwert", "Value of a list"), value_lists.COLUMNS),
    office_settings.TABLE: (Label("Einstellungen", "Settings"), office_settings.COLUMNS),
    proposed.TABLE: (Label("Vorschlag", "Proposal"), proposed.COLUMNS),
    kept_periods.TABLE: (Label("Berichtszeitraum", "Reporting period"), kept_periods.COLUMNS),
    imported.TABLE: (Label("Import", "Import"), imported.COLUMNS),
    checklist_marks.TABLE: (Label("Vermerk der Prüfliste", "Mark of the checklist"), checklist_marks.COLUMNS),
    kept_reports.TABLE: (Label("Bericht", "Report"), kept_reports.COLUMNS),
    standard_paragraphs.TABLE: (Label("Standardabsatz", "Standard paragraph"), standard_paragraphs.COLUMNS),
}
"""The tables that the history tells of beside the records: how a row is called, and the columns."""


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
    kept = {about(each).table: kept_records(each) for each in database.record_types}
    kept |= {table: kept_rows(*called) for table, called in OTHERS.items()}
    readers = {about(each).table: _reader(each) for each in database.record_types}
    with database.cursor() as cursor:
        cursor.begin()
        try:
            entries, last_hash, broken = _chain(cursor)
            found = [broken] if broken else []
            found += _erased_without_word(cursor)
            found += _jumps(cursor, readers)
            for table, each in kept.items():
                found += _differences(cursor, table, each, readers.get(table, json.loads))
            found += _passwords(cursor)
            found += map(Fault, frozen_figures.faults(cursor))
            found += map(Fault, report_files.faults(cursor))
            found += imported.found_faults(cursor)
        finally:
            cursor.rollback()
    return Verdict(entries, last_hash, found)


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


def _breach(last_hash: str, expected: int, row: Mapping[str, Any]) -> Label | None:
    """What is wrong with an entry, or with its place after the entry with ``last_hash``."""
    if row["entry"] > expected:
        return faults.ENTRY_MISSING.filled(entry=expected)
    if row["entry"] < expected:
        return faults.ENTRY_REPEATED.filled(entry=row["entry"])
    if seals.entry_hash(last_hash, row) != row["entry_hash"]:
        return faults.ENTRY_CHANGED.filled(entry=expected)
    erased = row["salt"] is None and row["before"] is None and row["after"] is None
    if not erased and seals.content_hash(row["salt"] or "", row["before"], row["after"]) != row["content_hash"]:
        return faults.CONTENT_CHANGED.filled(entry=expected)
    return None


def _erased_without_word(cursor: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
    """Entries whose content is gone though no later entry says that it was erased."""
    cursor.execute(
        f"SELECT entry FROM {history.CHANGES} h WHERE salt IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM history e WHERE e.action = 'erase' AND e.record_type = h.record_type"
        " AND e.record_id = h.record_id AND e.entry > h.entry) ORDER BY entry"
    )
    for (entry,) in _streamed(cursor):
        yield Fault(faults.CONTENT_GONE.filled(entry=entry), entry)


def _jumps(cursor: duckdb.DuckDBPyConnection, readers: _Readers) -> Iterator[Fault]:
    """Entries that start from something else than what the entry before left of the same record.

    The first one of a record may, if the record was there before the history told of it and was carried over.
    """
    cursor.execute(
        "SELECT entry, record_type, before, left_by FROM ("
        " SELECT entry, record_type, before, salt, lag(after) OVER same AS left_by,"
        " lag(salt, 1, '') OVER same AS salt_before,"
        " lag(entry) OVER same IS NULL AND bool_or(action = 'carry') OVER record AS was_there"
        f" FROM {history.CHANGES}"
        " WINDOW same AS (PARTITION BY record_type, record_id ORDER BY entry),"
        " record AS (PARTITION BY record_type, record_id)"
        ") WHERE salt IS NOT NULL AND salt_before IS NOT NULL AND before IS DISTINCT FROM left_by AND NOT was_there"
        " ORDER BY entry"
    )
    for entry, table, *sides in _streamed(cursor):
        before, left = (_content(readers.get(table, json.loads), side) for side in sides)
        if before != left:
            yield Fault(faults.ENTRY_JUMPS.filled(entry=entry), entry)


def _differences(
    cursor: duckdb.DuckDBPyConnection, table: str, kept: Kept, read: Callable[[str], dict[str, Any]]
) -> Iterator[Fault]:
    """Rows of a table that are not what the last entries of the history leave."""
    row_columns = ", ".join(f"t.{quoted(name)}" for name in kept.titles)
    cursor.execute(
        f"SELECT h.number, h.after, h.salt IS NULL AND h.entry IS NOT NULL, {row_columns} FROM ("
        f"  SELECT entry, record_id, number, after, salt FROM {history.CHANGES} WHERE record_type = ?"
        "  QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY entry DESC) = 1"
        f") h FULL JOIN {quoted(table)} t ON t.id = h.record_id"
        " WHERE h.after IS NOT NULL OR t.id IS NOT NULL ORDER BY coalesce(h.number, t.number)",
        [table],
    )
    for number, after, erased, *values in _streamed(cursor):
        row = dict(zip(kept.titles, values, strict=True))
        stored = row if row["id"] is not None else None
        if not erased:
            yield from _difference(kept, stored["number"] if stored else number, stored, after, read)


def _difference(
    kept: Kept,
    number: int,
    stored: dict[str, Any] | None,
    after: str | None,
    read: Callable[[str], dict[str, Any]],
) -> Iterator[Fault]:
    name, document = kept.named(number), as_document(stored) if stored else None
    if document == after:
        return
    now, told = _content(read, document), _content(read, after)
    if stored is None:
        yield Fault(faults.NOT_STORED.filled(name=name))
    elif after is None:
        yield Fault(faults.STORED.filled(name=name))
    elif now != told:
        wrong = sorted(each for each in {*now, *told} if now.get(each) != told.get(each))
        columns = listed(map(kept.title, wrong), ", ")
        yield Fault(faults.STORED_OTHERWISE.filled(name=name, columns=columns))


def _passwords(cursor: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
    """Passwords that were not set as the history tells; of old ones it tells no more than that they were set."""
    cursor.execute(
        "SELECT a.number, a.password_seal, c.password, EXISTS ("
        " SELECT 1 FROM history h WHERE h.record_type = $table AND h.record_id = a.id AND h.action = 'set_password')"
        f" FROM {accounts.TABLE} a LEFT JOIN credentials c ON c.account = a.id ORDER BY a.number",
        {"table": accounts.TABLE},
    )
    for number, sealed, stored, was_set in _streamed(cursor):
        if not (was_set if sealed is None else stored and passwords.seal(stored) == sealed) and (sealed or stored):
            yield Fault(faults.PASSWORD_CHANGED.filled(name=kept_rows(*OTHERS[accounts.TABLE]).named(number)))


def _content(read: Callable[[str], dict[str, Any]], document: str | None) -> dict[str, Any]:
    """The filled fields: a field that was declared later is empty in old entries."""
    content = read(document) if document else {}
    return {name: value for name, value in content.items() if value is not None}


def _streamed(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows
