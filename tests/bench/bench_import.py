"""How long an import of 100,000 rows takes, and how much memory: from the bytes of a CSV or XLSX file to the records.

    python -m tests.bench.bench_import

The floor is DuckDB reading the CSV file into a table by itself. Times are those of the clock; each round runs in a
process of its own. Ends with exit code 1 if a target is missed.
"""

# ruff: noqa: T201 - a table on the screen is what it is for
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb

from db import import_checks, import_readings, imports, sheets
from db.database import open_database
from db.integrity import verify
from schemas import Consultation
from schemas.roles import OPERATOR
from tests.office_lists import consultation_list, consultation_workbook

ROWS, ROUNDS = 100_000, 3
SECONDS, MEBIBYTES = 5.0, 1024.0


def main() -> int:
    """Print the measured times; 1 if one is over its target."""
    with tempfile.TemporaryDirectory() as folder:
        plain, book = Path(folder) / "consultations.csv", Path(folder) / "consultations.xlsx"
        plain.write_bytes(consultation_list(ROWS))
        book.write_bytes(consultation_workbook(ROWS))
        missed = [_table(path) for path in (plain, book)]
        print(f"{'floor: DuckDB alone, s':<24} {_floor(plain):9.2f}")
    return int(any(missed))


def _table(path: Path) -> bool:
    """Print the measured times of a file; whether one is over its target."""
    rounds = [_round(path) for _ in range(ROUNDS)]
    print(path.suffix[1:].upper())
    for name in rounds[0]:
        print(f"{name:<24} {median(each[name] for each in rounds):9.2f}")
    whole, peak = median(each["all of it, s"] for each in rounds), max(each["peak, MiB"] for each in rounds)
    missed = whole > SECONDS or peak > MEBIBYTES
    print(f"targets: {SECONDS} s, {MEBIBYTES:.0f} MiB: {'missed' if missed else 'met'}\n")
    return missed


def _round(path: Path) -> dict[str, float]:
    """One import in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_import", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in told.splitlines())}


def measure(path: Path) -> None:
    """Import a file into a new database and print how long each step took."""
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "records.duckdb") as database:
        begun = time.perf_counter()
        sheet = sheets.read(path.name, path.read_bytes())
        reading = import_readings.proposed(database, sheet, Consultation)
        read = time.perf_counter()
        judged = import_checks.judge(database, sheet, reading)
        checked = time.perf_counter()
        made = imports.store(database, judged, "bench", by=OPERATOR)
        stored = time.perf_counter()
        print("read, s", read - begun)
        print("judged, s", checked - read)
        print("stored, s", stored - checked)
        print("all of it, s", stored - begun)
        print("peak, MiB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        again = import_checks.judge(database, sheet, reading)
        print("judged again, s", time.perf_counter() - stored)
        assert (made.records, len(again.duplicates), verify(database).faults) == (ROWS, ROWS, [])
        undone = time.perf_counter()
        imports.undo(database, made.id, by=OPERATOR)
        print("undone, s", time.perf_counter() - undone)


def _floor(path: Path) -> float:
    begun = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE plain AS FROM read_csv(?, all_varchar := true)", [str(path)])
    return time.perf_counter() - begun


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        sys.exit(main())
