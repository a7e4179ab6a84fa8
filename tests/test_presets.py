"""Named periods are the days that people mean by them."""

import datetime as dt
from typing import get_args

import pytest

from dashboard.configuration import Period, Settings
from dashboard.presets import PRESETS, offered

REPORTING = Settings(reporting_start=dt.date(2017, 7, 1), reporting_end=dt.date(2018, 4, 30))


@pytest.mark.parametrize(
    ("name", "today", "start", "end"),
    [
        ("month", "2018-02-14", "2018-02-01", "2018-02-28"),
        ("month", "2020-02-29", "2020-02-01", "2020-02-29"),
        ("month", "2018-12-31", "2018-12-01", "2018-12-31"),
        ("quarter", "2018-01-01", "2018-01-01", "2018-03-31"),
        ("quarter", "2018-06-30", "2018-04-01", "2018-06-30"),
        ("quarter", "2018-11-15", "2018-10-01", "2018-12-31"),
        ("year", "2018-05-08", "2018-01-01", "2018-12-31"),
        ("last_year", "2018-01-01", "2017-01-01", "2017-12-31"),
        ("reporting", "2026-01-01", "2017-07-01", "2018-04-30"),
    ],
)
def test_a_preset_is_a_period_with_both_its_ends(name: str, today: str, start: str, end: str) -> None:
    days = PRESETS[name].days(dt.date.fromisoformat(today), REPORTING)
    assert days == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_the_free_period_is_open_until_somebody_gives_days() -> None:
    assert PRESETS["free"].days(dt.date(2018, 5, 8), REPORTING) == (None, None)


def test_a_reporting_period_is_offered_only_where_one_is_set() -> None:
    assert offered(REPORTING) == list(PRESETS)
    assert offered(Settings()) == ["month", "quarter", "year", "last_year", "free"]


def test_every_default_period_that_can_be_set_is_a_preset() -> None:
    assert set(get_args(Period)) <= set(PRESETS)
