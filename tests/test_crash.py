"""An acknowledged save survives ``kill -9`` at any moment, once, and with its history."""

import datetime as dt
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db import decisions, proposals, records
from db.database import open_database
from db.documents import from_document
from schemas import HomeVisit
from schemas.given import Given
from schemas.problems import check, frame_of
from schemas.roles import Actor, Role
from tests.actors import ANNA, BERT, LEA
from tests.conftest import BEGUN, OPENED, ROOT, TODAY

ROUNDS = 16
CARLA = Actor("Carla", "Carla", Role.STAFF)
VISIT: dict[str, Any] = {"day": TODAY, "topics": ["work", "school"], "municipality": "leiferde", "persons": 2}
PLANNED: dict[str, Any] = VISIT | {"persons": None, "day": TODAY + dt.timedelta(days=1)}

Acknowledged = tuple[str, str]
"""What was done to which record."""


def write(path: Path, threshold: str) -> None:
    """Create, change, move and delete records, and accept proposals, for ever; tell each once the gate has returned."""

    def tell(*what: str) -> None:
        os.write(1, f"{json.dumps(what)}\n".encode())  # one call a line: a killed process leaves no half of it buffered

    tell("writer", str(os.getpid()))
    with open_database(path, today=lambda: TODAY) as database:
        with database.cursor() as cursor:
            cursor.execute(f"SET checkpoint_threshold = '{threshold}'")
        for turn in itertools.count():
            name = str(uuid.uuid4())
            records.save(database, HomeVisit, name, VISIT | {"note": "x" * 250}, by=ANNA)
            tell("create", name)
            if turn % 3 == 1:
                records.save(database, HomeVisit, name, VISIT | {"persons": 9}, version=1, by=BERT)
                tell("update", name)
            if turn % 3 == 0:
                wanted, proposal = VISIT | {"persons": 4}, str(uuid.uuid4())
                proposals.propose(database, HomeVisit, name, wanted, version=1, proposal_id=proposal, by=CARLA)
                decisions.accept(database, proposal, seen=1, by=LEA)
                tell("update", name)
            if turn % 3 == 2:
                planned = str(uuid.uuid4())
                records.save(database, HomeVisit, planned, PLANNED, by=ANNA)
                tell("create", planned)
                records.move(database, HomeVisit, planned, "cancel", {}, version=1, by=ANNA)
                tell("cancel", planned)
            if turn % 5 == 4:
                records.delete(database, HomeVisit, name, version=1 + (turn % 3 != 2), by=LEA)
                tell("delete", name)
            if turn % 4 == 3:
                many = [(str(uuid.uuid4()), VISIT) for _ in range(5)]
                records.add_many(database, HomeVisit, many, by=ANNA)
                tell("create", *(each for each, _ in many))


def fork_writers(path: str) -> None:
    """For each line on stdin fork a writer from this process, which has warmed up, and wait for its end."""
    assert not check(HomeVisit, frame_of(HomeVisit, [VISIT]), Given(TODAY, OPENED))
    for line in sys.stdin:
        writer = os.fork()
        if not writer:
            write(Path(path), line.strip())
        os.waitpid(writer, 0)
        os.write(1, b'["ended"]\n')


@contextmanager
def forking(path: Path) -> Iterator[subprocess.Popen[str]]:
    code = f"import sys; from {__name__} import fork_writers; fork_writers(sys.argv[1])"
    command = [sys.executable, "-W", "ignore", "-c", code, str(path)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def kill_a_writer(
    process: subprocess.Popen[str], threshold: str, seconds: float, *, at_work: bool
) -> list[Acknowledged]:
    """What a writer has acknowledged before it is killed, so many seconds after its start or its first record."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{threshold}\n")
    process.stdin.flush()
    lines = (json.loads(line) for line in iter(process.stdout.readline, ""))
    _, writer = next(lines)
    told = [next(lines)] if at_work else []
    time.sleep(seconds)
    os.kill(int(writer), signal.SIGKILL)
    told += itertools.takewhile(lambda line: line != ["ended"], lines)
    return [(action, name) for action, *names in told for name in names]


def all_is_well(path: Path, acknowledged: list[Acknowledged]) -> None:
    """Every acknowledged write is in the history once, and the records are what their history says."""
    with open_database(path, today=lambda: TODAY) as database, database.cursor() as cursor:
        entries = cursor.execute(
            "SELECT entry - $begun, action, record_id, number, after, record_type FROM history WHERE entry > $begun"
            " ORDER BY entry",
            {"begun": BEGUN},
        ).fetchall()
        accepted = cursor.execute("SELECT record_id FROM proposals WHERE state = 'accepted'").fetchall()
        done = cursor.execute(
            "SELECT record_id FROM history WHERE record_type = 'home_visits' AND action = 'update' AND actor = 'Lea'"
        ).fetchall()
        stored = [name for (name,) in cursor.execute("SELECT id FROM home_visits").fetchall()]
        found = {name: records.read(database, HomeVisit, name) for name in stored}
        assert database.revision == len(entries) + BEGUN
    assert [entry for entry, *_ in entries] == list(range(1, len(entries) + 1))
    assert sorted(accepted) == sorted(done), "a proposal is accepted together with its change, or not at all"
    history = [entry for *entry, record_type in entries if record_type == "home_visits"]
    times = Counter((action, name) for _, action, name, *_ in history)
    assert set(times.values()) <= {1}
    assert [each for each in acknowledged if each not in times] == []
    assert len(stored) == len(found)
    told = {name: after and from_document(HomeVisit, after) for _, _, name, _, after in history}
    assert found == {name: after for name, after in told.items() if after}
    actions = Counter(action for action, _ in times)
    assert len(stored) == actions["create"] - actions["delete"]
    numbers = [number for _, action, _, number, _ in history if action == "create"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_acknowledged_write_survives_being_killed_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "records.duckdb"
    open_database(path, today=lambda: TODAY).close()
    moments, acknowledged = random.Random(2018), list[Acknowledged]()
    with forking(path) as process:
        for turn in range(ROUNDS):
            threshold = ("16MB", "20KB")[turn % 2]  # with the small one the writer is killed while it tidies up, too
            acknowledged += kill_a_writer(process, threshold, moments.uniform(0, 0.4), at_work=turn % 4 != 3)
            if turn % 3 == 2:  # in between, the next writer must make do with what the killed one has left
                all_is_well(path, acknowledged)
    all_is_well(path, acknowledged)
    assert {action for action, _ in acknowledged} == {"create", "update", "cancel", "delete"}
