"""The key figures at the top of the dashboard, each with its change against the period before."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import formats, session
from dashboard.exhibits import COUNTED, kept
from dashboard.formats import plain
from dashboard.office import office
from dashboard.translations import translator
from db import figures
from db.database import Database
from db.figure import Figure
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


PADDING = 8
"""Of a tile and its mark for help, in characters: so wide are the tiles that no label is cut."""

KEY_FIGURES = (
    KeyFigure("consultations", "consultations", Label("Beratungen", "Consultations")),
    KeyFigure("persons_advised", "persons", Label("Beratene Personen", "Persons advised")),
    KeyFigure("home_visits_per_week_mean", "mean", Label("Besuche je Woche", "Visits per week"), 1),
    KeyFigure("events_held", "events", Label("Veranstaltungen", "Events held")),
    KeyFigure("attendance", "attendance", Label("Teilnehmende", "Attendance")),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure as it is written."""

    label: str
    number: str
    change: str | None
    help: str
    unfiltered: str
    """Which filters it leaves aside; empty: none."""


def key_figures(selection: Selection) -> None:
    """The key figures of the selection, side by side."""
    database, reader = office().database, session.reader()
    tiles = kept(database, ("tiles", selection, reader.language), lambda: _tiles(database, selection, reader.language))
    t = translator(reader.language)
    compared = t("vs. before")
    for column, tile in zip(st.columns([len(tile.label) + PADDING for tile in tiles]), tiles, strict=True):
        column.metric(
            tile.label,
            tile.number,
            tile.change,
            delta_color="off",
            delta_arrow="off",
            delta_description=compared if tile.change is not None else None,
            help=tile.help,
            border=True,
        )
        if tile.unfiltered:
            column.caption(plain(tile.unfiltered))


def _tiles(database: Database, selection: Selection, language: str) -> list[Tile]:
    names, previous = [key.figure for key in KEY_FIGURES], comparable(database, selection)
    present = figures.compute_all(database, names, selection)
    before = figures.compute_all(database, names, previous) if previous else {}
    catalogue = figures.catalogue(database.record_types)
    tiles = []
    for key in KEY_FIGURES:
        figure, number = catalogue[key.figure], _number(present, key)
        tiles.append(_tile(figure, key, number, _number(before, key) if before else None, selection, language))
    return tiles


def _number(frames: Mapping[str, pd.DataFrame], key: KeyFigure) -> float | None:
    value = frames[key.figure][key.column].iloc[0]
    return None if value != value else float(value)


def _tile(
    figure: Figure, key: KeyFigure, number: float | None, before: float | None, selection: Selection, language: str
) -> Tile:
    t = translator(language)
    notes = [note.in_language(language) for note in figures.footnotes(figure, selection)]
    filters = ", ".join(label.in_language(language) for label in figures.ignored(figure, selection))
    return Tile(
        key.label.in_language(language),
        "–" if number is None else formats.number(number, language, places=key.places, fixed=True),
        None if number is None or before is None else formats.change(round(number - before, key.places), language),
        " ".join([t(COUNTED[figure.counts]), *notes]),
        t("not filtered by {filters}", filters=filters) if filters else "",
    )
