"""What adds up to what in a figure: told by its declaration and kept with its numbers, for whoever protects them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from db.derived_figures import figures_of
from db.figure import Counts, Figure, Number, Tells
from db.periods import Step
from db.selection import Selection
from schemas.fields import Kind, fields
from schemas.record import Record, about
from schemas.workflow import STATE

Coordinates = Mapping[str, str]
"""Of which records: field to code."""


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of cell: what is counted, of which records, and whether that is people or their consultations."""

    quantity: str
    people: bool
    fixed: Coordinates


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One dimension."""

    column: str
    field: str
    """Of the records."""
    step: str
    """Of time; else empty."""
    adds_up: bool
    """Whether its rows add up to the whole; else a record can be in several."""
    within: str
    """The column of the larger groups to which its values belong, if there are such."""
    others: Mapping[str, Family]
    """Codes that are a kind of cell by themselves."""
    apart: bool
    """Whether those are beside the whole instead of in it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of counts."""

    column: str
    family: Family
    part_of: str
    """The quantity it is a part of."""
    rest: str
    """What the rest of that is called."""


@dataclass(frozen=True, slots=True)
class Structure:
    """All that is to be known of a figure's numbers to find what can be worked out of them."""

    first_day: dt.date
    last_day: dt.date
    dimensions: tuple[Breakdown, ...]
    measures: tuple[Measure, ...]
    total: Family | None
    """What the figure's ``total`` counts."""
    tells: Mapping[str, Tells]
    whole: Family
    """What the first measure counts, whether or not it is a column."""
    ordered: tuple[tuple[str, str], ...]
    states_by: tuple[str, str, str] | None


def structure(figure: Figure, selection: Selection) -> Structure:
    """The structure of a figure that is counted for a selection."""
    filters = {f"filter {name}": "|".join(codes) for name, codes in selection.where if codes}
    kept = {"over": "yes"} if figure.over else {}
    fixed = {**filters, **kept, **_states(figure, figure.record_type)}
    if any(breakdown == STATE for breakdown in figure.drills.values()):
        fixed.pop(STATE, None)
    whole = Family(about(figure.record_type).table, _people(figure, figure.measures[0]), fixed)
    return Structure(
        selection.start or dt.date.min,
        selection.end or dt.date.max,
        tuple(_breakdown(figure, name, filters) for name in figure.dimensions),
        tuple(_measure(figure, name, fixed) for name in figure.measures if _is_count(figure, name)),
        _over_time(figure.record_type, fixed) if figure.total else None,
        figure.tells,
        whole,
        figure.ordered,
        figure.states_by,
    )


def _states(figure: Figure, record_type: type[Record]) -> dict[str, str]:
    states = figure.states_of(record_type)
    return {STATE: "|".join(states)} if states else {}


def _people(figure: Figure, measure: str) -> bool:
    return figure.counted.get(measure, figure.counts) is not Counts.ACTS


def _is_count(figure: Figure, measure: str) -> bool:
    return figure.number(measure) in (Number.COUNT, Number.NOTED)


def _measure(figure: Figure, name: str, fixed: Coordinates) -> Measure:
    table = about(figure.record_type).table
    of_records = name == figure.measures[0] and figure.counts in (Counts.CONTACTS, Counts.ACTS)
    quantity = table if of_records and name not in fields(figure.record_type) else f"{table}.{name}"
    part_of, rest = figure.parts.get(name, ("", ""))
    return Measure(name, Family(quantity, _people(figure, name), fixed), part_of, rest)


def _breakdown(figure: Figure, name: str, filters: Coordinates) -> Breakdown:
    axis, drilled = figure.axes.get(name), figure.drills.get(name, name)
    declared = fields(figure.record_type).get(drilled)
    several = declared is not None and declared.kind is Kind.CHOICES
    step = axis.value if isinstance(axis, Step) else ""
    others = {
        code: _over_time(other, {**filters, **_states(figure, other)}) for code, other in figure.elsewhere.items()
    }
    if name == figure.split:
        table = about(figure.record_type).table
        others = {
            field: Family(f"{table}.{field}", True, _states(figure, figure.record_type)) for field in _split(figure)
        }
    return Breakdown(
        name,
        "" if step else drilled,
        step,
        not several,
        figure.within.get(name, ""),
        {} if step else others,
        name != figure.split,
    )


def _split(figure: Figure) -> list[str]:
    """The fields into which the first measure is split."""
    axis = figure.axes[figure.split]
    return [] if isinstance(axis, Step) else list(axis({}))


def _over_time(record_type: type[Record], fixed: Coordinates) -> Family:
    """All records of a type: where they are acts over time, they are acts in every figure."""
    table = about(record_type).table
    return Family(table, _people(figures_of(record_type)[table], table), fixed)


def to_json(told: Structure) -> dict[str, Any]:
    """A structure as a document."""
    return asdict(told) | {"first_day": told.first_day.isoformat(), "last_day": told.last_day.isoformat()}


def from_json(document: Mapping[str, Any]) -> Structure:
    """The structure of a document."""
    breakdowns = [
        Breakdown(**each | {"others": {code: Family(**other) for code, other in each["others"].items()}})
        for each in document["dimensions"]
    ]
    return Structure(
        dt.date.fromisoformat(document["first_day"]),
        dt.date.fromisoformat(document["last_day"]),
        tuple(breakdowns),
        tuple(Measure(**each | {"family": Family(**each["family"])}) for each in document["measures"]),
        Family(**document["total"]) if document["total"] else None,
        {name: Tells(**each | {"within": tuple(each["within"])}) for name, each in document["tells"].items()},
        Family(**document["whole"]),
        tuple((less, more) for less, more in document["ordered"]),
        tuple(document["states_by"]) if document["states_by"] else None,
    )
