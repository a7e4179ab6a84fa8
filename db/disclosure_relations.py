"""What a reader knows to hold between the numbers of a report, from the structure of its figures.

Rows add up to wholes, over one dimension after the other. A record with several values of a field is in several rows,
so each is no more than the whole, and all together are no less.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from db.disclosure_cells import TOTAL, Key, Place, System, key_of
from db.disclosure_links import relate_days, relate_quantities
from db.disclosure_refusals import Untold
from db.figure_documents import FrozenFigure
from db.figure_structure import Breakdown, Family, Structure
from db.periods import Step, last_day
from db.selection import NO_VALUE
from schemas.workflow import STATE


@dataclass(frozen=True, slots=True)
class _Row:
    """One count with all that is known of its records."""

    family: Family
    first: dt.date
    last: dt.date
    of: Mapping[str, str]
    value: int | None
    beside: bool = False
    """Whether it is of another kind than the rows that add up."""

    def number(self, system: System) -> int:
        return system.cell(key_of(self.family, self.first, self.last, self.of), self.family.people, self.value)


def system_of(figures: Mapping[str, FrozenFigure]) -> System:
    """The cells and relations of everything that is released together.

    Raises:
        Untold: a figure does not say what adds up in it.
    """
    system = System()
    for name, figure in figures.items():
        if figure.structure is None:
            raise Untold(title=figure.title)
        _add(system, name, figure, figure.structure)
    for figure in figures.values():
        relate_quantities(system, figure.structure)
    relate_days(system)
    return system


def _add(system: System, name: str, figure: FrozenFigure, told: Structure) -> None:
    counts: dict[str, list[_Row | None]] = {}
    for measure in told.measures:
        counts[measure.column] = _rows(figure, told, measure.column, measure.family)
        for position, row in enumerate(counts[measure.column]):
            if row is not None:
                system.cells[row.number(system)].places.append(Place(name, position, measure.column))
        _add_up(system, [row for row in counts[measure.column] if row], _order(told), told)
    if told.total and figure.total is not None:
        whole = _Row(told.total, told.first_day, told.last_day, {}, figure.total).number(system)
        system.cells[whole].places.append(Place(name, TOTAL, ""))
    _add_computed(system, name, figure, told, counts)


def _rows(figure: FrozenFigure, told: Structure, column: str, family: Family) -> list[_Row | None]:
    """The counts of a column, None where none is noted."""
    plain = _Row(family, told.first_day, told.last_day, {}, None)
    records = figure.frame.to_dict("records")
    return [None if pd.isna(row[column]) else _row(plain, row, told, int(row[column])) for row in records]


def _row(row: _Row, values: Mapping[str, object], told: Structure, value: int) -> _Row:
    row = replace(row, value=value)
    for each in told.dimensions:
        code = values[each.column]
        if isinstance(code, dt.date):
            last = last_day(Step(each.step), code)
            row = replace(row, first=max(code, told.first_day), last=min(last, told.last_day))
        elif code in each.others:
            row = replace(row, family=each.others[str(code)], beside=each.apart)
        else:
            larger = {each.within: str(values[each.within])} if each.within else {}
            row = replace(row, of={**row.of, each.field: str(code), **larger})
    if told.states_by and STATE in row.family.fixed:
        column, filled, empty = told.states_by
        state = empty if pd.isna(values[column]) else filled
        row = replace(row, family=replace(row.family, fixed={**row.family.fixed, STATE: state}))
    return row


def _order(told: Structure) -> list[Breakdown]:
    """The dimensions, each before the larger groups of its values."""
    larger = [
        replace(each, column=each.within, field=each.within, within="") for each in told.dimensions if each.within
    ]
    return [*told.dimensions, *larger]


def _add_up(system: System, rows: list[_Row], dimensions: list[Breakdown], told: Structure) -> None:
    """Relate rows to their sums over each dimension, and those to theirs."""
    for each in dimensions:
        if any(each.column == other.within for other in dimensions):
            continue
        wholes = _wholes(system, rows, each, told)
        _add_up(system, wholes, [other for other in dimensions if other is not each], told)


def _wholes(system: System, rows: list[_Row], over: Breakdown, told: Structure) -> list[_Row]:
    """The sums over a dimension, related to their parts, and the rows beside them."""
    parts: dict[Key, list[_Row]] = defaultdict(list)
    wholes: dict[Key, _Row] = {}
    for row in rows:
        whole = row if row.beside and not over.step else _whole(row, over, told)
        key = key_of(whole.family, whole.first, whole.last, whole.of)
        wholes[key] = whole
        parts[key].append(row)
    return [_related(system, wholes[key], found, over) for key, found in parts.items()]


def _whole(row: _Row, over: Breakdown, told: Structure) -> _Row:
    if over.step:
        return replace(row, first=told.first_day, last=told.last_day, value=None)
    family = row.family if over.apart else told.measures[0].family
    return replace(
        row, family=family, of={name: code for name, code in row.of.items() if name != over.field}, value=None
    )


def _related(system: System, whole: _Row, parts: list[_Row], over: Breakdown) -> _Row:
    if parts == [whole]:
        return whole
    values = [part.value for part in parts]
    known = sum(value for value in values if value is not None) if over.adds_up and None not in values else None
    whole = replace(whole, value=known)
    number, numbers = whole.number(system), [part.number(system) for part in parts]
    if over.adds_up:
        system.adds_up(number, numbers)
    else:
        _overlap(system, number, parts, numbers, over)
    return replace(whole, value=system.cells[number].value)


def _overlap(system: System, whole: int, parts: list[_Row], numbers: list[int], over: Breakdown) -> None:
    """Records can be in several rows, but those without any value are in one only."""
    without = [number for part, number in zip(parts, numbers, strict=True) if part.of.get(over.field) == NO_VALUE]
    system.relate({whole: -1} | dict.fromkeys(numbers, 1), equal=False)
    for number in numbers:
        system.at_least(whole, *({number, *without}))


def _add_computed(
    system: System, name: str, figure: FrozenFigure, told: Structure, counts: Mapping[str, list[_Row | None]]
) -> None:
    """Say which cells the means and shares tell."""
    records = figure.frame.to_dict("records")
    for column, tells in told.tells.items():
        rows = counts.get(tells.row, [])
        wholes: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for position, values in enumerate(records):
            place, at = Place(name, position, column), tuple(values[each] for each in tells.within)
            own = rows[position] if rows else None
            if tells.whole and at not in wholes:
                of = [
                    row
                    for row, each in zip(counts.get(tells.whole, []), records, strict=False)
                    if _at(each, tells.within) == at
                ]
                wholes[at] = [_told_whole(system, name, column, told, at, [row for row in of if row])]
            if own and tells.per and not values[tells.per]:
                system.cells[own.number(system)].structural = True
            system.computed[place] = [*([own.number(system)] if own else []), *wholes[at]]


def _at(values: Mapping[str, object], within: Iterable[str]) -> tuple[object, ...]:
    return tuple(values[each] for each in within)


def _told_whole(
    system: System, name: str, column: str, told: Structure, at: tuple[object, ...], rows: list[_Row]
) -> int:
    """The cell of a sum that is told by means and shares: all of a quantity, or over several quantities."""
    people = any(row.family.people for row in rows) if rows else told.whole.people
    if not at:
        whole = system.cell(key_of(told.whole, told.first_day, told.last_day, {}), people)
    else:
        key = Key(f"{name} {column}", rows[0].first, rows[0].last, frozenset())
        whole = system.cell(key, people, sum(row.value or 0 for row in rows))
        system.adds_up(whole, [row.number(system) for row in rows])
    system.cells[whole].told = True
    return whole
