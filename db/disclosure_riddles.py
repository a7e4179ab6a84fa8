"""The puzzle that suppressed cells are to a reader, as linear systems in whole numbers that a solver works on.

SciPy and its solver, HiGHS, are imported when they are first needed: they would slow down every start.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.disclosure_cells import System

if TYPE_CHECKING:
    import numpy as np

_SECONDS = 10.0
"""How long one search may take."""
_EXACT = 1e-4


@dataclass(frozen=True, slots=True)
class Riddle:
    """The unknown cells of a part of the report that hangs together, and what a reader knows of them."""

    cells: tuple[int, ...]
    matrix: Any
    """Relations by unknown cells, sparse."""
    low: "np.ndarray"
    high: "np.ndarray"
    """Between what the terms of each relation must add up to."""
    least: "np.ndarray"
    """The least that each cell is known to be."""


def riddles(system: System, unknown: Sequence[int], least: Sequence[int]) -> Iterator[Riddle]:
    """What is left to find of the unknown cells once all others are filled in, in parts that hang together."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    if not unknown:
        return
    matrix, low, high = _equations(system, unknown)
    _, label = connected_components(matrix.T @ matrix, directed=False)
    order = np.argsort(label, kind="stable")
    for inside in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        across = np.unique(matrix[:, inside].nonzero()[0])
        cells = tuple(unknown[column] for column in inside)
        part = matrix[across][:, inside]
        yield Riddle(
            cells, part, low[across], high[across], np.array([least[column] for column in inside], dtype=float)
        )


def _equations(system: System, unknown: Sequence[int]) -> tuple[Any, "np.ndarray", "np.ndarray"]:
    """The relations of unknown cells: their terms, and between what those must add up to."""
    import numpy as np
    from scipy.sparse import csc_array

    place = {number: column for column, number in enumerate(unknown)}
    entries: list[tuple[int, int, int]] = []
    low, high = list[float](), list[float]()
    for relation in system.relations.values():
        terms = [(len(low), place[number], sign) for number, sign in relation.terms.items() if number in place]
        if terms:
            known = sum(sign * (system.cells[n].value or 0) for n, sign in relation.terms.items() if n not in place)
            entries += terms
            low.append(-known)
            high.append(-known if relation.equal else np.inf)
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csc_array((np.array(signs, dtype=float), (rows, columns)), shape=(len(low), len(unknown)))
    return matrix, np.array(low), np.array(high)


def solved(riddle: Riddle, costs: Mapping[int, float], most: Mapping[int, int]) -> "np.ndarray | None":
    """Whole numbers that agree with everything that is known, at the least cost; None if none are found in time.

    Of plain tables the answer in decimals has whole numbers anyway, and is found five times as fast.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost, upper = np.zeros(len(riddle.cells)), np.full(len(riddle.cells), np.inf)
    for place, each in costs.items():
        cost[place] = each
    for place, cap in most.items():
        upper[place] = max(cap, riddle.least[place])
    rules = [LinearConstraint(riddle.matrix, riddle.low, riddle.high)] if len(riddle.low) else []
    for whole in (0, 1):
        found = milp(
            cost,
            integrality=np.full(len(cost), whole),
            bounds=Bounds(riddle.least, upper),
            constraints=rules,
            options={"time_limit": _SECONDS},
        )
        answer: np.ndarray | None = None if found.x is None else np.rint(found.x)
        if answer is not None and np.abs(answer - found.x).max() < _EXACT and _agrees(riddle, answer):
            return answer
    return None


def _agrees(riddle: Riddle, answer: "np.ndarray") -> bool:
    """Whether rounded numbers still agree: what proves that a cell is safe is checked without the solver."""
    sums: np.ndarray = riddle.matrix @ answer
    return bool(((sums >= riddle.low) & (sums <= riddle.high)).all() and (answer >= riddle.least).all())
