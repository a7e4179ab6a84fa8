"""Numbered SQL files for what cannot be derived from the schemas, each applied once."""

from collections.abc import Callable, Mapping
from importlib.resources import files

import duckdb

from db import seals, tokens, value_lists

AFTERWARDS: Mapping[int, Callable[[duckdb.DuckDBPyConnection], None]] = {
    3: seals.seal_unsealed,
    8: value_lists.carry_over,
    10: tokens.keep_key,
}
"""What SQL can't do, by the number of the file after which it is done."""


def _numbered() -> dict[int, str]:
    """The SQL of each migration by its number, in order."""
    scripts = [script for script in files(__name__).iterdir() if script.name.endswith(".sql")]
    return {int(script.name[:4]): script.read_text("utf-8") for script in sorted(scripts, key=lambda file: file.name)}


def newest() -> int:
    """The number of the newest migration this program knows."""
    return max(_numbered())


def applied(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest migration the database has seen; 0 for an empty one."""
    found = cursor.execute(
        "SELECT 1 FROM information_schema.tables"
        " WHERE table_catalog = current_database() AND table_schema = 'main' AND table_name = 'migrations'"
    ).fetchone()
    if found is None:
        return 0
    (number,) = cursor.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone() or (0,)
    return int(number)


def apply(cursor: duckdb.DuckDBPyConnection) -> None:
    """Apply the migrations that the database has not seen."""
    cursor.execute("CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL)")
    seen = {number for (number,) in cursor.execute("SELECT number FROM migrations").fetchall()}
    for number, sql in _numbered().items():
        if number not in seen:
            cursor.execute(sql)
            if number in AFTERWARDS:
                AFTERWARDS[number](cursor)
            cursor.execute("INSERT INTO migrations VALUES (?)", [number])
