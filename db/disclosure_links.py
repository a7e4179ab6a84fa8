"""What a reader knows to hold between different quantities, and between months, weeks and periods of the same one."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from db.disclosure_cells import Key, System, key_of, rest_of
from db.figure_structure import Structure


def relate_quantities(system: System, told: Structure | None) -> None:
    """Relate what is a part of something, and what is never more than something."""
    if told is None:
        return
    for measure in told.measures:
        if measure.part_of:
            part, whole, rest = (
                key_of(replace(measure.family, quantity=quantity), told.first_day, told.last_day, {})
                for quantity in (measure.family.quantity, measure.part_of, measure.rest)
            )
            _relate_rest(system, system.cell(part, measure.family.people), system.cell(whole, True), rest)
    for less, more in told.ordered:
        keys = [key_of(replace(told.whole, quantity=each), told.first_day, told.last_day, {}) for each in (less, more)]
        if all(key in system.numbers for key in keys):
            system.at_least(system.numbers[keys[1]], system.numbers[keys[0]])


def _relate_rest(system: System, part: int, whole: int, rest: Key) -> None:
    values = [system.cells[number].value for number in (whole, part)]
    known = None if None in values else (values[0] or 0) - (values[1] or 0)
    system.adds_up(whole, [part, system.cell(rest, True, known)])


def relate_days(system: System) -> None:
    """Relate the cells of one quantity whose days overlap, through the runs of days that no border divides."""
    periods: dict[tuple[str, frozenset[tuple[str, str]]], list[Key]] = defaultdict(list)
    for key in system.numbers:
        periods[key.quantity, key.of].append(key)
    for keys in periods.values():
        _relate_periods(system, keys)


def _relate_periods(system: System, keys: list[Key]) -> None:
    people = all(system.cells[system.numbers[key]].people for key in keys)
    borders = sorted({key.first.toordinal() for key in keys} | {key.last.toordinal() + 1 for key in keys})
    spans = {key: (key.first.toordinal(), key.last.toordinal() + 1) for key in keys}
    runs = [run for run in pairwise(borders) if any(low <= run[0] and run[1] <= high for low, high in spans.values())]
    if len(runs) <= 1:
        return
    numbers = {run: number for key, run in spans.items() if (number := system.numbers[key]) is not None}
    for key in keys:
        low, high = spans[key]
        inside = [run for run in runs if low <= run[0] and run[1] <= high]
        if len(inside) > 1:
            cells = [_run(system, key, run, numbers, people) for run in inside]
            system.adds_up(system.numbers[key], cells)
            _relate_around(system, key, keys, [run for run in inside if run not in numbers], people)


def _relate_around(system: System, whole: Key, parts: list[Key], unknown: list[tuple[int, int]], people: bool) -> None:
    """What is left of a period without another one in its midst tells of the days before and after that together."""
    for part in parts:
        first, end = part.first.toordinal(), part.last.toordinal() + 1
        if any(run[1] <= first for run in unknown) and any(run[0] >= end for run in unknown):
            rest = system.cell(rest_of(whole, part), people)
            system.adds_up(system.numbers[whole], [system.numbers[part], rest])


def _run(system: System, key: Key, run: tuple[int, int], numbers: dict[tuple[int, int], int], people: bool) -> int:
    days = dt.date.fromordinal(run[0]), dt.date.fromordinal(run[1] - 1)
    return numbers[run] if run in numbers else system.cell(Key(key.quantity, *days, key.of), people)
