"""Tables derived from the record types: created if missing, extended by new columns, never bent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import duckdb

from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.record import Record, about

DUCKDB_TYPES: dict[Kind, str] = {
    Kind.DAY: "DATE",
    Kind.TIME: "TIME",
    Kind.MOMENT: "TIMESTAMP",
    Kind.INTEGER: "INTEGER",
    Kind.DECIMAL: "DECIMAL(9,2)",
    Kind.TEXT: "VARCHAR",
    Kind.NOTE: "VARCHAR",
    Kind.CHOICE: "VARCHAR",
    Kind.CHOICES: "VARCHAR[]",
    Kind.FLAG: "BOOLEAN",
}
"""A moment is kept as UTC without offset; DECIMAL(9,2) keeps what the schema admits exactly."""

NO_LONGER_DECLARED = Label(
    "{column} ist als Pflichtangabe gespeichert, aber nicht mehr vorgesehen",
    "{column} is stored as required but no longer declared",
)
RETYPED = Label(
    "{column} ist als {stored} gespeichert, aber als {declared} vorgesehen",
    "{column} is stored as {stored} but declared as {declared}",
)
VALUES_MISSING = Label(
    "{column} ist als Pflichtangabe vorgesehen, fehlt aber in alten Einträgen",
    "{column} is declared as required but old records have no value",
)


def quoted(identifier: str) -> str:
    """An identifier of the schema as SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def _column(field: Field) -> str:
    key = " PRIMARY KEY" if field.name == "id" else ""
    return f"{quoted(field.name)} {DUCKDB_TYPES[field.kind]}{' NOT NULL' * field.required}{key}"


Columns: TypeAlias = Mapping[str, tuple[str, bool]]
"""The columns of a stored table: name to (type, NOT NULL); empty if there is no such table."""


def _stored(cursor: duckdb.DuckDBPyConnection) -> Mapping[str, Columns]:
    """The columns of all stored tables, asked for at once: one by one they take longer than all the rest of a start."""
    rows = cursor.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()"
        " WHERE database_name = current_database() AND schema_name = 'main' ORDER BY table_name, column_index"
    ).fetchall()
    found: defaultdict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for table, name, data_type, nullable in rows:
        found[table][name] = data_type, not nullable
    return found


def contradictions(cursor: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]]) -> list[Label]:
    """What stored tables have against the declared record types: one phrase each, empty if all can be extended."""
    found, every = [], _stored(cursor)
    for record_type in record_types:
        table, declared = about(record_type).table, fields(record_type)
        stored = every[table]
        for name, (data_type, not_null) in stored.items():
            field, column = declared.get(name), f"{table}.{name}"
            if field is None and not_null:
                found.append(NO_LONGER_DECLARED.filled(column=column))
            elif field is not None and data_type != DUCKDB_TYPES[field.kind]:
                found.append(RETYPED.filled(column=column, stored=data_type, declared=DUCKDB_TYPES[field.kind]))
        for name, field in declared.items():
            if stored and field.required and not _derived(field) and _lacks_values(cursor, table, name, stored):
                found.append(VALUES_MISSING.filled(column=f"{table}.{name}"))
    return found


def _lacks_values(cursor: duckdb.DuckDBPyConnection, table: str, name: str, stored: Columns) -> bool:
    """Whether there are records without a value in a column, be it stored or not."""
    if name in stored and stored[name][1]:
        return False
    empty = f"{quoted(name)} IS NULL" if name in stored else "true"
    return cursor.execute(f"SELECT 1 FROM {quoted(table)} WHERE {empty} LIMIT 1").fetchone() is not None


def differ(cursor: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]]) -> bool:
    """Whether ``derive`` would change a stored table."""
    every = _stored(cursor)
    tables = [(fields(record_type), every[about(record_type).table]) for record_type in record_types]
    return any(stored and any(_alterations(declared, stored)) for declared, stored in tables)


def _alterations(declared: Mapping[str, Field], stored: Columns) -> Iterator[str]:
    """What ALTER TABLE must do. A column is added first and required then: DuckDB can't do both at once."""
    for name, field in declared.items():
        if name not in stored:
            yield f"ADD COLUMN {quoted(name)} {DUCKDB_TYPES[field.kind]}"
        if not _derived(field) and field.required != (name in stored and stored[name][1]):
            yield f"ALTER COLUMN {quoted(name)} {'SET' if field.required else 'DROP'} NOT NULL"


def _derived(field: Field) -> bool:
    """Whether old records get a value that follows from their others (``states``), and it is required only then."""
    return field.system and field.dimension


def nullable(cursor: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]], name: str) -> list[type[Record]]:
    """The record types whose stored column of this name may be without a value."""
    every = _stored(cursor)
    return [each for each in record_types if not every[about(each).table][name][1]]


def require(cursor: duckdb.DuckDBPyConnection, record_type: type[Record], name: str) -> None:
    """Let a stored column not be without a value any more."""
    cursor.execute(f"ALTER TABLE {quoted(about(record_type).table)} ALTER COLUMN {quoted(name)} SET NOT NULL")


def derive(cursor: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]]) -> None:
    """Create the tables that are missing, add the columns that are new, require a value where it is required now."""
    every = _stored(cursor)
    for record_type in record_types:
        table, declared = quoted(about(record_type).table), fields(record_type)
        stored = every[about(record_type).table]
        if not stored:
            cursor.execute(f"CREATE TABLE {table} ({', '.join(map(_column, declared.values()))})")
            continue
        for alteration in _alterations(declared, stored):
            cursor.execute(f"ALTER TABLE {table} {alteration}")
