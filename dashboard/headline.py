"""The key figures at the top of the dashboard, each with its change against the period before."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard import formats, session
from dashboard.office import office
from dashboard.panels import COUNTED
from db import figures
from db.figures import comparable
from db.selection import Selection
from schemas.labels import Label


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number: a column of a figure with one row."""

    figure: str
    column: str
    label: Label
    places: int = 0


KEY_FIGURES = (
    KeyFigure("consultations", "consultations", Label("Beratungen", "Consultations")),
    KeyFigure("persons_advised", "persons", Label("Beratene Personen", "Persons advised")),
    KeyFigure("home_visits_per_week_mean", "mean", Label("Besuche je Woche", "Visits per week"), 1),
    KeyFigure("events_held", "events", Label("Veranstaltungen", "Events held")),
    KeyFigure("attendance", "attendance", Label("Teilnehmende", "Attendance")),
)


def key_figures(selection: Selection) -> None:
    """The key figures of the selection, side by side."""
    database, previous = office().database, comparable(office().database, selection)
    names = [key.figure for key in KEY_FIGURES]
    present = figures.compute_all(database, names, selection)
    before = figures.compute_all(database, names, previous) if previous else {}
    for column, key in zip(st.columns(len(KEY_FIGURES)), KEY_FIGURES, strict=True):
        number = _number(present, key)
        with column:
            _metric(key, number, _number(before, key) if before else None)


def _number(frames: Mapping[str, object], key: KeyFigure) -> float | None:
    value = frames[key.figure][key.column].iloc[0]  # type: ignore[index]
    return None if value != value else float(value)


def _metric(key: KeyFigure, number: float | None, before: float | None) -> None:
    t, language = session.texts(), session.language()
    figure = figures.catalogue(office().database.record_types)[key.figure]
    notes = " ".join([t(COUNTED[figure.counts]), *(note.in_language(language) for note in figure.footnotes)])
    compared = number is not None and before is not None
    st.metric(
        key.label.in_language(language),
        "–" if number is None else formats.number(number, language, places=key.places, fixed=True),
        formats.change(round((number or 0) - (before or 0), key.places), language) if compared else None,
        delta_color="off",
        delta_arrow="off",
        delta_description=t("vs. before") if compared else None,
        help=notes,
        border=True,
    )
