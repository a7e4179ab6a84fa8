"""The list of records as it is paged, filtered and searched, at a small and at a large number of records.

    python -m tests.bench.bench_records --rows 10000 10000000

Measures what the list on screen asks for: a page of records and how many match, as far as it counts. Prints a table
and ends with exit code 1 if a page or a filter at the largest size takes more than 3 times as long as at the smallest,
or a search in text takes a second or more.
"""

# ruff: noqa: T201 - a table on the screen is what it is for
import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from dashboard.lists import ROWS
from db import listing
from db.database import Database, open_database
from db.selection import Selection
from schemas.consultation import Consultation
from tests.bench.bench_figures import TODAY, fill

RATIO, SEARCH_MS = 3.0, 1000.0
ROUNDS, WARM_UP = 15, 3


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the list."""

    selection: Selection = Selection()
    number: int = 1
    search: str = ""
    exact: bool = False
    """Whether it is told how many there are, to the last one, as behind a figure; else at the most "more than"."""

    def show(self, database: Database) -> object:
        """What the list on screen asks for."""
        found = listing.page(database, Consultation, self.selection, search=self.search, number=self.number, size=ROWS)
        if found.more and self.exact:
            return listing.count(database, Consultation, self.selection, search=self.search)
        return found


def _only(field: str, *codes: str) -> Selection:
    return Selection(where=((field, codes),))


_QUARTER = Selection(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
_YEAR = Selection(dt.date(2020, 1, 1), dt.date(2020, 12, 31))

VIEWS: dict[str, View] = {
    "everything": View(),
    "everything, page 10": View(number=10),
    "everything, page 300": View(number=300),
    "one topic": View(_only("topics", "crisis")),
    "two topics": View(_only("topics", "crisis", "housing")),
    "one group": View(_only("client_group", "recognised")),
    "one place": View(_only("municipality", "leiferde")),
    "no place": View(_only("municipality", "")),
    "one setting": View(_only("setting", "office")),
    "last quarter": View(_QUARTER),
    "a year long ago": View(_YEAR),
    "a year, one topic, one place, page 2": View(
        Selection(_YEAR.start, _YEAR.end, (("topics", ("crisis",)), ("municipality", ("leiferde",)))), number=2
    ),
}

COUNTS: dict[str, View] = {
    f"{name}, counted": replace(VIEWS[name], exact=True) for name in ("everything", "one topic", "one place")
}
"""Behind a figure; without a target, as a count reads all records like the figure itself."""

SEARCHES: dict[str, View] = {
    "search for a word in many notes": View(search="Bescheid"),
    "search for two words": View(search="rückfrage 4711"),
    "search for a case code": View(search="F-0042"),
    "search for what is nowhere": View(search="Ypsilon"),
}


def measure(databases: Mapping[int, Database]) -> bool:
    """Print the table; whether all targets are met."""
    small, large = min(databases), max(databases)
    print(f"{'milliseconds, median':40}{small:>12,}{large:>12,}{'ratio':>8}")
    met = True
    for name, view in (VIEWS | COUNTS | SEARCHES).items():
        low, high = (_median(databases[size], view) for size in (small, large))
        kept = view.exact or (high < SEARCH_MS if view.search else high <= RATIO * low)
        met &= kept
        print(f"{name:40}{low:12.2f}{high:12.2f}{high / low:8.2f}{'' if kept else '  !'}")
    return met


def _median(database: Database, view: View) -> float:
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        began = time.perf_counter()
        view.show(database)
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken[WARM_UP:])


def main() -> int:
    """Build a throw-away database for each size and measure them; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, nargs=2, default=[10_000, 10_000_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as until_measured:
        databases = {}
        for rows in given.rows:
            path = Path(folder) / f"records-{rows}.duckdb"
            with open_database(path) as database, database.cursor() as cursor:
                fill(cursor, rows)
            databases[rows] = until_measured.enter_context(open_database(path, today=lambda: TODAY))
        return 0 if measure(databases) else 1


if __name__ == "__main__":
    sys.exit(main())
