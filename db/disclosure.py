"""Disclosure control: what leaves the office tells of no person, neither by itself nor by what can be worked out of it.

Terms and method follow Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4, and the manual of
τ-ARGUS: cells that the threshold rule finds unsafe are suppressed (primary suppression), then others with them
(secondary suppression), so that the interval in which a reader can place an unsafe count stays wide enough.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import pandas as pd

from db.delimited import SUPPRESSED
from db.disclosure_audit import is_small, narrow
from db.disclosure_cells import TOTAL, System
from db.disclosure_cells import Place as Place
from db.disclosure_choice import chosen
from db.disclosure_earlier import Earlier as Earlier
from db.disclosure_earlier import Figures, system_with
from db.disclosure_refusals import Contradictory as Contradictory
from db.disclosure_refusals import NotSafe as NotSafe
from db.disclosure_refusals import Untold as Untold
from db.disclosure_relations import system_of
from db.disclosure_rule import Rule as Rule
from db.figure_documents import FrozenFigure
from schemas.labels import Label

SIGN = SUPPRESSED
"""What stands in place of a suppressed number."""
NOTE = Label(
    "{sign} = nicht genannt: Zahlen von Personen und ihren Beratungen von {least} bis {most}, weitere Zahlen, aus "
    "denen sie sich errechnen ließen, und Anteile und Mittel daraus.",
    "{sign} = not told: numbers of persons and of their consultations from {least} to {most}, further numbers from "
    "which those could be worked out, and shares and means of them.",
)
_REPORT = Label("Bericht", "report")


@dataclass(frozen=True, eq=False)
class SafeFigure:
    """One figure as others than the office may see it."""

    figure: FrozenFigure
    """The figure: suppressed numbers are null in its frame, and its ``total`` is None if that is suppressed."""
    suppressed: frozenset[tuple[int, str]]
    """Row position and column name of each suppressed number; other nulls mean that there is no number."""
    total_suppressed: bool
    primary: int
    """How many counts the rule suppresses."""
    secondary: int
    """How many more counts are suppressed so that those can't be worked out."""
    notes: tuple[Label, ...]
    """Rule and sign, to be told below the table, whether or not it shows the sign."""


def safe(figures: Figures, rule: Rule, earlier: Sequence[Earlier] = ()) -> Mapping[str, SafeFigure]:
    """The figures of one report, protected together: its readers get what is in ``figures``, and have what ``earlier``
    reports told.

    Where a report compares with the period before, the figures of both periods are in ``figures``, under keys of
    their own: a difference is told if both its numbers are, and computed from the frames that this returns.

    Raises:
        NotSafe: what a reader can work out is narrower than the rule allows.
        Contradictory: the numbers do not fit together.
        Untold: a figure of an early closing does not say what adds up in it.
    """
    title = next((figure.title for figure in figures.values()), _REPORT)
    system = system_with(figures, earlier, rule, title)
    suppressed = chosen(system, rule)
    if suppressed is None:
        raise NotSafe(title=title)
    small = {number for number, cell in enumerate(system.cells) if is_small(cell, rule)}
    released = _without_numbers(figures, _places(system, suppressed | small), _places_of(system, small), rule)
    _audit(system, released, rule)
    return released


def as_told(figures: Figures, rule: Rule, suppressed: Set[Place]) -> Mapping[str, SafeFigure]:
    """The figures of a report that was protected before: no number stands in ``suppressed``."""
    system = system_of(figures)
    small = {number for number, cell in enumerate(system.cells) if is_small(cell, rule)}
    return _without_numbers(figures, suppressed, _places_of(system, small), rule)


def suppressed_places(released: Mapping[str, SafeFigure]) -> frozenset[Place]:
    """Where no number stands in a report: with its figures, all that those who protect a later one must know."""
    rows = {Place(name, row, column) for name, safe in released.items() for row, column in safe.suppressed}
    return frozenset(rows | {Place(name, TOTAL, "") for name, safe in released.items() if safe.total_suppressed})


def _places(system: System, suppressed: Set[int]) -> set[Place]:
    """Where a number may not stand: suppressed counts, and the shares and means that tell them."""
    told = {place for place, tells in system.computed.items() if suppressed & set(tells)}
    return _places_of(system, suppressed) | told


def _places_of(system: System, numbers: Set[int]) -> set[Place]:
    return {place for number in numbers for place in system.cells[number].places}


def _without_numbers(figures: Figures, suppressed: Set[Place], small: Set[Place], rule: Rule) -> dict[str, SafeFigure]:
    places: dict[str, set[Place]] = defaultdict(set)
    for place in suppressed:
        places[place.figure].add(place)
    return {name: _safe(name, figure, places[name], small, rule) for name, figure in figures.items()}


def _safe(name: str, figure: FrozenFigure, places: Set[Place], primary: Set[Place], rule: Rule) -> SafeFigure:
    rows = {place for place in places if place.row != TOTAL}
    total = Place(name, TOTAL, "") in places
    counts = {measure.column for measure in figure.structure.measures} if figure.structure else set()
    frame = figure.frame.copy()
    for column in {place.column for place in rows}:
        gone = [place.row for place in rows if place.column == column]
        frame[column] = _without(frame[column], gone)
    return SafeFigure(
        replace(figure, frame=frame, total=None if total else figure.total),
        frozenset((place.row, place.column) for place in rows),
        total,
        len(places & primary),
        len({place for place in places - primary if place.column in counts or place.row == TOTAL}),
        (_note(rule),),
    )


def _without(values: pd.Series, rows: list[int]) -> pd.Series:
    """The column with nulls in some rows: whole numbers stay whole."""
    kept = values.astype("Int64") if values.dtype == "int64" else values.copy()
    kept.iloc[rows] = pd.NA if kept.dtype == "Int64" else float("nan")
    return kept


def _note(rule: Rule) -> Label:
    least, most = int(rule.zeros_shown), rule.threshold - 1
    return NOTE.filled(sign=SIGN, least=least, most=most)


def _audit(system: System, released: Mapping[str, SafeFigure], rule: Rule) -> None:
    """Audit what is really released, cell by cell, whatever was chosen."""
    told = set(_told(system, released))
    withheld = {number for number in range(len(system.cells)) if system.is_told(number)} - told
    for number in narrow(system, withheld, rule):
        place = next(iter(system.cells[number].places), None)
        figure = released[place.figure] if place else next(iter(released.values()))
        raise NotSafe(title=figure.figure.title)


def _told(system: System, released: Mapping[str, SafeFigure]) -> Iterator[int]:
    """The cells that readers get: as a number somewhere, or by a share or mean."""
    for number, cell in enumerate(system.cells):
        if any(_stands(released, place) for place in cell.places):
            yield number
    for place, tells in system.computed.items():
        if _stands(released, place):
            yield from tells


def _stands(released: Mapping[str, SafeFigure], place: Place) -> bool:
    figure = released[place.figure].figure
    value = figure.total if place.row == TOTAL else figure.frame[place.column].iloc[place.row]
    return not pd.isna(value)
