"""How long all files of a report take, in a process that has written none before.

    python -m tests.bench.bench_report

The report is that of the tests, on the demo records, with six charts and six tables. Times are processor seconds, as
other programs on the machine would else be measured, too. Ends with exit code 1 if a target is missed.
"""

# ruff: noqa: T201 - a table on the screen is what it is for
import sys
import tempfile
import time
from pathlib import Path

from dashboard.report_files import WRITERS
from db import demo
from db.database import open_database
from tests.report_example import content

WHOLE_SECONDS = 5.0


def main() -> int:
    """Print the measured times; 1 if all together are over the target."""
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "demo.duckdb") as database:
        demo.fill(database)
        report = content(database)
    taken = 0.0
    for name, write in WRITERS.items():
        start = time.process_time()
        size = len(write(report))
        seconds = time.process_time() - start
        taken += seconds
        print(f"{name:<14}{seconds:>8.2f} s{size / 1024:>10.0f} KiB")
    print(f"{'all':<14}{taken:>8.2f} s   at most {WHOLE_SECONDS} s")
    return int(taken > WHOLE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
