"""A draft on the screen: every field is stored when somebody leaves it, and what is refused stays."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.formats import plain
from dashboard.office import office
from dashboard.report_course import course_editor, is_refused
from dashboard.report_numbers import number_list
from db import reports
from db.kept_reports import Report
from db.report_refusals import FieldChanged
from schemas.fields import Kind
from schemas.labels import Label
from schemas.refusals import Refused
from schemas.report import (
    CLOSING,
    COURSE_TITLE,
    FIELDS,
    HEAD,
    PARTICIPATION,
    PARTICIPATION_TITLE,
    SECTIONS,
    ReportField,
)

_ROWS = 5.2
"""Lines of a text that are seen at once, at 24 pixels."""


def editor(report: Report) -> None:
    """All that a draft says, field by field."""
    t, language = session.texts(), session.language()
    st.caption(t("Every field is saved when you leave it."))
    for beside in zip(HEAD[::2], HEAD[1::2], strict=True):  # the keyboard goes from row to row, as eyes do
        for column, field in zip(st.columns(2), beside, strict=True):
            with column:
                _field(report, field)
    st.subheader(COURSE_TITLE.in_language(language))
    course_editor(report)
    for section in SECTIONS:
        _field(report, section.field)
        number_list(report, section.field, partial(_append, report, section.field))
    st.subheader(PARTICIPATION_TITLE.in_language(language))
    for column, field in zip(st.columns(len(PARTICIPATION)), PARTICIPATION, strict=True):
        with column:
            _field(report, field)
    for field in CLOSING:
        _field(report, field)


def unsaved(report: Report) -> list[Label]:
    """What stands on the screen otherwise than it is stored, because it was refused."""
    fields = [field.label for field in FIELDS.values() if session.knows(_key("wrong", report.id, field.name))]
    return [*fields, *([COURSE_TITLE] if is_refused(report) else [])]


def _key(part: str, report_id: str, name: str) -> str:
    return f"{part} {report_id} {name}"


def _field(report: Report, field: ReportField) -> None:
    """The input of a field, and what is to be told of it. What somebody else stored meanwhile takes its place, unless
    something was typed that could not be stored."""
    key, seen = _key("report", report.id, field.name), _key("seen", report.id, field.name)
    typed, stored = _key("typed", report.id, field.name), getattr(report, field.name)
    if not session.knows(key) or (session.recall(seen) != stored and not session.knows(typed)):
        kept = session.recall(typed) if session.knows(typed) else stored
        session.remember(key, kept if kept is not None or field.kind not in (Kind.TEXT, Kind.NOTE) else "")
    if not session.knows(typed):
        session.remember(seen, stored)
    with st.container():
        ASKED[field.kind](field, key, partial(_save, report.id, field))
        if field.help:
            st.caption(field.help.in_language(session.language()))
        _tell(report, field)


@session.uninterrupted()
def _save(report_id: str, field: ReportField) -> None:
    value = session.recall(_key("report", report_id, field.name))
    _store(report_id, field, value, before=session.recall(_key("seen", report_id, field.name)))


def _store(report_id: str, field: ReportField, value: Any, *, before: Any) -> None:
    """Store a value; if it is refused, keep it beside the reason."""
    typed, wrong = _key("typed", report_id, field.name), _key("wrong", report_id, field.name)
    session.take(wrong)
    try:
        reports.write(office().database, report_id, field.name, before=before, after=value, by=session.actor())
    except Refused as refused:
        session.remember(typed, value)
        session.remember(wrong, refused)
    else:
        session.take(typed)


def _tell(report: Report, field: ReportField) -> None:
    """Why a value was refused; where somebody else was faster, both values, and the question which shall count."""
    t, language = session.texts(), session.language()
    refused: Refused | None = session.recall(_key("wrong", report.id, field.name))
    if refused is None:
        return
    st.error(plain(refused.label.in_language(language)))
    if isinstance(refused, FieldChanged):
        stored, mine = getattr(report, field.name), session.recall(_key("typed", report.id, field.name))
        st.write(plain(t("Stored meanwhile: {value}", value=_said(field, stored))))
        with st.container(horizontal=True):
            key = _key("mine", report.id, field.name)
            insist = partial(_store, report.id, field, mine, before=stored)
            st.button(t("Save my values"), key=key, on_click=insist, type="primary")
            yield_ = partial(_yield, report.id, field)
            st.button(t("Take the stored values"), key=_key("theirs", report.id, field.name), on_click=yield_)


def _yield(report_id: str, field: ReportField) -> None:
    for part in ("typed", "wrong", "report"):
        session.take(_key(part, report_id, field.name))


def _append(report: Report, field: ReportField, piece: str) -> None:
    """Put a piece at the end of a text."""
    text = session.recall(_key("report", report.id, field.name)) or ""
    joined = f"{text} {piece}" if text and not text.endswith((" ", "\n")) else f"{text}{piece}"
    session.remember(_key("report", report.id, field.name), joined)
    _save(report.id, field)


def _said(field: ReportField, value: Any) -> str:
    language = session.language()
    if field.kind is Kind.CHOICE and value in field.choices:
        return field.choices[value].in_language(language)
    return _yes_or_no(value) if isinstance(value, bool) else str(value or "–")


def _yes_or_no(value: bool) -> str:
    t = session.texts()
    return t("yes") if value else t("no")


def _label(field: ReportField) -> str:
    return field.label.in_language(session.language())


def _line(field: ReportField, key: str, changed: Callable[[], None]) -> None:
    st.text_input(_label(field), key=key, max_chars=field.longest, on_change=changed)


def _lines(field: ReportField, key: str, changed: Callable[[], None]) -> None:
    height = int(24 * _ROWS)
    st.text_area(_label(field), key=key, max_chars=field.longest, height=height, on_change=changed)


def _one(field: ReportField, key: str, changed: Callable[[], None]) -> None:
    names, language = field.choices, session.language()
    st.selectbox(
        _label(field),
        list(names),
        index=None,
        format_func=lambda code: names[code].in_language(language),
        key=key,
        placeholder=session.texts()("Please choose"),
        on_change=changed,
    )


def _flag(field: ReportField, key: str, changed: Callable[[], None]) -> None:
    st.radio(
        _label(field),
        [True, False],
        index=None,
        format_func=_yes_or_no,
        key=key,
        horizontal=True,
        on_change=changed,
    )


ASKED: Mapping[Kind, Callable[[ReportField, str, Callable[[], None]], None]] = {
    Kind.TEXT: _line,
    Kind.NOTE: _lines,
    Kind.CHOICE: _one,
    Kind.FLAG: _flag,
}
"""How a field is asked for, by the kind of its value."""
