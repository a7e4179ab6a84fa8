"""Records from before their type had a workflow get the state that follows from their values, with a history entry."""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from db import history, tables
from db.tables import quoted
from db.writing import Writing
from schemas.fields import entered, fields
from schemas.given import Given
from schemas.problems import following
from schemas.record import Record, about, workflow_of
from schemas.roles import OPERATOR
from schemas.workflow import STATE

ACTION = "state"
"""What the history calls it."""

_AT_ONCE = 5_000


def lacking(cursor: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]]) -> list[type[Record]]:
    """The record types with a workflow of which stored records have no state, or could have none."""
    return tables.nullable(cursor, [each for each in record_types if about(each).workflow], STATE)


def fill(writing: Writing, record_type: type[Record], given: Given) -> None:
    """Give each record without a state the one that follows. Nobody has changed it: its version and stamps stay."""
    for before in _without(writing.cursor, record_type):
        pairs = [(row, row | {STATE: _following(record_type, row, given)}) for row in before]
        _store(writing.cursor, record_type, [row for _, row in pairs])
        history.add(writing, ACTION, about(record_type).table, pairs, OPERATOR.id)


def _following(record_type: type[Record], row: dict[str, Any], given: Given) -> str:
    values = {name: row[name] for name in entered(record_type)}
    return following(record_type, values, given.today) or workflow_of(record_type).derived[0]


def _without(cursor: duckdb.DuckDBPyConnection, record_type: type[Record]) -> Iterator[list[dict[str, Any]]]:
    """The stored records without a state, some at a time, in their order."""
    names, last = list(fields(record_type)), 0
    sql = f"SELECT {', '.join(map(quoted, names))} FROM {quoted(about(record_type).table)}"
    while True:
        cursor.execute(f"{sql} WHERE {STATE} IS NULL AND number > ? ORDER BY number LIMIT {_AT_ONCE}", [last])
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1]["number"]


def _store(cursor: duckdb.DuckDBPyConnection, record_type: type[Record], rows: list[dict[str, Any]]) -> None:
    table = quoted(about(record_type).table)
    cursor.register("new_states", pa.table({name: [row[name] for row in rows] for name in ("id", STATE)}))
    cursor.execute(f"UPDATE {table} SET {STATE} = s.{STATE} FROM new_states s WHERE {table}.id = s.id")
    cursor.unregister("new_states")
