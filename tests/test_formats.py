"""Values and messages read as a German or a British reader writes them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from dashboard import formats
from dashboard.formats import Reader
from schemas import RECORDS
from schemas.fields import Kind, fields
from schemas.vocabulary import VOCABULARIES

CONSULTATION = fields(RECORDS["consultations"])
EVENT = fields(RECORDS["events"])
ACTIVITY = fields(RECORDS["project_activities"])
GERMAN, ENGLISH = Reader("de"), Reader("en")


@pytest.mark.parametrize("text", ["Dauer (Min.)", "Themen: Wohnraumm", "Sonstige?", "Helferstunden: wie 1.234"])
def test_marks_that_mean_nothing_are_told_to_screen_readers_without_backslashes(text: str) -> None:
    assert formats.plain(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1. Test", r"1\. Test"),
        ("2) Test", r"2\) Test"),
        ("so :smile: so", r"so \:smile\: so"),
        ("www.#?", r"www\.\#\?"),
        ("x.de", r"x\.de"),
        ("[a](b)", r"\[a\](b)"),
    ],
)
def test_marks_that_mean_something_are_made_plain(text: str, plain: str) -> None:
    assert formats.plain(text) == plain


def test_every_kind_of_value_can_be_shown() -> None:
    assert set(formats.DISPLAYS) == set(Kind)


@pytest.mark.parametrize(
    ("field", "value", "german", "english"),
    [
        (CONSULTATION["day"], dt.date(2018, 1, 5), "05.01.2018", "05/01/2018"),
        (EVENT["start"], dt.time(9, 5), "09:05", "09:05"),
        (CONSULTATION["created_at"], dt.datetime(2018, 7, 1, 22, 30), "02.07.2018 00:30", "02/07/2018 00:30"),
        (EVENT["attendance"], 1234, "1.234", "1,234"),
        (ACTIVITY["helper_hours"], Decimal("1234.50"), "1.234,5", "1,234.5"),
        (ACTIVITY["helper_hours"], Decimal("4.00"), "4", "4"),
        (CONSULTATION["case_code"], "F-0042", "F-0042", "F-0042"),
        (CONSULTATION["note"], "Erste Zeile\nzweite", "Erste Zeile\nzweite", "Erste Zeile\nzweite"),
        (CONSULTATION["setting"], "open_hour", "Offene Sprechstunde", "Open consultation hour"),
        (
            CONSULTATION["topics"],
            ["school", "housing"],
            "Schulische Angelegenheiten, Wohnraum",
            "School matters, Housing",
        ),
        (CONSULTATION["interpreter"], True, "ja", "yes"),
        (CONSULTATION["interpreter"], False, "nein", "no"),
    ],
)
def test_a_value_is_shown_as_its_reader_writes_it(field: Any, value: object, german: str, english: str) -> None:
    assert formats.display(value, field, GERMAN) == german
    assert formats.display(value, field, ENGLISH) == english


def test_an_empty_value_is_shown_as_nothing_whatever_its_kind() -> None:
    assert {formats.display(None, field, GERMAN) for field in {**CONSULTATION, **EVENT}.values()} == {""}


def test_a_code_that_left_its_vocabulary_is_shown_as_it_is() -> None:
    assert formats.display("castle", CONSULTATION["setting"], GERMAN) == "castle"


def test_labels_come_from_the_vocabularies_of_the_office() -> None:
    value = VOCABULARIES["setting"][2]
    reader = Reader("de", {**VOCABULARIES, "setting": (type(value)("castle", type(value.label)("Burg", "Castle")),)})
    assert formats.display("castle", CONSULTATION["setting"], reader) == "Burg"


def test_a_week_carries_the_year_it_belongs_to() -> None:
    assert formats.week(dt.date(2018, 1, 15), "de") == "KW 03 2018"
    assert formats.week(dt.date(2017, 1, 1), "en") == "Week 52 2016"
    assert formats.week(dt.date(2018, 1, 15), "de", year=False) == "KW 03"


def test_months_are_named_in_the_readers_language() -> None:
    assert [formats.month(dt.date(2018, n, 1), "de") for n in (1, 3, 5)] == ["Jan. 2018", "März 2018", "Mai 2018"]
    assert formats.month(dt.date(2018, 3, 1), "en") == "Mar 2018"


def test_a_period_names_the_sides_it_has() -> None:
    start, end = dt.date(2017, 7, 1), dt.date(2018, 4, 30)
    assert formats.period(start, end, "de") == "01.07.2017 – 30.04.2018"
    assert formats.period(start, None, "de") == "01.07.2017 –"
    assert formats.period(None, None, "de") == ""


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [(12, "+12", "+12"), (-3, "−3", "−3"), (0, "±0", "±0"), (-1234.56, "−1.234,6", "−1,234.6"), (0.04, "±0", "±0")],
)
def test_a_change_carries_its_sign(value: float, german: str, english: str) -> None:
    assert (formats.change(value, "de"), formats.change(value, "en")) == (german, english)


@pytest.mark.parametrize(("share", "german"), [(0.125, "+12\u00a0%"), (-1.5, "−150\u00a0%"), (0.001, "±0\u00a0%")])
def test_a_change_in_percent_carries_its_sign(share: float, german: str) -> None:
    assert formats.change_percent(share, "de") == german


def test_percent_follows_the_language() -> None:
    assert formats.percent(0.1234, "de", places=1) == "12,3\u00a0%"
    assert formats.percent(0.1234, "en") == "12%"
