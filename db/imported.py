"""How imports are kept: a row for each, and what its records were when they came in, sealed one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

import duckdb

from db import caches, faults, seals, statements
from db.database import Database
from db.faults import Fault
from db.writing import Writing
from schemas.record import Record, about

TABLE = "imports"
KEPT = "imported_records"
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Import:
    """One import as it is stored."""

    id: str
    number: int
    version: int
    record_type: str
    file_name: str
    file_hash: str
    records: int
    first_record: int
    """The number of the first record; the others follow it without a gap."""
    records_hash: str
    """Seals what all of its records were."""
    undone: bool
    created_at: Any
    created_by: str
    changed_at: Any
    changed_by: str


COLUMNS = tuple(field.name for field in fields(Import))


def read(cursor: duckdb.DuckDBPyConnection, import_id: str) -> Import | None:
    """One import, None if there is none of this id."""
    row = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE id = ?", [import_id]).fetchone()
    return Import(*row) if row else None


def past(database: Database, record_type: type[Record] | None = None) -> Sequence[Import]:
    """All imports, or those of one record type, newest first; kept until something is written."""
    found: Sequence[Import] = caches.of(database).get((database.revision, TABLE), lambda: _all(database))
    return [each for each in found if record_type is None or each.record_type == about(record_type).table]


def _all(database: Database) -> Sequence[Import]:
    with database.cursor() as cursor:
        return tuple(_rows(cursor))


def _rows(cursor: duckdb.DuckDBPyConnection) -> list[Import]:
    rows = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY number DESC").fetchall()
    return [Import(*row) for row in rows]


def add_records(
    writing: Writing,
    import_id: str,
    record_type: type[Record],
    ids: Sequence[str],
    numbers: Sequence[int],
    documents: Sequence[str],
) -> None:
    """Keep what records are when they come in, each sealed by a salt of its own."""
    salts = seals.new_salts(len(ids))
    hashes = [seals.content_hash(salt, None, text) for salt, text in zip(salts, documents, strict=True)]
    columns: dict[str, Sequence[Any]] = {
        "import_id": [import_id] * len(ids),
        "record_type": [about(record_type).table] * len(ids),
        "record_id": ids,
        "number": numbers,
        "document": documents,
        "salt": salts,
        "content_hash": hashes,
    }
    statements.insert_columns(writing.cursor, KEPT, columns)


def records_hash(cursor: duckdb.DuckDBPyConnection, import_id: str) -> tuple[int, str]:
    """How many records came in with an import, and what seals them all."""
    cursor.execute(
        f"SELECT number, record_id, content_hash FROM {KEPT} WHERE import_id = ? ORDER BY number", [import_id]
    )
    seal, count = sha256(), 0
    while rows := cursor.fetchmany(_AT_ONCE):
        seal.update("".join(f"{number} {name} {content}\n" for number, name, content in rows).encode())
        count += len(rows)
    return count, seal.hexdigest()


def found_faults(cursor: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
    """What imports and the records that came with them have against each other."""
    imports = _rows(cursor)
    for each in imports:
        if records_hash(cursor, each.id) != (each.records, each.records_hash):
            yield Fault(faults.IMPORT_CHANGED.filled(number=each.number))
    known = {each.id for each in imports}
    cursor.execute(f"SELECT import_id, number, salt, document, content_hash FROM {KEPT} ORDER BY import_id, number")
    while rows := cursor.fetchmany(_AT_ONCE):
        for import_id, number, salt, document, content in rows:
            erased = salt is None and document is None
            if import_id not in known or not (erased or seals.content_hash(salt or "", None, document) == content):
                yield Fault(faults.IMPORTED_CHANGED.filled(number=number))
