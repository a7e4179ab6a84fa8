"""Transitions of records at the write gate: from where, by whom, with what, and in the history."""

from typing import Any

from db import kept_periods
from db.database import Database, Writing
from db.entry_checks import Values, problems, sound, tidied
from db.lookups import fetch, read
from db.record_writes import Conflict, change, has
from db.rights import may_move, must_move
from schemas.fields import entered
from schemas.labels import Label
from schemas.problems import Problem
from schemas.record import Record, about, workflow_of
from schemas.refusals import Refused
from schemas.roles import Action, Actor
from schemas.workflow import STATE, State, Transition


class NotFromHere(Refused):
    """The record is in a state that the transition does not start from; nothing was written."""

    wording = Label("Das geht nicht beim Status „{state}“.", "This is not possible while the status is “{state}”.")

    def __init__(self, transition: Transition, state: State) -> None:
        """``transition`` is not possible in ``state``."""
        super().__init__(state=state.label)
        self.transition = transition


def move(
    database: Database,
    record_type: type[Record],
    record_id: str,
    name: str,
    values: Values,
    *,
    version: int,
    by: Actor,
) -> dict[str, Any]:
    """Take a record along a transition, and return it as stored.

    ``values`` are of fields that the transition asks for; one that is missing stays as it is stored, None empties it.
    What is sent twice is done once. The history calls it by the name of the transition.

    Raises:
        Forbidden: the actor may not.
        NotFromHere: the record is in a state that the transition does not start from.
        Rejected: with these values it would break rules.
        PeriodClosed: its day lies in a closed period, and the transition is not for those.
        Conflict: the record has changed since it was read, or is gone.
        KeyError: there is no such transition, or it does not ask for a field.
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        return move_within(database, writing, record_type, record_id, name, values, version=version, by=by)


def move_within(
    database: Database,
    writing: Writing,
    record_type: type[Record],
    record_id: str,
    name: str,
    values: Values,
    *,
    version: int,
    by: Actor,
) -> dict[str, Any]:
    """Take a record along a transition as a part of a transaction; see ``move``."""
    workflow, transition = workflow_of(record_type), workflow_of(record_type).transition(name)
    current = fetch(writing.cursor, record_type, record_id)
    if current is None:
        raise Conflict(None)
    must_move(by, transition, current)
    wanted = moved(record_type, current, transition, values)
    if current[STATE] == transition.target and has(current, wanted):
        return current
    if current["version"] != version:
        raise Conflict(current)
    if current[STATE] not in transition.sources:
        raise NotFromHere(transition, workflow.state(current[STATE]))
    row = sound(database, record_type, wanted, transition.target, record_id)
    return change(writing, record_type, current, row, name, by, though_closed=transition.in_closed_periods)


def move_problems(
    database: Database, record_type: type[Record], record_id: str, name: str, values: Values
) -> list[Problem]:
    """What the gate would say to these values of a transition of a stored record; nothing if it is gone."""
    transition, current = workflow_of(record_type).transition(name), read(database, record_type, record_id)
    if current is None:
        return []
    wanted, closed = moved(record_type, current, transition, values), transition.in_closed_periods
    return problems(database, record_type, wanted, record_id, state=transition.target, though_closed=closed)


def moved(record_type: type[Record], current: Values, transition: Transition, values: Values) -> dict[str, Any]:
    """The entered fields of a record with those that a transition asks for.

    Raises:
        KeyError: it does not ask for one of the fields.
    """
    unasked = values.keys() - set(transition.asks)
    if unasked:
        raise KeyError(f"{transition.name} does not ask for {', '.join(sorted(unasked))}")
    told = tidied(record_type, values)
    return {name: told[name] if name in values else current[name] for name in entered(record_type)}


def possible(database: Database, record_type: type[Record], record: Values, *, by: Actor) -> list[Transition]:
    """The transitions that somebody may take a stored record along today."""
    return [each for each in _open_today(database, record_type, record) if may_move(by, record, each)]


def proposable(database: Database, record_type: type[Record], record: Values, *, by: Actor) -> list[Transition]:
    """The transitions of today that somebody may not make, but propose."""
    if not by.may(Action.PROPOSE):
        return []
    return [each for each in _open_today(database, record_type, record) if not may_move(by, record, each)]


def _open_today(database: Database, record_type: type[Record], record: Values) -> list[Transition]:
    workflow = about(record_type).workflow
    if workflow is None:
        return []
    ahead = record[about(record_type).dated_by] > database.given.today
    closed = kept_periods.closed_for(database.periods, record_type, record) is not None
    return [
        transition
        for transition in workflow.transitions_from(record[STATE])
        if not (ahead and workflow.state(transition.target).past) and (transition.in_closed_periods or not closed)
    ]
