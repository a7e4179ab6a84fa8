"""Reporting periods that tests share: made, and taken to a state."""

import datetime as dt

from db import reporting_periods
from db.checklist import POINTS
from db.database import Database
from schemas.reporting_period import ReportingPeriod
from schemas.roles import Actor
from tests.actors import LEA

WINTER = (dt.date(2018, 1, 1), dt.date(2018, 3, 31))
IN_WINTER, IN_SPRING = dt.date(2018, 2, 14), dt.date(2018, 4, 15)


def period(database: Database, name: str = "Winter") -> ReportingPeriod:
    """The period as it is now."""
    found = reporting_periods.find(database, name)
    assert found
    return found


def made(database: Database, name: str = "Winter", days: tuple[dt.date, dt.date] = WINTER) -> ReportingPeriod:
    """A new period, open."""
    reporting_periods.add(database, name=name, first_day=days[0], last_day=days[1], by=LEA)
    return period(database, name)


def reviewed(database: Database, name: str = "Winter", *, by: Actor = LEA) -> ReportingPeriod:
    """An open period, in review."""
    found = period(database, name)
    reporting_periods.review(database, found.id, version=found.version, by=by)
    return period(database, name)


def closed(database: Database, name: str = "Winter", *, by: Actor = LEA) -> ReportingPeriod:
    """A period, made if there is none, closed whatever the checklist finds."""
    if reporting_periods.find(database, name) is None:
        made(database, name)
    found = reviewed(database, name, by=by)
    reporting_periods.close(database, found.id, version=found.version, despite=POINTS, by=by)
    return period(database, name)


def reopened(database: Database, name: str = "Winter", reason: str = "Nachtrag der Polizei") -> ReportingPeriod:
    """A closed period, open again."""
    found = period(database, name)
    reporting_periods.reopen(database, found.id, version=found.version, reason=reason, by=LEA)
    return period(database, name)
