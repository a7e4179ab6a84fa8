"""What can be done to a report as a whole: check, submit, release; and what others would see of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import report_files, session
from dashboard.formats import moment, plain
from dashboard.office import office
from dashboard.period_deeds import attempt
from dashboard.report_composition import composed, file_name_of
from dashboard.report_editor import unsaved
from dashboard.report_links import report_links
from dashboard.report_notices import notices
from dashboard.report_view import report_file_button, show
from dashboard.translations import msgid
from db import frozen_figures, released_reports, report_documents, reports
from db.kept_reports import Report
from db.report_content import ReportContent
from db.report_figures import Told, known, told
from db.report_refusals import NotStored, OtherSubmitted
from db.report_texts import must_be_told
from schemas.labels import listed
from schemas.refusals import Refused
from schemas.report import TRANSITIONS, ReportState

_PRESSED = "step of a report"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A step that somebody wants to take, and what the page showed when it was wanted."""

    action: str
    report: Report
    known: tuple[str, ...]
    """The reports that its preview was protected together with."""


def steps(report: Report) -> None:
    """The buttons of the steps that the report's state allows, and where a refusal is told."""
    t, language = session.texts(), session.language()
    with st.container(horizontal=True):
        for action, step in TRANSITIONS.items():
            if step.source is report.state and session.actor().may(step.action):
                _button(action, step.label.in_language(language), report)
        if report.state is ReportState.DRAFT:
            _button("remove", t("Remove the draft"), report)
    wrong = st.empty()
    if pressed := session.take(_PRESSED):
        attempt(partial(_do, pressed, report), t(SAID[pressed.action]), wrong)
    with st.container():
        if report.state is ReportState.DRAFT:
            _newer_closing(report)


def _button(action: str, label: str, report: Report) -> None:
    """Pressed, it asks for what was on the screen then: others can have been faster."""
    shown = Pressed(action, report, known(office().database))
    kind: Literal["primary", "secondary"] = "primary" if action in FORWARD else "secondary"
    st.button(label, f"{action} {report.id}", type=kind, on_click=session.remember, args=(_PRESSED, shown))


def _do(pressed: Pressed, report: Report) -> None:
    """Take the step. A draft is taken as it is now: leaving a field to press a button saves it."""
    is_same_draft = report.id == pressed.report.id and report.state is ReportState.DRAFT
    DEEDS[pressed.action](replace(pressed, report=report) if is_same_draft else pressed)


def _newer_closing(report: Report) -> None:
    """Whether the period was closed again since, and the way to its newer figures."""
    t, reader, database = session.texts(), session.reader(), office().database
    last = frozen_figures.closings(database, report.period)[0]
    if last.version == report.closing:
        return
    when = moment(last.moment, reader.language, reader.zone)
    st.warning(t("The period was closed again on {when}. This draft still tells the figures of before.", when=when))
    wrong = st.empty()
    if st.button(t("Take the newer figures"), key=f"follow {report.id} {report.version}"):
        follow = partial(reports.follow, database, report.id, version=report.version, by=session.actor())
        attempt(follow, t("The draft tells the newer figures."), wrong)


def preview(report: Report, *, opened: bool = False) -> None:
    """The report as others would see it, its protected tables included, folded."""
    t = session.texts()
    fold = st.expander(
        t("The report as it was submitted") if report.files else t("Preview with protected tables"),
        icon=":material/preview:",
        on_change="rerun",
        key=f"preview {report.id} {report.state}",
        expanded=opened,
    )
    if not fold.open:
        return
    with fold:
        try:
            _preview(report)
        except Refused as refused:
            st.error(plain(refused.label.in_language(session.language())))


def _preview(report: Report) -> None:
    database = office().database
    content = told(database, report)
    for notice in notices(content, database.settings.opened, session.language()):
        st.info(plain(notice), icon=":material/info:")
    if report.files is None:
        _untold(report, content)
    show(_content(report), f"report {report.number}", report_links(database, report))


def _untold(report: Report, content: Told) -> None:
    """What would keep the report from being checked: a text that names a number which can't be told."""
    try:
        must_be_told(report, content)
    except Refused as refused:
        st.warning(plain(refused.label.in_language(session.language())), icon=":material/edit_note:")


def _content(report: Report) -> ReportContent:
    """A report as it reads now; what was submitted, as it was."""
    if report.files is None:
        return composed(office().database, report, _zone())
    document = reports.file(office().database, report, released_reports.DOCUMENT, by=session.actor())
    return report_documents.read(document)


def files(report: Report) -> None:
    """The files that were submitted, to be taken along, each as it was."""
    t, reader, database, by = session.texts(), session.reader(), office().database, session.actor()
    if report.submitted_at:
        when = moment(report.submitted_at, reader.language, reader.zone)
        st.write(t("Submitted {when}. These files stay as they are:", when=when))
    name = file_name_of(report)
    offered = {each: sum_ for each, sum_ in report.hashes.items() if each != released_reports.DOCUMENT}
    with st.container(horizontal=True):
        for each in offered:
            report_file_button(each, name, report.number, partial(reports.file, database, report, each, by=by))
    with st.expander(t("Hashes (SHA-256), kept in the history")):
        lines = [f"{sum_}  {name}{report_files.kind_of(each).ending}" for each, sum_ in offered.items()]
        st.code("\n".join(lines), language=None, wrap_lines=True)


def _zone() -> ZoneInfo:
    return session.reader().zone


def _with(deed: Callable[..., None]) -> Callable[[Pressed], None]:
    """A deed at the version that was shown."""

    def do(pressed: Pressed) -> None:
        deed(office().database, pressed.report.id, version=pressed.report.version, by=session.actor())

    return do


def _submit(pressed: Pressed) -> None:
    """Write all files and keep them, if they say what the preview did."""
    t, database, report = session.texts(), office().database, pressed.report
    if known(database) != pressed.known:
        raise OtherSubmitted
    content = told(database, report)
    with st.spinner(t("The files are being written …")):
        written = report_files.written(composed(database, report, _zone(), content))
    reports.submit(database, report.id, version=report.version, files=written, content=content, by=session.actor())


def _check(pressed: Pressed) -> None:
    """Check what is stored, if that is what stands on the screen."""
    if found := unsaved(pressed.report):
        raise NotStored(fields=listed(found, ", "))
    _with(reports.check)(pressed)


DEEDS: Mapping[str, Callable[[Pressed], None]] = {
    "check": _check,
    "revise": _with(reports.revise),
    "submit": _submit,
    "release": _with(reports.release),
    "withdraw": _with(reports.withdraw),
    "remove": _with(reports.remove),
}
SAID: Mapping[str, str] = {
    "check": msgid("The report is checked. It can be submitted now."),
    "revise": msgid("The report is a draft again."),
    "submit": msgid("The report is submitted. Its files are kept and never change."),
    "release": msgid("The report is released: the committee can read it."),
    "withdraw": msgid("The release is taken back: the committee doesn't see the report any more."),
    "remove": msgid("The draft is removed."),
}
"""What is said when something is done."""
FORWARD = ("check", "submit", "release")
"""Steps that lead on."""
