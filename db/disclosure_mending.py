"""The mending of a choice of cells that the audit finds too weak, and the release of what it holds back needlessly.

The partners of a cell are those whose numbers change when a sufficient value of it is reached with the least change of
published numbers: the heuristic of Kelly, Golden and Assad (Networks 22, 1992), here in whole numbers.
"""

from collections.abc import Set

from db.disclosure_audit import least_of, narrow
from db.disclosure_cells import System
from db.disclosure_costs import suppressible, weight
from db.disclosure_riddles import Riddle, riddles, solved
from db.disclosure_rule import Rule


def partners(system: System, suppressed: Set[int], cell: int, rule: Rule) -> set[int]:
    """The published cells to suppress as well, so that one more value of an unsafe cell is possible; empty if none
    would help."""
    movable = [number for number in range(len(system.cells)) if suppressible(system, number, rule)]
    parts = riddles(system, movable, [least_of(system, number, rule) for number in movable])
    part = next(part for part in parts if cell in part.cells)
    published = [i for i, number in enumerate(part.cells) if system.is_told(number) and number not in suppressed]
    return _changed(system, part, published, part.cells.index(cell), rule)


def _changed(system: System, part: Riddle, published: list[int], target: int, rule: Rule) -> set[int]:
    """Each published number is what it is, plus what it goes up, less what it goes down."""
    import numpy as np
    from scipy.sparse import hstack

    size, values = len(part.cells), np.zeros(len(part.cells))
    values[published] = [system.cells[part.cells[place]].value or 0 for place in published]
    up, down = range(size, size + len(published)), range(size + len(published), size + 2 * len(published))
    moved = part.matrix[:, published]
    known = part.matrix @ values
    least = np.concatenate([part.least, np.zeros(2 * len(published))])
    least[published] = 0
    least[target] = system.rule_of(part.cells[target], rule).enough(system.cells[part.cells[target]].value or 0)
    wider = Riddle(
        part.cells + (0,) * (2 * len(published)),
        hstack([part.matrix, moved, -moved], format="csc"),
        part.low - known,
        part.high - known,
        least,
    )
    most = dict.fromkeys(published, 0)
    most |= {column: int(values[place] - part.least[place]) for column, place in zip(down, published, strict=True)}
    costs = [float(weight(system, part.cells[place])) for place in published]
    answer = solved(wider, dict(zip([*up, *down], costs * 2, strict=True)), most)
    if answer is None:
        return set()
    return {part.cells[place] for place, *ways in zip(published, up, down, strict=True) if answer[ways].any()}


def without_superfluous(system: System, suppressed: Set[int], primary: Set[int], rule: Rule) -> set[int]:
    """The same without those secondary suppressions that the audit can do without, the dearest first."""
    kept = set(suppressed)
    for number in sorted(suppressed - primary, key=lambda number: -weight(system, number)):
        if not narrow(system, kept - {number}, rule):
            kept.remove(number)
    return kept
