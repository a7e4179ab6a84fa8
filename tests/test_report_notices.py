"""The lead reads above a preview what is kept back, and why nothing is compared, in whole sentences."""

import datetime as dt

import pytest

from dashboard.report_comparison import missing, told
from dashboard.report_notices import kept_back
from dashboard.translations import translator
from db.frozen_figures import Closing, FrozenFigures

CLOSING = Closing("id", 1, "Winter", dt.date(2018, 1, 1), dt.date(2018, 3, 31), 7, dt.datetime(2018, 4, 2), "lea", "")
ALONE = FrozenFigures(CLOSING, {}, {})


@pytest.mark.parametrize(
    ("language", "small", "others", "said"),
    [
        ("de", 0, 0, "Keine Zahl ist zu klein, um genannt zu werden (unter 5)."),
        (*("de", 0, 1), "1 Zahl wird zurückgehalten, damit sich auch mit früheren Berichten"),
        (*("de", 1, 0), "Keine weitere muss deshalb zurückgehalten werden."),
        (*("de", 2, 1), "1 weitere wird zurückgehalten, damit sich daraus keine kleine Zahl errechnen lässt."),
        (*("de", 1, 1200), "1 Zahl ist zu klein, um genannt zu werden (unter 5). 1.200 weitere werden"),
        ("en", 0, 0, "No number is too small to be told (under 5)."),
        ("en", 1, 0, "1 number is too small to be told (under 5). No other has to be kept back for that."),
        (*("en", 2, 1), "2 numbers are too small to be told (under 5). 1 other is kept back,"),
    ],
)
def test_no_number_is_told_as_none(language: str, small: int, others: int, said: str) -> None:
    told = kept_back(small, others, 5, translator(language))
    assert said in told
    assert "0 " not in told.replace("1.200", "")


def test_an_office_that_opened_later_is_why_nothing_is_compared() -> None:
    assert missing(ALONE, dt.date(2017, 12, 1), "de") == (
        "Ein Vergleich mit dem Zeitraum davor (01.10.2017 – 31.12.2017) fehlt: Das Büro besteht erst seit dem "
        "01.12.2017."
    )
    assert told(ALONE, "en") == "nothing: of 01/10/2017 – 31/12/2017 the office has no complete figures"


def test_an_early_closing_can_be_closed_again_to_be_compared() -> None:
    assert "noch einmal geöffnet und abgeschlossen" in (missing(ALONE, dt.date(2017, 7, 1), "de") or "")


def test_where_the_calendar_begins_nothing_can_be_compared() -> None:
    first = Closing("id", 1, "Erster", dt.date(1, 1, 1), dt.date(1, 12, 31), 7, dt.datetime(2018, 4, 2), "lea", "")
    alone = FrozenFigures(first, {}, {})
    assert (missing(alone, dt.date(1, 1, 1), "de"), told(alone, "de")) == (None, "nichts")
