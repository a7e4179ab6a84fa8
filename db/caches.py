"""A bounded memory of computed results that many threads share, one for each open database."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any
from weakref import WeakKeyDictionary

from db.database import Database

SIZE = 1024
"""Results kept for each database; a dashboard asks for some thirty. The longest unused goes first."""


class Cache:
    """Results by key. A key says everything that its result depends on, so nothing is ever cleared by hand."""

    def __init__(self, size: int = SIZE) -> None:
        """Keep at most ``size`` results."""
        self._size, self._lock = size, threading.Lock()
        self._results: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, produce: Callable[[], Any]) -> Any:
        """The result for ``key``; of several threads that ask at once, one produces it and the others wait."""
        with self._lock:
            result = self._results.get(key)
            missing = result is None
            if result is None:
                result = self._results[key] = Future()
            self._results.move_to_end(key)
            while len(self._results) > self._size:
                self._results.popitem(last=False)
        if missing:
            self._produce(key, result, produce)
        return result.result()

    def _produce(self, key: Hashable, result: "Future[Any]", produce: Callable[[], Any]) -> None:
        try:
            result.set_result(produce())
        except BaseException as error:  # noqa: BLE001 - raised again by result(), also to those who wait
            with self._lock:
                self._results.pop(key, None)
            result.set_exception(error)

    def __len__(self) -> int:
        """How many results are kept."""
        return len(self._results)


_caches: "WeakKeyDictionary[Database, Cache]" = WeakKeyDictionary()
_lock = threading.Lock()


def of(database: Database) -> Cache:
    """The cache of an open database; it goes when the database goes."""
    with _lock:
        return _caches.setdefault(database, Cache())
