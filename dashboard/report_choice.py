"""Which of several reports a page shows: the one that its address names, else the newest."""

from collections.abc import Mapping

import streamlit as st

from dashboard import session
from dashboard.addresses import REPORT


def chosen_report(names: Mapping[int, str], key: str, *, offered: bool = True) -> int:
    """The number of a report, after the widget to choose it by its name, which stands in the address from then on."""
    t, named = session.texts(), st.query_params.get(REPORT, "")
    if named != session.recall(f"{key} in the address") and named.isdecimal() and int(named) in names:
        session.remember(key, int(named))
    if session.recall(key) not in names:
        session.remember(key, next(iter(names)))
    if offered:
        st.selectbox(t("Report"), list(names), format_func=lambda number: names[number], key=key)
    number: int = session.recall(key)
    st.query_params[REPORT] = str(number)
    session.remember(f"{key} in the address", str(number))
    return number
