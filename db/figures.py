"""The figures of the office: the only place where screen, export, report and command line get numbers from."""

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from string import Formatter
from typing import Any

import duckdb
import pandas as pd

from db import caches
from db.consultation_figures import CONSULTATION_FIGURES
from db.database import Database
from db.derived_figures import figures_of as figures_of
from db.event_figures import EVENT_FIGURES
from db.figure import Columns, Figure
from db.figure_frames import as_frame, completed, listed
from db.home_visit_figures import HOME_VISIT_FIGURES
from db.periods import previous as previous
from db.project_figures import PROJECT_FIGURES
from db.selection import Selection, conditions
from schemas import RECORDS
from schemas.fields import fields
from schemas.given import Given
from schemas.labels import Label
from schemas.record import Record, about, workflow_of
from schemas.workflow import STATE

_OFFICE_FIGURES = (*CONSULTATION_FIGURES, *HOME_VISIT_FIGURES, *EVENT_FIGURES, *PROJECT_FIGURES)
_REPLACED = ("consultations_by_topics", "home_visits_by_topics")
"""Derived figures that count the same as one of the office's under another name."""


@functools.cache
def catalogue(record_types: tuple[type[Record], ...]) -> Mapping[str, Figure]:
    """All figures of these record types by name, in the order in which they are read: those of the office instead of
    derived ones with the same numbers."""
    tables = {about(record_type).table for record_type in record_types}
    derived = {name: figure for record_type in record_types for name, figure in figures_of(record_type).items()}
    office = {
        figure.name: figure
        for figure in _OFFICE_FIGURES
        if all(about(record_type).table in tables for record_type in figure.record_types)
    }
    known = {name: figure for name, figure in (derived | office).items() if name not in _REPLACED}
    places = [about(record_type).table for record_type in record_types], list(office)
    return dict(sorted(known.items(), key=lambda each: _place(each[1], *places)))


def _place(figure: Figure, tables: list[str], office: list[str]) -> tuple[int, bool, bool, int]:
    """By record type; first what has to be reported, single numbers before tables, the office's own before others."""
    place = office.index(figure.name) if figure.name in office else len(office)
    return tables.index(about(figure.record_type).table), not figure.source, bool(figure.dimensions), place


FIGURES: Mapping[str, Figure] = catalogue(tuple(RECORDS.values()))


def footnotes(figure: Figure, selection: Selection) -> tuple[Label, ...]:
    """The figure's own footnotes, then one for each record type of which it counts only some states, and for each
    filter that does not apply to a record type it counts."""
    some = [_only(record_type, figure.states_of(record_type)) for record_type in figure.record_types]
    found = [_not_applied(label, record_type) for label, record_type in _ignored(figure, selection)]
    return (*figure.footnotes, *(footnote for footnote in some if footnote), *found)


def ignored(figure: Figure, selection: Selection) -> tuple[Label, ...]:
    """The filters that do not apply to all of what a figure counts."""
    return tuple(dict.fromkeys(label for label, _ in _ignored(figure, selection)))


def _ignored(figure: Figure, selection: Selection) -> Iterator[tuple[Label, type[Record]]]:
    for record_type in figure.record_types:
        for name in conditions(record_type, selection).ignored:
            declared = (fields(other).get(name) for other in RECORDS.values())
            yield next((field.label for field in declared if field), Label(name, name)), record_type


def _only(record_type: type[Record], codes: tuple[str, ...]) -> Label | None:
    """Which states are counted, if not all are."""
    if not codes:
        return None
    plural, states = about(record_type).plural, [workflow_of(record_type).state(code).label for code in codes]
    de, en = ("“ oder „".join(state.de for state in states), "” or “".join(state.en for state in states))
    return Label(
        f"Gezählt werden {plural.de} mit dem Status „{de}“.",
        f"{plural.en} with the status “{en}” are counted.",
    )


def _not_applied(label: Label, record_type: type[Record]) -> Label:
    plural = about(record_type).plural
    return Label(
        f"Der Filter „{label.de}“ gilt nicht für {plural.de}: sie sind ungefiltert gezählt.",
        f"The filter “{label.en}” does not apply to {plural.en.lower()}: they are counted unfiltered.",
    )


def comparable(database: Database, selection: Selection) -> Selection | None:
    """What the period is compared with (``periods.previous``): None where the office was not open through all of it."""
    before = previous(selection, database.given.today)
    return before if before and before.start and before.start >= database.given.opened else None


def compute(database: Database, name: str, selection: Selection) -> pd.DataFrame:
    """The frame of one figure.

    Its columns are those of the figure: dimensions as codes in the order of their vocabulary, ``""`` last, for records
    without a value; days, months and weeks (their first day) as ``datetime.date``; measures as ``Number`` says. The
    frame is the caller's own.

    Raises:
        KeyError: there is no such figure.
    """
    return compute_all(database, [name], selection)[name]


def total_of(figure: Figure, frames: Mapping[str, pd.DataFrame]) -> int | None:
    """How much a figure is in all, where its rows don't add up to it, else None; ``frames`` are those it ``needs``."""
    return int(frames[figure.total].iloc[0, 0]) if figure.total else None


def compute_all(database: Database, names: Iterable[str], selection: Selection) -> dict[str, pd.DataFrame]:
    """The frames of several figures, counted on one state of the records; what they share is counted once.

    Raises:
        KeyError: there is no figure of one of the names.
    """
    wanted = list(names)
    with closing(_Count(database, selection, together=len(wanted) > 1)) as count:
        return {name: count.frame(name).copy(deep=False) for name in wanted}


@dataclass(frozen=True, slots=True)
class _Key:
    """What the columns or the frame of a figure depend on."""

    revision: int
    today: dt.date
    what: str
    name: str
    selection: Selection


class _Count:
    """Figures of one selection; the first that is not in the cache opens a cursor for all.

    Figures that are counted ``together`` share a transaction, which costs 0.3 ms; a single statement needs none.
    """

    def __init__(self, database: Database, selection: Selection, *, together: bool) -> None:
        self._database, self._selection, self._together = database, selection, together
        self._revision = database.revision  # first: what comes to it later is asked for under the next one
        self._figures, self._given = catalogue(database.record_types), database.given
        self._cursor: duckdb.DuckDBPyConnection | None = None

    def close(self) -> None:
        if self._cursor is not None:
            if self._together:
                self._cursor.rollback()
            self._cursor.close()

    def frame(self, name: str) -> pd.DataFrame:
        """The frame as it is kept; pandas copies on write (since 3.0), so a shallow copy protects it."""
        figure = self._figures[name]
        return self._kept("frame", name, lambda: as_frame(figure, self._columns(figure)))

    def _columns(self, figure: Figure) -> Columns:
        columns = self._counted(figure.rollup_of or figure.name)
        return figure.finish(columns) if figure.finish else columns

    def _counted(self, name: str) -> Columns:
        """What ``sql`` counts: kept too, so that what several figures are computed from is counted once."""
        figure = self._figures[name]
        kept: Columns = self._kept("columns", name, lambda: self._asked(figure))
        return kept

    def _kept(self, what: str, name: str, produce: Callable[[], Any]) -> Any:
        key = _Key(self._revision, self._given.today, what, name, self._selection)
        return caches.of(self._database).get(key, produce)

    def _asked(self, figure: Figure) -> Columns:
        result = self._execute(*_statement(figure, self._selection, self._given))
        if figure.dimensions and not figure.axes:
            return listed(figure, result.fetchnumpy())
        return completed(figure, result.fetchall(), self._selection, self._given)

    def _execute(self, sql: str, params: list[object]) -> duckdb.DuckDBPyConnection:
        if self._cursor is None:
            self._cursor = self._database.cursor()
            if self._together:
                self._cursor.begin()
        return self._cursor.execute(sql, params)


def counted(figure: Figure, record_type: type[Record], selection: Selection, given: Given) -> Selection:
    """The records of a type that a figure counts, for SQL and for the list behind it: only those of some states, or
    whose day is over."""
    states = figure.states_of(record_type)
    chosen = selection.within(None, given.today - dt.timedelta(days=1)) if figure.over else selection
    return chosen.narrowed(STATE, *states) if states else chosen


def _statement(figure: Figure, selection: Selection, given: Given) -> tuple[str, list[object]]:
    """The figure's SQL with its conditions put in, and the values to bind in their order."""
    conditioned = {
        about(record_type).table: conditions(record_type, counted(figure, record_type, selection, given))
        for record_type in figure.record_types
    }
    parts: dict[str, tuple[str, list[object]]] = {"today": ("?", [given.today])}
    parts |= {table: (f"({found.sql})", found.params) for table, found in conditioned.items()}
    sql, params = "", list[object]()
    for text, place, _, _ in Formatter().parse(figure.sql):
        condition, values = parts[place] if place else ("", [])
        sql, params = sql + text + condition, params + values
    return sql, params
