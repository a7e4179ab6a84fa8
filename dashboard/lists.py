"""The list of records below a form: newest first, with search, filters and pages, and what can be done to a record."""

from collections.abc import Callable, Hashable, Mapping
from copy import deepcopy
from functools import cache, partial
from typing import Any

import streamlit as st

from dashboard import downloads, entries, session
from dashboard.addresses import RECORD, View
from dashboard.facts import facts
from dashboard.filters import record_filters, sentence_of
from dashboard.formats import moment, plain
from dashboard.grids import column_config, grid
from dashboard.move_forms import transitions
from dashboard.office import office
from dashboard.proposal_panel import record_proposals
from dashboard.proposing import deletion_form, proposing_buttons
from dashboard.record_history import deleted_records, record_history
from dashboard.states import badge, state_column
from dashboard.view_address import address_to_copy
from db import accounts, caches, kept_periods, listing, records
from db.listing import Page
from schemas.fields import Field, Kind, entered, fields, filtered, shown
from schemas.record import Record, about
from schemas.refusals import Refused

ROWS = 15
"""Records on one page of the list."""

ROUNDED = 100
"""Where there are more records than were counted, their number is told rounded down to this."""

PAGES_KEPT = 64
"""Pages of lists that are kept for the next run, which mostly shows the same again."""

UNLISTED = (Kind.NOTE,)
"""Kinds that need more room than a list has; they are read in the record itself."""


def record_list(record_type: type[Record], *, exact: bool = False) -> None:
    """The records of a type, and the one that is picked. ``exact``: their number is told to the last one."""
    t, reader, names = session.texts(), session.reader(), about(record_type)
    st.header(names.plural.in_language(reader.language))
    view = record_filters(names.table, filtered(record_type), beside=partial(_takeaways, record_type))
    page_key = f"page of {names.table} for {view}"
    place = session.recall(page_key) or 1
    found = _page(record_type, view, place)
    _matches(record_type, view, found, exact=exact)
    picked = _picked(record_type, view, found, place, page_key) if found.records else None
    _told(record_type)  # where the record stood that it is about: who clicked there looks there
    if picked is not None and str(picked["number"]) == st.query_params.get(RECORD):
        st.caption(t("The record is shown above."))
    elif picked is not None:
        _record(record_type, picked)
    deleted_records(record_type, partial(_tell, record_type))


def _picked(record_type: type[Record], view: View, found: Page, place: int, page_key: str) -> dict[str, Any] | None:
    """The record that is picked in the table, below which the other pages can be chosen."""
    picked = _grid(record_type, view, found, place)
    pages = -(-found.matches // ROWS)
    if pages > 1:
        st.pagination(pages, key=page_key)
    return picked


def _takeaways(record_type: type[Record], view: View) -> None:
    downloads.record_buttons(record_type, view.selection, view.search)
    address_to_copy(about(record_type).table)


def _matches(record_type: type[Record], view: View, found: Page, *, exact: bool) -> None:
    t = session.texts()
    if found.matches:
        database, whole = office().database, found.matches
        if found.more and exact:
            whole = listing.count(database, record_type, view.selection, search=view.search)
        elif found.more:
            whole -= whole % ROUNDED
        filters = sentence_of(filtered(record_type), view.selection.where)
        counted = t.plural("{n} record", "{n} records", whole)
        if found.more and not exact:
            counted = t("More than {shown}", shown=counted)
        hint = t("Choose a row to see, change, duplicate or delete the record.")
        st.caption(plain(" · ".join(part for part in (counted, filters, hint) if part)))
    elif view == View():
        st.info(t("Nothing has been entered yet."))
    elif _ends_before_it_starts(view):
        st.error(t("The period ends before it starts. Please change one of the two days."))
    else:
        st.info(t("No record matches. Fewer filters or another period find more."))


def _ends_before_it_starts(view: View) -> bool:
    start, end = view.selection.start, view.selection.end
    return start is not None and end is not None and start > end


def _page(record_type: type[Record], view: View, place: int) -> Page:
    """The page of the list; kept, so not to be changed."""

    def ask() -> Page:
        return listing.page(database, record_type, view.selection, search=view.search, number=place, size=ROWS)

    database = office().database
    found: Page = _kept((database.revision, "page", about(record_type).table, view, place), ask)
    return found


def _kept(key: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
    return caches.of(office().database, "lists", 2 * PAGES_KEPT).get(key, make)


@cache
def _columns(record_type: type[Record], language: str) -> tuple[tuple[Field, ...], dict[str, Any]]:
    """What the table of a list shows, and how."""
    listed = (fields(record_type)["number"], *(f for f in shown(record_type).values() if f.kind not in UNLISTED))
    return listed, column_config(listed, language) | state_column(record_type, language)


def _grid(record_type: type[Record], view: View, found: Page, place: int) -> dict[str, Any] | None:
    """The page of records as a table; the record whose row is picked."""
    t, reader, table, revision = session.texts(), session.reader(), about(record_type).table, office().database.revision
    listed, columns = _columns(record_type, reader.language)
    key = (revision, "grid", table, view, place, reader.language, reader.zone, caches.Same(reader.vocabularies))
    event = st.dataframe(
        _kept(key, lambda: grid(found.records, listed, reader))(),
        key=f"list of {table}, page {place}, revision {revision}",
        hide_index=True,
        placeholder="",  # else an empty number reads "None"
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        height="content",
        alt=t("List of records, newest first"),
    )
    rows = event["selection"]["rows"]
    return deepcopy(found.records[rows[0]]) if rows and rows[0] < len(found.records) else None


def linked_record(record_type: type[Record]) -> None:
    """The record that the address names by its number."""
    named = st.query_params.get(RECORD, "")
    if not named:
        return
    t = session.texts()
    st.query_params[RECORD] = named  # a link within the page does not bring it into the browser's address
    record = records.find(office().database, record_type, int(named)) if named.isascii() and named.isdecimal() else None
    if record is None:
        _told(record_type)
        st.warning(t("There is no record with the number {number} (any more).", number=plain(named[:20])))
    else:
        _record(record_type, record)
    st.button(t("Close"), key=f"close {RECORD}", icon=":material/close:", on_click=_close)


def _close() -> None:
    st.query_params.pop(RECORD, None)


def _record(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """One record with all that is known of it, and what can be done to it."""
    t, reader, names = session.texts(), session.reader(), about(record_type)
    with st.container(border=True):
        title = names.singular.in_language(reader.language)
        number = t("no. {number}", number=record["number"])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(title)} {plain(number)}**", width="content")
            badge(record_type, record, reader.language)
        st.html(facts(entered(record_type).values(), record))
        made = {
            "created": moment(record["created_at"], reader.language, reader.zone),
            "by": _name(record["created_by"]),
        }
        changed = {
            "changed": moment(record["changed_at"], reader.language, reader.zone),
            "who": _name(record["changed_by"]),
        }
        st.caption(plain(t("Created {created} by {by}", **made)))
        if record["version"] > 1:
            st.caption(plain(t("Changed {changed} by {who}", **changed)))
        transitions(record_type, record, partial(_tell, record_type))
        _deeds(record_type, record)
        _told(record_type)
        deletion_form(record_type, record, partial(_tell, record_type))
        record_proposals(record_type, record, partial(_tell, record_type))
        record_history(record_type, record, partial(_tell, record_type))


def _name(account: str) -> str:
    """The name of who did something; what is no account's id is a name already."""
    return accounts.names(office().database).get(account, account)


def _deeds(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Edit, duplicate, and delete after a second look; in a closed period, duplicate only."""
    t, asked = session.texts(), f"delete {record['id']}"
    closed = kept_periods.closed_for(office().database.periods, record_type, record)
    if closed:
        st.info(plain(records.PeriodClosed(closed).label.in_language(session.language())), icon=":material/lock:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if session.recall(asked) and not closed:
            st.warning(t("Delete this record? It disappears from all figures."))
            st.button(
                t("Yes, delete"), key=f"really {asked}", on_click=_delete, args=(record_type, record), type="primary"
            )
            st.button(t("Keep it"), key=f"keep {asked}", on_click=session.take, args=(asked,))
            return
        mine = records.may_change(session.actor(), record) and not closed
        edit = (t("Edit"), ":material/edit:", entries.edit)
        copy = (t("Duplicate"), ":material/content_copy:", entries.duplicate)
        for word, icon, deed in (edit, copy) if mine else (copy,):
            st.button(word, key=f"{icon} {record['id']}", icon=icon, on_click=deed, args=(record_type, record))
        if mine:
            icon = ":material/delete:"
            st.button(t("Delete"), key=asked + "?", icon=icon, on_click=session.remember, args=(asked, True))
        elif not closed:
            proposing_buttons(record_type, record)


@session.uninterrupted()
def _delete(record_type: type[Record], record: Mapping[str, Any]) -> None:
    session.take(f"delete {record['id']}")
    t = session.texts()
    try:
        entries.delete(record_type, record)
    except records.Conflict:
        _tell(record_type, t("Somebody has changed this record in the meantime. It was not deleted."))
    except Refused as refused:
        _tell(record_type, refused.label.in_language(session.language()))
    else:
        _tell(record_type, t("Record no. {number} is deleted.", number=record["number"]))


def _told(record_type: type[Record]) -> None:
    """What there is to say, at the place that is seen first."""
    told = session.take(f"told of {about(record_type).table}")
    if told:
        st.info(plain(told))


def _tell(record_type: type[Record], sentence: str) -> None:
    """Say something below the list, or in the record that the address names, once."""
    session.remember(f"told of {about(record_type).table}", sentence)
