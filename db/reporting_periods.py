"""The lead's changes of reporting periods: made, reviewed, closed, reopened. Every change is in the history."""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from db import checklist, checklist_marks, frozen_figures, history, kept_periods, statements
from db.checklist import POINTS
from db.database import Database, Writing, now
from db.kept_periods import TABLE
from db.period_refusals import (
    DaysUnusable,
    NameTaken,
    NameUnusable,
    NoSuchPeriod,
    NotOver,
    PeriodChanged,
    PeriodsOverlap,
    PointsOpen,
    ReasonMissing,
    WasClosed,
    WrongState,
)
from schemas.labels import listed
from schemas.reporting_period import TRANSITIONS, PeriodState, ReportingPeriod
from schemas.roles import OPERATOR, Action, Actor

LONGEST_NAME, LONGEST_REASON = 100, 280


def find(database: Database, named: str) -> ReportingPeriod | None:
    """The period with a name or a running number; None if there is none."""
    periods, tidy = database.periods, _tidy(named).casefold()
    by_name = next((period for period in periods if period.name.casefold() == tidy), None)
    return by_name or next((period for period in periods if str(period.number) == tidy), None)


def begin(database: Database, name: str, first_day: dt.date, last_day: dt.date) -> None:
    """Make the first period there ever was; where there was one, the lead has taken over and nothing is done."""
    if not database.last_number(TABLE):
        add(database, name=name, first_day=first_day, last_day=last_day, by=OPERATOR)


def add(database: Database, *, name: str, first_day: dt.date | None, last_day: dt.date | None, by: Actor) -> str:
    """Make a period, which is open; returns its id.

    Raises:
        Forbidden: the actor does not manage periods.
        NameUnusable, NameTaken, DaysUnusable, PeriodsOverlap: nothing was written.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        moment = now()
        (number,) = writing.take_numbers(TABLE, 1)
        made = ReportingPeriod(
            id=str(uuid.uuid4()),
            number=number,
            version=1,
            **_described(writing, None, name, first_day, last_day),
            state=PeriodState.OPEN,
            reason=None,
            open_points=[],
            figures_hash=None,
            created_at=moment,
            created_by=by.id,
            changed_at=moment,
            changed_by=by.id,
        )
        statements.insert(writing.cursor, TABLE, [asdict(made)])
        _log(writing, "create", None, made, by)
    return made.id


def change(
    database: Database,
    period_id: str,
    *,
    version: int,
    name: str,
    first_day: dt.date | None,
    last_day: dt.date | None,
    by: Actor,
) -> None:
    """Give an open period another name or other days.

    Raises:
        Forbidden: the actor does not manage periods.
        NoSuchPeriod, PeriodChanged, WrongState: it is not open at this version (any more).
        NameUnusable, NameTaken, DaysUnusable, PeriodsOverlap: nothing was written.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        period = _one(writing, period_id, version, PeriodState.OPEN)
        described = _described(writing, period, name, first_day, last_day)
        if replace(period, **described) != period:
            _store(writing, "update", period, by, **described)


def remove(database: Database, period_id: str, *, version: int, by: Actor) -> None:
    """Remove an open period that never was closed.

    Raises:
        Forbidden: the actor does not manage periods.
        NoSuchPeriod, PeriodChanged, WrongState: it is not open at this version (any more).
        WasClosed: figures of it were frozen.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        period = _one(writing, period_id, version, PeriodState.OPEN)
        if period.ever_closed:
            raise WasClosed(name=period.name)
        checklist_marks.drop(writing, period.id, by)
        statements.delete(writing.cursor, TABLE, period.id, version=version)
        _log(writing, "delete", period, None, by)


def review(database: Database, period_id: str, *, version: int, by: Actor) -> None:
    """Begin to go through the checklist of an open period. Records are entered as before.

    Raises:
        Forbidden: the actor does not manage periods.
        NoSuchPeriod, PeriodChanged, WrongState: it is not open at this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        _move(writing, "review", period_id, version, by)


def resume(database: Database, period_id: str, *, version: int, by: Actor) -> None:
    """Go back from the review to the open period.

    Raises:
        Forbidden: the actor does not manage periods.
        NoSuchPeriod, PeriodChanged, WrongState: it is not in review at this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        _move(writing, "resume", period_id, version, by)


def close(database: Database, period_id: str, *, version: int, by: Actor, despite: Collection[str] = ()) -> None:
    """Close a period in review: from the commit on nobody changes its records, and its figures are frozen.

    ``despite`` names the points of the checklist that may be open.

    Raises:
        Forbidden: the actor does not manage periods.
        NoSuchPeriod, PeriodChanged, WrongState: it is not in review at this version (any more).
        NotOver: its last day has not passed.
        PointsOpen: other points of the checklist are open.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        period = _one(writing, period_id, version, PeriodState.IN_REVIEW)
        if period.last_day >= database.given.today:
            raise NotOver
        points = [each.point for each in checklist.checked(database, period, by=by) if each.open]
        unexpected = [POINTS[point].label for point in points if point not in despite]
        if unexpected:
            raise PointsOpen(points=listed(unexpected, ", "))
        frozen = frozen_figures.freeze(database, writing, period, by)
        _move(writing, "close", period_id, version, by, open_points=points, figures_hash=frozen)


def reopen(database: Database, period_id: str, *, version: int, reason: str, by: Actor) -> None:
    """Open a closed period again; what was frozen stays.

    Raises:
        Forbidden: the actor does not manage periods.
        NoSuchPeriod, PeriodChanged, WrongState: it is not closed at this version (any more).
        ReasonMissing: nobody can tell why.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _managing(database, by) as writing:
        told = _tidy(reason)
        if not 0 < len(told) <= LONGEST_REASON or not told.isprintable():
            raise ReasonMissing
        _move(writing, "reopen", period_id, version, by, reason=told)


@contextmanager
def _managing(database: Database, by: Actor) -> Iterator[Writing]:
    """A transaction by whoever manages periods; the gate follows what is changed from the commit on."""
    by.must(Action.MANAGE_PERIODS)
    with database.writing() as writing:
        yield writing
        writing.periods = kept_periods.read(writing.cursor)


def _one(writing: Writing, period_id: str, version: int, state: PeriodState) -> ReportingPeriod:
    """The stored period, if it is as whoever wants to change it has seen it."""
    period = next((period for period in writing.periods if period.id == period_id), None)
    if period is None:
        raise NoSuchPeriod
    if period.version != version:
        raise PeriodChanged
    if period.state is not state:
        raise WrongState
    return period


def _move(writing: Writing, action: str, period_id: str, version: int, by: Actor, **values: Any) -> None:
    """Take the step that the history calls ``action``."""
    step = TRANSITIONS[action]
    _store(writing, action, _one(writing, period_id, version, step.source), by, state=step.target, **values)


def _store(writing: Writing, action: str, period: ReportingPeriod, by: Actor, **values: Any) -> None:
    values |= {"version": period.version + 1, "changed_at": now(), "changed_by": by.id}
    after = replace(period, **values)
    statements.update(writing.cursor, TABLE, {"id": period.id, **values}, version=period.version)
    _log(writing, action, period, after, by)


def _described(
    writing: Writing, period: ReportingPeriod | None, name: str, first_day: dt.date | None, last_day: dt.date | None
) -> dict[str, Any]:
    """Name and days, tidy and unlike those of the other periods."""
    others, tidy = [other for other in writing.periods if other != period], _tidy(name)
    if not 0 < len(tidy) <= LONGEST_NAME or not tidy.isprintable():
        raise NameUnusable
    if first_day is None or last_day is None or last_day < first_day:
        raise DaysUnusable
    for other in others:
        if other.name.casefold() == tidy.casefold():
            raise NameTaken(name=tidy)
        if other.first_day <= last_day and first_day <= other.last_day:
            raise PeriodsOverlap(name=other.name)
    return {"name": tidy, "first_day": first_day, "last_day": last_day}


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _log(
    writing: Writing, action: str, before: ReportingPeriod | None, after: ReportingPeriod | None, by: Actor
) -> None:
    """Write a change of a period into the history, as those of records are written into it."""
    history.add(writing, action, TABLE, [(asdict(before) if before else None, asdict(after) if after else None)], by.id)
