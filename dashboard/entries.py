"""The record that somebody is entering: its values, its draft on the server, and what becomes of it.

A session works on one entry for each record type. The id of a new record is made here, when the form opens, so that
a double click or a repeated answer stores one record.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import session
from dashboard.entry import REMARK as REMARK
from dashboard.entry import Entry as Entry
from dashboard.entry import Saved, remark
from dashboard.office import office
from dashboard.widgets import read
from db import drafts, proposals, records
from db.unavailable import DatabaseUnavailable
from schemas.fields import entered
from schemas.record import Record, about
from schemas.refusals import Refused
from schemas.workflow import STATE

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
    """Work on a stored record from here on; unsaved changes of this browser to it are found again.

    Changes to somebody else's record are proposed, unless the actor may make them.
    """
    found = _found_again(record_type, record["id"])
    values = {name: record[name] for name in entered(record_type) if record[name] is not None}
    entry = found or Entry(record_type, session.new_id(), record["id"], record["version"], values=values)
    entry.number, entry.had, entry.state = record["number"], values, record.get(STATE)
    entry.opened = True
    entry.proposes = not records.may_change(session.actor(), record)
    _work_on(entry)


def _work_on(entry: Entry) -> Entry:
    entry.had = entry.had or dict(entry.values)
    session.remember(_name(entry.record_type), entry)
    session.remember(_owed(entry.record_type), True)
    session.take(_saved(entry.record_type))
    return entry


def page_is_behind(record_type: type[Record]) -> bool:
    """Whether something was done to the entry that the page around the form has not shown yet; asked once."""
    return bool(session.take(_owed(record_type)))


def list_is_behind(record_type: type[Record]) -> bool:
    """Whether a record was saved that the list has not shown yet."""
    return bool(session.recall(_unlisted(record_type)))


def page_is_shown(record_type: type[Record]) -> None:
    """Say that the page is shown as a whole in this run."""
    session.take(_owed(record_type))
    session.take(_unlisted(record_type))


def duplicate(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Start a new record with the values of a stored one, as far as a new one can have them."""
    asked = Entry(record_type, "").asked
    begin(record_type, {name: record[name] for name in asked if record[name] is not None}).opened = True


def typed(record_type: type[Record], told: Mapping[str, Any]) -> None:
    """Take over what stands in the form; if something changed, keep the draft and look for problems."""
    entry = _heard(record_type, told)
    if entry is None:
        return
    values, said = _values(entry, told), remark(entry, told)
    if (values, said) != (entry.values, entry.remark):
        entry.values, entry.remark = values, said
        entry.problems = records.problems(office().database, record_type, values, entry.target)
        _keep(entry)


def heard(record_type: type[Record]) -> int:
    """The stamp of the last event of the form that was dealt with, 0 if there was none."""
    return session.recall(_stamp(record_type)) or 0


def hear(record_type: type[Record], told: Mapping[str, Any]) -> None:
    """Say that an event of the form was dealt with: the browser sends it again until it knows."""
    stamp = told.get("stamp")
    session.remember(_stamp(record_type), stamp if isinstance(stamp, int) else 0)


def _heard(record_type: type[Record], told: Mapping[str, Any]) -> Entry | None:
    """The entry that an event is about, None if it is no longer the one that the session works on.

    The browser can know an entry that the server has never heard of, or has forgotten: it goes on under its old id.
    Was only the answer to its save lost, then saving it once more under the same id stores nothing twice.
    """
    hear(record_type, told)
    entry = current(record_type)
    if told.get("entry") != entry.id:
        return None
    resumed = told.get("resumes")
    if isinstance(resumed, str) and UUID.fullmatch(resumed) and entry.target is None:
        entry.id = resumed
    return entry


def _keep(entry: Entry) -> None:
    draft = drafts.Draft(entry.id, entry.target, entry.version, entry.values, entry.remark)
    try:
        drafts.keep(
            office().database, entry.record_type, draft, browser=session.browser(), session=session.session_id()
        )
        entry.failure = None
    except DatabaseUnavailable as failure:
        entry.failure = failure


def _values(entry: Entry, told: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form, as typed values of the fields that are filled in."""
    answers = told.get("values")
    if not isinstance(answers, Mapping):
        return entry.values
    return read(answers, entry.asked, session.reader(), session.today())


def save(record_type: type[Record], told: Mapping[str, Any], keep: Sequence[str] = ()) -> None:
    """Store the entry and open an empty form in which the fields ``keep`` are filled in already.

    A click that comes for an entry which is saved already does nothing.
    """
    entry = _heard(record_type, told)
    if entry is not None:
        entry.values, entry.remark = _values(entry, told), remark(entry, told)
        _save(entry, keep if told.get("keep") else ())


def _save(entry: Entry, keep: Sequence[str] = ()) -> None:
    record_type = entry.record_type
    session.take(_saved(record_type))
    stored = _stored(entry)
    if stored is not None:
        begin(record_type, {name: entry.values[name] for name in keep if name in entry.values})
        session.remember(_saved(record_type), stored)
        session.remember(_unlisted(record_type), True)
    elif entry.failure is None:
        _keep(entry)
    # Only a list below knows of a new record, and it can wait; an edited one, or a conflict, stands all over the page.
    session.remember(_owed(record_type), entry.target is not None or entry.conflict is not None)


def _stored(entry: Entry) -> Saved | None:
    """Save the entry, or propose it; None if that failed, and the entry then says why."""
    entry.attempted, entry.problems, entry.conflict, entry.failure = True, [], None, None
    try:
        return _propose(entry) if entry.proposes else _store(entry)
    except records.Rejected as rejected:
        entry.problems = list(rejected.problems)
    except records.Conflict as conflict:
        entry.conflict = conflict
    except records.PeriodClosed as closed:
        entry.problems = records.problems(office().database, entry.record_type, entry.values, entry.target)
        entry.failure = None if entry.problems else closed  # the day that was typed is right, the stored one is closed
    except Refused as failure:
        entry.failure = failure
    return None


def _store(entry: Entry) -> Saved:
    record_id, by = entry.target or entry.id, session.actor()
    stored = records.save(
        office().database, entry.record_type, record_id, entry.values, by=by, version=entry.version, draft=entry.id
    )
    return Saved(stored["number"], proposed=False, entry=entry.id)


def _propose(entry: Entry) -> Saved:
    made = proposals.propose(
        office().database,
        entry.record_type,
        entry.target or "",
        entry.values,
        version=entry.version or 0,
        proposal_id=entry.id,
        by=session.actor(),
        remark=entry.remark,
        draft=entry.id,
    )
    return Saved(made.record_number, proposed=True, entry=entry.id)


def discard(record_type: type[Record], told: Mapping[str, Any]) -> None:
    """Forget what was typed, and go on with a new record."""
    entry = _heard(record_type, told)
    if entry is not None:
        _leave(entry)


def _leave(entry: Entry) -> None:
    drafts.drop(office().database, entry.id, browser=session.browser())
    if entry.target is None:
        begin(entry.record_type)
    else:
        resume(entry.record_type)


@session.uninterrupted()
def insist(record_type: type[Record]) -> None:
    """After a conflict: save the own values over the stored ones."""
    entry = current(record_type)
    stored = entry.conflict.current if entry.conflict else None
    if stored is not None:
        entry.target, entry.version = stored["id"], stored["version"]
        _save(entry)


@session.uninterrupted()
def yield_to_stored(record_type: type[Record]) -> None:
    """After a conflict: go on with the stored values."""
    entry = current(record_type)
    stored = entry.conflict.current if entry.conflict else None
    drafts.drop(office().database, entry.id, browser=session.browser())
    if stored is None:
        begin(record_type)
    else:
        edit(record_type, stored)


@session.uninterrupted()
def save_as_new(record_type: type[Record]) -> None:
    """After a conflict: store the own values as a record of their own."""
    entry = current(record_type)
    drafts.drop(office().database, entry.id, browser=session.browser())
    _save(begin(record_type, entry.values))


def delete(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Delete a stored record; a form that edits it is left.

    Raises:
        PeriodClosed: its day lies in a closed period.
        Conflict: the record has changed since it was shown.
        DatabaseUnavailable: the disk is full or failed.
    """
    records.delete(office().database, record_type, record["id"], version=record["version"], by=session.actor())
    if current(record_type).target == record["id"]:
        _leave(current(record_type))


def reset(record_type: type[Record], record: Mapping[str, Any], entry: int) -> None:
    """Make a stored record what an entry of its history left; a form that edits it will be told of a conflict.

    Raises:
        Forbidden: the actor may not take back what was done since.
        Rejected: it would break rules that hold by now.
        PeriodClosed: a day lies in a closed period.
        Conflict: the record has changed since it was shown.
        DatabaseUnavailable: the disk is full or failed.
    """
    records.reset(office().database, record_type, record["id"], entry, version=record["version"], by=session.actor())


def just_saved(record_type: type[Record]) -> Saved | None:
    """What was saved or proposed last, until somebody works on another entry or tries to save it."""
    found: Saved | None = session.recall(_saved(record_type))
    return found


def _name(record_type: type[Record]) -> str:
    return f"entry of {about(record_type).table}"


def _owed(record_type: type[Record]) -> str:
    return f"page owed to {about(record_type).table}"


def _unlisted(record_type: type[Record]) -> str:
    return f"not listed yet in {about(record_type).table}"


def _stamp(record_type: type[Record]) -> str:
    return f"last event of {about(record_type).table}"


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
    problems = records.problems(office().database, record_type, draft.entries, draft.target)
    return Entry(
        record_type,
        draft.id,
        draft.target,
        draft.version,
        values=draft.entries,
        had=draft.entries,
        remark=draft.remark,
        restored=True,
        problems=problems,
    )
