"""Pages of records, newest entry first, for the lists on screen and what they count."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from db.database import Database
from db.selection import Conditions, Selection, conditions
from db.tables import quoted
from schemas.fields import Kind, fields
from schemas.record import Record, about

COUNTED = 10_000
"""Matches are counted up to here for a list: who pages that far wants a filter. ``count`` counts them all."""

WINDOW = 100_000
"""So many of the newest numbers are looked at first; a row group of DuckDB has 122,880 rows."""

SEARCHED = (Kind.TEXT, Kind.NOTE)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records that match."""

    records: list[dict[str, Any]]
    """Typed values of all fields, newest entry first."""
    matches: int
    """How many records match, at most ``COUNTED``."""
    more: bool
    """Whether there are more than ``matches``."""


def page(
    database: Database, record_type: type[Record], selection: Selection, *, search: str = "", number: int = 1, size: int
) -> Page:
    """Page ``number`` (from 1) of the records that match the selection and hold ``search`` in number or text."""
    chosen = wanted(record_type, selection, search)
    with database.cursor() as cursor:
        found = _newest(cursor, record_type, chosen)
        here = found[(number - 1) * size : number * size]
        return Page(_records(cursor, record_type, here), min(len(found), COUNTED), len(found) > COUNTED)


def _newest(cursor: duckdb.DuckDBPyConnection, record_type: type[Record], chosen: Conditions) -> list[int]:
    """The numbers of the newest records that match, the newest first, one more than are counted at the most.

    The newest are looked for first and then ten times as far back, until there are enough: DuckDB skips the row
    groups without these numbers, so what is common is found as fast among millions as among thousands.
    """
    table, window = quoted(about(record_type).table), WINDOW
    (last,) = cursor.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone() or (0,)
    while True:
        found = cursor.execute(
            f"SELECT number FROM {table} WHERE number > ? AND {chosen.sql} ORDER BY number DESC LIMIT ?",
            [last - window, *chosen.params, COUNTED + 1],
        ).fetchnumpy()["number"]
        if len(found) > COUNTED or window >= last:
            return [int(number) for number in found]
        window *= 10


def _records(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], numbers: Sequence[int]
) -> list[dict[str, Any]]:
    if not numbers:
        return []
    names, marks = list(fields(record_type)), ", ".join("?" * len(numbers))
    rows = cursor.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {quoted(about(record_type).table)}"
        f" WHERE number BETWEEN ? AND ? AND number IN ({marks}) ORDER BY number DESC",
        [numbers[-1], numbers[0], *numbers],
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def count(database: Database, record_type: type[Record], selection: Selection, *, search: str = "") -> int:
    """How many records match, counted to the last one."""
    chosen = wanted(record_type, selection, search)
    with database.cursor() as cursor:
        (found,) = cursor.execute(
            f"SELECT count(*) FROM {quoted(about(record_type).table)} WHERE {chosen.sql}", chosen.params
        ).fetchone() or (0,)
    return int(found)


def wanted(record_type: type[Record], selection: Selection, search: str) -> Conditions:
    """The selection and the search: a text in which every word occurs, or the record's number."""
    selected = conditions(record_type, selection)
    texts = [quoted(name) for name, field in fields(record_type).items() if field.kind in SEARCHED and not field.system]
    parts, params = [selected.sql], list(selected.params)
    for word in unicodedata.normalize("NFC", search).lower().split():
        hits = [f"contains(lower({text}), ?)" for text in texts]
        params += [word] * len(texts)
        if word.isdecimal() and len(word) < 10:
            hits.append("number = ?")
            params.append(int(word))
        parts.append(f"({' OR '.join(hits) or 'false'})")
    return Conditions(" AND ".join(parts), params, selected.ignored)
