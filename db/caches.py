"""A bounded memory of computed results that many threads share, for each open database."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any
from weakref import WeakKeyDictionary

from db.database import Database


class Same:
    """A part of a key that stands for one object, whatever it says: kept with the key, so no other gets its id."""

    __slots__ = ("_thing",)

    def __init__(self, thing: object) -> None:
        """``thing`` is not to be changed."""
        self._thing = thing

    def __eq__(self, other: object) -> bool:
        """Whether it is the same object."""
        return isinstance(other, Same) and self._thing is other._thing

    def __hash__(self) -> int:
        """That of the object's identity."""
        return id(self._thing)


SIZE = 1024
"""Results kept on a shelf; a dashboard asks for some thirty. The longest unused goes first."""


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


_caches: "WeakKeyDictionary[Database, dict[str, Cache]]" = WeakKeyDictionary()
_lock = threading.Lock()


def of(database: Database, shelf: str = "figures", size: int = SIZE) -> Cache:
    """A cache of an open database; it goes when the database goes. What is large has a short shelf of its own."""
    with _lock:
        shelves = _caches.setdefault(database, {})
        if shelf not in shelves:
            shelves[shelf] = Cache(size)
        return shelves[shelf]
