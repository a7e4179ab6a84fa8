"""What a checklist finds: records of a period that somebody should look at, found by one query for each record type."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import duckdb

from db.tables import quoted
from schemas.labels import Label
from schemas.record import Record, about
from schemas.workflow import STATE, Tone

NOTHING_MORE = Label("", "")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is looked: the days of a period, on a day."""

    first_day: dt.date
    last_day: dt.date
    today: dt.date
    record_types: tuple[type[Record], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A record that somebody should look at."""

    record_type: type[Record]
    number: int
    day: dt.date
    remark: Label = NOTHING_MORE
    """What is the matter with it, where that is not the same for all."""
    detail: str = ""
    """The same, for the key."""

    @property
    def key(self) -> str:
        """What has been looked at once somebody has looked at it."""
        return f"{about(self.record_type).table}/{self.number}{self.detail}"


Cursor: TypeAlias = duckdb.DuckDBPyConnection
Find: TypeAlias = Callable[[Cursor, Scope], Iterator[Finding]]


def within(record_type: type[Record], scope: Scope, alias: str = "") -> tuple[str, list[object]]:
    """The condition that a record's day is one of the scope, and the values to bind."""
    day = f"{alias}{'.' if alias else ''}{quoted(about(record_type).dated_by)}"
    return f"{day} BETWEEN ? AND ?", [scope.first_day, scope.last_day]


def waiting(record_type: type[Record]) -> Find:
    """Finds the records of a type whose day is over while something still waits: nobody has said how it went."""
    workflow = about(record_type).workflow
    states = [state.code for state in workflow.states if state.tone is Tone.OPEN] if workflow else []

    def find(cursor: Cursor, scope: Scope) -> Iterator[Finding]:
        if record_type in scope.record_types:
            table, day = quoted(about(record_type).table), quoted(about(record_type).dated_by)
            dated, params = within(record_type, scope)
            cursor.execute(
                f"SELECT number, {day} FROM {table} WHERE {dated} AND {day} < ? AND list_contains(?, {STATE})"
                f" ORDER BY {day}, number",
                [*params, scope.today, states],
            )
            for number, dated_on in cursor.fetchall():
                yield Finding(record_type, number, dated_on)

    return find
