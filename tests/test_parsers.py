"""What people write becomes the value they mean, and what can't be read stays what they wrote."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields import Kind
from schemas.parsers import PARSERS, Notation, parse

TODAY = dt.date(2018, 5, 8)
GERMAN, ENGLISH = Notation(decimal_comma=True, today=TODAY), Notation(decimal_comma=False)
MARCH_5 = dt.date(2018, 3, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9.5.", dt.date(2018, 5, 9)),
        ("7.5.", dt.date(2018, 5, 7)),
        ("3.1.", dt.date(2018, 1, 3)),
        ("3.10.", dt.date(2018, 10, 3)),
        ("20.12.", dt.date(2017, 12, 20)),
    ],
)
def test_without_a_year_a_day_that_can_lie_ahead_is_the_nearest_one(text: str, day: dt.date) -> None:
    assert parse(Kind.DAY, text, Notation(today=TODAY, ahead=True)) == day
    assert parse(Kind.DAY, "31.2.", Notation(today=TODAY, ahead=True)) == "31.2."


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DAY, "05.03.2018", MARCH_5),
        (Kind.DAY, " 5.3.18 ", MARCH_5),
        (Kind.DAY, "5/3/2018", MARCH_5),
        (Kind.DAY, "05032018", MARCH_5),
        (Kind.DAY, "050318", MARCH_5),
        (Kind.DAY, "2018-03-05", MARCH_5),
        (Kind.DAY, "5.3.", MARCH_5),
        (Kind.DAY, "9.5.", dt.date(2017, 5, 9)),
        (Kind.DAY, "31.02.2018", "31.02.2018"),
        (Kind.DAY, "29.2.", "29.2."),
        (Kind.DAY, "5.3.2018 abends", "5.3.2018 abends"),
        (Kind.TIME, "14:30", dt.time(14, 30)),
        (Kind.TIME, "9.05 Uhr", dt.time(9, 5)),
        (Kind.TIME, "1430", dt.time(14, 30)),
        (Kind.TIME, "9", dt.time(9)),
        (Kind.TIME, "25:00", "25:00"),
        (Kind.MOMENT, "05.03.2018 14:30", dt.datetime(2018, 3, 5, 14, 30)),
        (Kind.MOMENT, "05.03.2018", "05.03.2018"),
        (Kind.INTEGER, "12", 12),
        (Kind.INTEGER, "1.234", 1234),
        (Kind.INTEGER, "-3", -3),
        (Kind.INTEGER, "1,5", "1,5"),
        (Kind.INTEGER, "zwei", "zwei"),
        (Kind.INTEGER, "²", "²"),
        (Kind.DECIMAL, "1.234,5", Decimal("1234.5")),
        (Kind.DECIMAL, "7,25", Decimal("7.25")),
        (Kind.DECIMAL, "7.25", Decimal("7.25")),
        (Kind.DECIMAL, "0.125", Decimal("0.125")),
        (Kind.INTEGER, "0.125", "0.125"),
        (Kind.DECIMAL, "1,2,3", "1,2,3"),
        (Kind.DECIMAL, "inf", "inf"),
        (Kind.FLAG, "Ja", True),
        (Kind.FLAG, "no", False),
        (Kind.FLAG, "vielleicht", "vielleicht"),
        (Kind.CHOICES, "school; housing", ["school", "housing"]),
        (Kind.TEXT, " so ", " so "),
    ],
)
def test_a_text_is_read_as_it_was_meant(kind: Kind, text: str, value: Any) -> None:
    found = parse(kind, text, GERMAN)
    assert found == value
    assert type(found) is type(value)


def test_in_english_the_comma_groups_thousands() -> None:
    assert parse(Kind.DECIMAL, "1,234.5", ENGLISH) == Decimal("1234.5")
    assert parse(Kind.INTEGER, "1,234", ENGLISH) == 1234


def test_without_a_today_a_day_needs_its_year() -> None:
    assert parse(Kind.DAY, "5.3.", ENGLISH) == "5.3."


@pytest.mark.parametrize("kind", Kind)
def test_nothing_typed_is_no_value(kind: Kind) -> None:
    assert parse(kind, "", GERMAN) is None


@given(kind=st.sampled_from(sorted(PARSERS, key=str)), text=st.text(max_size=30))
def test_no_text_makes_it_fail(kind: Kind, text: str) -> None:
    parse(kind, text, GERMAN)
    parse(kind, text, ENGLISH)
