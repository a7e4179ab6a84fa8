"""Makes guessing slow: who fails too often must wait, longer each time.

Kept in memory on purpose. In the database each failure would be a write on disk that strangers cause at will; a restart
forgets the failures, but strangers can't restart the program.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 900.0
"""Seconds: 4 attempts an hour are left, fewer than 100 a day."""
REMEMBERED = 100_000
"""Keys; the longest unused is forgotten first."""


@dataclass(slots=True)
class _Failures:
    count: int = 0
    until: float = 0.0
    latest: float = 0.0


class Throttle:
    """Counts attempts by key, such as a name or an address."""

    def __init__(
        self, free: int, forgotten: float, clock: Callable[[], float] = time.monotonic, *, shared: bool = False
    ) -> None:
        """``free`` attempts cost no waiting; after ``forgotten`` seconds without an attempt all are forgotten.

        Keys that are ``shared`` by many people stay counted when one of them succeeds.
        """
        self._free, self._forgotten, self._clock, self._shared = free, forgotten, clock, shared
        self._failures: OrderedDict[bytes, _Failures] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the key may try again, 0 if now."""
        failures = self._failures.get(_hashed(key))
        return max(0.0, failures.until - self._clock()) if failures else 0.0

    def count(self, key: str) -> None:
        """Count an attempt as failed before it is judged, so that attempts at the same moment count too."""
        now, key_kept = self._clock(), _hashed(key)
        failures = self._failures.setdefault(key_kept, _Failures())
        if now - failures.latest > self._forgotten:
            failures.count = 0
        failures.count, failures.latest = failures.count + 1, now
        over = failures.count - self._free
        failures.until = now + min(LONGEST, 2.0 ** min(over, 20)) if over >= 0 else 0.0
        self._failures.move_to_end(key_kept)
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)

    def succeed(self, key: str) -> None:
        """The attempt just counted succeeded: all failures of the key are forgotten, of a shared key only this one."""
        failures = self._failures.get(_hashed(key))
        if failures and self._shared:
            failures.count, failures.until = failures.count - 1, 0.0
        else:
            self._failures.pop(_hashed(key), None)


def _hashed(key: str) -> bytes:
    """What is kept of a key, which can be as long as strangers like."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
