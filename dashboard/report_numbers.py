"""The numbers that a text can tell, by name, to be put into it: so none of them is ever typed."""

from collections.abc import Callable

import streamlit as st

from dashboard import session
from dashboard.formats import plain
from dashboard.office import office
from dashboard.report_composition import number_names
from db.kept_reports import Report
from db.report_figures import told
from schemas.refusals import Refused
from schemas.report import ReportField


def number_list(report: Report, field: ReportField, put: Callable[[str], None]) -> None:
    """A list to choose a number from; ``put`` puts its name, in braces, at the end of the text."""
    t, database = session.texts(), office().database
    opened = st.expander(t("Put in a number"), icon=":material/123:", key=f"numbers {field.name}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        try:
            content = told(database, report)
        except Refused as refused:
            st.error(plain(refused.label.in_language(session.language())))
            return
        names = number_names(content, report.language)
        chosen = st.selectbox(
            t("Number"),
            list(names),
            index=None,
            format_func=lambda name: f"{name}: {names[name]}",
            key=f"number {report.id} {field.name}",
            placeholder=t("Please choose"),
        )
        st.caption(t("It stands in the text by its name in braces; the report shows the number."))
        if chosen:
            st.button(
                t("Put at the end of the text"),
                key=f"put {report.id} {field.name}",
                on_click=put,
                args=(f"{{{chosen}}}",),
                type="primary",
            )
