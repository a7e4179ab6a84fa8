"""A selection means the same records for lists and for figures."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest

from db.selection import CONDITIONS, SOME_VALUE, UNSPLIT, Selection, conditions
from db.tables import derive, quoted
from schemas import columns
from schemas.fields import Kind, fields
from schemas.labels import Label
from schemas.record import Record, about

_NAME = Label("Name", "Name")
_MOMENT = dt.datetime(2018, 1, 1)
_SYSTEM = (1, _MOMENT, "a", _MOMENT, "a")


class Visit(Record, table="visits", singular=_NAME, plural=_NAME):
    """One field of every kind, so that each can be filtered."""

    day: columns.Day = columns.day(_NAME, required=True)
    at: columns.Time = columns.time(_NAME)
    seen: columns.Moment = columns.moment(_NAME)
    persons: columns.Integer = columns.integer(_NAME, split=("children", "others"))
    children: columns.Integer = columns.integer(_NAME)
    others: columns.Integer = columns.integer(_NAME)
    hours: columns.Decimal = columns.decimal(_NAME)
    title: columns.Text = columns.text(_NAME, longest=20)
    remark: columns.Text = columns.note(_NAME, longest=20)
    setting: columns.Choice = columns.choice(_NAME, "setting")
    topics: columns.Choices = columns.choices(_NAME, "topic")
    helped: columns.Flag = columns.flag(_NAME)


class Course(Record, table="courses", singular=_NAME, plural=_NAME, until="ended"):
    """Lasts longer than a day."""

    day: columns.Day = columns.day(_NAME, required=True)
    ended: columns.Day = columns.day(_NAME)


_FULL = (
    dt.date(2018, 1, 1),
    "14:30",
    "2018-01-01 10:00",
    2,
    2,
    None,
    "1.50",
    "a'b",
    "x",
    "office",
    ["school", "work"],
    True,
)
_OTHER = (dt.date(2018, 1, 31), "09:00", "2018-01-31 10:00", 3, 1, 0, "2", "c", "y", "remote", ["work"], False)
_EMPTY = (dt.date(2018, 2, 1), None, None, None, None, None, None, None, None, None, None, None)


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        derive(connection, [Visit])
        marks = ", ".join("?" * len(fields(Visit)))
        for number, values in enumerate((_FULL, _OTHER, _EMPTY), start=1):
            connection.execute(f"INSERT INTO visits VALUES ({marks})", [str(number), number, *_SYSTEM, *values])
        yield connection


def numbers(cursor: duckdb.DuckDBPyConnection, selection: Selection, record_type: type[Record] = Visit) -> list[int]:
    found = conditions(record_type, selection)
    table = quoted(about(record_type).table)
    rows = cursor.execute(f"SELECT number FROM {table} WHERE {found.sql} ORDER BY number", found.params).fetchall()
    return [number for (number,) in rows]


def test_every_kind_of_value_can_be_filtered() -> None:
    assert set(CONDITIONS) == set(Kind)


def test_an_empty_selection_is_true() -> None:
    found = conditions(Visit, Selection())
    assert (found.sql, found.params, found.ignored) == ("true", [], ())


def test_both_ends_of_a_period_are_included(cursor: duckdb.DuckDBPyConnection) -> None:
    assert numbers(cursor, Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 31))) == [1, 2]
    assert numbers(cursor, Selection(dt.date(2018, 1, 2), dt.date(2018, 1, 30))) == []
    assert numbers(cursor, Selection(start=dt.date(2018, 1, 31))) == [2, 3]
    assert numbers(cursor, Selection(end=dt.date(2018, 1, 31))) == [1, 2]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("day", "2018-01-01"),
        ("at", "14:30"),
        ("seen", "2018-01-01 10:00"),
        ("persons", "2"),
        ("hours", "1.5"),
        ("title", "a'b"),
        ("remark", "x"),
        ("setting", "office"),
        ("topics", "school"),
        ("helped", "yes"),
    ],
)
def test_a_code_selects_the_records_with_it(cursor: duckdb.DuckDBPyConnection, field: str, code: str) -> None:
    assert numbers(cursor, Selection(where=((field, (code,)),))) == [1]


@pytest.mark.parametrize("field", [name for name in fields(Visit) if name not in ("day",)])
def test_a_code_that_no_record_can_have_selects_nothing(cursor: duckdb.DuckDBPyConnection, field: str) -> None:
    assert numbers(cursor, Selection(where=((field, ("' OR true --",)),))) == []


@pytest.mark.parametrize("field", ["at", "seen", "persons", "hours", "title", "remark", "setting", "topics", "helped"])
def test_the_empty_code_selects_the_records_without_a_value(cursor: duckdb.DuckDBPyConnection, field: str) -> None:
    assert numbers(cursor, Selection(where=((field, ("",)),))) == [3]


@pytest.mark.parametrize(
    ("field", "found"), [("persons", [1, 2]), ("hours", [1, 2]), ("others", []), ("title", [1, 2]), ("remark", [1, 2])]
)
def test_the_records_with_some_value_are_those_that_add_something_or_say_something(
    cursor: duckdb.DuckDBPyConnection, field: str, found: list[int]
) -> None:
    assert numbers(cursor, Selection(where=((field, (SOME_VALUE,)),))) == found
    assert numbers(cursor, Selection(where=((field, (SOME_VALUE, "")),))) == ([1, 2, 3] if found else [1, 3])


def test_records_of_which_more_is_told_than_its_parts_are_selected(cursor: duckdb.DuckDBPyConnection) -> None:
    assert numbers(cursor, Selection(where=(("persons", (UNSPLIT,)),))) == [2]
    assert numbers(cursor, Selection(where=(("children", (UNSPLIT,)),))) == []


def test_several_codes_of_a_field_mean_any_of_them(cursor: duckdb.DuckDBPyConnection) -> None:
    assert numbers(cursor, Selection(where=(("topics", ("school", "work")),))) == [1, 2]
    assert numbers(cursor, Selection(where=(("setting", ("remote", "")),))) == [2, 3]


def test_several_fields_must_all_hold(cursor: duckdb.DuckDBPyConnection) -> None:
    assert numbers(cursor, Selection(where=(("topics", ("work",)), ("helped", ("no",))))) == [2]


def test_a_field_named_twice_must_satisfy_both(cursor: duckdb.DuckDBPyConnection) -> None:
    chosen = Selection(where=(("topics", ("work",)),))
    assert numbers(cursor, chosen.narrowed("topics", "school")) == [1]


def test_no_codes_at_all_are_no_filter(cursor: duckdb.DuckDBPyConnection) -> None:
    assert numbers(cursor, Selection(where=(("topics", ()),))) == [1, 2, 3]


def test_fields_that_the_record_type_lacks_are_reported() -> None:
    found = conditions(Visit, Selection(where=(("client_group", ("recognised",)), ("setting", ("office",)))))
    assert found.ignored == ("client_group",)
    assert found.params == ["office"]


def test_within_keeps_the_days_that_both_periods_share() -> None:
    year = Selection(dt.date(2018, 1, 10), None, (("topics", ("work",)),))
    january = year.within(dt.date(2018, 1, 1), dt.date(2018, 1, 31))
    assert january == Selection(dt.date(2018, 1, 10), dt.date(2018, 1, 31), (("topics", ("work",)),))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2018-03-01", "2018-03-31", [2, 3]),
        ("2018-01-31", "2018-02-01", [1, 2]),
        ("2018-02-02", None, [2, 3]),
        (None, "2018-02-01", [1, 2]),
    ],
)
def test_a_record_that_lasts_falls_into_every_period_that_it_touches(
    start: str | None, end: str | None, found: list[int]
) -> None:
    days = [("2017-01-01", "2018-02-01"), ("2018-01-15", None), ("2018-03-31", "2018-04-05")]
    with duckdb.connect() as connection:
        derive(connection, [Course])
        for number, (first, last) in enumerate(days, start=1):
            connection.execute(
                "INSERT INTO courses VALUES (?, ?, 1, ?, 'a', ?, 'a', ?, ?)",
                [str(number), number, _MOMENT, _MOMENT, first, last],
            )
        first_day, last_day = (dt.date.fromisoformat(day) if day else None for day in (start, end))
        assert numbers(connection, Selection(first_day, last_day), Course) == found
