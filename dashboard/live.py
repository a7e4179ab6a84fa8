"""What keeps an open dashboard up to date without anybody's doing."""

import streamlit as st

from dashboard import session
from dashboard.exhibits import kept
from dashboard.failures import told
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.tables import record_address
from db import figures
from db.selection import Selection

EVERY = "1s"
"""How often the browser asks. An answer that nothing has changed takes a millisecond or two and shows nothing."""


def follow() -> None:
    """Run the page again when a record is saved anywhere, or a new day begins."""
    session.remember("followed", _state())
    _watch()


@st.fragment(run_every=EVERY)
def _watch() -> None:
    with told("live view"):
        if session.recall("followed") != _state():
            st.rerun(scope="app")


def _state() -> tuple[int, object]:
    database = office().database
    return database.revision, database.given.today


def warn_of_missing_attendance(selection: Selection) -> None:
    """Point to events that are over and have no attendance."""
    database, name = office().database, "events_without_attendance"
    number = kept(
        database, (name, selection), lambda: int(figures.compute(database, name, selection)["events"].iloc[0])
    )
    if number:
        t = session.texts()
        told = t.plural(
            "{n} event is over and has no attendance yet.", "{n} events are over and have no attendance yet.", number
        )
        table, named = record_address(database, figures.catalogue(database.record_types)[name], selection, {})
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(told, icon=":material/person_alert:")
            st.page_link(
                page_of(table), label=t("Show these events"), icon=":material/arrow_forward:", query_params=named
            )


def step_of_time() -> str:
    """Whether consultations are shown by month or by week."""
    t = session.texts()
    names = {"month": t("By month"), "week": t("By week")}
    chosen = st.segmented_control(
        t("Over time"), list(names), format_func=lambda name: names[name], default="month", required=True, key="step"
    )
    return chosen or "month"
