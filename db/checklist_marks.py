"""What the lead has looked at in the checklist of a period: marks with a word, each with its history.

A mark names what was found when it was set: what is found later has not been looked at.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import duckdb

from db import history, statements
from db.database import Database, Writing, now
from db.period_refusals import WordUnusable, WrongState
from schemas.reporting_period import PeriodState
from schemas.roles import Action, Actor

TABLE = "checklist_marks"
LONGEST_WORD = 280


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as it is stored."""

    id: str
    number: int
    version: int
    period: str
    point: str
    seen: list[str]
    """The keys of the findings that were looked at."""
    word: str | None
    created_at: Any
    created_by: str
    changed_at: Any
    changed_by: str


COLUMNS = tuple(field.name for field in fields(Mark))


def of_period(cursor: duckdb.DuckDBPyConnection, period_id: str) -> dict[str, Mark]:
    """The marks of a period, by point."""
    rows = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE period = ?", [period_id]).fetchall()
    return {mark.point: mark for mark in (Mark(*row) for row in rows)}


def mark(database: Database, period_id: str, point: str, *, seen: Collection[str], word: str, by: Actor) -> None:
    """Mark a point of a period in review as looked at, with all that is known of it by now: ``seen`` are its keys.

    Raises:
        Forbidden: the actor does not manage periods.
        WrongState: the period is not in review.
        WordUnusable: the word is too long or can't be shown.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.MANAGE_PERIODS)
    said = " ".join(word.split())
    if len(said) > LONGEST_WORD or not said.isprintable():
        raise WordUnusable
    with database.writing() as writing:
        before = _stored(writing, period_id, point)
        values: dict[str, Any] = {"seen": sorted(seen), "word": said or None, "changed_at": now(), "changed_by": by.id}
        if before is None:
            _add(writing, period_id, point, values)
        else:
            values["version"] = before.version + 1
            statements.update(writing.cursor, TABLE, {"id": before.id, **values}, version=before.version)
            _log(writing, "update", before, replace(before, **values), by)


def unmark(database: Database, period_id: str, point: str, *, by: Actor) -> None:
    """Take a mark back; where there is none, nothing is done.

    Raises:
        Forbidden: the actor does not manage periods.
        WrongState: the period is not in review.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.MANAGE_PERIODS)
    with database.writing() as writing:
        before = _stored(writing, period_id, point)
        if before is not None:
            _remove(writing, before, by)


def drop(writing: Writing, period_id: str, by: Actor) -> None:
    """Take all marks of a period back, as a part of the transaction that removes it."""
    for each in of_period(writing.cursor, period_id).values():
        _remove(writing, each, by)


def _stored(writing: Writing, period_id: str, point: str) -> Mark | None:
    """The mark of a point of a period in review."""
    if not any(each.id == period_id and each.state is PeriodState.IN_REVIEW for each in writing.periods):
        raise WrongState
    return of_period(writing.cursor, period_id).get(point)


def _add(writing: Writing, period_id: str, point: str, values: dict[str, Any]) -> None:
    moment, by, (number,) = values["changed_at"], values["changed_by"], writing.take_numbers(TABLE, 1)
    made = Mark(
        id=f"{period_id}/{point}",
        number=number,
        version=1,
        period=period_id,
        point=point,
        created_at=moment,
        created_by=by,
        **values,
    )
    statements.insert(writing.cursor, TABLE, [asdict(made)])
    history.add(writing, "create", TABLE, [(None, asdict(made))], by)


def _remove(writing: Writing, mark: Mark, by: Actor) -> None:
    statements.delete(writing.cursor, TABLE, mark.id, version=mark.version)
    _log(writing, "delete", mark, None, by)


def _log(writing: Writing, action: str, before: Mark, after: Mark | None, by: Actor) -> None:
    history.add(writing, action, TABLE, [(asdict(before), asdict(after) if after else None)], by.id)
