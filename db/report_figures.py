"""What a report tells of the frozen figures: which of them, protected together, and each number by its name.

All figures that any report of a closing can tell are protected at once, so that two reports on one period suppress the
same numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from db import caches, disclosure, frozen_figures
from db.database import Database
from db.delimited import Column
from db.disclosure import Rule, SafeFigure
from db.figure_documents import FrozenFigure
from db.frozen_figures import Closing, FrozenFigures
from db.selection import Selection
from schemas.fields import Kind
from schemas.labels import LANGUAGES, Label


@dataclass(frozen=True, slots=True)
class Inserted:
    """A figure that the program puts into a section: its table, and a chart above it where it can be drawn."""

    figure: str
    chart: bool = False


INSERTED: Mapping[str, tuple[Inserted, ...]] = {
    "consultations": (
        Inserted("consultations_by_topic", chart=True),
        Inserted("consultations_by_client_group"),
        Inserted("consultations_by_month", chart=True),
    ),
    "home_visits": (Inserted("home_visits_by_week", chart=True),),
    "events": (Inserted("events_by_kind", chart=True), Inserted("attendance_by_group", chart=True)),
    "projects": (Inserted("project_activities_by_project"),),
}
"""The figures of each section, in order."""

SINGLE = ("consultations", "persons_advised", "home_visits", "home_visits_per_week_mean", "events_held", "attendance")
"""Figures of one row, whose numbers stand in words."""

TABLES = tuple(each.figure for rows in INSERTED.values() for each in rows)

BEFORE = "before:"
"""What the key of a figure of the period before begins with where both are protected together."""
BEFORE_NAME = Label("{name}, Zeitraum davor", "{name}, period before")
PERIOD = Label("Zeitraum", "Period")


@dataclass(frozen=True, eq=False)
class Told:
    """What a report tells: the frozen figures, and those of them that others may see."""

    frozen: FrozenFigures
    rule: Rule
    safe: Mapping[str, SafeFigure]
    """By name; those of the period before by their name after ``BEFORE``."""


@dataclass(frozen=True, slots=True)
class Named:
    """A number by its name."""

    name: Label
    figure: str
    """Its key in ``Told.safe``."""
    column: Column
    value: Any
    kept_back: bool
    row: Mapping[str, Any]
    """The codes of the row that it stands in, by dimension."""
    selection: Selection
    """What it was counted of."""


def told(database: Database, closing: Closing, rule: Rule) -> Told:
    """What a report on a closing tells by a rule; protected once, for it takes seconds.

    Raises:
        NotSafe: the audit finds a number that could be worked out.
    """
    key = closing.period, closing.version, rule
    found: Told = caches.of(database, "told", 8).get(key, lambda: _told(database, closing, rule))
    return found


def _told(database: Database, closing: Closing, rule: Rule) -> Told:
    frozen = frozen_figures.read(database, closing)
    return Told(frozen, rule, disclosure.safe(_figures(frozen), rule))


def _figures(frozen: FrozenFigures) -> dict[str, FrozenFigure]:
    names = [name for name in (*SINGLE, *TABLES) if name in frozen.figures]
    before = {f"{BEFORE}{name}": frozen.before[name] for name in names if name in frozen.before}
    return {name: frozen.figures[name] for name in names} | before


def numbers(content: Told) -> dict[str, Named]:
    """All numbers of a report by their names, casefolded, in both languages."""
    found: dict[str, Named] = {}
    for key, figure in content.safe.items():
        for each in _named(content.frozen, key, figure):
            for language in LANGUAGES:
                found.setdefault(each.name.in_language(language).casefold(), each)
    return found


def is_number(column: Column) -> bool:
    """Whether a column of a frozen figure holds numbers. Early documents don't say which were counted."""
    return column.number is not None or column.kind in (Kind.INTEGER, Kind.DECIMAL)


def _named(frozen: FrozenFigures, key: str, safe: SafeFigure) -> Iterator[Named]:
    """The numbers of a figure of one row, or of one row for each value of a list; a mean of nothing is none."""
    figure, before = safe.figure, key.startswith(BEFORE)
    names = [column for column in figure.columns if not is_number(column)]
    measures = [column for column in figure.columns if is_number(column)]
    if len(names) > 1 or any(column.labels is None for column in names):
        return
    days = frozen.days_before if before else None
    days = days or (frozen.closing.first_day, frozen.closing.last_day)
    for place, row in enumerate(figure.frame.to_dict("records")):
        codes = {column.name: row[column.name] for column in names}
        for column in measures:
            kept_back, value = (place, column.name) in safe.suppressed, row[column.name]
            if kept_back or not pd.isna(value):
                own = _name(figure, names, row, column, first=column is measures[0])
                name = BEFORE_NAME.filled(name=own) if before else own
                yield Named(name, key, column, None if kept_back else value, kept_back, codes, Selection(*days))


def _name(figure: FrozenFigure, names: list[Column], row: Mapping[Any, Any], column: Column, *, first: bool) -> Label:
    """``Beratungen``; ``Beratungen nach Kategorie: Wohnraum``; ``Teilnehmende: Teilnehmende je Veranstaltung``."""
    labels = [_label(each, row[each.name]) for each in names] + ([] if first else [column.label])
    told = {language: ", ".join(label.in_language(language) for label in labels) for language in LANGUAGES}
    if not labels:
        return figure.title
    return Label(f"{figure.title.de}: {told['de']}", f"{figure.title.en}: {told['en']}")


def _label(column: Column, code: Any) -> Label:
    return (column.labels or {}).get(code) or Label(str(code), str(code))
