"""Pages of records, newest entry first, for the lists on screen and what they count."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from db.database import Database
from db.selection import Conditions, Selection, conditions
from db.tables import quoted
from schemas.fields import Kind, fields
from schemas.record import Record, about

COUNTED = 10_000
"""Matches are counted up to here for a list: who pages that far wants a filter. ``count`` counts them all."""

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
    table, names = quoted(about(record_type).table), list(fields(record_type))
    with database.cursor() as cursor:
        rows = cursor.execute(
            f"SELECT {', '.join(map(quoted, names))} FROM {table} WHERE {chosen.sql}"
            " ORDER BY number DESC LIMIT ? OFFSET ?",
            [*chosen.params, size, (number - 1) * size],
        ).fetchall()
        (found,) = cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {chosen.sql} LIMIT ?)", [*chosen.params, COUNTED + 1]
        ).fetchone() or (0,)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    return Page(records, min(found, COUNTED), found > COUNTED)


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
