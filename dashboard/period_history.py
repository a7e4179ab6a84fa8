"""The history of a reporting period on the screen: who took which step and when, and why it was reopened."""

from collections.abc import Mapping

import streamlit as st

from dashboard import session
from dashboard.formats import moment, plain
from dashboard.office import office
from dashboard.translations import msgid
from db import accounts, caches, history, kept_periods
from db.history import Change
from schemas.reporting_period import ReportingPeriod

SENTENCES: Mapping[str, str] = {
    "create": msgid("Added {when} by {who}"),
    "update": msgid("Changed {when} by {who}"),
    "review": msgid("Review begun {when} by {who}"),
    "resume": msgid("Review stopped {when} by {who}"),
    "close": msgid("Closed {when} by {who}"),
    "reopen": msgid("Reopened {when} by {who}"),
}
"""What an entry of the history says, by its action."""


def period_history(period: ReportingPeriod) -> None:
    """What became of a period, newest first; asked for when somebody opens it."""
    t = session.texts()
    opened = st.expander(t("History"), icon=":material/history:", on_change="rerun", key=f"history of {period.id}")
    if opened.open:
        with opened:
            for change in _changes(period):
                st.markdown(plain(_sentence(change)))


def _changes(period: ReportingPeriod) -> list[Change]:
    database = office().database
    found: list[Change] = caches.of(database, "histories", 64).get(
        (database.revision, "history", kept_periods.TABLE, period.id),
        lambda: history.of_row(database, kept_periods.TABLE, period.id),
    )
    return found


def _sentence(change: Change) -> str:
    """Who did it and when; then the reason, or the name and the days that it has from then on."""
    t, reader = session.texts(), session.reader()
    who = accounts.names(office().database).get(change.actor, change.actor)
    when = moment(change.moment, reader.language, reader.zone)
    said = t(SENTENCES[change.action], when=when, who=who)
    return f"{said}: {_more(change)}" if _more(change) else f"{said}."


def _more(change: Change) -> str:
    after = change.after or {}
    if change.action == "reopen":
        return str(after["reason"])
    if change.action in ("create", "update"):
        return f"{after['name']}, {kept_periods.from_document(after).days.in_language(session.language())}"
    return ""
