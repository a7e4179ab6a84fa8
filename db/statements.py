"""The few statements that write records: plain standard SQL, so that another store can take them over.

Every function works on the cursor of a transaction that ``Database.writing`` has opened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from db.tables import quoted

_ROWS_A_STATEMENT = 200
"""Rows in one INSERT: 1,000 single ones take 1 to 2 s, five of these 0.1 s."""


def insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    columns = list(rows[0])
    row_of_marks = f"({', '.join('?' for _ in columns)})"
    head = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, columns))}) VALUES "
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        batch = rows[start : start + _ROWS_A_STATEMENT]
        cursor.execute(head + ", ".join([row_of_marks] * len(batch)), [row[name] for row in batch for name in columns])


def update(cursor: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any], *, version: int) -> bool:
    """Replace the values of the row with the same id if it still has ``version``; whether it had."""
    columns = [name for name in row if name != "id"]
    assignments = ", ".join(f"{quoted(name)} = ?" for name in columns)
    changed = cursor.execute(
        f"UPDATE {quoted(table)} SET {assignments} WHERE id = ? AND version = ? RETURNING 1",
        [*(row[name] for name in columns), row["id"], version],
    ).fetchall()
    return bool(changed)


def delete(cursor: duckdb.DuckDBPyConnection, table: str, record_id: str, *, version: int) -> bool:
    """Delete the row if it still has ``version``; whether it had."""
    gone = cursor.execute(
        f"DELETE FROM {quoted(table)} WHERE id = ? AND version = ? RETURNING 1", [record_id, version]
    ).fetchall()
    return bool(gone)


def delete_draft(cursor: duckdb.DuckDBPyConnection, draft_id: str) -> None:
    """Forget a draft."""
    cursor.execute("DELETE FROM drafts WHERE id = ?", [draft_id])
