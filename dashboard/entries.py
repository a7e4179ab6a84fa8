"""The record that somebody is entering: its values, its draft on the server, and what becomes of it.

A session works on one entry for each record type. The id of a new record is made here, when the form opens, so that
a double click or a repeated answer stores one record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard import session
from dashboard.messages import sentence
from dashboard.office import office
from dashboard.widgets import HELD
from db import drafts, records
from db.unavailable import DatabaseUnavailable
from schemas.fields import entered
from schemas.problems import Problem
from schemas.record import Record, about

ACTOR = "Büro"
"""Who writes in the browser, until people have accounts."""


@dataclass(slots=True)
class Entry:
    """An open form."""

    record_type: type[Record]
    id: str
    target: str | None = None
    """Id of the stored record that is edited, None for a new one."""
    version: int | None = None
    number: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """Typed values of the fields that are filled in."""
    restored: bool = False
    """Whether it was found again after a reload."""
    attempted: bool = False
    """Whether somebody tried to save: from then on what is missing is said, too."""
    problems: list[Problem] = field(default_factory=list)
    conflict: records.Conflict | None = None
    failure: DatabaseUnavailable | None = None

    def key(self, name: str) -> str:
        """The key of a field's widget."""
        return f"{self.id}:{name}"

    def sentences(self, name: str, language: str) -> list[str]:
        """What is wrong with a field, as far as it is time to say it."""
        declared = entered(self.record_type)[name]
        due = [problem for problem in self.problems if problem.field == name and self._is_due(problem)]
        return [sentence(problem, declared, language) for problem in due]

    def _is_due(self, problem: Problem) -> bool:
        return self.attempted or problem.rule != "required"


def current(record_type: type[Record]) -> Entry:
    """The entry that the session works on: the one it had, one found again from before a reload, or an empty one."""
    return session.remembered(_name(record_type), lambda: _found_again(record_type) or _new(record_type))


def begin(record_type: type[Record], values: Mapping[str, Any] | None = None) -> Entry:
    """Work on a new record from here on, with the given values to start from."""
    return _work_on(Entry(record_type, session.new_id(), values=dict(values or {})))


def resume(record_type: type[Record]) -> None:
    """Go back to the form of a new record, and to what was typed there before."""
    _work_on(_found_again(record_type) or _new(record_type))


def edit(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Work on a stored record from here on; unsaved changes of this browser to it are found again."""
    found = _found_again(record_type, record["id"])
    values = {name: record[name] for name in entered(record_type) if record[name] is not None}
    entry = found or Entry(record_type, session.new_id(), record["id"], record["version"], values=values)
    entry.number = record["number"]
    _work_on(entry)


def _work_on(entry: Entry) -> Entry:
    session.remember(_name(entry.record_type), entry)
    session.remember(_owed(entry.record_type), True)
    session.take(_saved(entry.record_type))
    return entry


def page_is_behind(record_type: type[Record]) -> bool:
    """Whether something was done to the entry that the page around its fields has not shown yet; asked once."""
    return bool(session.take(_owed(record_type)))


def duplicate(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Start a new record with the values of a stored one."""
    begin(record_type, {name: record[name] for name in entered(record_type) if record[name] is not None})


def collect(entry: Entry) -> None:
    """Take over what the widgets hold; if something changed, keep the draft and look for problems."""
    values = _held(entry)
    if values != entry.values:
        entry.values = values
        entry.problems = records.problems(office().database, entry.record_type, values)
        _keep(entry)


def _keep(entry: Entry) -> None:
    draft = drafts.Draft(entry.id, entry.target, entry.version, entry.values)
    drafts.keep(office().database, entry.record_type, draft, browser=session.browser(), session=session.session_id())


def _held(entry: Entry) -> dict[str, Any]:
    """What the widgets hold, as typed values of the fields that are filled in."""
    held = {}
    for name, declared in entered(entry.record_type).items():
        to_value, _ = HELD[declared.kind]
        held[name] = to_value(session.recall(entry.key(name)))
    return {name: value for name, value in held.items() if value is not None}


def save(record_type: type[Record], entry_id: str, keep: Sequence[str]) -> None:
    """Store the entry and open an empty form in which the fields ``keep`` are filled in already.

    A click that comes for an entry which is saved already does nothing.
    """
    entry = current(record_type)
    if entry.id != entry_id:
        return
    entry.values = _held(entry)
    session.remember(_owed(record_type), True)
    session.take(_saved(record_type))
    stored = _stored(entry)
    if stored is not None:
        begin(record_type, {name: entry.values[name] for name in keep if name in entry.values})
        session.remember(_saved(record_type), stored)
    elif entry.failure is None:
        _keep(entry)


def _stored(entry: Entry) -> dict[str, Any] | None:
    """The entry as it is stored now; None if it could not be, and the entry then says why."""
    entry.attempted, entry.problems, entry.conflict, entry.failure = True, [], None, None
    database, record_id = office().database, entry.target or entry.id
    try:
        return records.save(
            database, entry.record_type, record_id, entry.values, by=ACTOR, version=entry.version, draft=entry.id
        )
    except records.Rejected as rejected:
        entry.problems = list(rejected.problems)
    except records.Conflict as conflict:
        entry.conflict = conflict
    except DatabaseUnavailable as failure:
        entry.failure = failure
    return None


def discard(record_type: type[Record], entry_id: str) -> None:
    """Forget what was typed, and go on with a new record."""
    entry = current(record_type)
    if entry.id == entry_id:
        drafts.drop(office().database, entry.id, browser=session.browser())
        if entry.target is None:
            begin(record_type)
        else:
            resume(record_type)


def insist(record_type: type[Record]) -> None:
    """After a conflict: save the own values over the stored ones."""
    entry = current(record_type)
    stored = entry.conflict.current if entry.conflict else None
    if stored is not None:
        entry.target, entry.version = stored["id"], stored["version"]
        save(record_type, entry.id, ())


def yield_to_stored(record_type: type[Record]) -> None:
    """After a conflict: go on with the stored values."""
    entry = current(record_type)
    stored = entry.conflict.current if entry.conflict else None
    drafts.drop(office().database, entry.id, browser=session.browser())
    if stored is None:
        begin(record_type)
    else:
        edit(record_type, stored)


def save_as_new(record_type: type[Record]) -> None:
    """After a conflict: store the own values as a record of their own."""
    entry = current(record_type)
    drafts.drop(office().database, entry.id, browser=session.browser())
    again = begin(record_type, entry.values)
    seed_widgets(again)
    save(record_type, again.id, ())


def delete(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Delete a stored record; a form that edits it is left.

    Raises:
        Conflict: the record has changed since it was shown.
        DatabaseUnavailable: the disk is full or failed.
    """
    records.delete(office().database, record_type, record["id"], version=record["version"], by=ACTOR)
    if current(record_type).target == record["id"]:
        discard(record_type, current(record_type).id)


def just_saved(record_type: type[Record]) -> dict[str, Any] | None:
    """The record that was saved last, until somebody works on another one or tries to save it."""
    found: dict[str, Any] | None = session.recall(_saved(record_type))
    return found


def seed_widgets(entry: Entry) -> None:
    """Give the widgets of the entry their values, where Streamlit has none."""
    for name, declared in entered(entry.record_type).items():
        _, to_widget = HELD[declared.kind]
        session.seed(entry.key(name), to_widget(entry.values.get(name)))


def _name(record_type: type[Record]) -> str:
    return f"entry of {about(record_type).table}"


def _owed(record_type: type[Record]) -> str:
    return f"page owed to {about(record_type).table}"


def _saved(record_type: type[Record]) -> str:
    return f"saved in {about(record_type).table}"


def _new(record_type: type[Record]) -> Entry:
    return Entry(record_type, session.new_id())


def _found_again(record_type: type[Record], target: str | None = None) -> Entry | None:
    """The entry behind the newest draft of this browser that no other open page holds."""
    draft = drafts.take_over(
        office().database,
        record_type,
        target,
        browser=session.browser(),
        session=session.session_id(),
        is_open=session.is_open,
    )
    if draft is None:
        return None
    problems = records.problems(office().database, record_type, draft.entries)
    return Entry(
        record_type, draft.id, draft.target, draft.version, values=draft.entries, restored=True, problems=problems
    )
