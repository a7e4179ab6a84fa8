"""The released reports as a screen: what the committee reads and takes along, and nothing else."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.formats import plain
from dashboard.office import office
from dashboard.report_view import report_file_button, show
from dashboard.view_address import address_to_copy
from db import released_reports
from db.released_reports import Released
from schemas.refusals import Refused

REPORT = "report"
"""Name in the address: a released report has one of its own."""


def released_page() -> None:
    """Choose one of the released reports, read it, and take its files along."""
    t, found = session.texts(), released_reports.listed(office().database, session.actor())
    if not found:
        st.info(t("No report has been released yet."), icon=":material/hourglass_empty:")
        return
    chosen = _choice(found)
    try:
        _report(chosen)
    except Refused as refused:
        st.error(plain(refused.label.in_language(session.language())))


def _choice(found: list[Released]) -> Released:
    """The report that the address names, else the newest."""
    t, by_number = session.texts(), {each.number: each for each in found}
    named = st.query_params.get(REPORT, "")
    if named.isdecimal() and int(named) in by_number:
        session.seed("released report", int(named))
    if session.recall("released report") not in by_number:
        session.remember("released report", found[0].number)
    number = st.selectbox(
        t("Report"), list(by_number), format_func=lambda each: _named(by_number[each]), key="released report"
    )
    st.query_params[REPORT] = str(number)
    return by_number[number]


def _named(report: Released) -> str:
    return f"{report.paper_number}: {report.subject}"


def _report(report: Released) -> None:
    database, by = office().database, session.actor()
    content = released_reports.content(database, report.number, by)
    with st.container(horizontal=True):
        for name in report.files:
            taken = partial(released_reports.file, database, report.number, name, by)
            report_file_button(name, content.file_name, report.number, taken)
        address_to_copy("released")
    show(content, f"released {report.number}")
