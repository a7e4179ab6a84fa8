"""How reporting periods are kept: rows that are read whole, held in memory with the database, and asked by the gate."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from schemas.labels import Label
from schemas.problems import Problem
from schemas.record import Record, about
from schemas.refusals import Refused
from schemas.reporting_period import PeriodState, ReportingPeriod

if TYPE_CHECKING:
    from db.database import Writing

TABLE = "reporting_periods"
COLUMNS = tuple(field.name for field in fields(ReportingPeriod))

Periods: TypeAlias = tuple[ReportingPeriod, ...]
Content: TypeAlias = Mapping[str, Any] | None

RULE = "in_open_period"
"""What a problem of a day in a closed period is called."""


class PeriodClosed(Refused):
    """The record's day lies in a closed period; nothing was written."""

    wording = Label(
        "Der Zeitraum „{name}“ ({days}) ist abgeschlossen: seine Einträge bleiben, wie sie sind, nur Wiedervorlagen "
        "lassen sich noch als erledigt melden. Muss sich doch etwas "
        "ändern, öffnet die Leitung ihn unter „Berichtszeiträume“ mit einer Begründung wieder.",
        "The period {name} ({days}) is closed: its records stay as they are, only follow-ups can still be marked as "
        "done. If something has to change after all, "
        "the lead reopens it under “Reporting periods” and gives a reason.",
    )

    def __init__(self, period: ReportingPeriod) -> None:
        """``period`` is the closed one."""
        super().__init__(name=period.name, days=period.days)
        self.period = period


def read(cursor: duckdb.DuckDBPyConnection) -> Periods:
    """All periods by their days."""
    found = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY first_day").fetchall()
    return tuple(_period(dict(zip(COLUMNS, row, strict=True))) for row in found)


def _period(values: dict[str, Any]) -> ReportingPeriod:
    return ReportingPeriod(**{**values, "state": PeriodState(values["state"])})


def from_document(document: Mapping[str, Any]) -> ReportingPeriod:
    """A period as the history tells of it."""
    typed = {name: dt.date.fromisoformat(document[name]) for name in ("first_day", "last_day")}
    typed |= {name: dt.datetime.fromisoformat(document[name]) for name in ("created_at", "changed_at")}
    return _period({**document, **typed})


def current(periods: Periods, today: dt.date) -> ReportingPeriod | None:
    """The period that a day lies in, else the last one that has begun, else the first to come; None without periods."""
    begun = [period for period in periods if period.first_day <= today]
    return begun[-1] if begun else periods[0] if periods else None


def closed_on(periods: Periods, day: object) -> ReportingPeriod | None:
    """The closed period that a day lies in; None if there is none, or if it is no day."""
    if type(day) is not dt.date:
        return None
    return next((period for period in periods if period.closed and period.covers(day)), None)


def closed_for(periods: Periods, record_type: type[Record], values: Mapping[str, Any]) -> ReportingPeriod | None:
    """The closed period that a record lies in, None if there is none."""
    return closed_on(periods, values.get(about(record_type).dated_by))


def problem(periods: Periods, record_type: type[Record], values: Mapping[str, Any]) -> Problem | None:
    """What a closed period has against the day of a record, as a problem of that field."""
    period = closed_for(periods, record_type, values)
    return Problem(0, about(record_type).dated_by, RULE, {}, PeriodClosed(period).label) if period else None


def must_be_open(writing: "Writing", record_type: type[Record], changes: Iterable[tuple[Content, Content]]) -> None:
    """Go on only if no changed record, given as (before, after), lies in a closed period, before or after.

    Raises:
        PeriodClosed: one does; the transaction must not be committed.
    """
    dated_by, closed = about(record_type).dated_by, tuple(period for period in writing.periods if period.closed)
    if not closed:
        return
    days = {content[dated_by] for change in changes for content in change if content}
    for period in (closed_on(closed, day) for day in sorted(days)):
        if period:
            raise PeriodClosed(period)
