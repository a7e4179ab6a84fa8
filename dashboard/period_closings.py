"""Closed periods on the screen: since when and by whom, the figures that were frozen, and the way to reopen one."""

import streamlit as st

from dashboard import downloads, session
from dashboard.formats import moment, plain
from dashboard.formats import period as days
from dashboard.office import office
from dashboard.period_deeds import Shown, attempt, labelled
from db import accounts, caches, frozen_figures, reporting_periods
from db.checklist import POINTS
from db.frozen_figures import Closing
from schemas.reporting_period import TRANSITIONS, ReportingPeriod


def frozen(shown: Shown) -> None:
    """A closed period: who has closed it, what was open, the figures to take along, and the way to reopen it."""
    t, period = session.texts(), shown.period
    last = _closings(period)[0]
    st.info(plain(_told(last)), icon=":material/lock:")
    if period.open_points:
        points = labelled([POINTS[point].label for point in period.open_points if point in POINTS])
        st.caption(plain(t("Still open at the closing: {points}", points=points)))
    st.write(t("The figures as they were then:"))
    with st.container(horizontal=True):
        downloads.frozen_buttons(last)
    downloads.unprotected()
    st.caption(t("Hash of these figures, kept in the history: {hash}", hash=last.hash))
    _reopening(shown)


def closings(period: ReportingPeriod) -> None:
    """The closings before the present one, folded: what was reported then can still be had."""
    t, earlier = session.texts(), _closings(period)[int(period.closed) :]
    if not earlier:
        return
    opened = st.expander(
        t("Earlier closings"), icon=":material/inventory_2:", on_change="rerun", key=f"closings of {period.id}"
    )
    if opened.open:
        with opened:
            for closing in earlier:
                with st.container(border=True):
                    st.write(plain(f"{closing.name}, {_days(closing)}. {_told(closing)}"))
                    with st.container(horizontal=True):
                        downloads.frozen_buttons(closing)


def _closings(period: ReportingPeriod) -> list[Closing]:
    database = office().database
    found: list[Closing] = caches.of(database, "closings", 32).get(
        (database.revision, period.id), lambda: frozen_figures.closings(database, period.id)
    )
    return found


def _days(closing: Closing) -> str:
    return days(closing.first_day, closing.last_day, session.language())


def _told(closing: Closing) -> str:
    t, reader = session.texts(), session.reader()
    who = accounts.names(office().database).get(closing.actor, closing.actor)
    when = moment(closing.moment, reader.language, reader.zone)
    return t("Closed {when} by {who}, at revision {revision}.", when=when, who=who, revision=closing.revision)


def _reopening(shown: Shown) -> None:
    t, word = session.texts(), TRANSITIONS["reopen"].label.in_language(session.language())
    with st.form(f"reopen {shown.mark}", enter_to_submit=False):
        st.write(t("Reopened, its records can be changed again. What was frozen stays, and the history tells why."))
        reason = st.text_input(t("Reason"), max_chars=reporting_periods.LONGEST_REASON, key=f"reason {shown.mark}")
        wrong = st.empty()
        sent = st.form_submit_button(word, icon=":material/lock_open:")

    def reopen() -> None:
        reporting_periods.reopen(
            office().database, shown.period.id, version=shown.version, reason=reason, by=session.actor()
        )

    if sent:
        attempt(reopen, t("{period} is open again.", period=shown.period.name), wrong, of=shown)
