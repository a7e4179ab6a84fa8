"""Stored records by their id or number."""

from typing import Any

import duckdb

from db.database import Database
from db.tables import quoted
from schemas.fields import fields
from schemas.record import Record, about


def read(database: Database, record_type: type[Record], record_id: str) -> dict[str, Any] | None:
    """The stored record with all its fields, typed; None if there is none with this id."""
    with database.cursor() as cursor:
        return fetch(cursor, record_type, record_id)


def find(database: Database, record_type: type[Record], number: int) -> dict[str, Any] | None:
    """The stored record with a running number; None if there is none."""
    with database.cursor() as cursor:
        return fetch(cursor, record_type, number, "number")


def fetch(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], key: str | int, column: str = "id"
) -> dict[str, Any] | None:
    """The same as a cursor sees it."""
    names = list(fields(record_type))
    row = cursor.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {quoted(about(record_type).table)} WHERE {column} = ?", [key]
    ).fetchone()
    return dict(zip(names, row, strict=True)) if row else None
