"""The history of what is no record, a reporting period or a report: who did what and when, in a sentence each."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import session
from dashboard.formats import moment, plain
from dashboard.office import office
from db import accounts, caches, history
from db.history import Change

SHOWN = 20
"""Sentences on one page."""


def row_history(table: str, row_id: str, said: Mapping[str, str], more: Callable[[Change], str]) -> None:
    """What became of a row, newest first; asked for when somebody opens it.

    ``said`` has the sentence of each action, ``more`` tells what else there is to say of a change.
    """
    t, key = session.texts(), f"history of {row_id}"
    opened = st.expander(t("History"), icon=":material/history:", on_change="rerun", key=key)
    if not opened.open:
        return
    with opened:
        told = _changes(table, row_id)
        place = session.recall(f"page of {key}") or 1
        for change in told[(place - 1) * SHOWN : place * SHOWN]:
            st.markdown(plain(_sentence(change, said, more(change))))
        pages = -(-len(told) // SHOWN)
        if pages > 1:
            st.pagination(pages, key=f"page of {key}")


def _changes(table: str, row_id: str) -> list[Change]:
    database = office().database
    found: list[Change] = caches.of(database, "histories", 64).get(
        (database.revision, "history", table, row_id), lambda: history.of_row(database, table, row_id)
    )
    return found


def _sentence(change: Change, said: Mapping[str, str], more: str) -> str:
    """Who did it and when, then what there is to say of it."""
    t, reader = session.texts(), session.reader()
    who = accounts.names(office().database).get(change.actor, change.actor)
    sentence = t(said[change.action], when=moment(change.moment, reader.language, reader.zone), who=who)
    return f"{sentence}: {more}" if more else f"{sentence}."
