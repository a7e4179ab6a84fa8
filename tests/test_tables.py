"""Tables follow from the record types: created if missing, extended by new columns, never bent."""

from collections.abc import Iterator

import duckdb
import pytest

from db.tables import contradictions, derive, differ, quoted
from schemas import RECORDS, columns
from schemas.fields import fields
from schemas.labels import Label
from schemas.record import Record

NAME = Label("Name", "Name")
STAMPS = "1, 1, now(), 'a', now(), 'a'"


class Visit(Record, table="visits", singular=NAME, plural=NAME):
    """As the stored tables of these tests are made."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)
    remark: columns.Text = columns.note(NAME, longest=20)


class Longer(Record, table="visits", singular=NAME, plural=NAME):
    """Declares two columns more."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)
    topics: columns.Choices = columns.choices(NAME, "topic")
    remark: columns.Text = columns.note(NAME, longest=20)
    helped: columns.Flag = columns.flag(NAME)


class Retyped(Record, table="visits", singular=NAME, plural=NAME):
    """Declares a whole number as one with decimal places."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Decimal = columns.decimal(NAME, required=True)
    remark: columns.Text = columns.note(NAME, longest=20)


class Shorter(Record, table="visits", singular=NAME, plural=NAME):
    """Declares neither persons, which are stored as required, nor a remark."""

    day: columns.Day = columns.day(NAME, required=True)


class Stricter(Record, table="visits", singular=NAME, plural=NAME):
    """Requires a remark that was optional."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)
    remark: columns.Text = columns.note(NAME, longest=20, required=True)


class Milder(Record, table="visits", singular=NAME, plural=NAME):
    """Does not require persons any longer."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME)
    remark: columns.Text = columns.note(NAME, longest=20)


class Extended(Record, table="visits", singular=NAME, plural=NAME):
    """Requires a field that was never stored."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)
    remark: columns.Text = columns.note(NAME, longest=20)
    setting: columns.Choice = columns.choice(NAME, "setting", required=True)


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        derive(connection, [Visit])
        yield connection


@pytest.fixture
def filled(cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One record without a remark."""
    cursor.execute(f"INSERT INTO visits VALUES ('a', {STAMPS}, DATE '2018-01-02', 3, NULL)")
    return cursor


def shape(cursor: duckdb.DuckDBPyConnection, table: str) -> dict[str, tuple[str, bool]]:
    rows = cursor.execute(f"DESCRIBE {quoted(table)}").fetchall()
    return {name: (data_type, null == "NO") for name, data_type, null, *_ in rows}


@pytest.mark.parametrize("table", RECORDS)
def test_a_table_has_the_columns_of_its_record_type_in_order(table: str) -> None:
    with duckdb.connect() as cursor:
        derive(cursor, RECORDS.values())
        stored = shape(cursor, table)
    declared = fields(RECORDS[table])
    assert list(stored) == list(declared)
    assert {name: required for name, (_, required) in stored.items()} == {
        name: field.required for name, field in declared.items()
    }


def test_values_have_the_types_that_the_store_promises() -> None:
    with duckdb.connect() as cursor:
        derive(cursor, RECORDS.values())
        types = {name: data_type for table in RECORDS for name, (data_type, _) in shape(cursor, table).items()}
    promised = {
        **{"id": "VARCHAR", "number": "INTEGER", "created_at": "TIMESTAMP", "day": "DATE", "start": "TIME"},
        **{"topics": "VARCHAR[]", "interpreter": "BOOLEAN", "helper_hours": "DECIMAL(9,2)", "note": "VARCHAR"},
    }
    assert {name: types[name] for name in promised} == promised


def test_a_table_that_fits_is_left_alone(filled: duckdb.DuckDBPyConnection) -> None:
    assert contradictions(filled, [Visit]) == []
    assert not differ(filled, [Visit])
    before = shape(filled, "visits")
    derive(filled, [Visit])
    assert shape(filled, "visits") == before


def test_new_columns_are_added_and_old_records_kept(filled: duckdb.DuckDBPyConnection) -> None:
    assert contradictions(filled, [Longer]) == []
    assert differ(filled, [Longer])
    derive(filled, [Longer])
    assert filled.execute("SELECT id, persons, topics, helped FROM visits").fetchall() == [("a", 3, None, None)]
    assert shape(filled, "visits")["topics"] == ("VARCHAR[]", False)
    assert not differ(filled, [Longer])


def test_an_optional_column_that_is_no_longer_declared_stays(filled: duckdb.DuckDBPyConnection) -> None:
    derive(filled, [Longer])
    assert contradictions(filled, [Visit]) == []
    assert not differ(filled, [Visit])


def test_a_missing_table_is_no_difference_that_needs_a_backup(cursor: duckdb.DuckDBPyConnection) -> None:
    assert not differ(cursor, RECORDS.values())
    assert contradictions(cursor, RECORDS.values()) == []


def test_another_type_is_a_contradiction(cursor: duckdb.DuckDBPyConnection) -> None:
    (told,) = contradictions(cursor, [Retyped])
    assert told.de == "visits.persons ist als INTEGER gespeichert, aber als DECIMAL(9,2) vorgesehen"
    assert told.en == "visits.persons is stored as INTEGER but declared as DECIMAL(9,2)"


def test_a_required_column_that_is_no_longer_declared_is_a_contradiction(cursor: duckdb.DuckDBPyConnection) -> None:
    (told,) = contradictions(cursor, [Shorter])
    assert told.en == "visits.persons is stored as required but no longer declared"


@pytest.mark.parametrize(("record_type", "name"), [(Stricter, "remark"), (Extended, "setting")])
def test_a_value_that_old_records_lack_cant_be_required(
    filled: duckdb.DuckDBPyConnection, record_type: type[Record], name: str
) -> None:
    phrase = f"visits.{name} is declared as required but old records have no value"
    assert [told.en for told in contradictions(filled, [record_type])] == [phrase]


@pytest.mark.parametrize(("record_type", "name"), [(Stricter, "remark"), (Extended, "setting")])
def test_where_no_record_lacks_it_a_value_is_required_from_now_on(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], name: str
) -> None:
    assert contradictions(cursor, [record_type]) == []
    assert differ(cursor, [record_type])
    derive(cursor, [record_type])
    assert shape(cursor, "visits")[name] == ("VARCHAR", True)
    assert not differ(cursor, [record_type])


def test_a_value_that_is_no_longer_required_may_be_left_out(filled: duckdb.DuckDBPyConnection) -> None:
    assert contradictions(filled, [Milder]) == []
    assert differ(filled, [Milder])
    derive(filled, [Milder])
    filled.execute(f"INSERT INTO visits VALUES ('b', {STAMPS}, DATE '2018-01-02', NULL, NULL)")
    assert filled.execute("SELECT id, persons FROM visits ORDER BY id").fetchall() == [("a", 3), ("b", None)]


def test_all_contradictions_are_named() -> None:
    with duckdb.connect() as cursor:
        derive(cursor, [Extended])
        found = contradictions(cursor, [Retyped, Shorter])
    assert [phrase.en.split()[0] for phrase in found] == [
        *("visits.persons", "visits.setting"),
        *("visits.persons", "visits.setting"),
    ]


def test_identifiers_are_quoted() -> None:
    assert quoted('a "b"') == '"a ""b"""'
