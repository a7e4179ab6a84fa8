"""The history: who changed what and when, with before and after; only ever added to, and chained by seals."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from db import seals, statements
from db.documents import as_document, from_document
from db.writing import Writing, now
from schemas.fields import shown
from schemas.record import Record, about

if TYPE_CHECKING:
    import duckdb

    from db.database import Database

Content: TypeAlias = Mapping[str, Any] | None
"""A record as a whole, None before it was created and after it was deleted."""


_SEEN = "entry, moment, actor, action, record_type, record_id, number, version, before, after, salt"
_CAME_IN = "JOIN history h ON h.record_type = 'imports' AND h.record_id = r.import_id AND h.action"
_OF_RECORDS = "h.entry, h.moment, h.actor, '{}' AS action, r.record_type, r.record_id, r.number, 1 AS version"
CHANGES = (
    f"(SELECT {_SEEN} FROM history"
    f" UNION ALL SELECT {_OF_RECORDS.format('import')}, NULL, r.document, r.salt"
    f" FROM imported_records r {_CAME_IN} = 'create'"
    f" UNION ALL SELECT {_OF_RECORDS.format('undo')}, r.document, NULL, r.salt"
    f" FROM imported_records r {_CAME_IN} = 'undo')"
)
"""All changes of single records: an entry that tells of an import stands for one of each record that came with it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history of a record."""

    entry: int
    moment: dt.datetime
    """In UTC."""
    actor: str
    """The id of the account."""
    action: str
    """``create``, ``update``, ``delete``, ``restore`` or ``erase``; ``import`` where it came in with others, ``undo``
    where those were taken out again; ``carry`` where something was there before; ``state`` where the type got a
    workflow; the name of a transition."""
    version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    erased: bool
    """Whether before and after were erased by law."""

    def changed(self, record_type: type[Record]) -> dict[str, tuple[Any, Any]]:
        """The fields that this entry changed, the state among them: name to (before, after), None for empty."""
        before, after = self.before or {}, self.after or {}
        both = {name: (before.get(name), after.get(name)) for name in shown(record_type)}
        return {name: sides for name, sides in both.items() if sides[0] != sides[1]}


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that was deleted and can be brought back."""

    moment: dt.datetime
    actor: str
    record: dict[str, Any]
    """What it was."""


def add(writing: Writing, action: str, record_type: str, changes: Sequence[tuple[Content, Content]], by: str) -> None:
    """Write changes, given as (before, after), into the history, in the transaction that makes them.

    ``record_type`` is the table. Every content has ``id``, ``number`` and ``version``.
    """
    moment, entries = now(), []
    for before, after in changes:
        writing.entry += 1
        content = after or before or {}
        row: dict[str, Any] = {"entry": writing.entry, "moment": moment, "actor": by, "action": action}
        row |= {"record_type": record_type, "record_id": content["id"], "number": content["number"]}
        row |= {
            "version": content["version"],
            "before": before and as_document(before),
            "after": after and as_document(after),
        }
        writing.last_hash = seals.seal(writing.last_hash, row)
        entries.append(row)
    statements.insert(writing.cursor, "history", entries)


def last(cursor: "duckdb.DuckDBPyConnection") -> tuple[int, str]:
    """The number of the last entry and its hash, which the next one is chained to."""
    found: tuple[int, str] | None = cursor.execute(
        "SELECT entry, entry_hash FROM history ORDER BY entry DESC LIMIT 1"
    ).fetchone()
    return found or (0, seals.BEFORE_THE_FIRST)


def of_record(database: "Database", record_type: type[Record], record_id: str) -> list[Change]:
    """What became of a record, newest first; empty if there never was one with this id."""
    return _changes(database, about(record_type).table, record_id, partial(from_document, record_type))


def of_row(database: "Database", table: str, row_id: str) -> list[Change]:
    """What became of a row that is no record, such as a reporting period, newest first; its values are as in JSON."""
    return _changes(database, table, row_id, json.loads)


def _changes(database: "Database", table: str, row_id: str, read: Callable[[str], dict[str, Any]]) -> list[Change]:
    with database.cursor() as cursor:
        rows = cursor.execute(
            f"SELECT entry, moment, actor, action, version, before, after, salt IS NULL FROM {CHANGES}"
            " WHERE record_type = ? AND record_id = ? ORDER BY entry DESC",
            [table, row_id],
        ).fetchall()
    return [
        Change(entry, moment, actor, action, version, before and read(before), after and read(after), erased)
        for entry, moment, actor, action, version, before, after, erased in rows
    ]


def after(database: "Database", record_type: type[Record], record_id: str, entry: int) -> dict[str, Any] | None:
    """What an entry left of a record; None if it left nothing, was erased, or is no entry of this record."""
    with database.cursor() as cursor:
        row = cursor.execute(
            f"SELECT after FROM {CHANGES} WHERE record_type = ? AND record_id = ? AND entry = ?",
            [about(record_type).table, record_id, entry],
        ).fetchone()
    return from_document(record_type, row[0]) if row and row[0] is not None else None


def deleted(
    database: "Database", record_type: type[Record], *, page: int = 1, size: int = 10
) -> tuple[list[Deleted], int]:
    """A page of the records that are deleted, last deleted first, and how many there are in all."""
    with database.cursor() as cursor:
        rows = cursor.execute(
            "SELECT moment, actor, before, count(*) OVER () FROM ("
            " SELECT * FROM history WHERE record_type = ?"
            " QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY entry DESC) = 1"
            ") WHERE action = 'delete' AND before IS NOT NULL ORDER BY entry DESC LIMIT ? OFFSET ?",
            [about(record_type).table, size, (page - 1) * size],
        ).fetchall()
    return [Deleted(row[0], row[1], from_document(record_type, row[2])) for row in rows], rows[0][3] if rows else 0


def add_erasure(writing: Writing, record_type: str, of: Mapping[str, Any], by: str) -> None:
    """Write into the history that the content of its entries on something is erased, in the transaction that does it.

    ``of`` has the last ``id``, ``number`` and ``version``.
    """
    writing.entry += 1
    row: dict[str, Any] = {"entry": writing.entry, "moment": now(), "actor": by, "action": "erase"}
    row |= {"record_type": record_type, "record_id": of["id"], "number": of["number"], "version": of["version"]}
    row |= {"before": None, "after": None}
    writing.last_hash = seals.seal(writing.last_hash, row)
    statements.insert(writing.cursor, "history", [row])
