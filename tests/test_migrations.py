"""What cannot be derived is applied from numbered files, each once and in order."""

import re
from importlib.resources import files

import duckdb
import pytest

from db import migrations


def tables(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in cursor.execute("SELECT table_name FROM information_schema.tables").fetchall()}


def test_an_empty_database_has_seen_none() -> None:
    with duckdb.connect() as cursor:
        assert migrations.applied(cursor) == 0


def test_all_are_applied_once() -> None:
    with duckdb.connect() as cursor:
        for _ in range(2):
            migrations.apply(cursor)
            assert migrations.applied(cursor) == migrations.newest()
        assert tables(cursor) == {
            "migrations",
            "history",
            "drafts",
            "accounts",
            "credentials",
            "links",
            "sessions",
            "proposals",
            "vocabularies",
            "reporting_periods",
            "frozen_figures",
            "settings",
            "checklist_marks",
            "reports",
            "report_files",
            "standard_paragraphs",
            "imports",
            "imported_records",
            "import_headings",
            "import_words",
            "signing_key",
        }
        assert cursor.execute("SELECT number FROM migrations ORDER BY number").fetchall() == [
            (number,) for number in migrations._numbered()
        ]


def test_only_the_new_ones_are_applied_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as cursor:
        monkeypatch.setattr(migrations, "_numbered", lambda: {1: "CREATE TABLE steps AS SELECT 1 AS step"})
        migrations.apply(cursor)
        steps: list[int] = []
        monkeypatch.setattr(
            migrations, "AFTERWARDS", {each: lambda _, each=each: steps.append(each) for each in (1, 3)}
        )
        later = {2: "INSERT INTO steps VALUES (2)", 3: "INSERT INTO steps SELECT max(step) * 10 FROM steps"}
        monkeypatch.setattr(migrations, "_numbered", lambda: {1: "SELECT no such thing", **later})
        migrations.apply(cursor)
        assert cursor.execute("SELECT step FROM steps ORDER BY step").fetchall() == [(1,), (2,), (20,)]
        assert steps == [3]
        assert migrations.applied(cursor) == 3


def test_one_that_comes_with_a_number_between_others_is_applied_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as cursor:
        monkeypatch.setattr(migrations, "AFTERWARDS", {})
        monkeypatch.setattr(migrations, "_numbered", lambda: {3: "CREATE TABLE third AS SELECT 1 AS step"})
        migrations.apply(cursor)
        between = {2: "CREATE TABLE second AS SELECT 1 AS step", 3: "SELECT no such thing"}
        monkeypatch.setattr(migrations, "_numbered", lambda: between)
        migrations.apply(cursor)
        assert tables(cursor) == {"migrations", "second", "third"}


def test_files_are_numbered_in_order_and_named_by_what_they_do() -> None:
    names = sorted(file.name for file in files(migrations).iterdir() if file.name.endswith(".sql"))
    assert all(re.fullmatch(r"[0-9]{4}_[a-z_]+\.sql", name) for name in names)
    assert len({name[:4] for name in names}) == len(names)
