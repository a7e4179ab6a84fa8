"""What a check must know besides the record: the day it is, the office's first day, its vocabularies."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from schemas.vocabulary import VOCABULARIES, Vocabularies


@dataclass(frozen=True, slots=True)
class Given:
    """The circumstances under which records are checked."""

    today: dt.date
    opened: dt.date
    vocabularies: Vocabularies = field(default_factory=lambda: VOCABULARIES)
    kept: frozenset[tuple[str, str]] = frozenset()
    """Vocabulary and code of values that a stored record has already: it may keep them though they are retired."""


_current: ContextVar[Given] = ContextVar("given")


def given() -> Given:
    """The circumstances of the check that is running.

    Raises:
        LookupError: outside of ``under``.
    """
    return _current.get()


@contextmanager
def under(circumstances: Given) -> Iterator[None]:
    """Run checks under these circumstances; threads do not see each other's."""
    token = _current.set(circumstances)
    try:
        yield
    finally:
        _current.reset(token)
