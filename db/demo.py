"""The demo records: one fictional year of the office, the same on every machine, with the figures of the report."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from db import demo_records as drawn
from db import records as gate
from db.database import Database
from schemas import RECORDS, PerformanceRequest
from schemas.record import Record
from schemas.roles import Actor, Role

Row: TypeAlias = dict[str, Any]
Weights: TypeAlias = Mapping[str, int]
Month: TypeAlias = tuple[int, int]

_NAMESPACE = uuid.UUID("9a0d7c5e-2b1f-5c7e-8f52-3d1c60a1b169")


DEMO = Actor("Demo", "Demo", Role.LEAD)


def fill(database: Database, by: Actor = DEMO) -> None:
    """Enter all demo records through the write gate.

    Raises:
        db.records.Rejected: the database's own vocabularies or first day do not admit the demo records.
        db.records.Conflict: they are there already.
    """
    for record_type, rows in records().items():
        ids = identifiers(record_type, len(rows))
        gate.add_many(database, record_type, list(zip(ids, rows, strict=True)), by=by)
    _answer_requests(database, by)


def _answer_requests(database: Database, by: Actor) -> None:
    """What became of the requests for a performance."""
    ids = identifiers(PerformanceRequest, len(drawn.REQUESTS))
    for record_id, (_, course) in zip(ids, drawn.REQUESTS, strict=True):
        for version, (transition, reason) in enumerate(course, start=1):
            asked = {"reason": reason} if reason else {}
            gate.move(database, PerformanceRequest, record_id, transition, asked, version=version, by=by)


def records() -> dict[type[Record], list[Row]]:
    """The entered fields of all demo records by record type, typed, each type in the order of its days."""
    drawers = {
        "consultations": _consultations,
        "home_visits": _home_visits,
        "events": _events,
        "projects": _projects,
        "project_activities": _project_activities,
        "performance_requests": _requests,
    }
    return {RECORDS[table]: drawer() for table, drawer in drawers.items()}


def identifiers(record_type: type[Record], count: int) -> list[str]:
    """The ids of the first ``count`` demo records of a type, so that links to them outlive a new filling."""
    return [str(uuid.uuid5(_NAMESPACE, f"{record_type.__name__}/{place}")) for place in range(count)]


# Only Random.random() gives the same numbers in every version of Python, and sums of floats changed in 3.12:
# so choosing is spelled out here, with whole numbers.


def _below(dice: random.Random, limit: int) -> int:
    return int(dice.random() * limit)


def _pick(dice: random.Random, weights: Weights) -> str:
    """One key, as likely as its weight."""
    rest = _below(dice, sum(weights.values()))
    for code, weight in weights.items():
        rest -= weight
        if rest < 0:
            return code
    raise ValueError("nothing to pick from: all weights are zero")


def _shuffled(dice: random.Random, count: int) -> list[int]:
    """The numbers below ``count`` in a drawn order (Fisher and Yates)."""
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = _below(dice, last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def _deal(dice: random.Random, quotas: Weights, likely: Sequence[Weights]) -> list[str]:
    """One code for each of ``likely``, every code exactly as often as its quota, where it is likely (10 if unsaid)."""
    left = dict(quotas)
    dealt = [""] * len(likely)
    for place in _shuffled(dice, len(likely)):
        code = _pick(dice, {code: count * likely[place].get(code, 10) for code, count in left.items()})
        left[code] -= 1
        dealt[place] = code
    return dealt


def _chance(dice: random.Random, percent: int) -> bool:
    return _below(dice, 100) < percent


def _or_empty(dice: random.Random, percent: int, value: object) -> object:
    """``value``, or nothing in so many of a hundred cases, as in real life."""
    return None if _chance(dice, percent) else value


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    """The days from ``first`` to ``last`` on which the office works."""
    every = (first + dt.timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5 and day not in drawn.CLOSED]


def _in_vocabulary_order(topics: set[str]) -> list[str]:
    return [topic for topic in drawn.MAIN_TOPICS if topic in topics]


def _consultations() -> list[Row]:
    dice = random.Random(201707)
    contacts = sorted(_contacts(dice))
    main = _deal(dice, drawn.MAIN_TOPICS, [_season(day) for day, _ in contacts])
    topics = _with_more_topics(dice, main)
    groups = _deal(dice, drawn.GROUPS, [drawn.GROUP_HABITS[topic] for topic in main])
    places = _deal(dice, drawn.MUNICIPALITIES, [drawn.MUNICIPALITY_HABITS.get(setting, {}) for _, setting in contacts])
    cases = _Cases()
    return [
        {
            "day": day,
            "topics": touched,
            "client_group": group,
            "setting": setting,
            "municipality": place or None,
            **_persons(dice, topic),
            **cases.contact(dice, group, place),
            "minutes": _or_empty(dice, 3, _minutes(dice, setting, topic)),
            "referred_to": _referrals(dice, touched),
            "note": _note(dice, 20, drawn.NOTES[topic]),
        }
        for (day, setting), topic, touched, group, place in zip(contacts, main, topics, groups, places, strict=True)
    ]


def _contacts(dice: random.Random) -> Iterator[tuple[dt.date, str]]:
    """Day and setting of every consultation; the open hour has its weekdays."""
    period = _days(drawn.FIRST_DAY, drawn.LAST_DAY)
    for month, counts in drawn.MONTHS.items():
        days = [day for day in period if (day.year, day.month) == month]
        open_days = [day for day in days if day.weekday() in drawn.OPEN_HOUR_WEEKDAYS]
        for setting, count in zip(drawn.SETTINGS, counts, strict=True):
            possible = open_days if setting == "open_hour" else days
            for _ in range(count):
                yield possible[_below(dice, len(possible))], setting


def _season(day: dt.date) -> Weights:
    return {topic: months.get((day.year, day.month), 10) for topic, months in drawn.SEASONS.items()}


def _with_more_topics(dice: random.Random, main: Sequence[str]) -> list[list[str]]:
    """The topics of every consultation: its main one, and the further ones spread over some of them."""
    touched = [{topic} for topic in main]
    more = [topic for topic, count in drawn.MORE_TOPICS.items() for _ in range(count)]
    order = _shuffled(dice, len(main))
    for turn, card in enumerate(_shuffled(dice, len(more)), start=1):
        size = 1 if turn <= len(more) - drawn.THREE_TOPICS else 2
        place = next(place for place in order if len(touched[place]) == size and more[card] not in touched[place])
        touched[place].add(more[card])
    return [_in_vocabulary_order(topics) for topics in touched]


def _persons(dice: random.Random, topic: str) -> Row:
    persons = int(_pick(dice, {"1": 55, "2": 22, "3": 12, "4": 7, "5": 4}))
    families = 70 if topic == "school" else 40
    minors = sum(_chance(dice, families) for _ in range(persons - 1))
    return {"persons": persons, "minors": _or_empty(dice, 4, minors)}


def _minutes(dice: random.Random, setting: str, topic: str) -> int:
    shortest, steps = drawn.MINUTES[setting]
    longer = 15 if topic == "crisis" else 0
    return shortest + 5 * _below(dice, steps) + longer


def _referrals(dice: random.Random, topics: Sequence[str]) -> list[str] | None:
    """Nobody in most cases, else one authority or partner for each topic at most."""
    if not _chance(dice, 45):
        return None
    return list(dict.fromkeys(_pick(dice, drawn.REFERRALS[topic]) for topic in topics))


def _note(dice: random.Random, percent: int, notes: Sequence[str]) -> str | None:
    return notes[_below(dice, len(notes))] if _chance(dice, percent) else None


class _Cases:
    """The cases met so far: a code comes back with the group, place and language it began with."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._count = 0

    def contact(self, dice: random.Random, group: str, place: str) -> Row:
        """Case code, language, kind of contact and interpreter of the next consultation."""
        known = self._known.setdefault((group, place), [])
        language = _pick(dice, drawn.LANGUAGES[group])
        code, contact = None, "first" if _chance(dice, 22) else "follow_up"
        if group != "residents" and _chance(dice, 40):
            if known and _chance(dice, 60):
                code, language = known[_below(dice, len(known))]
                contact = "follow_up"
            else:
                self._count += 1
                code, contact = f"F-{self._count:04}", "first"
                known.append((code, language))
        needed = 6 if language in ("german", "english") else 55
        return {
            "contact": _or_empty(dice, 3, contact),
            "language": _or_empty(dice, 4, language),
            "interpreter": _or_empty(dice, 5, _chance(dice, needed)),
            "case_code": code,
        }


def _home_visits() -> list[Row]:
    dice = random.Random(201708)
    monday = drawn.FIRST_DAY - dt.timedelta(days=drawn.FIRST_DAY.weekday())
    visits: list[Row] = []
    for week, count in enumerate(drawn.WEEKLY_VISITS):
        first = monday + dt.timedelta(weeks=week)
        days = _days(max(first, drawn.FIRST_DAY), min(first + dt.timedelta(days=6), drawn.LAST_DAY))
        visits += [_home_visit(dice, day) for day in sorted(days[_below(dice, len(days))] for _ in range(count))]
    return visits


def _home_visit(dice: random.Random, day: dt.date) -> Row:
    topics = {_pick(dice, drawn.VISIT_TOPICS)}
    if _chance(dice, 25):
        topics.add(_pick(dice, drawn.VISIT_TOPICS))
    persons = int(_pick(dice, {"0": 4, "1": 26, "2": 24, "3": 18, "4": 15, "5": 9, "6": 4}))
    return {
        "day": day,
        "topics": _in_vocabulary_order(topics),
        "municipality": _pick(dice, drawn.VISITED),
        "persons": persons,
        "volunteer": (True, False, None)[int(_pick(dice, {"0": 30, "1": 58, "2": 12}))],
        "minutes": _or_empty(dice, 4, 30 + 5 * _below(dice, 15)) if persons else 5,
        "note": _note(dice, 18, drawn.VISIT_NOTES) if persons else drawn.NOBODY_THERE,
    }


def _events() -> list[Row]:
    return [_event(dict(zip(drawn.EVENT_FIELDS, row, strict=True))) for row in drawn.EVENTS]


def _event(row: Row) -> Row:
    day, start = dt.date.fromisoformat(row["day"]), dt.time.fromisoformat(row["start"])
    return row | {"day": day, "start": start, "partners": row["partners"].split()}


def _requests() -> list[Row]:
    named = [dict(zip(drawn.REQUEST_FIELDS, row, strict=True)) for row, _ in drawn.REQUESTS]
    return [row | {"day": dt.date.fromisoformat(str(row["day"]))} for row in named]


def _projects() -> list[Row]:
    return [dict(project) for project in drawn.PROJECTS]


def _project_activities() -> list[Row]:
    return sorted(_performances() + _opening_days(), key=lambda row: row["day"])


def _performances() -> list[Row]:
    names = ("day", "municipality", "visitors", "helpers", "helper_hours", "note")
    rows: list[Row] = [dict(zip(names, row, strict=True)) for row in drawn.PERFORMANCES]
    typed = ({"day": dt.date.fromisoformat(row["day"]), "helper_hours": Decimal(row["helper_hours"])} for row in rows)
    return [
        {"project": "drum_group", "activity": "performance"} | row | values
        for row, values in zip(rows, typed, strict=True)
    ]


def _opening_days() -> list[Row]:
    dice = random.Random(201709)
    fridays = [day for day in _days(drawn.WORKSHOP_OPENS, drawn.LAST_DAY) if day.weekday() == 4]
    return [_opening_day(dice, day) for day in fridays if day not in drawn.WORKSHOP_CLOSED]


def _opening_day(dice: random.Random, day: dt.date) -> Row:
    """More visitors when it is warm; every visitor at most one bicycle, every helper two to three hours."""
    warm = day.month in (3, 4, 9, 10)
    visitors = (7 if warm else 3) + _below(dice, 8)
    helpers = 2 + _below(dice, 4)
    quarters = helpers * 8 + _below(dice, helpers * 4 + 1)
    return {
        "day": day,
        "project": "bicycle_workshop",
        "activity": "opening_day",
        "municipality": "meinersen",
        "visitors": visitors,
        "helpers": helpers,
        "helper_hours": _or_empty(dice, 6, Decimal(quarters) / 4),
        "bicycles_repaired": 1 + _below(dice, visitors - 1),
    }
