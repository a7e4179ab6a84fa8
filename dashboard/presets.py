"""Periods that people name instead of typing days: this quarter, last year, the reporting period."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.configuration import Settings
from db.periods import Step, first_day, last_day
from schemas.labels import Label

Days = tuple[dt.date | None, dt.date | None]

FREE = "free"


def _month(today: dt.date, _: Settings) -> Days:
    return first_day(Step.MONTH, today), last_day(Step.MONTH, today)


def _quarter(today: dt.date, _: Settings) -> Days:
    first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return first, last_day(Step.MONTH, first.replace(month=first.month + 2))


def _year(today: dt.date, _: Settings) -> Days:
    return dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)


def _last_year(today: dt.date, _: Settings) -> Days:
    return dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)


def _reporting(_: dt.date, settings: Settings) -> Days:
    return settings.reporting_period or (None, None)


def _free(_: dt.date, __: Settings) -> Days:
    return None, None


@dataclass(frozen=True, slots=True)
class Preset:
    """A named period."""

    label: Label
    days: Callable[[dt.date, Settings], Days]
    """First and last day of the period, both included, on a given day in a given office."""


PRESETS: Mapping[str, Preset] = {
    "month": Preset(Label("Dieser Monat", "This month"), _month),
    "quarter": Preset(Label("Dieses Quartal", "This quarter"), _quarter),
    "year": Preset(Label("Dieses Jahr", "This year"), _year),
    "last_year": Preset(Label("Letztes Jahr", "Last year"), _last_year),
    "reporting": Preset(Label("Berichtszeitraum", "Reporting period"), _reporting),
    FREE: Preset(Label("Frei", "Free"), _free),
}
"""Names as settings and addresses spell them."""


def offered(settings: Settings) -> list[str]:
    """The presets of an office: the reporting period only where one is set."""
    return [name for name in PRESETS if name != "reporting" or settings.reporting_period]
