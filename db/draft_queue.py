"""Drafts on their way into the file, so that nobody who types waits for the disk.

A draft is written milliseconds after it was typed, in one transaction with those of all others who type just then. A
process that is killed in between loses one change at most, and the tab in which it was typed still has that.
"""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from db import statements
from db.database import Database, Writing
from db.unavailable import DatabaseUnavailable

Key: TypeAlias = tuple[str, str]
"""Id of a draft, and the browser it belongs to."""
Row: TypeAlias = Mapping[str, Any]


class DraftQueue:
    """The drafts of an open database that are not in its file yet."""

    def __init__(self, database: Database) -> None:
        """Write into ``database`` until it is closed."""
        self._database, self._lock = database, threading.Lock()
        self._rows: dict[Key, Row] = {}
        self._failure: DatabaseUnavailable | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        self._flushing: Future[None] | None = None
        database.before_close(self._close)

    def put(self, key: Key, row: Row) -> None:
        """Take a draft as it is now, instead of what waits of it.

        Raises:
            DatabaseUnavailable: the last write failed. What it was to write still waits, and is tried again now.
        """
        with self._lock:
            self._rows[key] = row
            failure, self._failure = self._failure, None
            if self._flushing is None:
                self._flushing = self._thread.submit(self._flush)
        if failure is not None:
            raise failure

    @contextmanager
    def written(self, *, settled: str = "", browser: str | None = None) -> Iterator[Writing]:
        """A transaction that begins with all that waited in the file, but for the draft that it settles.

        ``browser`` names the one that has to have the draft, None for whichever has.

        Raises:
            DatabaseUnavailable: the disk is full or failed; all of it waits again.
        """
        rows: dict[Key, Row] = {}
        try:
            with self._database.writing() as writing:
                with self._lock:
                    rows, self._rows = self._rows, {}
                for (draft_id, owner), row in rows.items():
                    if draft_id != settled or browser not in (None, owner):
                        statements.put_draft(writing.cursor, {"id": draft_id, "browser": owner}, row)
                yield writing
        except BaseException:
            with self._lock:
                self._rows = rows | self._rows
            raise

    def _flush(self) -> None:
        with self._lock:
            self._flushing = None  # what is put from here on is for the next one
        try:
            with self.written():
                pass
        except DatabaseUnavailable as failure:
            self._failure = failure

    def _close(self) -> None:
        self._thread.shutdown()
        if self._rows:
            self._flush()
        _queues.pop(self._database, None)


_queues: "WeakKeyDictionary[Database, DraftQueue]" = WeakKeyDictionary()
_lock = threading.Lock()


def of(database: Database) -> DraftQueue:
    """The queue of an open database."""
    with _lock:
        if database not in _queues:
            _queues[database] = DraftQueue(database)
        return _queues[database]
