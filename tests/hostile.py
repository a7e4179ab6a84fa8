"""An office in which every text that somebody can type, or name something by, is an attack on whoever reads it."""

import datetime as dt
from pathlib import Path
from typing import Any

from db import accounts, decisions, moves, office_settings, proposals, records, vocabularies
from db.database import Database, open_database
from schemas import RECORDS, Event, HomeVisit, PerformanceRequest
from schemas.fields import Kind, entered
from schemas.office_settings import OfficeSettings
from schemas.record import Record, about
from schemas.roles import OPERATOR, Actor, Role
from schemas.vocabulary import VOCABULARIES
from tests import signing_in
from tests.conftest import TODAY
from tests.reported import closed, reopened
from tests.test_records import EXAMPLES

NASTY = "=1+1 <b class=evil>x</b><img src=x onerror=evil=1> [a](javascript:evil=1) **d** $q$ :red[r] '; --"
"""97 characters: HTML, Markdown, a formula of spreadsheets and one of mathematics, and the end of an SQL text."""
LIVE = ".evil, img[src=x], a[href^='javascript'], .katex, strong:text-is('d'), .stMarkdownColoredText"
"""What comes of it where it is not shown as it was typed."""


def hostile_office(path: Path) -> None:
    """Make the database of the office, with people who can sign in."""
    with open_database(path, today=lambda: TODAY) as database:
        signing_in.add_people(database)
        for number, role in enumerate(Role):
            person = accounts.find(database, role)
            assert person
            accounts.change(database, person.id, by=OPERATOR, name=f"{NASTY}{number}")
        office_settings.change(database, OfficeSettings(office_name=NASTY), version=1, by=OPERATOR)
        _name_values(database)
        staff, lead = (_actor(database, role) for role in (Role.STAFF, Role.LEAD))
        closed(database, NASTY, by=lead)
        reopened(database, NASTY, reason=NASTY)
        for record_type in EXAMPLES:
            _enter(database, record_type, staff)
        _propose(database, staff, lead)


def _actor(database: Database, role: Role) -> Actor:
    account = accounts.find(database, role)
    assert account
    return account.actor


def _name_values(database: Database) -> None:
    for vocabulary, values in VOCABULARIES.items():
        for number, value in enumerate(values):
            label = f"{NASTY}{number}"
            vocabularies.rename(database, vocabulary, value.code, de=label, en=label, by=OPERATOR)


def hostile_values(record_type: type[Record]) -> dict[str, Any]:
    """A record that is filled in, with attacks in its texts."""
    example = EXAMPLES[record_type]
    return example | {name: text for name, text in attacks(record_type).items() if name in example}


def attacks(record_type: type[Record]) -> dict[str, str]:
    """An attack for every text of a record."""
    texts = [field for field in entered(record_type).values() if field.kind in (Kind.TEXT, Kind.NOTE)]
    return {field.name: NASTY[: field.bounds["longest"]] for field in texts if "pattern" not in field.bounds}


def _enter(database: Database, record_type: type[Record], by: Actor) -> None:
    """A record that was changed, and one that was deleted."""
    values, table = hostile_values(record_type), about(record_type).table
    records.save(database, record_type, table, EXAMPLES[record_type], by=by)
    records.save(database, record_type, table, values, version=1, by=by)
    records.save(database, record_type, f"gone {table}", values, by=by)
    records.delete(database, record_type, f"gone {table}", version=1, by=by)


def _propose(database: Database, staff: Actor, lead: Actor) -> None:
    """A proposal that was rejected, and one that waits; what was planned, is late, and was called off."""
    records.save(database, HomeVisit, "leads", hostile_values(HomeVisit), by=lead)
    for key in ("rejected", "open"):
        wanted = hostile_values(HomeVisit) | {"persons": 7}
        proposals.propose(database, HomeVisit, "leads", wanted, version=1, proposal_id=key, by=staff, remark=NASTY)
        if key == "rejected":
            decisions.reject(database, key, word=NASTY, by=lead)
    planned = {"day": TODAY + dt.timedelta(days=1), "municipality": "hillerse", "note": NASTY}
    records.save(database, HomeVisit, "planned", planned, by=staff)
    event = {"title": NASTY, "kind": "festival", "day": TODAY + dt.timedelta(days=3)}
    records.save(database, Event, "off", event, by=staff)
    moves.move(database, Event, "off", "cancel", {"reason": NASTY}, version=1, by=staff)
    records.save(database, PerformanceRequest, "declined", hostile_values(PerformanceRequest), by=staff)
    moves.move(database, PerformanceRequest, "declined", "decline", {"reason": NASTY}, version=1, by=staff)
    past = {**event, "day": TODAY - dt.timedelta(days=3)}
    records.save(database, Event, "past", past, by=staff)


def pages() -> list[str]:
    """Where records are shown as a whole, besides the pages of the navigation."""
    return [f"{table}?record=1" for table in RECORDS]
