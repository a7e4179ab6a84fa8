"""A transaction that writes, and the moment it is stamped with."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from db.kept_periods import Periods
from schemas.vocabulary import Vocabularies

if TYPE_CHECKING:
    from db.office_settings import StoredSettings


def now() -> dt.datetime:
    """The present moment as it is stored: UTC without offset, to the microsecond."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


@dataclass(slots=True)
class Writing:
    """A transaction that writes: its cursor, and what moves on when it is committed."""

    cursor: duckdb.DuckDBPyConnection
    entry: int
    """Number of the last history entry."""
    last_hash: str
    """The hash of the last history entry, which the next one is chained to."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Last running number given, by table. A number is never given twice, not even after a delete."""
    vocabularies: Vocabularies = field(default_factory=dict)
    """The value lists that count from the commit on; whoever writes their table puts them here."""
    periods: Periods = ()
    """The reporting periods, likewise: those that are closed now, for as long as nobody else can close one."""
    settings: "StoredSettings | None" = None
    """The office's settings, likewise; None before there are any."""

    def take_numbers(self, table: str, count: int) -> range:
        """The next ``count`` running numbers of a table."""
        last = self.numbers.get(table, 0)
        self.numbers[table] = last + count
        return range(last + 1, last + count + 1)
