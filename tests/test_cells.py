"""A cell means what a person has meant by it, or stays the text that it is."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.cells import manner_of, read, text_of
from db.number_marks import Mark
from db.sheets import Cell
from db.value_names import names_of
from schemas import Consultation, Event, HomeVisit, ProjectActivity
from schemas.fields import fields
from schemas.record import Record
from schemas.vocabulary import VOCABULARIES


def values(record_type: type[Record], name: str, *cells: Cell, heading: str = "", **manner: Any) -> list[Any]:
    """What cells of a column mean."""
    field = fields(record_type)[name]
    names = names_of(VOCABULARIES[field.vocabulary], {}) if field.vocabulary else None
    read_as = manner_of(field, heading, cells, mark=None, names=names)
    return read(cells, replace(read_as, **manner))


HALF_PAST, FROM_EXCEL = dt.time(10, 30), dt.datetime(1899, 12, 30, 10, 30)
DAY = dt.date(2017, 12, 31)


@pytest.mark.parametrize(
    "cell",
    ["31.12.2017", "31.12.17", "2017-12-31", " 31.12.2017 ", "31.12.2017 00:00", "2017-12-31T00:00:00", "43100", 43100]
    + [43100.0, dt.datetime(2017, 12, 31), DAY],
)
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert values(Consultation, "day", cell) == [DAY]


def test_a_plain_number_is_a_day_by_the_count_of_its_workbook() -> None:
    assert values(Consultation, "day", 41638.0, "41638", day_zero=dt.date(1904, 1, 1)) == [DAY, DAY]


@pytest.mark.parametrize("cell", ["31.02.2018", "gestern", "5.3.", dt.datetime(2018, 1, 2, 3), 12, "99999", True])
def test_what_is_no_day_stays_text(cell: Cell) -> None:
    assert values(Consultation, "day", cell) == [text_of(cell)]


@pytest.mark.parametrize("cell", ["10:30", "10:30:00", "10.30 Uhr", 0.4375, HALF_PAST, FROM_EXCEL])
def test_a_time_is_read_however_it_is_written(cell: Cell) -> None:
    assert values(Event, "start", cell) == [dt.time(10, 30)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("3", 3), (3, 3), (3.0, 3), ("3,0", 3), ("1,200", 1200), ("1.200", 1200), ("-1", -1)]
    + [("zwei", "zwei"), (2.5, "2.5"), ("1.5 Std", "1.5 Std"), (True, "True")]
    + [(1.234, "1.234"), (0.125, "0.125"), ("0,125", "0,125"), ("0.125", "0.125")],
)
def test_a_whole_number_is_read_or_stays_text(cell: Cell, value: Any) -> None:
    assert values(Event, "attendance", cell) == [value]


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [("1.234", Mark.COMMA, "1234"), ("1.234", Mark.POINT, "1.234"), ("1,5", Mark.POINT, "1.5")]
    + [(1.234, Mark.COMMA, "1.234")],
)
def test_a_number_with_decimal_places_follows_the_mark_of_its_column(cell: Cell, mark: Mark, value: str) -> None:
    assert values(ProjectActivity, "helper_hours", cell, mark=mark) == [Decimal(value)]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("ja", "Nein", "", "x", "TRUE", "false"), [True, False, None, True, True, False]),
        (("1", 0, True, "nein"), [True, False, True, False]),
        (("x", "", None, "X"), [True, False, False, True]),
        (("", ""), [None, None]),
        (("vielleicht",), ["vielleicht"]),
    ],
)
def test_yes_and_no_are_words_numbers_truths_or_crosses(cells: tuple[Cell, ...], found: list[Any]) -> None:
    assert values(HomeVisit, "volunteer", *cells) == found


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("Erstkontakt", ("ja", "nein", "", "Folgekontakt"), ["first", "follow_up", None, "follow_up"]),
        ("First contact", ("x", ""), ["first", "follow_up"]),
        ("Kontakt", ("Erstkontakt", "ja"), ["first", "ja"]),
    ],
)
def test_yes_and_no_mean_a_value_only_below_the_heading_that_asks_so(
    heading: str, cells: tuple[Cell, ...], found: list[Any]
) -> None:
    assert values(Consultation, "contact", *cells, heading=heading) == found


def test_a_line_break_in_a_text_of_one_line_is_a_blank_and_stays_in_a_note() -> None:
    assert values(Event, "title", "Runde \r\n(Nr. 1)") == ["Runde (Nr. 1)"]
    assert values(Consultation, "note", " Runde\r\n(Nr. 1) ") == ["Runde\n(Nr. 1)"]


def test_an_apostrophe_that_guards_a_text_is_taken_away_and_others_are_not() -> None:
    cells = "'=siehe Liste 2", "'s ist gut", "=1+1", "''x"
    assert values(Consultation, "note", *cells, guards=True) == ["=siehe Liste 2", "'s ist gut", "=1+1", "'x"]
    assert values(Consultation, "note", *cells) == list(cells)
