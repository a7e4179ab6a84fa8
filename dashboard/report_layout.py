"""How a table of a report is laid on paper: upright where it has more columns than a page has room for."""

from dataclasses import dataclass

from db.report_content import Written

MOST_COLUMNS = 7
"""What a page has room for in type that can be read."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The cells of a table as they stand on paper."""

    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    totals: int
    """How many of the first rows are totals."""


def laid(table: Written) -> Laid:
    """A table as it is. If it is too wide and would not be so upright, its columns become rows."""
    upright = len(table.headings) > MOST_COLUMNS > len(table.cells) and all(table.numeric[1:])
    if not upright:
        totals = len(table.cells) - len(tuple(table.table.rows))
        return Laid(table.headings, table.cells, table.numeric, totals)
    headings, *cells = zip(table.headings, *table.cells, strict=True)
    return Laid(headings, tuple(cells), (False, *[True] * len(table.cells)), 0)
