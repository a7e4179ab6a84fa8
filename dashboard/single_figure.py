"""One figure by itself, as a number of a report leads to it: on the dashboard or not, with its table open."""

import streamlit as st

from dashboard import session
from dashboard.addresses import FIGURE
from dashboard.office import office
from dashboard.panels import panel_alone
from db import figures
from db.selection import Selection
from schemas.record import about


def single_figure(selection: Selection) -> bool:
    """The figure that the address names, with the way to all others; whether it names one."""
    t, name = session.texts(), st.query_params.get(FIGURE, "")
    if not name:
        return False
    figure = figures.catalogue(office().database.record_types).get(name)
    if figure is None:
        st.warning(t("There is no such figure (any more)."))
        return False
    st.header(about(figure.record_type).plural.in_language(session.language()))
    with st.container(border=True):
        panel_alone(name, selection)
    st.button(t("Show all figures"), icon=":material/monitoring:", on_click=_show_all)
    return True


def _show_all() -> None:
    st.query_params.pop(FIGURE, None)
