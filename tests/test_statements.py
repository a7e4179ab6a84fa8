"""The few statements that write: values are bound, and a stale version changes nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from db import statements
from tests.conftest import ROOT


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE "a ""table""" (id VARCHAR PRIMARY KEY, version INTEGER, "the value" VARCHAR)')
        yield connection


TABLE = 'a "table"'


def rows(cursor: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return cursor.execute('SELECT * FROM "a ""table""" ORDER BY ALL').fetchall()


def test_values_are_bound_whatever_they_hold(cursor: duckdb.DuckDBPyConnection) -> None:
    nasty = "'); DROP TABLE x; --"
    statements.insert(cursor, TABLE, [{"id": nasty, "version": 1, "the value": nasty}])
    assert statements.update(cursor, TABLE, {"id": nasty, "version": 2, "the value": "?"}, version=1)
    assert rows(cursor) == [(nasty, 2, "?")]


def test_columns_are_named_and_need_not_come_in_the_order_of_the_table(cursor: duckdb.DuckDBPyConnection) -> None:
    for count in (2, 40):
        statements.insert(cursor, TABLE, [{"version": 1, "id": f"{count} {each}"} for each in range(count)])
    assert {row[1:] for row in rows(cursor)} == {(1, None)}
    assert len(rows(cursor)) == 42


def test_a_draft_is_replaced_only_where_the_whole_key_fits(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute("CREATE TABLE drafts (id VARCHAR, browser VARCHAR, entries VARCHAR)")
    statements.put_draft(cursor, {"id": "a", "browser": "b"}, {"entries": "old"})
    statements.put_draft(cursor, {"id": "a", "browser": "c"}, {"entries": "old"})
    statements.put_draft(cursor, {"id": "a", "browser": "b"}, {"entries": "new"})
    assert cursor.execute("SELECT * FROM drafts ORDER BY ALL").fetchall() == [("a", "b", "new"), ("a", "c", "old")]


@pytest.mark.parametrize("count", [1, 2, 20, 21, 400, 1001])
def test_any_number_of_rows_is_inserted(cursor: duckdb.DuckDBPyConnection, count: int) -> None:
    statements.insert(cursor, TABLE, [{"id": f"{each:04}", "version": 1, "the value": None} for each in range(count)])
    assert [row[0] for row in rows(cursor)] == [f"{each:04}" for each in range(count)]


def test_only_the_row_with_the_expected_version_is_changed(cursor: duckdb.DuckDBPyConnection) -> None:
    statements.insert(cursor, TABLE, [{"id": name, "version": 3, "the value": name} for name in "ab"])
    assert not statements.update(cursor, TABLE, {"id": "a", "version": 3, "the value": "x"}, version=2)
    assert not statements.update(cursor, TABLE, {"id": "c", "version": 3, "the value": "x"}, version=3)
    assert not statements.delete(cursor, TABLE, "a", version=4)
    assert rows(cursor) == [("a", 3, "a"), ("b", 3, "b")]
    assert statements.update(cursor, TABLE, {"id": "a", "version": 4, "the value": "x"}, version=3)
    assert statements.delete(cursor, TABLE, "b", version=3)
    assert rows(cursor) == [("a", 4, "x")]


def test_no_other_layer_speaks_sql() -> None:
    spoken = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|UPDATE \S+ SET)\b")
    files = [file for folder in ("schemas", "dashboard", "pages") for file in Path(ROOT, folder).rglob("*.py")]
    assert files
    assert [file.name for file in files if spoken.search(file.read_text("utf-8"))] == []
