"""Problems say which row and field breaks which rule; a check that fails itself is another matter."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from pandera.config import CONFIG, config_context

from schemas import Consultation, columns
from schemas.given import Given, given, under
from schemas.labels import Label
from schemas.problems import BrokenCheck, check, frame_of
from schemas.record import Record
from schemas.vocabulary import VOCABULARIES, Value
from tests.conftest import OPENED, TODAY

NAME = Label("Name", "Name")
GIVEN = Given(TODAY, OPENED)
GOOD = {
    "day": TODAY,
    "topics": ["school"],
    "client_group": "recognised",
    "setting": "office",
    "persons": 3,
}


class Visit(Record, table="visits", singular=NAME, plural=NAME):
    """A record type whose own rule is broken."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME)

    @columns.rule("broken", "persons", de="Falsch.", en="Wrong.")
    def broken(cls, frame: pd.DataFrame) -> pd.Series:
        """Divides by zero."""
        return frame["no such column"]


def named(*records: dict[str, object]) -> list[tuple[int, str, str]]:
    found = check(Consultation, frame_of(Consultation, records), GIVEN)
    return [(problem.row, problem.field, problem.rule) for problem in found]


def test_good_records_have_no_problems() -> None:
    assert named(GOOD, GOOD) == []


def test_no_records_have_no_problems() -> None:
    assert named() == []


def test_an_empty_record_lacks_every_required_field_in_the_order_of_the_form() -> None:
    required = ["day", "topics", "client_group", "setting", "persons"]
    assert named({}) == [(0, field, "required") for field in required]


def test_problems_come_by_row_and_then_by_field() -> None:
    late, many = {**GOOD, "day": dt.date(2019, 1, 1)}, {**GOOD, "minors": 4, "note": "x" * 281}
    assert named(GOOD, {**late, "setting": None}, GOOD, many) == [
        (1, "day", "past"),
        (1, "setting", "required"),
        (3, "minors", "minors_within_persons"),
        (3, "note", "longest"),
    ]


def test_a_rule_over_columns_is_one_problem_a_row() -> None:
    assert named({**GOOD, "minors": 4}, {**GOOD, "minors": 3}, {**GOOD, "minors": 9}) == [
        (0, "minors", "minors_within_persons"),
        (2, "minors", "minors_within_persons"),
    ]


def test_a_field_that_nobody_declared_is_an_error() -> None:
    with pytest.raises(KeyError, match="colour"):
        frame_of(Consultation, [GOOD, {**GOOD, "colour": "red"}])


def test_a_check_that_raises_is_a_fault_of_the_program_and_not_of_the_record() -> None:
    with pytest.raises(BrokenCheck, match="Visit"):
        check(Visit, frame_of(Visit, [{"day": TODAY, "persons": 1}]), GIVEN)


def test_a_broken_rule_is_not_asked_about_empty_values() -> None:
    assert check(Visit, frame_of(Visit, [{"day": TODAY}]), GIVEN) == []


def test_a_required_column_that_nobody_filled_is_missing_in_every_row() -> None:
    frame = frame_of(Consultation, [GOOD, GOOD]).drop(columns=["setting"])
    found = [(problem.row, problem.field, problem.rule) for problem in check(Consultation, frame, GIVEN)]
    assert found == [(0, "setting", "required"), (1, "setting", "required")]


def test_records_are_checked_under_the_circumstances_given() -> None:
    frame = frame_of(Consultation, [GOOD])
    assert check(Consultation, frame, GIVEN) == []
    (yesterday,) = check(Consultation, frame, Given(TODAY - dt.timedelta(days=1), OPENED))
    assert (yesterday.rule, yesterday.bounds["today"]) == ("past", TODAY - dt.timedelta(days=1))
    (unopened,) = check(Consultation, frame, Given(TODAY, TODAY + dt.timedelta(days=1)))
    assert unopened.rule == "opened"
    weather = {**VOCABULARIES, "setting": (Value("park", NAME),)}
    (unknown,) = check(Consultation, frame, Given(TODAY, OPENED, weather))
    assert (unknown.field, unknown.rule) == ("setting", "known")


def test_a_value_that_was_retired_or_merged_is_named_with_what_to_choose() -> None:
    housing, school, *others = VOCABULARIES["topic"]
    gone = (replace(housing, retired=True), replace(school, retired=True, merged_into=others[0].code))
    given = Given(TODAY, OPENED, {**VOCABULARIES, "topic": (*gone, *others)})
    topics = (["work"], [housing.code, school.code], ["x"])
    frame = frame_of(Consultation, [GOOD | {"topics": each} for each in topics])
    retired, unknown = check(Consultation, frame, given)
    assert retired.sentence == Label(
        f"„{housing.label.de}“ ist stillgelegt. Bitte einen anderen Wert wählen. „{school.label.de}“ wurde mit "
        f"„{others[0].label.de}“ zusammengeführt. Bitte „{others[0].label.de}“ wählen.",
        f"{housing.label.en} is retired. Please choose another value. {school.label.en} was merged into "
        f"{others[0].label.en}. Please choose {others[0].label.en}.",
    )
    assert (retired.row, unknown.row, unknown.sentence) == (1, 2, None)
    (rest,) = check(Consultation, frame.iloc[1:2], replace(given, kept=frozenset({("topic", housing.code)})))
    assert rest.sentence
    assert housing.label.en not in rest.sentence.en


def test_circumstances_end_with_the_check_even_if_it_fails() -> None:
    with under(GIVEN):
        assert given() is GIVEN
    with pytest.raises(ZeroDivisionError), under(GIVEN):
        raise ZeroDivisionError
    with pytest.raises(LookupError):
        given()


def test_no_setting_of_the_machine_switches_the_rules_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONFIG, "validation_enabled", False)
    with config_context(validation_enabled=False):
        (problem,) = check(Consultation, frame_of(Consultation, [GOOD | {"persons": 1000}]), GIVEN)
    assert problem.rule == "span"
