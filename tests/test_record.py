"""A declaration that contradicts itself stops the program at import, naming class and field."""

import pytest

from schemas import columns
from schemas.fields import fields
from schemas.labels import Label
from schemas.record import Record, about

NAME = Label("Name", "Name")


def test_a_missing_german_title_is_named() -> None:
    with pytest.raises(TypeError, match=r"^Visit\.day: the title is missing in German or English$"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            day: columns.Day = columns.day(Label("", "Day"), required=True)


def test_a_missing_english_title_is_named() -> None:
    with pytest.raises(TypeError, match=r"Visit\.remark: the title is missing"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            day: columns.Day = columns.day(NAME, required=True)
            remark: columns.Text = columns.note(Label("Bemerkung", ""), longest=10)


def test_an_unknown_vocabulary_is_named() -> None:
    with pytest.raises(TypeError, match=r"^Visit\.weather: there is no vocabulary 'weathers'$"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            day: columns.Day = columns.day(NAME, required=True)
            weather: columns.Choice = columns.choice(NAME, "weathers")


@pytest.mark.parametrize("column", [columns.text, columns.note])
def test_free_text_is_no_dimension(column: type) -> None:
    with pytest.raises(TypeError, match=r"^Visit\.remark: free text can't be a dimension$"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            day: columns.Day = columns.day(NAME, required=True)
            remark: columns.Text = column(NAME, longest=10, dimension=True)


def test_only_numbers_are_summed() -> None:
    with pytest.raises(TypeError, match=r"^Visit\.alone: only a number can be summed$"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            day: columns.Day = columns.day(NAME, required=True)
            alone: columns.Flag = columns.flag(NAME, measure=True)


def test_a_record_type_without_a_day_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^Visit\.day: a record type is dated by a day that is required$"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            persons: columns.Integer = columns.integer(NAME)


def test_the_day_that_dates_a_record_is_required() -> None:
    with pytest.raises(TypeError, match=r"Visit\.day: a record type is dated by"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            day: columns.Day = columns.day(NAME)


def test_a_record_is_dated_by_a_day_and_nothing_else() -> None:
    with pytest.raises(TypeError, match=r"Visit\.persons: a record type is dated by"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME, dated_by="persons"):
            day: columns.Day = columns.day(NAME, required=True)
            persons: columns.Integer = columns.integer(NAME, required=True)


def test_what_a_record_lasts_until_and_refers_by_are_fields_of_it() -> None:
    with pytest.raises(
        TypeError, match=r"Visit\.left: a record lasts until a day; Visit\.place: there is no such field"
    ):

        class Visit(Record, table="visits", singular=NAME, plural=NAME, until="left", refers={"place": "places"}):
            day: columns.Day = columns.day(NAME, required=True)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(TypeError, match=r"^Visit\.place: there is no .*; Visit\.day: a record type is dated"):

        class Visit(Record, table="visits", singular=NAME, plural=NAME):
            place: columns.Choice = columns.choice(NAME, "x")


def test_a_sound_declaration_has_names_and_fields_in_its_order() -> None:
    class Visit(Record, table="visits", singular=Label("Besuch", "Visit"), plural=NAME, dated_by="seen"):
        persons: columns.Integer = columns.integer(NAME)
        seen: columns.Day = columns.day(NAME, required=True)

    assert (about(Visit).table, about(Visit).singular.de, about(Visit).dated_by) == ("visits", "Besuch", "seen")
    assert list(fields(Visit))[-2:] == ["persons", "seen"]
