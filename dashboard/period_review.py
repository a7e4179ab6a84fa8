"""The review of a reporting period on the screen: the checklist, what was looked at, and the closing."""

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.addresses import RECORD
from dashboard.formats import day, moment, plain
from dashboard.office import office
from dashboard.period_deeds import Shown, attempt, labelled, step
from db import accounts, checklist, checklist_marks, reporting_periods
from db.checklist import POINTS, Checked
from db.findings import Finding
from schemas.record import about
from schemas.reporting_period import TRANSITIONS, ReportingPeriod

MOST = 200
"""Findings of one point that are listed."""


def review(shown: Shown) -> None:
    """The checklist of a period, and the two ways out of the review."""
    t, period = session.texts(), shown.period
    st.write(t("Please go through the points below. What is right as it is, mark as looked at."))
    found = checklist.checked(office().database, period, by=session.actor())
    for checked in found:
        _point(period, checked)
    _closing(shown, [checked.point for checked in found if checked.open])
    wrong = st.empty()
    said = t("The review of {period} is stopped.", period=period.name)
    step("resume", shown, reporting_periods.resume, said, wrong)


def _point(period: ReportingPeriod, checked: Checked) -> None:
    """A point with what it has found, folded."""
    t, point = session.texts(), POINTS[checked.point]
    label, count = point.label.in_language(session.language()), len(checked.findings)
    if not count:
        nothing = t("{point}: nothing found", point=label)
        st.markdown(f":material/check_circle: {plain(nothing)}")
        return
    told = f"{label}: {t.plural('{n} record', '{n} records', count)}"
    icon, said = (
        (":material/error:", told) if checked.open else (":material/visibility:", t("{found}, looked at", found=told))
    )
    opened = st.expander(plain(said), icon=icon, on_change="rerun", key=f"{checked.point} of {period.id}")
    if opened.open:
        with opened:
            st.write(plain(point.advice.in_language(session.language())))
            _findings(checked)
            _mark(period, checked)


def _findings(checked: Checked) -> None:
    t, language = session.texts(), session.language()
    shown = checked.findings[:MOST]
    seen = checked.mark.seen if checked.mark else ()
    columns: dict[str, list[object]] = {
        t("Record"): [_address(finding) for finding in shown],
        t("Day"): [day(finding.day, language) for finding in shown],
        t("Remark"): [finding.remark.in_language(language) for finding in shown],
        t("Looked at"): [finding.key in seen for finding in shown],
    }
    st.dataframe(
        pd.DataFrame({name: cells for name, cells in columns.items() if any(cells)}),
        hide_index=True,
        height="content" if len(shown) <= 10 else 390,
        column_config={t("Record"): st.column_config.LinkColumn(t("Record"), display_text=r"#(.*)$")},
        alt=POINTS[checked.point].label.in_language(language),
        key=f"findings of {checked.point}",
    )
    if len(checked.findings) > MOST:
        st.caption(t("The first {most} are listed.", most=MOST))


def _address(finding: Finding) -> str:
    """The way to a record; what the link says stands behind its mark."""
    names, t = about(finding.record_type), session.texts()
    number = t("no. {number}", number=finding.number)
    return f"/{names.table}?{RECORD}={finding.number}#{names.singular.in_language(session.language())} {number}"


def _mark(period: ReportingPeriod, checked: Checked) -> None:
    """Say with a word that the findings were looked at, or take it back."""
    t, database, by = session.texts(), office().database, session.actor()
    label = POINTS[checked.point].label.in_language(session.language())
    if checked.mark and not checked.open:
        reader, names = session.reader(), accounts.names(database)
        who = names.get(checked.mark.changed_by, checked.mark.changed_by)
        when = moment(checked.mark.changed_at, reader.language, reader.zone)
        word = f": {checked.mark.word}" if checked.mark.word else "."
        st.caption(plain(t("Looked at {when} by {who}", when=when, who=who) + word))
        wrong = st.empty()
        if st.button(t("Look at it again"), key=f"unmark {checked.point} {checked.mark.version}"):
            said = t("{point} is open again.", point=label)
            attempt(lambda: checklist_marks.unmark(database, period.id, checked.point, by=by), said, wrong)
        return
    with st.form(f"mark {checked.point} {period.id}", border=False):
        longest = checklist_marks.LONGEST_WORD
        word = st.text_input(t("Word on it (if you like)"), max_chars=longest, key=f"word on {checked.point}")
        wrong = st.empty()
        sent = st.form_submit_button(t("Mark as looked at"))
    if sent:
        seen = [finding.key for finding in checked.findings]
        said = t("{point}: marked as looked at.", point=label)
        attempt(
            lambda: checklist_marks.mark(database, period.id, checked.point, seen=seen, word=word, by=by), said, wrong
        )


def _closing(shown: Shown, points: list[str]) -> None:
    """The closing, which needs a second word where points are open."""
    t, database, by, period = session.texts(), office().database, session.actor(), shown.period
    if period.last_day >= session.today():
        last = day(period.last_day, session.language())
        st.info(t("The period runs until {day}. It can be closed from the day after.", day=last))
        return
    with st.form(f"close {shown.mark}", enter_to_submit=False):
        st.write(
            t(
                "From the closing on, nobody changes, adds or deletes records of these days; only follow-ups can still "
                "be marked as done. The figures are frozen as they are then. Only the lead can reopen the period, with "
                "a reason."
            )
        )
        still = labelled([POINTS[point].label for point in points])
        knowingly = bool(points) and st.checkbox(
            plain(t("Close all the same, though this is still open: {points}", points=still)),
            key=f"knowingly {period.id} {' '.join(points)}",
        )
        wrong = st.empty()
        word = TRANSITIONS["close"].label.in_language(session.language())
        sent = st.form_submit_button(word, type="primary", icon=":material/lock:")

    def close() -> None:
        despite = points if knowingly else ()
        reporting_periods.close(database, period.id, version=shown.version, by=by, despite=despite)

    if sent:
        attempt(close, t("{period} is closed, and its figures are frozen.", period=period.name), wrong, of=shown)
