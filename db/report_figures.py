"""What a report tells of the frozen figures: which of them, protected together, and each number by its name.

All figures that any report of a closing can tell are protected at once, and with them those of all reports that were
submitted before: their numbers are known.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from db import caches, disclosure, frozen_figures, kept_reports
from db.database import Database
from db.delimited import Column
from db.disclosure import Earlier, Place, Rule, SafeFigure
from db.figure_documents import FrozenFigure
from db.frozen_figures import Closing, FrozenFigures
from db.kept_reports import Report
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
    earlier: tuple[str, ...]
    """The ids of the reports whose numbers readers have already."""

    @property
    def kept_back(self) -> str:
        """Where no number stands, as a document."""
        return json.dumps(sorted(disclosure.suppressed_places(self.safe)))


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


def told(database: Database, report: Report) -> Told:
    """What a report tells: as it was submitted, else by the office's rule and with regard to all that were submitted.

    Protected once, for it takes seconds.

    Raises:
        NotSafe: the audit finds a number that could be worked out.
    """
    rule = _rule_of(database, report)
    earlier = () if report.files else _submitted(database)
    key = report.period, report.closing, rule, report.kept_back, tuple(each.id for each in earlier)
    found: Told = caches.of(database, "told", 8).get(key, lambda: _told(database, report, rule, earlier))
    return found


def known(database: Database) -> tuple[str, ...]:
    """The ids of the reports whose numbers readers have already."""
    return tuple(each.id for each in _submitted(database))


def _submitted(database: Database) -> tuple[Report, ...]:
    with database.cursor() as cursor:
        return submitted(cursor)


def closing_of(database: Database, report: Report) -> Closing:
    """The closing whose figures a report tells."""
    return next(each for each in frozen_figures.closings(database, report.period) if each.version == report.closing)


def submitted(cursor: duckdb.DuckDBPyConnection) -> tuple[Report, ...]:
    """The reports that others may have, the last one first."""
    found = kept_reports.rows(cursor, "files IS NOT NULL")
    return tuple(sorted(found, key=lambda report: (report.submitted_at, report.number), reverse=True))


def _rule_of(database: Database, report: Report) -> Rule:
    """The rule that protects a report's tables: of one that was submitted, that of then."""
    if report.threshold is None or report.zeros_shown is None:
        return Rule.of(database.settings)
    return Rule(report.threshold, report.zeros_shown)


def _told(database: Database, report: Report, rule: Rule, earlier: tuple[Report, ...]) -> Told:
    frozen = frozen_figures.read(database, closing_of(database, report))
    figures = _figures(frozen)
    if report.files is None:
        safe = disclosure.safe(figures, rule, [_earlier(database, each) for each in earlier])
    else:
        safe = disclosure.as_told(figures, rule, _kept_back(report, figures, rule))
    return Told(frozen, rule, safe, tuple(each.id for each in earlier))


def _earlier(database: Database, report: Report) -> Earlier:
    """What a submitted report tells, to those who protect a later one."""

    def read() -> Earlier:
        figures = _figures(frozen_figures.read(database, closing_of(database, report)))
        rule = _rule_of(database, report)
        places = _kept_back(report, figures, rule)
        return Earlier(f"{report.period} {report.closing}", figures, places, rule.zeros_shown)

    found: Earlier = caches.of(database, "earlier", 100).get(report.id, read)
    return found


def _kept_back(report: Report, figures: Mapping[str, FrozenFigure], rule: Rule) -> frozenset[Place]:
    """Where no number stands in a submitted report. Early ones do not say, and are protected again as they were."""
    if report.kept_back is None:
        return disclosure.suppressed_places(disclosure.safe(figures, rule))
    return frozenset(Place(*each) for each in json.loads(report.kept_back))


def _figures(frozen: FrozenFigures) -> dict[str, FrozenFigure]:
    names = [name for name in (*SINGLE, *TABLES) if name in frozen.figures]
    before = {f"{BEFORE}{name}": frozen.before[name] for name in names if name in frozen.before}
    return {name: frozen.figures[name] for name in names} | before


def numbers(content: Told) -> dict[str, Named]:
    """All numbers of a report by their names, casefolded, in both languages."""
    safe = content.safe.items()
    return _by_name(each for key, own in safe for each in _named(content.frozen, key, own.figure, own.suppressed))


def unprotected(frozen: FrozenFigures) -> dict[str, Named]:
    """The same as the office may see them: none is kept back."""
    figures = _figures(frozen).items()
    return _by_name(each for key, figure in figures for each in _named(frozen, key, figure, frozenset()))


def _by_name(named: Iterable[Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for each in named:
        for language in LANGUAGES:
            found.setdefault(each.name.in_language(language).casefold(), each)
    return found


def is_number(column: Column) -> bool:
    """Whether a column of a frozen figure holds numbers. Early documents don't say which were counted."""
    return column.number is not None or column.kind in (Kind.INTEGER, Kind.DECIMAL)


def _named(
    frozen: FrozenFigures, key: str, figure: FrozenFigure, suppressed: Container[tuple[int, str]]
) -> Iterator[Named]:
    """The numbers of a figure of one row, or of one row for each value of a list; a mean of nothing is none."""
    before = key.startswith(BEFORE)
    names = [column for column in figure.columns if not is_number(column)]
    measures = [column for column in figure.columns if is_number(column)]
    if len(names) > 1 or any(column.labels is None for column in names):
        return
    days = frozen.days_before if before else None
    days = days or (frozen.closing.first_day, frozen.closing.last_day)
    for place, row in enumerate(figure.frame.to_dict("records")):
        codes = {column.name: row[column.name] for column in names}
        for column in measures:
            kept_back, value = (place, column.name) in suppressed, row[column.name]
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
