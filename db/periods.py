"""Periods of days: their months and weeks, and the period before."""

import calendar
import datetime as dt
import functools
from dataclasses import replace
from enum import Enum

from db.selection import Selection


class Step(Enum):
    """The steps in which time is counted; a week is an ISO week, Monday first."""

    MONTH = "month"
    WEEK = "week"


def first_day(step: Step, day: dt.date) -> dt.date:
    """The day on which the step that ``day`` lies in begins."""
    return day.replace(day=1) if step is Step.MONTH else day - dt.timedelta(days=day.weekday())


def last_day(step: Step, day: dt.date) -> dt.date:
    """The day on which the step that ``day`` lies in ends."""
    if step is Step.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day + dt.timedelta(days=6 - day.weekday())


def steps(step: Step, first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of all steps that the days from ``first`` to ``last`` touch, in order."""
    if first > last:
        return []
    if step is Step.WEEK:
        mondays = range(first_day(step, first).toordinal(), last.toordinal() + 1, 7)
        return [dt.date.fromordinal(monday) for monday in mondays]
    months = range(_month(first), _month(last) + 1)
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]


@functools.lru_cache(maxsize=4096)
def iso_week(day: dt.date) -> str:
    """The ISO week of a day as ``2019-W01``; its year can differ from the day's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def previous(selection: Selection, today: dt.date) -> Selection | None:
    """The same filters over the period of equal length just before: None if a side is open or there is none.

    Whole calendar months are preceded by as many whole months, other periods by as many days. A period that is not
    over ``today`` has only counted so far, so of the one before it is the same part: to the same day of the month, or
    its last day if it is shorter; of other periods as many days.
    """
    first, last = selection.start, selection.end
    if first is None or last is None or first > last:
        return None
    try:
        end = _counterpart(today, first, last) if is_running(selection, today) else first - dt.timedelta(days=1)
        return replace(selection, start=_counterpart(first, first, last), end=end)
    except (OverflowError, ValueError):
        return None  # the calendar begins in year 1


def is_running(selection: Selection, today: dt.date) -> bool:
    """Whether ``today`` lies within a period that has days to come."""
    return bool(selection.start and selection.end and selection.start <= today < selection.end)


def _counterpart(day: dt.date, first: dt.date, last: dt.date) -> dt.date:
    """The day of the period before that corresponds to one from ``first`` to ``last``."""
    if first.day == 1 and last == last_day(Step.MONTH, last):
        month = _month(day) - (_month(last) - _month(first) + 1)
        begins = dt.date(month // 12, month % 12 + 1, 1)
        return begins.replace(day=min(day.day, last_day(Step.MONTH, begins).day))
    return day - (last - first) - dt.timedelta(days=1)


def _month(day: dt.date) -> int:
    """Months since the year 0."""
    return 12 * day.year + day.month - 1
