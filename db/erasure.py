"""Erasing for good what the history tells of a deleted record, as a law may demand."""

from collections.abc import Mapping
from typing import Any

from db import history, imported, proposed, statements
from db.database import Database, Writing
from schemas.record import Record, about
from schemas.roles import Action, Actor


def erase_content(database: Database, record_type: type[Record], record_id: str, *, by: Actor) -> None:
    """Erase the content of a deleted record and of the proposals to it. That it was done is an entry for each.

    What was erased can't be brought back, here; copies of the database file still have it.

    Raises:
        Forbidden: the actor does not change the records of others.
        ValueError: the record is still there, or there never was one.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.CHANGE_OTHERS)
    table = about(record_type).table
    with database.writing() as writing:
        row = writing.cursor.execute(
            f"SELECT record_id, number, version, action FROM {history.CHANGES}"
            " WHERE record_type = ? AND record_id = ? ORDER BY entry DESC LIMIT 1",
            [table, record_id],
        ).fetchone()
        if row is None or row[3] not in ("delete", "undo", "erase"):
            raise ValueError(f"only what is deleted can be erased: {record_id}")
        _erase(writing, table, {"id": row[0], "number": row[1], "version": row[2]}, by.id)
        for each in proposed.rows(writing.cursor, "record_type = ? AND record_id = ?", [table, record_id]):
            _erase(writing, proposed.TABLE, {"id": each.id, "number": each.number, "version": each.version}, by.id)
            statements.delete(writing.cursor, proposed.TABLE, each.id, version=each.version)


def _erase(writing: Writing, table: str, of: Mapping[str, Any], by: str) -> None:
    history.add_erasure(writing, table, of, by)
    writing.cursor.execute(
        "UPDATE history SET before = NULL, after = NULL, salt = NULL"
        " WHERE record_type = ? AND record_id = ? AND entry < ?",
        [table, of["id"], writing.entry],
    )
    writing.cursor.execute(
        f"UPDATE {imported.KEPT} SET document = NULL, salt = NULL WHERE record_type = ? AND record_id = ?",
        [table, of["id"]],
    )
