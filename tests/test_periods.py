"""The period before is as long as the period."""

import datetime as dt

import pytest

from db.periods import previous
from db.selection import Selection
from tests.small_office import (
    TODAY,
)


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
def test_the_period_before_is_as_long(period: tuple[str, str], before: tuple[str, str]) -> None:
    where = (("setting", ("office",)),)
    start, end = map(dt.date.fromisoformat, period)
    first, last = map(dt.date.fromisoformat, before)
    assert previous(Selection(start, end, where)) == Selection(first, last, where)


@pytest.mark.parametrize(
    "period", [(None, TODAY), (TODAY, None), (dt.date.min, dt.date.max), (TODAY, dt.date(2018, 1, 1))]
)
def test_an_open_or_empty_period_has_none_before_it(period: tuple[dt.date | None, dt.date | None]) -> None:
    assert previous(Selection(*period)) is None
