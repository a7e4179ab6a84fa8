"""The choice of the cells that are suppressed with the unsafe ones: as few numbers as possible, by the τ-ARGUS engine.

The engine takes all linked tables as one system of linear relations (the file that τ-ARGUS calls JJ) and finds the
cheapest secondary suppression with the optimal method of Fischetti and Salazar (Hundepool et al. 2012, chapter 4).
It thinks in decimals; where whole numbers tell a reader more, the audit finds it and the pattern is mended.
"""

from collections.abc import Iterable, Set

from db.disclosure_audit import least_of, narrow, unsafe
from db.disclosure_cells import System
from db.disclosure_costs import suppressible, weight
from db.disclosure_engine import chosen_places
from db.disclosure_mending import partners, without_superfluous
from db.disclosure_riddles import Riddle, riddles
from db.disclosure_rule import Rule


def chosen(system: System, rule: Rule) -> set[int] | None:
    """The told cells that are suppressed, primary and secondary; None if no choice is safe."""
    primary = {number for number in unsafe(system, rule) if system.is_told(number)}
    suppressed = primary | _by_engine(system, rule)
    mended = False
    while found := narrow(system, suppressed, rule):
        added = partners(system, suppressed, found[0], rule) or _others(system, suppressed, rule)
        if not added:
            return None
        suppressed |= added
        mended = True
    return without_superfluous(system, suppressed, primary, rule) if mended else suppressed


def _others(system: System, suppressed: Set[int], rule: Rule) -> set[int]:
    """All that can be suppressed besides: the way out where no few partners help; what is superfluous goes again."""
    every = range(len(system.cells))
    return {number for number in every if system.is_told(number) and suppressible(system, number, rule)} - suppressed


def _by_engine(system: System, rule: Rule) -> set[int]:
    """The secondary suppressions of each part of the report that hangs together and has unsafe cells."""
    wanted, found = set(unsafe(system, rule)), set[int]()
    movable = [number for number in range(len(system.cells)) if suppressible(system, number, rule)]
    for part in riddles(system, movable, [least_of(system, number, rule) for number in movable]):
        if wanted & set(part.cells):
            found |= {number for number in _solve(system, part, wanted, rule) if system.is_told(number)}
    return found


def _solve(system: System, part: Riddle, wanted: Set[int], rule: Rule) -> set[int]:
    places = chosen_places(_question(system, part, wanted, rule))
    return {part.cells[place] for place in places if place < len(part.cells)}


def _question(system: System, part: Riddle, wanted: Set[int], rule: Rule) -> str:
    """The system in the format JJ: cells with value, weight, status, bounds and protection levels, then relations."""
    values = [system.cells[number].value or 0 for number in part.cells]
    sums = (part.matrix @ values - part.low).astype(int)
    slack = [row for row, high in enumerate(part.high) if high != part.low[row]]
    most = 2 * max(values) + 10 * rule.threshold
    cells = [_cell(system, number, values[i], most, number in wanted, rule) for i, number in enumerate(part.cells)]
    cells += [f"{sums[row]} 0 s 0 {2 * most} 0 0 0" for row in slack]
    numbered = [f"{number} {cell}" for number, cell in enumerate(cells)]
    return "\n".join(["0", str(len(cells)), *numbered, str(len(part.low)), *_relations(part, slack)]) + "\n"


def _cell(system: System, number: int, value: int, most: int, is_unsafe: bool, rule: Rule) -> str:
    threshold = system.rule_of(number, rule).threshold
    upper, sliding = (max(threshold - value, 0), threshold - 1) if is_unsafe else (0, 0)
    status = "u" if is_unsafe else "s"
    least = least_of(system, number, rule)
    return f"{value} {weight(system, number)} {status} {least} {most} 0 {upper} {sliding}"


def _relations(part: Riddle, slack: list[int]) -> Iterable[str]:
    matrix, cells = part.matrix.tocsr(), len(part.cells)
    for row, right in enumerate(part.low):
        begin, end = matrix.indptr[row], matrix.indptr[row + 1]
        terms = [(int(matrix.indices[at]), int(matrix.data[at])) for at in range(begin, end)]
        terms += [(cells + slack.index(row), -1)] if row in slack else []
        yield f"{int(right)} {len(terms)} : " + " ".join(f"{place} ({sign})" for place, sign in terms)
