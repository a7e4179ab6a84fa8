"""A report is submitted with all its files or not at all, even if the process is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db import history, reports
from db.database import Database, open_database
from db.integrity import verify
from db.report_figures import told
from schemas.report import ReportState
from tests.actors import LEA
from tests.conftest import ROOT, TODAY
from tests.reports_made import checked, report

FILES = {"csv": b"x" * 3_000_000, "pdf": b"y" * 3_000_000}


def die(*_: object) -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def submit_and_die(path: Path, *, early: bool) -> None:
    """Submit and be killed: before the commit, when the files are written already, or after it."""
    if early:
        history.add = die  # type: ignore[assignment]
    with open_database(path, today=lambda: TODAY) as database:
        found = report(database)
        reports.submit(database, found.id, version=found.version, files=FILES, content=told(database, found), by=LEA)
        die()


@pytest.mark.parametrize(
    ("early", "state", "kept"), [(True, ReportState.CHECKED, []), (False, ReportState.SUBMITTED, [*FILES])]
)
def test_a_killed_process_leaves_all_files_or_none(
    database: Database, *, early: bool, state: ReportState, kept: list[str]
) -> None:
    checked(database)
    path = database.path
    database.close()
    program = f"from tests.test_report_crash import *; submit_and_die(Path({str(path)!r}), early={early})"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_database(path, today=lambda: TODAY) as again:
        assert report(again).state is state
        assert [*report(again).hashes] == kept
        for name in kept:
            assert reports.file(again, report(again), name, by=LEA) == FILES[name]
        with again.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM report_files").fetchone() == (len(kept),)
        assert verify(again).faults == []
