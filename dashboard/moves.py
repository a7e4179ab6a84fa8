"""Transitions of records that somebody makes: at once, or through a form that asks for what they need.

A session has one such form open for each record type. It is short, so no draft of it is kept on the server.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from dashboard import session
from dashboard.deeds import Tell, done
from dashboard.entry import Entry, remark
from dashboard.office import office
from dashboard.widgets import read
from db import proposals, records
from db.rights import may_move
from schemas.problems import Problem
from schemas.record import Record, about, workflow_of
from schemas.refusals import Refused
from schemas.workflow import STATE, Transition


def start(record_type: type[Record], record: Mapping[str, Any], transition: Transition, tell: Tell) -> None:
    """Take a stored record along a transition, or open the form for what it asks, or to propose it."""
    if transition.asks or not may_move(session.actor(), record, transition):
        _open(record_type, record, transition)
        return
    t = session.texts()
    move = partial(_move, record_type, record["id"], transition.name, {}, record["version"])
    if done(record_type, move, tell, conflict=t("The record has just changed. Please look at it again.")):
        _tell_of(record_type, record["number"], transition, tell)


def reopen(record_type: type[Record], record: Mapping[str, Any], name: str) -> None:
    """Open the form of a transition again, as far as the state of the record still has it."""
    offered, by = (office().database, record_type, record), session.actor()
    for transition in (*records.possible(*offered, by=by), *records.proposable(*offered, by=by)):
        if transition.name == name:
            _open(record_type, record, transition)


def _open(record_type: type[Record], record: Mapping[str, Any], transition: Transition) -> None:
    had = {name: record[name] for name in transition.asks if record[name] is not None}
    entry = Entry(record_type, session.new_id(), record["id"], record["version"], values=dict(had), had=had)
    entry.number, entry.state, entry.transition = record["number"], record[STATE], transition
    entry.proposes = not may_move(session.actor(), record, transition)
    session.remember(_name(record_type), entry)


def current(record_type: type[Record]) -> Entry | None:
    """The form that is open, None if none is."""
    entry: Entry | None = session.recall(_name(record_type))
    return entry


def is_open_at(record_type: type[Record], record: Mapping[str, Any]) -> bool:
    """Whether the form is open for a stored record, and its state still has the transition."""
    entry = current(record_type)
    if entry is None or entry.transition is None or entry.target != record["id"]:
        return False
    return record[STATE] in entry.transition.sources


def heard(record_type: type[Record]) -> int:
    """The stamp of the last event of the form that was dealt with, 0 if there was none."""
    return session.recall(_stamp(record_type)) or 0


def typed(record_type: type[Record], told: Mapping[str, Any]) -> None:
    """Take over what stands in the form, and look for problems."""
    entry = _heard(record_type, told)
    if entry is not None:
        entry.values, entry.remark = _values(entry, told), remark(entry, told)
        entry.problems = _problems(entry)


def save(record_type: type[Record], told: Mapping[str, Any], tell: Tell) -> None:
    """Take the record along the transition with what was typed; the form says why, if that is refused."""
    entry = _heard(record_type, told)
    if entry is None or entry.transition is None or entry.target is None:
        return
    entry.values, entry.remark = _values(entry, told), remark(entry, told)
    entry.attempted, entry.problems, entry.conflict, entry.failure = True, [], None, None
    values = {name: entry.values.get(name) for name in entry.asked}
    try:
        if entry.proposes:
            _propose(entry, entry.target, entry.transition, values)
        else:
            _move(record_type, entry.target, entry.transition.name, values, entry.version or 0)
    except records.Rejected as rejected:
        entry.problems = list(rejected.problems)
    except records.Conflict as conflict:
        _look_again(entry, conflict, tell)
    except Refused as failure:
        entry.failure = failure
    else:
        close(record_type)
        if entry.proposes:
            _tell_of_proposal(entry, tell)
        else:
            _tell_of(record_type, entry.number or 0, entry.transition, tell)


def close(record_type: type[Record]) -> None:
    """Leave the form; what was typed is forgotten."""
    session.take(_name(record_type))
    session.remember(_owed(record_type), True)


def page_is_behind(record_type: type[Record]) -> bool:
    """Whether the page around the form has to be shown anew; asked once."""
    return bool(session.take(_owed(record_type)))


def _look_again(entry: Entry, conflict: records.Conflict, tell: Tell) -> None:
    """Show the record as it is now. The form stays with what was typed, and can be sent once more."""
    if conflict.current is None:
        t = session.texts()
        tell(t("Somebody has deleted this record in the meantime."))
        close(entry.record_type)
        return
    entry.conflict, entry.version = conflict, conflict.current["version"]
    session.remember(_owed(entry.record_type), True)


def _move(record_type: type[Record], record_id: str, name: str, values: Mapping[str, Any], version: int) -> None:
    database, by = office().database, session.actor()
    records.move(database, record_type, record_id, name, values, version=version, by=by)


def _propose(entry: Entry, record_id: str, transition: Transition, values: Mapping[str, Any]) -> None:
    proposals.propose_move(
        office().database,
        entry.record_type,
        record_id,
        transition.name,
        values,
        version=entry.version or 0,
        proposal_id=entry.id,
        by=session.actor(),
        remark=entry.remark,
    )


def _tell_of_proposal(entry: Entry, tell: Tell) -> None:
    t, record = session.texts(), about(entry.record_type).singular.in_language(session.language())
    tell(t("The change of {record} no. {number} is proposed to the lead.", record=record, number=entry.number or 0))


def _tell_of(record_type: type[Record], number: int, transition: Transition, tell: Tell) -> None:
    t, language = session.texts(), session.language()
    record = about(record_type).singular.in_language(language)
    state = workflow_of(record_type).state(transition.target).label.in_language(language)
    tell(t("{record} no. {number}: {state}.", record=record, number=number, state=state))


def _problems(entry: Entry) -> list[Problem]:
    """What the gate would say to the record with what was typed."""
    if entry.transition is None or entry.target is None:
        return []
    values = {name: entry.values.get(name) for name in entry.asked}
    return records.move_problems(office().database, entry.record_type, entry.target, entry.transition.name, values)


def _heard(record_type: type[Record], told: Mapping[str, Any]) -> Entry | None:
    """The open form, if an event is about it."""
    stamp, entry = told.get("stamp"), current(record_type)
    session.remember(_stamp(record_type), stamp if isinstance(stamp, int) else 0)
    return entry if entry is not None and told.get("entry") == entry.id else None


def _values(entry: Entry, told: Mapping[str, Any]) -> dict[str, Any]:
    answers = told.get("values")
    if not isinstance(answers, Mapping):
        return entry.values
    return read(answers, entry.asked, session.reader(), session.today())


def _name(record_type: type[Record]) -> str:
    return f"move in {about(record_type).table}"


def _owed(record_type: type[Record]) -> str:
    return f"page owed to move in {about(record_type).table}"


def _stamp(record_type: type[Record]) -> str:
    return f"last event of move in {about(record_type).table}"
