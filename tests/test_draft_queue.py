"""Nobody who types waits for the disk, and what waits for it is neither lost nor written where it is settled."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from db import draft_queue, drafts
from db.database import Database, Writing, now, open_database
from db.draft_queue import DraftQueue
from db.drafts import Draft
from db.unavailable import DiskFull
from schemas import HomeVisit

KEY = ("draft", "browser")


def row(persons: int = 2) -> dict[str, Any]:
    return {
        "session": "s",
        "record_type": "home_visits",
        "target": None,
        "version": None,
        "entries": f'{{"persons": {persons}}}',
        "remark": "",
        "changed_at": now(),
    }


def entries(writing: Writing) -> list[str]:
    return [text for (text,) in writing.cursor.execute("SELECT entries FROM drafts ORDER BY entries").fetchall()]


@pytest.fixture
def busy(database: Database) -> Iterator[threading.Event]:
    """Somebody writes something that takes until the event is set."""
    begun, enough = threading.Event(), threading.Event()

    def write() -> None:
        with database.writing():
            begun.set()
            enough.wait(60)

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(60)
    yield enough
    enough.set()
    writer.join()


def test_nobody_waits_for_the_disk(database: Database, busy: threading.Event) -> None:
    queue = draft_queue.of(database)
    for persons in range(50):
        queue.put(KEY, row(persons))
    busy.set()
    with queue.written() as writing:
        assert entries(writing) == ['{"persons": 49}']


def test_it_is_written_without_being_asked_for(database: Database) -> None:
    queue = draft_queue.of(database)
    queue.put(KEY, row())
    queue._thread.shutdown()
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM drafts").fetchone() == (1,)


def test_what_waits_is_written_before_the_database_is_closed(tmp_path: Path) -> None:
    with open_database(tmp_path / "closed.duckdb") as database:
        draft_queue.of(database).put(KEY, row())
    with open_database(tmp_path / "closed.duckdb") as database, draft_queue.of(database).written() as writing:
        assert entries(writing) == ['{"persons": 2}']


@pytest.mark.parametrize("waits", [True, False], ids=["waiting", "in the file"])
def test_a_draft_that_is_settled_never_comes_back(database: Database, busy: threading.Event, waits: bool) -> None:
    queue = draft_queue.of(database)
    queue.put(KEY, row())
    busy.set()
    if not waits:
        with queue.written() as writing:
            assert entries(writing)
    with drafts.settling(database, "draft"):
        pass
    with queue.written() as writing:
        assert entries(writing) == []


def test_a_draft_whose_settling_fails_still_waits(database: Database) -> None:
    queue = draft_queue.of(database)
    queue.put(KEY, row())
    with pytest.raises(ZeroDivisionError), drafts.settling(database, "draft"):
        raise ZeroDivisionError
    with queue.written() as writing:
        assert entries(writing) == ['{"persons": 2}']


def test_of_another_browser_nothing_is_settled(database: Database, busy: threading.Event) -> None:
    queue = draft_queue.of(database)
    for browser in ("mine", "theirs"):
        queue.put(("draft", browser), row(len(browser)))
    busy.set()
    drafts.drop(database, "draft", browser="mine")
    with queue.written() as writing:
        assert entries(writing) == ['{"persons": 6}']


def test_a_disk_that_fails_is_told_and_what_waits_is_written_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, tried = draft_queue.of(database), threading.Event()

    def full() -> NoReturn:
        tried.set()
        raise DiskFull(database.path)

    with monkeypatch.context() as patch:
        patch.setattr(database, "writing", full)
        drafts.keep(database, HomeVisit, Draft("a", None, None, {"persons": 3}), browser="b", session="s")
        assert tried.wait(60)
        with pytest.raises(DiskFull):
            _put_until_told(queue)
    with queue.written() as writing:
        assert entries(writing) == ['{"persons": 2}', '{"persons": 3}']


def _put_until_told(queue: DraftQueue) -> None:
    for _ in range(10_000):
        queue.put(KEY, row())
