"""Which of several reports a page shows: the one that its address names, else the newest."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from dashboard import session
from dashboard.addresses import REPORT


def chosen_report(names: Mapping[int, str], key: str, *, offered: bool = True) -> int:
    """The number of a report, after the widget to choose it by its name, which stands in the address from then on."""
    t, named, missed = session.texts(), st.query_params.get(REPORT, ""), f"{key} that is not there"
    is_there = named.isdecimal() and int(named) in names
    if named != session.recall(f"{key} in the address"):
        session.take(missed)
        if is_there:
            session.remember(key, int(named))
    if named and not is_there:
        session.remember(missed, named)
    if session.recall(key) not in names:
        session.remember(key, next(iter(names)))
    told = st.empty()
    if offered:
        choose = partial(session.take, missed)
        st.selectbox(t("Report"), list(names), format_func=lambda number: names[number], key=key, on_change=choose)
    if session.knows(missed):
        told.warning(t("The report that was to be shown is not here (any more). Below is another one."))
    number: int = session.recall(key)
    st.query_params[REPORT] = str(number)
    session.remember(f"{key} in the address", str(number))
    return number
