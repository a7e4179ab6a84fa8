"""The history of a record on the screen: who changed what and when, the way back, and what was deleted."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import entries, session
from dashboard.deeds import Tell, done
from dashboard.facts import differences, facts
from dashboard.formats import moment, plain
from dashboard.office import office
from dashboard.translations import msgid
from db import accounts, caches, history, proposals, records
from db.entry_checks import as_merged
from db.history import Change, Deleted
from schemas.fields import shown
from schemas.record import Record, about
from schemas.roles import Action
from schemas.workflow import STATE

SHOWN = 10
"""Changes, or deleted records, on one page."""

SENTENCES: Mapping[str, str] = {
    "create": msgid("Created {when} by {who}"),
    "update": msgid("Changed {when} by {who}"),
    "delete": msgid("Deleted {when} by {who}"),
    "restore": msgid("Brought back {when} by {who}"),
    "import": msgid("Imported {when} by {who}"),
    "undo": msgid("Import undone {when} by {who}"),
    "state": msgid("Got a status {when} by {who}"),
}
"""What an entry of the history says by its action; of a transition, ``MOVED``."""

MOVED = msgid("Set to “{state}” {when} by {who}")


def record_history(record_type: type[Record], record: Mapping[str, Any], tell: Tell) -> None:
    """The history of a stored record, newest first; it is asked for when somebody opens it."""
    t, key = session.texts(), f"history of {record['id']}"
    opened = st.expander(t("History"), icon=":material/history:", on_change="rerun", key=key)
    if not opened.open:
        return
    with opened:
        told = _told(record_type, record["id"])
        place = session.recall(f"page of {key}") or 1
        for change in told[(place - 1) * SHOWN : place * SHOWN]:
            _change(record_type, record, change, told[0], tell)
        _pages(len(told), f"page of {key}")


def _told(record_type: type[Record], record_id: str) -> list[Change]:
    found: list[Change] = _kept(
        ("history", about(record_type).table, record_id),
        lambda: history.of_record(office().database, record_type, record_id),
    )
    return found


def _change(record_type: type[Record], record: Mapping[str, Any], change: Change, last: Change, tell: Tell) -> None:
    """One change of a record, and the way back to what it made; ``last`` is the newest one."""
    t, fields, then = session.texts(), shown(record_type), change.after
    with st.container(border=True):
        st.markdown(f"**{plain(_sentence(record_type, change.action, change.moment, change.actor))}**")
        if change.erased:
            st.caption(t("The content was erased."))
        elif change.before and then:
            st.html(differences(fields, change.changed(record_type)))
        elif then:
            st.html(facts(fields.values(), then))
        _proposed(record_type, record["id"], change.action, change.version)
        if then and _differs(record_type, then, record) and _is_reset_by_reader(record_type, record, then, last):
            st.button(
                t("Reset to this state"),
                key=f"reset {record['id']} to {change.entry}",
                icon=":material/undo:",
                on_click=_reset,
                args=(record_type, record, change.entry, tell),
            )


def _is_reset_by_reader(
    record_type: type[Record], record: Mapping[str, Any], then: Mapping[str, Any], last: Change
) -> bool:
    return records.may_reset(office().database, record_type, record, then, last, by=session.actor())


def _differs(record_type: type[Record], then: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether a record was something else; its state from before there were states is not told."""
    then = as_merged(record_type, then, office().database.given.vocabularies)
    return any(then.get(name) != record[name] for name in shown(record_type) if name != STATE or STATE in then)


@session.uninterrupted()
def _reset(record_type: type[Record], record: Mapping[str, Any], entry: int, tell: Tell) -> None:
    t = session.texts()

    def deed() -> None:
        entries.reset(record_type, record, entry)

    changed = t("Somebody has changed this record in the meantime. It was not reset.")
    if done(record_type, deed, tell, conflict=changed):
        tell(t("Record no. {number} is as it was.", number=record["number"]))


def deleted_records(record_type: type[Record], tell: Tell) -> None:
    """The records that were deleted, last deleted first, for whoever may bring them back."""
    t, table = session.texts(), about(record_type).table
    if not session.actor().may(Action.CHANGE_OTHERS):
        return
    opened = st.expander(t("Deleted records"), icon=":material/delete:", on_change="rerun", key=f"deleted {table}")
    if not opened.open:
        return
    with opened:
        key = f"page of deleted {table}"
        found, whole = _deleted(record_type, session.recall(key) or 1)
        if not whole:
            st.caption(t("No record was deleted."))
        for gone in found:
            _gone(record_type, gone, tell)
        _pages(whole, key)


def _deleted(record_type: type[Record], place: int) -> tuple[list[Deleted], int]:
    found: tuple[list[Deleted], int] = _kept(
        ("deleted", about(record_type).table, place),
        lambda: history.deleted(office().database, record_type, page=place, size=SHOWN),
    )
    return found


def _gone(record_type: type[Record], gone: Deleted, tell: Tell) -> None:
    t, record = session.texts(), gone.record
    with st.container(border=True):
        number = t("no. {number}", number=record["number"])
        title = f"{about(record_type).singular.in_language(session.language())} {number}"
        st.markdown(f"**{plain(title)}**")
        st.html(facts(shown(record_type).values(), record))
        st.caption(plain(_sentence(record_type, "delete", gone.moment, gone.actor)))
        _proposed(record_type, record["id"], "delete", record["version"])
        st.button(
            t("Bring back"),
            key=f"restore {record['id']}",
            icon=":material/restore_from_trash:",
            on_click=_restore,
            args=(record_type, record, tell),
        )


@session.uninterrupted()
def _restore(record_type: type[Record], record: Mapping[str, Any], tell: Tell) -> None:
    t = session.texts()
    deed = partial(records.restore, office().database, record_type, record["id"], by=session.actor())
    if done(record_type, deed, tell, conflict=t("This record is no longer deleted, or can't be brought back.")):
        tell(t("Record no. {number} is back.", number=record["number"]))


def _sentence(record_type: type[Record], action: str, when: Any, who: str) -> str:
    """Who did what and when; a transition that is no longer declared is told as a change."""
    reader, t, workflow = session.reader(), session.texts(), about(record_type).workflow
    places = {
        "when": moment(when, reader.language, reader.zone),
        "who": accounts.names(office().database).get(who, who),
    }
    made = [each for each in workflow.transitions if each.name == action] if workflow else []
    if workflow and made:
        return t(MOVED, state=workflow.state(made[0].target).label.in_language(reader.language), **places)
    return t(SENTENCES.get(action, SENTENCES["update"]), **places)


def _proposed(record_type: type[Record], record_id: str, action: str, version: int) -> None:
    """The proposal that a change comes from, if it comes from one."""
    t, named = session.texts(), accounts.names(office().database)
    proposal = proposals.behind(office().database, record_type, record_id, action, version)
    if proposal:
        who = named.get(proposal.created_by, proposal.created_by)
        st.caption(plain(t("As proposed by {who} (proposal no. {number})", who=who, number=proposal.number)))


def _pages(whole: int, key: str) -> None:
    pages = -(-whole // SHOWN)
    if pages > 1:
        st.pagination(pages, key=key)


def _kept(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What was read at this revision; not to be changed."""
    database = office().database
    return caches.of(database, "histories", 64).get((database.revision, *key), make)
