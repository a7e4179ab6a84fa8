"""The period before is as long as the period."""

import datetime as dt

import pytest

from db.periods import previous
from db.selection import Selection
from tests.small_office import TODAY

LATER = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2018-01-01", "2018-03-31"), ("2017-10-01", "2017-12-31")),
        (("2017-07-01", "2018-04-30"), ("2016-09-01", "2017-06-30")),
        (("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-31")),
        (("2018-03-01", "2018-03-31"), ("2018-02-01", "2018-02-28")),
        (("2018-03-05", "2018-03-11"), ("2018-02-26", "2018-03-04")),
        (("2018-03-01", "2018-03-30"), ("2018-01-30", "2018-02-28")),
        (("2018-03-01", "2018-03-01"), ("2018-02-28", "2018-02-28")),
    ],
)
def test_the_period_before_one_that_is_over_is_as_long(period: tuple[str, str], before: tuple[str, str]) -> None:
    where = (("setting", ("office",)),)
    start, end = map(dt.date.fromisoformat, period)
    first, last = map(dt.date.fromisoformat, before)
    assert previous(Selection(start, end, where), LATER) == Selection(first, last, where)


@pytest.mark.parametrize(
    ("period", "today", "before"),
    [
        (("2026-11-01", "2026-11-30"), "2026-11-26", ("2026-10-01", "2026-10-26")),
        (("2026-03-01", "2026-03-31"), "2026-03-30", ("2026-02-01", "2026-02-28")),
        (("2026-02-01", "2026-02-28"), "2026-02-01", ("2026-01-01", "2026-01-01")),
        (("2026-04-01", "2026-06-30"), "2026-05-31", ("2026-01-01", "2026-02-28")),
        (("2026-10-01", "2026-12-31"), "2026-11-26", ("2026-07-01", "2026-08-26")),
        (("2024-01-01", "2024-12-31"), "2024-02-29", ("2023-01-01", "2023-02-28")),
        (("2017-07-01", "2018-04-30"), "2018-02-15", ("2016-09-01", "2017-04-15")),
        (("2026-11-09", "2026-11-29"), "2026-11-11", ("2026-10-19", "2026-10-21")),
        (("2026-11-15", "2027-02-14"), "2026-11-26", ("2026-08-15", "2026-08-26")),
    ],
)
def test_a_running_period_is_compared_with_the_same_part_of_the_one_before(
    period: tuple[str, str], today: str, before: tuple[str, str]
) -> None:
    start, end, first, last = map(dt.date.fromisoformat, (*period, *before))
    assert previous(Selection(start, end), dt.date.fromisoformat(today)) == Selection(first, last)


@pytest.mark.parametrize("today", ["2026-10-31", "2026-11-30", "2026-12-01"])
def test_before_its_first_and_from_its_last_day_on_a_period_is_compared_as_a_whole(today: str) -> None:
    november = Selection(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    october = Selection(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert previous(november, dt.date.fromisoformat(today)) == october


@pytest.mark.parametrize(
    "period", [(None, TODAY), (TODAY, None), (dt.date.min, dt.date.max), (TODAY, dt.date(2018, 1, 1))]
)
def test_an_open_or_empty_period_has_none_before_it(period: tuple[dt.date | None, dt.date | None]) -> None:
    assert previous(Selection(*period), TODAY) is None
