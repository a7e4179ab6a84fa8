"""Named periods are the days that people mean by them."""

import datetime as dt
from pathlib import Path
from typing import get_args

import pytest

from dashboard.configuration import Period, Settings
from dashboard.presets import PRESETS, REPORTING, default, offered, take_over
from db.database import Database, open_database
from schemas.labels import Language
from schemas.office_settings import OfficeSettings
from tests.reported import made

SET = Settings(reporting_start=dt.date(2017, 7, 1), reporting_end=dt.date(2018, 4, 30), default_period="reporting")
NOTHING = (None, None)


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
    ],
)
def test_a_preset_is_a_period_with_both_its_ends(name: str, today: str, start: str, end: str) -> None:
    days = PRESETS[name].days(dt.date.fromisoformat(today), NOTHING)
    assert days == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize("name", ["free", "reporting"])
def test_where_somebody_chooses_the_days_they_are_the_chosen_ones(name: str) -> None:
    chosen = dt.date(2018, 1, 1), dt.date(2018, 3, 31)
    assert PRESETS[name].days(dt.date(2018, 5, 8), chosen) == chosen
    assert PRESETS[name].days(dt.date(2018, 5, 8), NOTHING) == NOTHING


def test_reporting_periods_are_offered_only_where_there_are_any(database: Database) -> None:
    assert offered(database.periods) == ["month", "quarter", "year", "last_year", "free"]
    assert default(SET, database.periods) == "year"
    made(database)
    assert offered(database.periods) == list(PRESETS)
    assert default(SET, database.periods) == REPORTING


@pytest.mark.parametrize(
    ("last", "language", "name"),
    [
        (dt.date(2018, 4, 30), "de", "Berichtszeitraum 2017/2018"),
        (dt.date(2017, 12, 31), "de", "Berichtszeitraum 2017"),
        (dt.date(2018, 4, 30), "en", "Reporting period 2017/2018"),
    ],
)
def test_the_first_start_makes_the_period_of_the_settings(
    tmp_path: Path, last: dt.date, language: Language, name: str
) -> None:
    settings = SET.model_copy(update={"reporting_end": last})
    with open_database(tmp_path / "new.duckdb", first=OfficeSettings(language=language)) as database:
        for _ in range(2):
            take_over(database, settings)
    (period,) = database.periods
    assert (period.name, period.first_day, period.last_day) == (name, dt.date(2017, 7, 1), last)


def test_without_settings_there_is_no_first_period(database: Database) -> None:
    take_over(database, Settings())
    assert database.periods == ()


def test_every_default_period_that_can_be_set_is_a_preset() -> None:
    assert set(get_args(Period)) <= set(PRESETS)
