"""The course of a paper through the committees: a line for each, stored when somebody leaves a field."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.addresses import EARLIEST, LATEST
from dashboard.formats import day_pattern, plain
from dashboard.office import office
from dashboard.report_composition import stop_text
from db import reports
from db.kept_reports import Report
from db.report_refusals import FieldChanged
from schemas.fields import Kind
from schemas.refusals import Refused
from schemas.report import COURSE, ReportField

WIDTHS = {"committee": 300, "session": 130, "outcome": 210}
"""Pixels of the texts of a line; where there is less room, they stand one below the other."""


def course_editor(report: Report) -> None:
    """The lines of the course. They begin anew when somebody else has changed it, unless something is not stored."""
    t = session.texts()
    begin = session.recall(_key(report.id, "seen")) != report.course and not is_refused(report)
    if begin or not all(session.knows(_field_key(report.id, place, COURSE[0])) for place in _places(report.id)):
        _begin(report)
    for place in _places(report.id):
        _stop(report.id, place)
    _tell(report)
    st.button(
        t("Add a committee"),
        icon=":material/add:",
        key=_key(report.id, "add"),
        on_click=_add,
        args=(report.id,),
    )


def _begin(report: Report) -> None:
    """Show what is stored, and a line to begin with where nothing is."""
    session.remember(_key(report.id, "seen"), report.course)
    session.take(_key(report.id, "wrong"))
    first, stops = max(_places(report.id), default=-1) + 1, report.stops or [{}]
    session.remember(_key(report.id, "places"), list(range(first, first + len(stops))))
    for place, stop in enumerate(stops, start=first):
        for field in COURSE:
            session.remember(_field_key(report.id, place, field), _shown(field, stop.get(field.name)))


def _shown(field: ReportField, value: str | None) -> Any:
    if field.kind is Kind.DAY:
        return dt.date.fromisoformat(value) if value else None
    return value or ""


def _stop(report_id: str, place: int) -> None:
    t, language, save = session.texts(), session.language(), partial(_save, report_id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for field in COURSE:
            label, key = field.label.in_language(language), _field_key(report_id, place, field)
            if field.kind is Kind.DAY:
                st.date_input(
                    label,
                    key=key,
                    min_value=EARLIEST,
                    max_value=LATEST,
                    format=day_pattern(language).upper(),
                    on_change=save,
                    width=140,
                )
            else:
                st.text_input(label, key=key, max_chars=field.longest, on_change=save, width=WIDTHS[field.name])
        label = t("Remove line {n}", n=_places(report_id).index(place) + 1)
        key = _key(report_id, f"remove {place}")
        st.button(label, icon=":material/close:", key=key, on_click=_remove, args=(report_id, place), type="tertiary")


def _add(report_id: str) -> None:
    places = _places(report_id)
    place = max(places, default=-1) + 1
    session.remember(_key(report_id, "places"), [*places, place])
    for field in COURSE:
        session.remember(_field_key(report_id, place, field), _shown(field, None))


def _remove(report_id: str, place: int) -> None:
    session.remember(_key(report_id, "places"), [each for each in _places(report_id) if each != place])
    _save(report_id)


@session.uninterrupted()
def _save(report_id: str, before: str | None = None) -> None:
    """Store all lines; if that is refused, they stay as they were typed, beside the reason."""
    stops = [
        {field.name: session.recall(_field_key(report_id, place, field)) for field in COURSE}
        for place in _places(report_id)
    ]
    seen = before or session.recall(_key(report_id, "seen"))
    session.take(_key(report_id, "wrong"))
    try:
        stored = reports.write_course(office().database, report_id, stops, before=seen, by=session.actor())
    except Refused as refused:
        session.remember(_key(report_id, "wrong"), refused)
    else:
        session.remember(_key(report_id, "seen"), stored)


def _tell(report: Report) -> None:
    """Why the lines were not stored; where somebody else was faster, the question which shall count."""
    t, refused = session.texts(), session.recall(_key(report.id, "wrong"))
    with st.container():
        if refused is None:
            return
        st.error(plain(refused.label.in_language(session.language())))
        if isinstance(refused, FieldChanged):
            told = "; ".join(", ".join(filter(None, _texts(stop))) for stop in report.stops)
            st.write(plain(t("Stored meanwhile: {value}", value=told or "–")))
            with st.container(horizontal=True):
                insist = partial(_save, report.id, report.course)
                st.button(t("Save my values"), key=_key(report.id, "mine"), on_click=insist, type="primary")
                st.button(t("Take the stored values"), key=_key(report.id, "theirs"), on_click=_begin, args=(report,))


def _texts(stop: Mapping[str, str | None]) -> Iterator[str]:
    """A stored line as it is shown."""
    return (stop_text(field, stop.get(field.name), session.language()) for field in COURSE)


def is_refused(report: Report) -> bool:
    """Whether lines are on the screen that are not stored."""
    return session.knows(_key(report.id, "wrong"))


def _places(report_id: str) -> list[int]:
    """The lines that are shown, each by a number of its own."""
    return session.recall(_key(report_id, "places")) or []


def _key(report_id: str, part: str) -> str:
    return f"course {report_id} {part}"


def _field_key(report_id: str, place: int, field: ReportField) -> str:
    return f"stop {report_id} {place} {field.name}"
