"""What lies ahead in a demonstration that is served: a few plans around today, and a proposal that waits for the lead.

The demo records themselves lie in the past and are the same on every day; these are not among them.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from db import proposals, records
from db.database import Database
from schemas import Consultation, Event, HomeVisit, PerformanceRequest
from schemas.fields import entered
from schemas.roles import Actor

VISITS: tuple[tuple[int, str, str, str | None], ...] = (
    (1, "leiferde", "housing", "Mietvertrag durchsehen"),
    (1, "meinersen", "school", "Anmeldung zum neuen Schuljahr"),
    (2, "hillerse", "everyday", None),
    (6, "mueden", "work", "Bewerbung mitbringen"),
    (9, "meinersen", "authorities", "Brief vom Jobcenter"),
)
"""Planned home visits: days from today at the least, municipality, topic and remark."""

EVENTS: tuple[tuple[int, str, str], ...] = (
    (-3, "Gesprächsrunde im Mehrgenerationenhaus", "information_round"),
    (12, "Fahrradtraining mit der Polizei", "training"),
)
"""Events: days from today, title and kind. That the first one was held, nobody has told yet."""

FOLLOW_UP: Mapping[str, Any] = {
    "topics": ["authorities"],
    "client_group": "recognised",
    "setting": "office",
    "persons": 1,
    "follow_up": "Beim Jobcenter nach dem Bescheid fragen",
}
"""A consultation of a week ago that left something to do today."""

REQUEST: Mapping[str, Any] = {"organiser": "Grundschule Leiferde", "occasion": "Schulfest", "municipality": "leiferde"}
"""Somebody asks for a performance in some weeks."""


def plan(database: Database, by: Actor) -> None:
    """Enter the plans of somebody of the staff and what was asked of them, and propose a change to a demo record.

    Raises:
        db.records.Rejected: the database's own vocabularies do not admit them.
    """
    _propose(database, by)
    today = database.given.today
    for offset, municipality, topic, note in VISITS:
        visit = {"day": _working_day(_in(today, offset)), "municipality": municipality, "topics": [topic], "note": note}
        records.save(database, HomeVisit, str(uuid.uuid4()), visit, by=by)
    for offset, title, kind in EVENTS:
        event = {
            "day": _in(today, offset),
            "title": title,
            "kind": kind,
            "start": dt.time(16),
            "municipality": "meinersen",
        }
        records.save(database, Event, str(uuid.uuid4()), event, by=by)
    advised = {**FOLLOW_UP, "day": _in(today, -7), "follow_up_on": today}
    records.save(database, Consultation, str(uuid.uuid4()), advised, by=by)
    records.save(database, PerformanceRequest, str(uuid.uuid4()), {**REQUEST, "day": _in(today, 40)}, by=by)


def _propose(database: Database, by: Actor) -> None:
    """Propose that one more person was met on the first demo visit, if there are any."""
    visit = records.find(database, HomeVisit, 1)
    if visit:
        wished: dict[str, Any] = {name: visit[name] for name in entered(HomeVisit)}
        proposals.propose(
            database,
            HomeVisit,
            visit["id"],
            wished | {"persons": visit["persons"] + 1},
            version=visit["version"],
            proposal_id=str(uuid.uuid4()),
            by=by,
            remark="Die Nachbarin war auch dabei.",
        )


def _in(today: dt.date, days: int) -> dt.date:
    return today + dt.timedelta(days=days)


def _working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    return _in(day, 7 - day.weekday()) if day.weekday() > 4 else day
