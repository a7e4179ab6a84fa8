"""The rules that a column declares: what passes, what breaks them, and that nothing is bent to pass."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from schemas import columns
from schemas.given import Given
from schemas.labels import Label
from schemas.problems import Problem, check, frame_of
from schemas.record import Record
from tests.conftest import OPENED, TODAY

NAME = Label("Name", "Name")
GIVEN = Given(TODAY, OPENED)
A_DAY = dt.timedelta(days=1)


class Visit(Record, table="visits", singular=NAME, plural=NAME):
    """One field of every kind, and one rule over two of them."""

    day: columns.Day = columns.day(NAME, required=True)
    planned: columns.Day = columns.day(NAME, past=False)
    founded: columns.Day = columns.day(NAME, opened=False)
    at: columns.Time = columns.time(NAME)
    seen: columns.Moment = columns.moment(NAME)
    persons: columns.Integer = columns.integer(NAME, minimum=1, maximum=99)
    hours: columns.Decimal = columns.decimal(NAME, maximum=Decimal(24))
    title: columns.Text = columns.text(NAME, longest=5)
    code: columns.Text = columns.text(NAME, longest=6, pattern="[A-Z]-[0-9]{4}", form="F-0042")
    remark: columns.Text = columns.note(NAME, longest=5)
    setting: columns.Choice = columns.choice(NAME, "setting")
    topics: columns.Choices = columns.choices(NAME, "topic")
    helped: columns.Flag = columns.flag(NAME)
    unlimited: columns.Integer = columns.integer(NAME)
    amount: columns.Decimal = columns.decimal(NAME)

    @columns.rule("an_hour_a_person", "hours", "persons", de="Zu kurz.", en="Too short.", shown_at="persons")
    def an_hour_a_person(cls, frame: pd.DataFrame) -> pd.Series:
        """Everybody takes an hour."""
        return frame["hours"] >= frame["persons"]


def problems(**values: Any) -> list[Problem]:
    return check(Visit, frame_of(Visit, [{"day": TODAY, **values}]), GIVEN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", TODAY),
        ("day", OPENED),
        ("planned", TODAY + 999 * A_DAY),
        ("planned", OPENED),
        ("founded", OPENED - 9999 * A_DAY),
        ("founded", TODAY),
        ("at", dt.time(0, 0)),
        ("at", dt.time(23, 59)),
        ("seen", dt.datetime(2018, 1, 2, 3, 4, 5, 6)),
        ("persons", 1),
        ("persons", 99),
        ("hours", Decimal(0)),
        ("hours", Decimal("23.25")),
        ("hours", Decimal("1.500")),
        ("hours", 24),
        ("title", "a"),
        ("title", "äöüß€"),
        ("title", "'; --"),
        ("code", "F-0042"),
        ("remark", "a\nb"),
        ("setting", "office"),
        ("topics", ["school"]),
        ("topics", ["school", "work"]),
        ("helped", True),
        ("helped", False),
        ("unlimited", 0),
        ("unlimited", 2_147_483_647),
        ("amount", Decimal("9999999.99")),
        *(
            (name, None)
            for name in ("planned", "at", "seen", "persons", "hours", "title", "remark", "setting", "helped")
        ),
        ("topics", []),
        ("topics", None),
    ],
)
def test_a_value_within_its_bounds_passes(field: str, value: Any) -> None:
    assert problems(**{field: value}) == []


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("day", None, "required"),
        ("day", TODAY + A_DAY, "past"),
        ("day", OPENED - A_DAY, "opened"),
        ("planned", OPENED - A_DAY, "opened"),
        ("founded", TODAY + A_DAY, "past"),
        ("at", dt.time(14, 30, 1), "clock"),
        ("at", dt.time(14, 30, 0, 1), "clock"),
        ("seen", dt.datetime(2018, 1, 2, tzinfo=dt.UTC), "moment"),
        ("persons", 0, "span"),
        ("persons", -1, "span"),
        ("persons", 100, "span"),
        ("persons", 10**30, "span"),
        ("hours", Decimal("-0.01"), "span"),
        ("hours", Decimal("24.01"), "span"),
        ("hours", Decimal("1.005"), "span"),
        ("hours", Decimal("Infinity"), "span"),
        ("title", "sechs!", "longest"),
        ("title", "a\nb", "printable"),
        ("title", "a\x00b", "printable"),
        ("title", "a\x85b", "printable"),
        ("code", "Meier", "pattern"),
        ("code", "F-00421", "longest"),
        ("code", "f-0042", "pattern"),
        ("code", "F-٠٠٤٢", "pattern"),
        ("remark", "sechs!", "longest"),
        ("remark", "a\x1bb", "printable"),
        ("setting", "Büro", "known"),
        ("setting", "OFFICE", "known"),
        ("topics", ["school", "weather"], "known"),
        ("topics", ["school", "school"], "known"),
        ("unlimited", 2_147_483_648, "span"),
        ("amount", Decimal("10000000.00"), "span"),
    ],
)
def test_a_breach_names_the_rule_that_it_breaks(field: str, value: Any, rule: str) -> None:
    found = [(problem.row, problem.field, problem.rule) for problem in problems(**{field: value})]
    assert (0, field, rule) in found
    assert {name for _, name, _ in found} == {field}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("day", "2018-01-02", "day"),
        ("day", dt.datetime(2018, 1, 2), "day"),
        ("at", "14:30", "clock"),
        ("seen", dt.date(2018, 1, 2), "moment"),
        ("persons", "5", "span"),
        ("persons", 5.0, "span"),
        ("persons", True, "span"),
        ("persons", Decimal(5), "span"),
        ("hours", "1.5", "span"),
        ("hours", 1.5, "span"),
        ("hours", True, "span"),
        ("title", 5, "longest"),
        ("remark", 5, "longest"),
        ("setting", 1, "known"),
        ("topics", "school", "known"),
        ("topics", ("school",), "known"),
        ("topics", [["school"]], "known"),
        ("helped", 1, "flag"),
        ("helped", "True", "flag"),
        ("helped", "yes", "flag"),
    ],
)
def test_a_value_of_another_type_is_a_problem_and_never_converted(field: str, value: Any, rule: str) -> None:
    assert (field, rule) in {(problem.field, problem.rule) for problem in problems(**{field: value})}


def test_a_problem_brings_the_bounds_that_its_message_needs() -> None:
    (problem,) = problems(persons=100)
    assert problem == Problem(0, "persons", "span", {"minimum": 1, "maximum": 99, "today": TODAY, "opened": OPENED})
    assert problems(code="Meier")[0].bounds["form"] == "F-0042"
    assert problems(title="sechs!")[0].bounds["longest"] == 5


def test_a_rule_over_columns_speaks_its_own_words_at_the_field_it_names() -> None:
    assert problems(hours=Decimal(1), persons=2) == [
        Problem(0, "persons", "an_hour_a_person", {}, Label("Zu kurz.", "Too short."))
    ]


def test_a_rule_over_columns_is_not_asked_where_one_of_them_is_empty() -> None:
    assert problems(hours=Decimal(0)) == []
    assert problems(persons=2) == []
