"""The audit: what a reader can work out of everything that is released, found without the engine that chose the cells.

For each count that the rule protects, linear programming with whole numbers finds the smallest and the largest value
that agrees with all published numbers: its feasibility interval (Hundepool et al. 2012, section 4.2). The interval
suffices if it holds the threshold, so that nobody can tell that the count is small (upper protection level: threshold
less value), and if as many values are left as the sign alone tells of, threshold less one (sliding protection level,
in the terms of τ-ARGUS). No lower protection level: that somebody was there is told by the sign itself.
"""

from collections.abc import Iterator, Set

from db.disclosure_cells import System
from db.disclosure_riddles import Riddle, riddles, solved
from db.disclosure_rule import Rule


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


def intervals(system: System, suppressed: Set[int], rule: Rule, *, beyond: int) -> dict[int, tuple[int, int]]:
    """The interval of each suppressed cell, upwards no farther than to ``beyond``."""
    return {
        number: (_end(riddle, place, -1, beyond), _end(riddle, place, 1, beyond))
        for riddle in riddles(system, *left_open(system, suppressed, rule))
        for place, number in enumerate(riddle.cells)
        if number in suppressed
    }


def unsafe(system: System, rule: Rule) -> Iterator[int]:
    """The cells that the rule protects: small counts of people, whether they stand somewhere or can be worked out."""
    for number, cell in enumerate(system.cells):
        if cell.people and cell.value is not None and not cell.assumed and rule.protects(cell.value):
            yield number


def left_open(system: System, suppressed: Set[int], rule: Rule) -> tuple[list[int], list[int]]:
    """The cells that readers do not get, and what they know each to be at least: the sign is no zero if those are
    shown."""
    numbers = [n for n in range(len(system.cells)) if n in suppressed or not system.is_told(n)]
    return numbers, [least_of(system, number, rule) for number in numbers]


def least_of(system: System, number: int, rule: Rule) -> int:
    """What a reader knows an unpublished cell to be at least."""
    return int(rule.zeros_shown and bool(system.cells[number].places))


def _narrow(riddle: Riddle, targets: list[int], system: System, rule: Rule) -> list[int]:
    values = {place: system.cells[riddle.cells[place]].value or 0 for place in targets}
    caps = {place: rule.enough(value) for place, value in values.items()}
    left = dict(caps)
    while len(left) > 1:
        answer = solved(riddle, dict.fromkeys(left, -1.0), left)
        reached = [place for place, cap in left.items() if answer is not None and answer[place] >= cap]
        for place in reached:
            del left[place]
        if not reached:
            break
    return [place for place, cap in left.items() if not _suffices(riddle, place, cap, rule)]


def _suffices(riddle: Riddle, place: int, cap: int, rule: Rule) -> bool:
    upper = _end(riddle, place, 1, cap)
    return upper >= cap or upper >= rule.enough(_end(riddle, place, -1, cap))


def _end(riddle: Riddle, place: int, sign: int, beyond: int) -> int:
    """The largest (1) or smallest (-1) value of one cell; where the solver finds none in time, nothing is left open."""
    answer = solved(riddle, {place: -float(sign)}, {place: beyond})
    return (0 if sign > 0 else beyond) if answer is None else int(answer[place])
