"""The released reports as a screen: what the committee reads and takes along, and nothing else."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import session
from dashboard.formats import plain
from dashboard.office import office
from dashboard.report_choice import chosen_report
from dashboard.report_links import ReportLinks, report_links
from dashboard.report_view import report_file_button, show
from dashboard.translations import Translator
from dashboard.view_address import address_to_copy
from db import released_reports, reports
from db.released_reports import Released
from schemas.refusals import Refused
from schemas.roles import Action


def released_page() -> None:
    """Choose one of the released reports, read it, and take its files along."""
    t, found = session.texts(), released_reports.listed(office().database, session.actor())
    if not found:
        st.info(t("No report has been released yet."), icon=":material/hourglass_empty:")
        return
    number = chosen_report(_names(found, t), "released report")
    try:
        _report(next(each for each in found if each.number == number))
    except Refused as refused:
        st.error(plain(refused.label.in_language(session.language())))


def _names(found: Sequence[Released], t: Translator) -> dict[int, str]:
    """What the reports are called, by number; two papers called the same are told apart by theirs."""
    names = {each.number: f"{each.paper_number}: {each.subject}" for each in found}
    called = Counter(names.values())
    numbered = {number: f"{name} ({t('No. {number}', number=number)})" for number, name in names.items()}
    return {number: name if called[name] == 1 else numbered[number] for number, name in names.items()}


def _report(report: Released) -> None:
    database, by = office().database, session.actor()
    content = released_reports.content(database, report.number, by)
    with st.container(horizontal=True):
        for name in report.files:
            taken = partial(released_reports.file, database, report.number, name, by)
            report_file_button(name, content.file_name, report.number, taken)
        address_to_copy("released")
    show(content, f"released {report.number}", _links(report))


def _links(report: Released) -> ReportLinks | None:
    """The ways to records and figures, for whoever may see those."""
    database, may_see = office().database, session.actor().may(Action.SEE_RECORDS)
    stored = reports.find(database, report.number) if may_see else None
    return report_links(database, stored) if stored else None
