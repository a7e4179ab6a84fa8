"""Columns find their fields by what these are called, and the headings are found below titles."""

import pytest

from db.headings import Heading, guess, heading_row, headings
from db.import_refusals import NoHeadings
from schemas import RECORDS, Consultation, Event, HomeVisit
from schemas.fields import shown
from schemas.record import Record

TYPES = pytest.mark.parametrize("record_type", RECORDS.values(), ids=list(RECORDS))


def guessed(record_type: type[Record], *texts: str, **remembered: str | None) -> dict[str, str]:
    """The fields that were found, by the text of their heading."""
    columns = [Heading(place, text) for place, text in enumerate(texts)]
    return {texts[place]: name for place, name in guess(record_type, columns, remembered).items()}


@TYPES
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_field_is_found_by_its_title_in_either_language(record_type: type[Record], language: str) -> None:
    titles = {field.label.in_language(language): name for name, field in shown(record_type).items()}
    assert guessed(record_type, *titles) == titles


@pytest.mark.parametrize(
    ("record_type", "heading", "field"),
    [
        (Consultation, "Dauer (Min.)", "minutes"),
        (Consultation, "DAUER IN MINUTEN", "minutes"),
        (Consultation, "Erstkontakt", "contact"),
        (Consultation, "Personengrupe", "client_group"),
        (HomeVisit, "Personen angetroffen", "persons"),
        (Event, "Registered", "registrations"),
        (Event, "Art", "kind"),
    ],
)
def test_a_field_is_found_by_its_aliases_and_through_a_slip(
    record_type: type[Record], heading: str, field: str
) -> None:
    assert guessed(record_type, heading) == {heading: field}


def test_what_the_program_fills_in_itself_and_what_is_strange_is_not_taken() -> None:
    assert guessed(Consultation, "Nr.", "ID", "Version", "Erfasst am", "Geändert von", "Augenfarbe") == {}


def test_no_field_is_found_twice() -> None:
    assert guessed(Consultation, "Tag", "Datum", "Date") == {"Tag": "day"}


def test_what_was_chosen_before_goes_before_titles_and_what_was_left_out_stays_out() -> None:
    assert guessed(Consultation, "Wann", "Ort", wann="day", ort=None) == {"Wann": "day"}


def test_titles_above_the_headings_are_passed_over() -> None:
    rows = [["Beratungen 2018", ""], [], ["Datum", "Thema"], ["1.2.2018", "Wohnraum"]]
    assert heading_row(rows, Consultation) == 2


def test_headings_of_the_office_s_own_are_the_first_wide_row() -> None:
    rows = [["Unsere Liste"], ["Wann", "Was", "Wo"], ["1.2.2018", "Wohnraum", "Leiferde"]]
    assert heading_row(rows, Consultation) == 1


@pytest.mark.parametrize("rows", [[], [["Datum", "Ort"]], [[], ["Datum"], []]])
def test_headings_without_records_are_no_table(rows: list[list[str]]) -> None:
    with pytest.raises(NoHeadings):
        heading_row(rows, Consultation)


def test_empty_headings_and_the_column_of_errors_are_no_columns() -> None:
    assert headings([["Datum", "", " Ort ", None, "Fehler"]], 0) == (Heading(0, "Datum"), Heading(2, "Ort"))
