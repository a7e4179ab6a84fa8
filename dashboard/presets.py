"""Periods that people name instead of typing days: this quarter, last year, a reporting period of the office."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.configuration import Settings
from db import reporting_periods
from db.database import Database
from db.kept_periods import Periods
from db.periods import Step, first_day, last_day
from schemas.labels import Label

Days = tuple[dt.date | None, dt.date | None]

REPORTING, FREE = "reporting", "free"
FIRST_NAME = Label("Berichtszeitraum {}", "Reporting period {}")
"""What the period that the settings name is called, with its years."""


def _month(today: dt.date, _: Days) -> Days:
    return first_day(Step.MONTH, today), last_day(Step.MONTH, today)


def _quarter(today: dt.date, _: Days) -> Days:
    first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return first, last_day(Step.MONTH, first.replace(month=first.month + 2))


def _year(today: dt.date, _: Days) -> Days:
    return dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)


def _last_year(today: dt.date, _: Days) -> Days:
    return dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)


def _chosen(_: dt.date, chosen: Days) -> Days:
    return chosen


@dataclass(frozen=True, slots=True)
class Preset:
    """A named period."""

    label: Label
    days: Callable[[dt.date, Days], Days]
    """First and last day of the period, both included, on a given day; where somebody chooses them, the chosen ones."""


PRESETS: Mapping[str, Preset] = {
    "month": Preset(Label("Dieser Monat", "This month"), _month),
    "quarter": Preset(Label("Dieses Quartal", "This quarter"), _quarter),
    "year": Preset(Label("Dieses Jahr", "This year"), _year),
    "last_year": Preset(Label("Letztes Jahr", "Last year"), _last_year),
    REPORTING: Preset(Label("Berichtszeitraum", "Reporting period"), _chosen),
    FREE: Preset(Label("Frei", "Free"), _chosen),
}
"""Names as settings and addresses spell them."""


def offered(periods: Periods) -> list[str]:
    """The presets of an office: reporting periods only where there are any."""
    return [name for name in PRESETS if name != REPORTING or periods]


def default(settings: Settings, periods: Periods) -> str:
    """What the dashboard opens with."""
    return settings.default_period if settings.default_period in offered(periods) else "year"


def take_over(database: Database, settings: Settings) -> None:
    """Make the reporting period of the settings the office's first one; from then on the lead keeps them."""
    if settings.reporting_period:
        first, last = settings.reporting_period
        years = str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
        name = FIRST_NAME.in_language(database.settings.language).format(years)
        reporting_periods.begin(database, name, first, last)
