"""The few statements that write records: plain standard SQL, so that another store can take them over.

Every function works on the cursor of a transaction that ``Database.writing`` has opened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from db.tables import quoted

_FEW = 20
"""Up to as many rows are bound to one INSERT; more come as an Arrow table, which takes a fifteenth of the time."""


def insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    columns = list(rows[0])
    head = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, columns))})"
    if len(rows) > _FEW:
        _insert_many(cursor, head, _rows_as_arrow(cursor, table, columns, rows))
        return
    row_of_marks = f"({', '.join('?' for _ in columns)})"
    marks = ", ".join([row_of_marks] * len(rows))
    cursor.execute(f"{head} VALUES {marks}", [row[name] for row in rows for name in columns])


def insert_columns(cursor: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given as their columns."""
    head = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, columns))})"
    _insert_many(cursor, head, as_arrow(cursor, table, columns))


def _rows_as_arrow(
    cursor: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> pa.Table:
    values = zip(*([row[name] for name in columns] for row in rows), strict=True)
    return as_arrow(cursor, table, dict(zip(columns, values, strict=True)))


def as_arrow(cursor: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Columns as a table with the types of the stored one: none is guessed from values."""
    wanted = cursor.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)} LIMIT 0").to_arrow_table()
    return pa.table(
        [pa.array(column, each.type) for column, each in zip(columns.values(), wanted.schema, strict=True)],
        wanted.schema,
    )


def _insert_many(cursor: duckdb.DuckDBPyConnection, head: str, rows: pa.Table) -> None:
    cursor.register("new_rows", rows)
    cursor.execute(f"{head} FROM new_rows")
    cursor.unregister("new_rows")


def update(cursor: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any], *, version: int) -> bool:
    """Replace these values of the row with the same id if it still has ``version``; whether it had.

    Hand over only what changes: with a list, or ``RETURNING``, DuckDB writes the whole row anew, in twice the time.
    """
    columns = [name for name in row if name != "id"]
    assignments = ", ".join(f"{quoted(name)} = ?" for name in columns)
    return _touched(
        cursor.execute(
            f"UPDATE {quoted(table)} SET {assignments} WHERE id = ? AND version = ?",
            [*(row[name] for name in columns), row["id"], version],
        )
    )


def replace_code(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    code: str,
    into: str,
    changed: Mapping[str, Any],
    *,
    ids: Sequence[str],
    several: bool,
) -> None:
    """Replace a code in rows, which get their next version; in a list (``several``) none is twice."""
    name = quoted(column)
    these = "id IN (SELECT unnest(?))"
    head = f"UPDATE {quoted(table)} SET version = version + 1" + "".join(f", {quoted(each)} = ?" for each in changed)
    if not several:
        cursor.execute(f"{head}, {name} = ? WHERE {these}", [*changed.values(), into, ids])
        return
    without = f"list_filter({name}, lambda each: each <> ?)"
    renamed = f"list_transform({name}, lambda each: CASE WHEN each = ? THEN ? ELSE each END)"
    cursor.execute(
        f"{head}, {name} = CASE WHEN list_contains({name}, ?) THEN {without} ELSE {renamed} END WHERE {these}",
        [*changed.values(), into, code, code, into, ids],
    )


def delete(cursor: duckdb.DuckDBPyConnection, table: str, record_id: str, *, version: int) -> bool:
    """Delete the row if it still has ``version``; whether it had."""
    return _touched(cursor.execute(f"DELETE FROM {quoted(table)} WHERE id = ? AND version = ?", [record_id, version]))


def _touched(written: duckdb.DuckDBPyConnection) -> bool:
    """Whether a statement has written any row: DuckDB answers with their number."""
    (count,) = written.fetchone() or (0,)
    return bool(count)


def put_draft(cursor: duckdb.DuckDBPyConnection, key: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    """Replace the values of the draft with this key, or insert it."""
    assignments = ", ".join(f"{quoted(name)} = ?" for name in row)
    condition = " AND ".join(f"{quoted(name)} = ?" for name in key)
    if not _touched(
        cursor.execute(f"UPDATE drafts SET {assignments} WHERE {condition}", [*row.values(), *key.values()])
    ):
        insert(cursor, "drafts", [{**key, **row}])


def delete_draft(cursor: duckdb.DuckDBPyConnection, draft_id: str) -> None:
    """Forget a draft."""
    cursor.execute("DELETE FROM drafts WHERE id = ?", [draft_id])


def delete_where(cursor: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    """Delete the rows that have these values."""
    condition = " AND ".join(f"{quoted(name)} = ?" for name in values)
    cursor.execute(f"DELETE FROM {quoted(table)} WHERE {condition}", list(values.values()))
