"""Whatever keeps the database from being used is said in one sentence, and nothing is changed."""

import datetime as dt
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from db import records, unavailable
from db.database import Database, _size_in_use, open_database
from db.unavailable import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFailed,
    DatabaseNotWritable,
    DatabaseUnavailable,
    DiskFull,
    IncompatibleDatabase,
    NewerDatabase,
    reason,
)
from schemas import HomeVisit
from tests.actors import ANNA, LEA
from tests.conftest import ROOT, TODAY

VISIT: dict[str, Any] = {"day": dt.date(2018, 1, 2), "topics": ["work"], "municipality": "leiferde", "persons": 2}
REASONS = (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNotWritable,
    DiskFull,
    NewerDatabase,
    IncompatibleDatabase,
    DatabaseFailed,
)
NOBODY = 65534


def opened(path: Path) -> Database:
    return open_database(path, today=lambda: TODAY)


def save(database: Database, record_id: str) -> str:
    return str(records.save(database, HomeVisit, record_id, VISIT | {"note": "x" * 280}, by=ANNA)["id"])


def apart(function: Callable[..., None], *arguments: object) -> subprocess.Popen[str]:
    """Run a function of this file in a process of its own."""
    code = f"import sys; from {__name__} import {function.__name__} as run; run(*sys.argv[1:])"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def told(process: subprocess.Popen[str]) -> Any:
    """What the process printed as JSON."""
    with process:
        answer = process.communicate(timeout=60)[0]
    assert process.returncode == 0
    return json.loads(answer)


def is_one_sentence(text: str) -> bool:
    banned = ("\n", "Traceback", "SELECT", "Error:", "DuckDB", "{", "}")
    return bool(text) and text.endswith(".") and not any(word in text for word in banned)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A database file with enough records to have several blocks."""
    path = tmp_path / "records.duckdb"
    with opened(path) as database:
        values = [(str(each), VISIT | {"note": f"{each * 7919}" * 40}) for each in range(1000)]
        records.add_many(
            database, HomeVisit, [(name, each | {"note": each["note"][:280]}) for name, each in values], by=LEA
        )
    return path


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike that of pytest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_every_reason_is_a_sentence_in_both_languages() -> None:
    declared = {each for each in vars(unavailable).values() if isinstance(each, type) and "wording" in vars(each)}
    assert declared == set(REASONS)
    for kind in REASONS:
        label = kind(Path("/some/file.duckdb"), why="a.b is stored as C", backup="d").label
        assert is_one_sentence(label.de)
        assert is_one_sentence(label.en)
        assert label.de != label.en
        assert "/some/file.duckdb" in label.de
        assert "/some/file.duckdb" in label.en


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (
            duckdb.IOException('IO Error: Could not set lock on file "x": Conflicting lock is held in y (PID 1)'),
            DatabaseBusy,
        ),
        (duckdb.TransactionException('Failed to commit: Could not write file "x": No space left on device'), DiskFull),
        (duckdb.IOException('Could not write file "x": Disk quota exceeded'), DiskFull),
        (duckdb.FatalException('Failed: Original error: "Could not write file: File too large"'), DiskFull),
        (duckdb.IOException('Cannot open file "x": Read-only file system'), DatabaseNotWritable),
        (duckdb.IOException("Try opening the file with a newer version of DuckDB."), NewerDatabase),
        (duckdb.IOException("Trying to read a database file with version number 99, but we can only"), NewerDatabase),
        (duckdb.FatalException("something unheard of"), DatabaseDamaged),
        (duckdb.ConstraintException("Duplicate key"), None),
        (duckdb.BinderException("no such column"), None),
    ],
)
def test_what_duckdb_says_is_understood(error: duckdb.Error, kind: type[DatabaseUnavailable] | None) -> None:
    found = reason(error, Path("x"))
    assert found is None if kind is None else type(found) is kind


def hold(path: str) -> None:
    """Hold a database until the parent says something."""
    with opened(Path(path)):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.readline()


def test_a_database_that_another_process_holds_is_busy(stored: Path) -> None:
    with apart(hold, stored) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        before = stored.read_bytes()
        with pytest.raises(DatabaseBusy, match="in use by another program") as refused:
            opened(stored)
        assert is_one_sentence(str(refused.value))
        assert stored.read_bytes() == before
        other.communicate("go\n", timeout=30)
    opened(stored).close()


def refused_as_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged, match="not a readable database") as refused:
        opened(path)
    assert is_one_sentence(str(refused.value))
    assert path.read_bytes() == content
    assert [file for file in path.parent.iterdir() if file.name != "records.duckdb"] == [path]


@pytest.mark.parametrize(
    "content",
    [b"hello\n", b"\x00" * 20_000, bytes(range(256)) * 99, b"PK\x03\x04" * 999, b"SQLite format 3\x00" + bytes(4080)],
    ids=["text", "zeros", "bytes", "zip", "sqlite"],
)
def test_something_else_is_no_database(tmp_path: Path, content: bytes) -> None:
    refused_as_damaged(tmp_path / "other.duckdb", content)


@pytest.mark.parametrize("share", [0.0001, 0.004, 0.1, 0.5])
def test_a_truncated_file_is_damaged(stored: Path, share: float) -> None:
    whole = stored.read_bytes()
    refused_as_damaged(stored.with_name("cut.duckdb"), whole[: int(len(whole) * share)])


def test_a_file_that_has_lost_the_end_of_its_last_table_is_damaged(stored: Path) -> None:
    with duckdb.connect(stored, read_only=True) as connection:
        used = _size_in_use(connection.cursor())
    refused_as_damaged(stored.with_name("cut.duckdb"), stored.read_bytes()[: used - 1])


@pytest.mark.parametrize("place", [8, 100, 4100, 8200])
def test_a_file_with_a_flipped_byte_in_its_heads_is_damaged(stored: Path, place: int) -> None:
    content = bytearray(stored.read_bytes())
    content[place] ^= 0xFF
    refused_as_damaged(stored.with_name("flipped.duckdb"), bytes(content))


def test_a_file_with_flipped_bytes_all_over_is_damaged(stored: Path) -> None:
    content = bytearray(stored.read_bytes())
    for place in range(12_288, len(content), 997):
        content[place] ^= 0x55
    refused_as_damaged(stored.with_name("flipped.duckdb"), bytes(content))


def test_a_damaged_write_ahead_log_is_not_thrown_away(tmp_path: Path) -> None:
    path, log = tmp_path / "records.duckdb", tmp_path / "records.duckdb.wal"
    with opened(path) as database:
        for each in range(20):
            save(database, str(each))
        content = bytearray(log.read_bytes())
        before = path.read_bytes()
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(before)
    log.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        opened(path)
    assert (path.read_bytes(), log.read_bytes()) == (before, bytes(content))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "records.duckdb"
    folder.mkdir()
    with pytest.raises(DatabaseNotWritable, match="folder and file need write permission"):
        opened(folder)


def test_a_file_has_no_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseNotWritable):
        opened(tmp_path / "file" / "records.duckdb")


def open_as_nobody(*paths: str) -> None:
    """Try to open each path without the rights of an administrator; tell what came of it."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    outcomes = []
    for path in paths:
        try:
            opened(Path(path)).close()
            outcomes.append(["opened", ""])
        except DatabaseUnavailable as error:
            outcomes.append([type(error).__name__, str(error)])
    sys.stdout.write(json.dumps(outcomes))


def test_without_write_permission_nothing_is_opened_and_nothing_changed(shared_folder: Path) -> None:
    locked, free = shared_folder / "locked", shared_folder / "free"
    for folder in (locked, free):
        with opened(folder / "records.duckdb") as database:
            save(database, "a")
    (free / "records.duckdb").chmod(0o444)
    free.chmod(0o777)
    (locked / "records.duckdb").chmod(0o666)
    locked.chmod(0o555)
    before = [(file, file.read_bytes()) for file in sorted(shared_folder.rglob("*.duckdb"))]
    try:
        paths = [
            locked / "records.duckdb",
            locked / "new.duckdb",
            locked / "new" / "new.duckdb",
            free / "records.duckdb",
        ]
        outcomes = told(apart(open_as_nobody, *paths))
    finally:
        locked.chmod(0o755)
    assert [outcome for outcome, _ in outcomes] == ["DatabaseNotWritable"] * 4
    assert all(is_one_sentence(sentence) for _, sentence in outcomes)
    assert [(file, file.read_bytes()) for file in sorted(shared_folder.rglob("*")) if file.is_file()] == before


def fill(path: str, limit: str, threshold: str) -> None:
    """Save until files may not grow any longer, then once more with room again; tell what was acknowledged."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    acknowledged, refused = [], []
    with opened(Path(path)) as database:
        with database.cursor() as cursor:
            cursor.execute(f"SET checkpoint_threshold = '{threshold}'")
        acknowledged += [save(database, f"before {each}") for each in range(3)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
        for each in range(300):
            try:
                acknowledged.append(save(database, f"during {each}"))
            except DatabaseUnavailable as error:
                refused.append([type(error).__name__, str(error), type(error.__cause__).__name__])
                if len(refused) == 3:
                    break
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        acknowledged += [save(database, f"after {each}") for each in range(3)]
        revision = database.revision
    sys.stdout.write(json.dumps({"acknowledged": acknowledged, "refused": refused, "revision": revision}))


@pytest.mark.parametrize(
    ("limit", "threshold", "cause"),
    [(40_000, "16MB", "TransactionException"), (200_000, "20KB", "FatalException")],
    ids=["the log can't grow", "the file can't grow, after which DuckDB gives the database up"],
)
def test_a_full_disk_refuses_a_save_loses_nothing_and_saves_again_when_there_is_room(
    tmp_path: Path, limit: int, threshold: str, cause: str
) -> None:
    path = tmp_path / "records.duckdb"
    outcome = told(apart(fill, path, limit, threshold))
    assert [kind for kind, _, _ in outcome["refused"]] == ["DiskFull"] * 3
    assert cause in [each for _, _, each in outcome["refused"]]
    assert all(is_one_sentence(sentence) for _, sentence, _ in outcome["refused"])
    with opened(path) as database, database.cursor() as cursor:
        ids = [name for (name,) in cursor.execute("SELECT id FROM home_visits ORDER BY number").fetchall()]
        logged = [
            name
            for (name,) in cursor.execute(
                "SELECT record_id FROM history WHERE record_type = 'home_visits' ORDER BY entry"
            ).fetchall()
        ]
        numbers = cursor.execute("SELECT count(DISTINCT number), max(number) FROM home_visits").fetchone()
        assert ids == logged == outcome["acknowledged"]
        assert numbers == (len(ids), len(ids))
        assert database.revision == outcome["revision"]
