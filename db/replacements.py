"""One code in the place of another one in all records that have it, through the write gate's rules and history."""

from dataclasses import dataclass
from typing import Any

import duckdb

from db import kept_periods, statements
from db.database import Database, Writing, now
from db.entry_checks import Rejected, newly_broken
from db.record_writes import log
from db.tables import quoted
from schemas.fields import Field, Kind, fields
from schemas.record import Record, about
from schemas.roles import Actor

_AT_ONCE = 5_000
"""Entries of the history in one statement."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the records that had a code."""

    changed: int
    kept: int
    """Those that have it still, as their period is closed."""

    def __add__(self, other: "Replaced") -> "Replaced":
        """Both together."""
        return Replaced(self.changed + other.changed, self.kept + other.kept)


def replace_code(
    database: Database, writing: Writing, record_type: type[Record], field: Field, code: str, *, into: str, by: Actor
) -> Replaced:
    """Give the records that have a code in a field another one instead, within a transaction.

    Records of closed periods keep it.

    Raises:
        Rejected: a record would break a rule that it keeps now; the transaction must not be committed.
    """
    table, cursor = about(record_type).table, writing.cursor
    having = _having(cursor, record_type, field, code)
    before = [row for row in having if not kept_periods.closed_for(writing.periods, record_type, row)]
    kept = len(having) - len(before)
    if not before:
        return Replaced(0, kept)
    changed = {"changed_at": now(), "changed_by": by.id}
    ids = [row["id"] for row in before]
    statements.replace_code(cursor, table, field.name, code, into, changed, ids=ids, several=field.kind is Kind.CHOICES)
    after = {row["id"]: row for row in _having(cursor, record_type, field, into)}
    pairs = [(row, after[row["id"]]) for row in before]
    broken = newly_broken(database, record_type, pairs)
    if broken:
        raise Rejected(broken)
    for start in range(0, len(pairs), _AT_ONCE):
        log(writing, record_type, "update", pairs[start : start + _AT_ONCE], by)
    return Replaced(len(pairs), kept)


def _having(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], field: Field, code: str
) -> list[dict[str, Any]]:
    names, table = list(fields(record_type)), quoted(about(record_type).table)
    condition = f"list_contains({quoted(field.name)}, ?)" if field.kind is Kind.CHOICES else f"{quoted(field.name)} = ?"
    rows = cursor.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {table} WHERE {condition} ORDER BY number", [code]
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]
