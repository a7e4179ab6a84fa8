"""The course of a paper through the committees as a small grid that is stored with every change."""

import datetime as dt
import json
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.formats import plain
from dashboard.office import office
from db import reports
from db.kept_reports import Report
from db.report_refusals import FieldChanged
from schemas.fields import Kind
from schemas.refusals import Refused
from schemas.report import COURSE, COURSE_TITLE


def course_editor(report: Report) -> None:
    """The rows of the course. The grid begins anew when somebody else has changed it, unless that is in question."""
    seen, round_ = f"course seen {report.id}", f"course round {report.id}"
    if session.recall(seen) != report.course and not session.knows(f"course wrong {report.id}"):
        session.remember(seen, report.course)
        session.remember(f"course base {report.id}", _frame(report.course))
        session.remember(round_, session.remembered(round_, int) + 1)
    edited = st.data_editor(
        session.recall(f"course base {report.id}"),
        key=f"course {report.id} {session.recall(round_)}",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        column_config=_columns(),
        placeholder="",
        alt=COURSE_TITLE.in_language(session.language()),
    )
    with st.container():
        _store(report, edited, before=session.recall(seen))


def _columns() -> dict[str, Any]:
    language, config = session.language(), dict[str, Any]()
    for field in COURSE:
        label = field.label.in_language(language)
        config[field.name] = (
            st.column_config.DateColumn(label, format="DD.MM.YYYY")
            if field.kind is Kind.DAY
            else st.column_config.TextColumn(label, max_chars=field.longest, required=field.required)
        )
    return config


def _frame(course: str) -> pd.DataFrame:
    frame = pd.DataFrame(json.loads(course), columns=[field.name for field in COURSE], dtype=object)
    for field in COURSE:
        if field.kind is Kind.DAY:
            frame[field.name] = [dt.date.fromisoformat(day) if day else None for day in frame[field.name]]
            frame[field.name] = pd.to_datetime(frame[field.name])
        else:
            frame[field.name] = frame[field.name].astype("string")
    return frame


def stops(frame: pd.DataFrame) -> list[dict[str, str | dt.date | None]]:
    """The rows of the grid as the gate takes them."""
    return [
        {str(name): None if pd.isna(value) else _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> str | dt.date:
    return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else str(value)


def _store(report: Report, edited: pd.DataFrame, *, before: str) -> None:
    t, wrong = session.texts(), f"course wrong {report.id}"
    session.take(wrong)
    try:
        reports.write_course(office().database, report.id, stops(edited), before=before, by=session.actor())
    except Refused as refused:
        session.remember(wrong, True)
        st.error(plain(refused.label.in_language(session.language())))
        if isinstance(refused, FieldChanged) and st.button(t("Take the stored values"), key=f"take course {report.id}"):
            session.take(wrong)
            st.rerun()
    else:
        stored = reports.find(office().database, report.number)
        session.remember(f"course seen {report.id}", stored.course if stored else before)
