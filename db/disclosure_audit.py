"""The audit: what a reader can work out of everything that is released, found without the engine that chose the cells.

For each count that the rule protects, linear programming with whole numbers finds the smallest and the largest value
that agrees with all published numbers: its feasibility interval (Hundepool et al. 2012, chapter 4). The interval
suffices if it holds the threshold, so that nobody can tell that the count is small (upper protection level: threshold
less value), and if as many values are left as the sign alone tells of, threshold less one (sliding protection level,
in the terms of τ-ARGUS). No lower protection level: that somebody was there is told by the sign itself.
"""

from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING

from db.disclosure_cells import Cell, System
from db.disclosure_riddles import Riddle, riddles, solved
from db.disclosure_rule import Rule

if TYPE_CHECKING:
    import numpy as np


def narrow(system: System, suppressed: Set[int], rule: Rule) -> list[int]:
    """The protected cells whose interval does not suffice; empty if the report is safe.

    One answer of the solver tells a possible value of every cell, so that most cells need no search of their own.
    """
    wanted = set(unsafe(system, rule))
    found = [number for number in wanted if system.is_told(number) and number not in suppressed]
    for riddle in riddles(system, *left_open(system, suppressed, rule)):
        targets = [place for place, number in enumerate(riddle.cells) if number in wanted]
        found += [riddle.cells[place] for place in _narrow(riddle, targets, system, rule)]
    return sorted(found)


def intervals(
    system: System, suppressed: Set[int], rule: Rule, *, beyond: int, of: Set[int] | None = None
) -> dict[int, tuple[int, int]]:
    """The interval of each suppressed cell, or of those in ``of``, upwards no farther than to ``beyond`` its value."""
    found = dict[int, tuple[int, int]]()
    for riddle in riddles(system, *left_open(system, suppressed, rule)):
        for place, number in enumerate(riddle.cells):
            most = (system.cells[number].value or 0) + beyond
            if number in (suppressed if of is None else of):
                found[number] = _end(riddle, place, -1, most), _end(riddle, place, 1, most)
    return found


def unsafe(system: System, rule: Rule) -> Iterator[int]:
    """The cells that the rule protects: small counts of people, whether they stand somewhere or can be worked out. What
    readers know already is no secret any more."""
    for number, cell in enumerate(system.cells):
        if is_small(cell, rule) and not cell.known:
            yield number


def is_small(cell: Cell, rule: Rule) -> bool:
    """Whether a cell is a count of people that the rule suppresses."""
    return cell.people and cell.counted and not cell.structural and rule.protects(cell.value or 0)


def left_open(system: System, suppressed: Set[int], rule: Rule) -> tuple[list[int], list[int]]:
    """The cells that readers do not get, and what they know each to be at least: the sign is no zero if those are
    shown."""
    numbers = [n for n in range(len(system.cells)) if system.is_open(n, suppressed)]
    return numbers, [least_of(system, number, rule) for number in numbers]


def least_of(system: System, number: int, rule: Rule) -> int:
    """What a reader knows an unpublished cell to be at least, at the latest when a later report shows its sign."""
    cell = system.cells[number]
    shown = bool(cell.places) or (cell.counted and bool(cell.value))
    return max(int(rule.zeros_shown and shown), cell.least)


def _narrow(riddle: Riddle, targets: list[int], system: System, rule: Rule) -> list[int]:
    values = {place: system.cells[riddle.cells[place]].value or 0 for place in targets}
    rules = {place: system.rule_of(riddle.cells[place], rule) for place in targets}
    seen = {place: (value, value) for place, value in values.items()}
    while True:
        left = {place: rules[place].enough(values[place]) for place in _unsettled(seen, rules)}
        if len(left) < 2 or not _see(seen, solved(riddle, dict.fromkeys(left, -1.0), left)):
            break
    found = []
    while unsettled := _unsettled(seen, rules):
        place = unsettled[0]
        if not _settles(riddle, place, seen, rules[place]):
            found.append(place)
            del seen[place]
    return found


def _unsettled(seen: Mapping[int, tuple[int, int]], rules: Mapping[int, Rule]) -> list[int]:
    """The places of which too few values have been seen yet."""
    return [place for place, (lower, upper) in seen.items() if upper < rules[place].enough(lower)]


def _settles(riddle: Riddle, place: int, seen: dict[int, tuple[int, int]], rule: Rule) -> bool:
    """Whether the ends of a place's interval are far enough apart, the upper one first."""
    for sign in (1, -1):
        _see(seen, solved(riddle, {place: -float(sign)}, {place: rule.enough(seen[place][1])}))
        if seen[place][1] >= rule.enough(seen[place][0]):
            return True
    return False


def _see(seen: dict[int, tuple[int, int]], answer: "np.ndarray | None") -> bool:
    """Widen the intervals by a possible value for each place; whether one became wider."""
    wider = False
    if answer is None:
        return wider
    for place, (lower, upper) in seen.items():
        value = int(answer[place])
        seen[place] = min(lower, value), max(upper, value)
        wider |= not lower <= value <= upper
    return wider


def _end(riddle: Riddle, place: int, sign: int, most: int) -> int:
    """The largest (1) or smallest (-1) value of one cell, no larger than ``most``."""
    answer = solved(riddle, {place: -float(sign)}, {place: most})
    if answer is None:
        raise TimeoutError("the solver finds no value in time")
    return int(answer[place])
