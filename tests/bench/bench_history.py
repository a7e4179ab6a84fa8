"""How long a record's history and the check of the whole one take with 100,000 entries.

    python -m tests.bench.bench_history

Times are processor seconds of this process. Ends with exit code 1 if a target is missed.
"""

# ruff: noqa: T201 - a table on the screen is what it is for
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from db import history, records
from db.database import Database, open_database
from db.integrity import verify
from schemas import Consultation
from schemas.roles import OPERATOR
from tests.small_office import consultation

ENTRIES, CHANGED = 100_000, 200
VALUES = {**consultation("2018-01-02", "school", "work", note="Nachricht " * 20), "day": dt.date(2018, 1, 2)}
RECORD_SECONDS, DELETED_SECONDS, CHECK_SECONDS = 0.1, 0.1, 10.0


def main() -> int:
    """Print the measured times; 1 if one is over its target."""
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "history.duckdb") as database:
        begun = database.revision
        fill(database)
        found = verify(database)
        assert (found.entries, found.faults) == (begun + ENTRIES, [])
        measured = {
            "history of a record": (lambda: history.of_record(database, Consultation, "r7"), RECORD_SECONDS, 9),
            "deleted records": (lambda: history.deleted(database, Consultation), DELETED_SECONDS, 9),
            "check": (lambda: verify(database), CHECK_SECONDS, 3),
        }
        return max([told(name, *each) for name, each in measured.items()])


def fill(database: Database) -> None:
    """Enter records, change some and delete some, until the history has ``ENTRIES`` entries."""
    new = [(f"r{each}", VALUES) for each in range(ENTRIES - 2 * CHANGED)]
    records.add_many(database, Consultation, new, by=OPERATOR)
    for record_id, _ in new[:CHANGED]:
        records.save(database, Consultation, record_id, {**VALUES, "persons": 2}, version=1, by=OPERATOR)
        records.delete(database, Consultation, record_id, version=2, by=OPERATOR)


def told(name: str, deed: Callable[[], object], target: float, times: int) -> int:
    """Print one time; 1 if it is over the target."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        deed()
        taken.append(time.process_time() - start)
    print(f"{name:<22}{median(taken):>9.3f} s   at most {target} s")
    return int(median(taken) > target)


if __name__ == "__main__":
    sys.exit(main())
