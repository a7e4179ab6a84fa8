"""Pages of records, newest entry first, for the lists on screen and what they count."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from db import caches
from db.database import Database
from db.selection import Conditions, Selection, conditions
from db.tables import quoted
from schemas.fields import Kind, fields
from schemas.record import Record, about

COUNTED, AHEAD = 10_000, 10
"""Matches are counted up to here for a list: who pages that far wants a filter. ``count`` counts them all.
Among more records than are looked through for that, pages are counted as far ahead as this."""

WINDOW, LOOKED_THROUGH = 30_000, 1_000_000
"""So many of the newest numbers are looked at first; and so many at most for all their matches."""

NUMBERED = re.compile(r"\b(nr|no)\b\.?\s*(?=\d)")
"""What people write before the number of a record; it is not looked for."""

SEARCHED = (Kind.TEXT, Kind.NOTE)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records that match."""

    records: list[dict[str, Any]]
    """Typed values of all fields, newest entry first."""
    matches: int
    """How many records match, at most ``COUNTED``; if there are ``more``, as many as were come across."""
    more: bool
    """Whether there are more than ``matches``."""


def page(
    database: Database, record_type: type[Record], selection: Selection, *, search: str = "", number: int = 1, size: int
) -> Page:
    """Page ``number`` (from 1) of the records that match the selection and hold ``search`` in number or text."""
    chosen = wanted(record_type, selection, search)
    with database.cursor() as cursor:
        last = _last(database, cursor, record_type, selection)
        found, more = _newest(cursor, record_type, chosen, last, (number + AHEAD) * size)
        here = found[(number - 1) * size : number * size].tolist()
        return Page(_records(cursor, record_type, here), len(found), more)


def _last(
    database: Database, cursor: duckdb.DuckDBPyConnection, record_type: type[Record], selection: Selection
) -> int:
    """A number that no record of the period is above: the days say where in the table a year long ago is.

    Kept until something is written: the pages and filters of a period ask for the same.
    """
    table = about(record_type).table
    if selection.end is None:
        return database.last_number(table)
    period = Selection(selection.start, selection.end)

    def ask() -> int:
        chosen = conditions(record_type, period)
        newest = f"SELECT coalesce(max(number), 0) FROM {quoted(table)} WHERE {chosen.sql}"
        (last,) = cursor.execute(newest, chosen.params).fetchone() or (0,)
        return int(last)

    last: int = caches.of(database).get((database.revision, "last number", table, period), ask)
    return last


def _newest(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], chosen: Conditions, last: int, needed: int
) -> "tuple[np.ndarray[Any, Any], bool]":
    """The numbers of the newest records that match, the newest first, and whether there are more.

    The newest are looked for first and then as far back as their share lets expect enough: DuckDB skips the row
    groups without these numbers, so what is common is found as fast among millions as among thousands. What is not
    too much is put in order here: the database takes longer for that than for finding it.
    """
    enough = min(needed, COUNTED) if last > LOOKED_THROUGH else COUNTED
    matching, window = (
        f"SELECT number FROM {quoted(about(record_type).table)} WHERE number > ? AND {chosen.sql}",
        WINDOW,
    )
    while True:
        values = [last - window, *chosen.params]
        if window <= LOOKED_THROUGH:
            found = np.sort(cursor.execute(matching, values).fetchnumpy()["number"])[::-1]
        else:
            ordered = f"{matching} ORDER BY number DESC LIMIT ?"
            found = cursor.execute(ordered, [*values, COUNTED + 1]).fetchnumpy()["number"]
        if len(found) > enough or window >= last:
            more = window < last or len(found) > COUNTED
            return (found[: min(len(found) - 1, COUNTED)] if more else found), more
        window = 2 * window * (enough + 1) // len(found) if len(found) else last


def _records(cursor: duckdb.DuckDBPyConnection, record_type: type[Record], numbers: list[int]) -> list[dict[str, Any]]:
    if not numbers:
        return []
    names = list(fields(record_type))
    rows = cursor.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {quoted(about(record_type).table)}"
        " WHERE number BETWEEN ? AND ? AND list_contains(?, number)",
        [numbers[-1], numbers[0], numbers],
    ).fetchall()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return sorted(found, key=lambda record: record["number"], reverse=True)


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
    for word in NUMBERED.sub("", unicodedata.normalize("NFC", search).lower()).split():
        hits = [f"contains(lower({text}), ?)" for text in texts]
        params += [word] * len(texts)
        if word.isdecimal() and len(word) < 10:
            hits.append("number = ?")
            params.append(int(word))
        parts.append(f"({' OR '.join(hits) or 'false'})")
    return Conditions(" AND ".join(parts), params, selected.ignored)
