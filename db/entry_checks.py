"""What the write gate says to values, without writing them: in which form they are stored, and what is wrong."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from db import caches, kept_periods
from db.database import Database
from db.lookups import read
from schemas.fields import Kind, entered
from schemas.given import Given
from schemas.problems import Problem, check, following, frame_of
from schemas.record import Record, about
from schemas.vocabulary import Vocabularies, successor
from schemas.workflow import STATE

Values: TypeAlias = Mapping[str, Any]
"""Typed values by field name; a field that is missing is empty."""
Kept: TypeAlias = frozenset[tuple[str, str]]
"""Vocabulary and code of values that a record may have though they are retired."""
NOTHING_KEPT: Kept = frozenset()


class Rejected(Exception):
    """The record breaks a rule; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """``problems`` names each breach with its field."""
        super().__init__(f"{len(problems)} problems: " + ", ".join(f"{each.field} {each.rule}" for each in problems))
        self.problems = problems


def problems(
    database: Database,
    record_type: type[Record],
    values: Values,
    record_id: str | None = None,
    *,
    state: str | None = None,
    though_closed: bool = False,
) -> list[Problem]:
    """What the gate would say to these values. It says the same again without checking again.

    A stored record, named by ``record_id``, may keep values that are retired by now. ``state`` is the one to judge the
    values for; without, it is the one that follows from them. ``though_closed``: a closed period is no problem.
    """
    row = tidied(record_type, values)
    if state is None:
        before = stored_state(database, record_type, record_id) if record_id else None
        state = following(record_type, row, database.given.today, before)
    found = judged(database, record_type, row, state, record_id)
    return found if though_closed else [*found, *_closed(database, record_type, row)]


def _closed(database: Database, record_type: type[Record], row: dict[str, Any]) -> list[Problem]:
    """That the day lies in a closed period. It is no breach of the record: the gate asks when it writes."""
    problem = kept_periods.problem(database.periods, record_type, row)
    return [problem] if problem else []


def accepted(
    database: Database, record_type: type[Record], values: Values, record_id: str, *, is_new: bool
) -> dict[str, Any]:
    """All entered fields as they are stored, and the state that follows from them.

    Raises:
        Rejected: the values break rules.
    """
    row = tidied(record_type, values)
    before = None if is_new else stored_state(database, record_type, record_id)
    return sound(database, record_type, row, following(record_type, row, database.given.today, before), record_id)


def sound(
    database: Database,
    record_type: type[Record],
    row: dict[str, Any],
    state: str | None,
    record_id: str,
    kept: Kept = NOTHING_KEPT,
) -> dict[str, Any]:
    """Tidy values with their state. ``kept`` are retired values that they may have.

    Raises:
        Rejected: the values break rules, or those of the state.
    """
    found = judged(database, record_type, row, state, record_id, kept)
    if found:
        raise Rejected([*found, *_closed(database, record_type, row)])
    return _with(state, row)


def _with(state: str | None, row: dict[str, Any]) -> dict[str, Any]:
    return {STATE: state, **row} if state else row


def accepted_all(database: Database, record_type: type[Record], records: Sequence[Values]) -> list[dict[str, Any]]:
    """The same for new records.

    Raises:
        Rejected: at least one record breaks a rule; ``Problem.row`` counts from 0.
    """
    rows, given = [tidied(record_type, values) for values in records], database.given
    states = [following(record_type, row, given.today) for row in rows]
    found = check(record_type, frame_of(record_type, rows), given, states)
    if found:
        raise Rejected(found)
    return [_with(state, row) for state, row in zip(states, rows, strict=True)]


def stored_state(database: Database, record_type: type[Record], record_id: str) -> str | None:
    """The state of a stored record; None without a workflow, or without the record."""
    if about(record_type).workflow is None:
        return None
    record = read(database, record_type, record_id)
    return record[STATE] if record else None


def judged(
    database: Database,
    record_type: type[Record],
    row: dict[str, Any],
    state: str | None,
    record_id: str | None,
    kept: Kept = NOTHING_KEPT,
) -> list[Problem]:
    """What is wrong with tidy values in a state (None: the record type has none, or it can't be told)."""
    given = replace(database.given, kept=kept) if kept else database.given
    found = _found(database, record_type, row, state, given)
    if record_id and any(problem.rule == "known" for problem in found):
        stored = read(database, record_type, record_id)
        kept |= chosen(record_type, [stored]) if stored else NOTHING_KEPT
        found = _found(database, record_type, row, state, replace(given, kept=kept)) if kept else found
    return list(found)


def _found(
    database: Database, record_type: type[Record], row: dict[str, Any], state: str | None, given: Given
) -> tuple[Problem, ...]:
    circumstances = (given.today, given.opened, given.kept, caches.Same(given.vocabularies))
    found: tuple[Problem, ...] = caches.of(database).get(
        ("problems", record_type, repr(row), state, *circumstances),
        lambda: tuple(check(record_type, frame_of(record_type, [row]), given, [state])),
    )
    return found


def chosen(record_type: type[Record], records: Sequence[Values]) -> Kept:
    """Vocabulary and code of all values that records have."""
    found: set[tuple[str, str]] = set()
    for field in entered(record_type).values():
        if field.vocabulary:
            values = (record[field.name] for record in records)
            each = (value if isinstance(value, list) else [value] for value in values if value is not None)
            found |= {(field.vocabulary, code) for codes in each for code in codes}
    return frozenset(found)


def as_merged(record_type: type[Record], content: Values, vocabularies: Vocabularies) -> dict[str, Any]:
    """An earlier content of a record with each value of a list replaced by the one that it was merged into."""
    followed = dict(content)
    for name, field in entered(record_type).items():
        if field.vocabulary and content.get(name) is not None:
            values, several = vocabularies[field.vocabulary], field.kind is Kind.CHOICES
            codes = [successor(values, code) for code in (content[name] if several else [content[name]])]
            followed[name] = list(dict.fromkeys(codes)) if several else codes[0]
    return followed


def newly_broken(
    database: Database, record_type: type[Record], pairs: Sequence[tuple[Values, Values]]
) -> list[Problem]:
    """What is wrong with changed records, given as (before, after), that was not wrong before."""
    befores, afters = (
        [{name: row[name] for name in entered(record_type)} for row in side] for side in zip(*pairs, strict=True)
    )
    given = replace(database.given, kept=chosen(record_type, [*befores, *afters]))
    states = [before.get(STATE) for before, _ in pairs]
    old = {
        (problem.row, problem.field, problem.rule)
        for problem in check(record_type, frame_of(record_type, befores), given, states)
    }
    found = check(record_type, frame_of(record_type, afters), given, states)
    return [problem for problem in found if (problem.row, problem.field, problem.rule) not in old]


def tidied(record_type: type[Record], values: Values) -> dict[str, Any]:
    """All entered fields in order, text in one Unicode form without blanks around it, empty values None.

    Raises:
        KeyError: the record type has no such field.
    """
    known = entered(record_type)
    if not values.keys() <= known.keys():
        raise KeyError(f"{record_type.__name__} has no field {', '.join(sorted(values.keys() - known.keys()))}")
    row: dict[str, Any] = dict.fromkeys(known)
    for name, value in values.items():
        if isinstance(value, str):
            row[name] = _tidy_text(known[name].kind, value) or None
        elif value == value and value != []:  # NaN, NaT: how frames spell a missing value
            row[name] = value
    return row


def _tidy_text(kind: Kind, value: str) -> str:
    if kind not in (Kind.TEXT, Kind.NOTE):
        return value
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
