"""With which days a report compares its own, and why with none."""

import datetime as dt

from dashboard import formats
from dashboard.translations import translator
from db.frozen_figures import Closing, FrozenFigures
from db.periods import previous
from db.selection import Selection


def told(frozen: FrozenFigures, language: str) -> str:
    """The days of the period before; where there is nothing to compare with, why."""
    t = translator(language)
    if frozen.days_before:
        return formats.period(*frozen.days_before, language)
    days = _days_without_figures(frozen.closing)
    if days is None:
        return t("nothing")
    return t(
        "nothing: of {days} the office has no complete figures", days=formats.period(days.start, days.end, language)
    )


def _days_without_figures(closing: Closing) -> Selection | None:
    """The period before a closing; None where the calendar has none."""
    return previous(Selection(closing.first_day, closing.last_day), closing.moment.date())


def missing(frozen: FrozenFigures, opened: dt.date, language: str) -> str | None:
    """Why a report compares with nothing, for who can change that; None if it does compare."""
    t, days = translator(language), _days_without_figures(frozen.closing)
    if frozen.days_before or days is None or days.start is None:
        return None
    period, first = formats.period(days.start, days.end, language), formats.day(opened, language)
    if days.start < opened:
        return t(
            "There is no comparison with the period before ({period}): the office opened on {first}.",
            period=period,
            first=first,
        )
    return t(
        "There is no comparison with the period before ({period}): its figures were not complete when the period was "
        "closed. If it is reopened and closed again, the next report compares.",
        period=period,
    )
