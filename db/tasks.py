"""What waits for somebody: records in a state that is open, each by a day, and proposals; one table of all kinds."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb

from db import caches, proposed
from db.database import Database
from db.proposed import Proposal
from db.tables import quoted
from schemas import workflow
from schemas.fields import fields
from schemas.labels import Label
from schemas.proposal import State
from schemas.record import Record, about
from schemas.roles import Action, Actor

MOST = 200
"""Tasks of one kind that are told one by one; of more, the later ones are only counted."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits, and where it is done."""

    record_type: type[Record]
    number: int
    """Of the record."""
    whose: str
    """The id of the account whose record or proposal it is."""
    day: dt.date | None = None
    """The day by which it waits, None if it has none."""
    record: Mapping[str, Any] | None = None
    """The record as it is now, where the task is to do something with it."""
    says: tuple[str, ...] = ()
    """The fields of the record that say most of what is to be done."""
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """All tasks of one kind that somebody is shown, the most urgent first."""

    tasks: Sequence[Task]
    whole: int
    """How many they are, with those that are only counted."""
    late: int = 0
    """How many of them wait since a day that is over."""


Ask = Callable[[duckdb.DuckDBPyConnection, Database, Actor], Pile]
"""Finds the tasks of a kind that somebody is shown: one's own, the lead those of everybody."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of task."""

    name: str
    label: Label
    ask: Ask


def _to_decide(cursor: duckdb.DuckDBPyConnection, database: Database, actor: Actor) -> Pile:
    if not actor.may(Action.DECIDE):
        return Pile((), 0)
    return _of_proposals(database, proposed.rows(cursor, "state = ?", [State.OPEN]))


def _answered(cursor: duckdb.DuckDBPyConnection, database: Database, actor: Actor) -> Pile:
    values = [State.OPEN, actor.id]
    return _of_proposals(database, proposed.rows(cursor, "state <> ? AND NOT noted AND created_by = ?", values))


def _undecided(cursor: duckdb.DuckDBPyConnection, database: Database, actor: Actor) -> Pile:
    if actor.may(Action.DECIDE):
        return Pile((), 0)  # they are among those to decide on
    return _of_proposals(database, proposed.rows(cursor, "state = ? AND created_by = ?", [State.OPEN, actor.id]))


def _of_proposals(database: Database, found: Sequence[Proposal]) -> Pile:
    types = {about(each).table: each for each in database.record_types}
    known = [each for each in found if each.record_type in types]
    tasks = [Task(types[each.record_type], each.record_number, each.created_by, proposal=each) for each in known]
    return Pile(tasks[:MOST], len(tasks))


def _in_state(
    record_type: type[Record],
    state: workflow.State,
    cursor: duckdb.DuckDBPyConnection,
    database: Database,
    actor: Actor,
) -> Pile:
    """The records that wait in a state, by the day by which they do."""
    names, due = list(fields(record_type)), state.due or about(record_type).dated_by
    own, values = ("", []) if actor.may(Action.CHANGE_OTHERS) else (" AND created_by = ?", [actor.id])
    found = cursor.execute(
        f"SELECT count(*) OVER (), count(*) FILTER ({quoted(due)} < ?) OVER (), {', '.join(map(quoted, names))}"
        f" FROM {quoted(about(record_type).table)} WHERE {workflow.STATE} = ?{own}"
        f" ORDER BY {quoted(due)} NULLS LAST, number LIMIT {MOST}",
        [database.given.today, state.code, *values],
    ).fetchall()
    says = tuple(name for name in dict.fromkeys((*state.requires, *state.own)) if name != due)
    tasks = []
    for _, _, *row in found:
        record = dict(zip(names, row, strict=True))
        tasks.append(Task(record_type, record["number"], record["created_by"], record[due], record, says))
    return Pile(tasks, found[0][0] if found else 0, found[0][1] if found else 0)


def kinds(database: Database) -> Iterator[Waiting]:
    """All kinds of tasks: one for each state of a record type in which something waits, besides those of proposals."""
    yield Waiting("to_decide", Label("Vorschläge zu entscheiden", "Proposals to decide on"), _to_decide)
    yield Waiting("answered", Label("Antworten auf Ihre Vorschläge", "Answers to your proposals"), _answered)
    for record_type in database.record_types:
        names = about(record_type)
        for state in names.workflow.states if names.workflow else ():
            if state.tone is workflow.Tone.OPEN:
                label = Label(f"{names.plural.de}: {state.label.de}", f"{names.plural.en}: {state.label.en}")
                yield Waiting(f"{names.table} {state.code}", label, partial(_in_state, record_type, state))
    yield Waiting("undecided", Label("Ihre offenen Vorschläge", "Your open proposals"), _undecided)


def waiting(database: Database, actor: Actor) -> Mapping[Waiting, Pile]:
    """The tasks that somebody is shown, by kind; kinds without any are left out. Kept until something is written.

    Raises:
        Forbidden: the actor sees no records.
    """
    actor.must(Action.SEE_RECORDS)

    def ask() -> Mapping[Waiting, Pile]:
        with database.cursor() as cursor:
            found = {kind: kind.ask(cursor, database, actor) for kind in kinds(database)}
        return {kind: pile for kind, pile in found.items() if pile.tasks}

    key = (database.revision, database.given.today, actor)
    found: Mapping[Waiting, Pile] = caches.of(database, "tasks", 64).get(key, ask)
    return found
