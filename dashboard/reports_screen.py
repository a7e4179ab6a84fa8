"""The reports of the office as a screen: all of them, the one that is worked on, and the making of a new one."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.formats import moment, plain
from dashboard.office import office
from dashboard.paragraph_editor import paragraph_editor
from dashboard.period_deeds import attempt, tell
from dashboard.report_choice import chosen_report
from dashboard.report_editor import editor
from dashboard.report_history import report_history
from dashboard.report_steps import files, preview, steps
from dashboard.translations import Translator
from dashboard.view_address import address_to_copy
from db import accounts, reports
from db.kept_reports import Report
from schemas.report import FIELDS, STATES, ReportState

_CHOSEN, _MADE = "chosen report", "report made just now"


def reports_page() -> None:
    """See all reports, work on one, and make a new one."""
    t, found = session.texts(), reports.everything(office().database)
    with st.container():  # a place of its own: what comes and goes above an input would take what is typed there along
        tell()
    if found:
        _table(found)
        _report(_choice(found))
    else:
        st.info(t("There is no report yet. Close a reporting period, then make its report here."))
    st.header(t("Make a report"))
    _making()
    paragraph_editor()


def _table(found: list[Report]) -> None:
    t, language = session.texts(), session.language()
    subject = FIELDS["subject"].label.in_language(language)
    names = {period.id: period.name for period in office().database.periods}
    columns = {
        t("No."): [report.number for report in found],
        FIELDS["paper_number"].label.in_language(language): [report.paper_number or "" for report in found],
        subject: [report.subject or "" for report in found],
        t("Reporting period"): [names.get(report.period, "") for report in found],
        t("State"): [STATES[report.state].in_language(language) for report in found],
    }
    wide = {subject: st.column_config.TextColumn(width="large")}
    st.dataframe(
        pd.DataFrame(columns), hide_index=True, height="content", alt=t("List of all reports"), column_config=wide
    )


def _choice(found: list[Report]) -> Report:
    t, by_number = session.texts(), {report.number: report for report in found}
    if session.knows(_MADE):
        session.remember(_CHOSEN, session.take(_MADE))
    names = {number: _named(report, t) for number, report in by_number.items()}
    return by_number[chosen_report(names, _CHOSEN, offered=len(found) > 1)]


def _named(report: Report, t: Translator) -> str:
    told = [t("No. {number}", number=report.number), report.paper_number, report.subject]
    return " · ".join(each for each in told if each)


def _report(report: Report) -> None:
    """What can be done to a report in its state."""
    t, reader = session.texts(), session.reader()
    st.header(plain(f"{_named(report, t)}: {STATES[report.state].in_language(reader.language)}"))
    who = accounts.names(office().database).get(report.changed_by, report.changed_by)
    when = moment(report.changed_at, reader.language, reader.zone)
    st.caption(plain(t("Changed {when} by {who}", when=when, who=who)))
    address_to_copy("reports")
    SHOWN[report.state](report)
    report_history(report)


def _draft(report: Report) -> None:
    steps(report)
    editor(report)
    preview(report)


def _checked(report: Report) -> None:
    steps(report)
    preview(report, opened=True)


def _submitted(report: Report) -> None:
    files(report)
    steps(report)
    preview(report)


SHOWN: Mapping[ReportState, Callable[[Report], None]] = {
    ReportState.DRAFT: _draft,
    ReportState.CHECKED: _checked,
    ReportState.SUBMITTED: _submitted,
    ReportState.RELEASED: _submitted,
}
"""What is shown of a report in each state."""


def _making() -> None:
    """A draft for one of the closed periods, the last one first."""
    t, database = session.texts(), office().database
    closed = [period.name for period in reversed(database.periods) if period.closed]
    if not closed:
        st.info(t("A report needs a reporting period that is closed: its figures are those of the closing."))
        return
    with st.form("new report", enter_to_submit=False):
        name = st.selectbox(t("Closed reporting period"), closed)
        wrong = st.empty()
        sent = st.form_submit_button(t("Make a draft"), icon=":material/note_add:")

    def make() -> None:
        made = reports.make(database, name, language=office().own.language, by=session.actor())
        session.remember(_MADE, next(each.number for each in reports.everything(database) if each.id == made))

    if sent:
        attempt(make, t("The draft is made. It begins with your standard paragraphs."), wrong)
