"""What was typed into forms and not saved yet, kept so that a reload, a lost connection or a restart loses nothing.

A draft belongs to one browser (an opaque cookie) and is held by one session at a time, so that two tabs never
write into the same one. Its id becomes the id of the record. Drafts are no records: they move no revision on.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb

from db import statements
from db.database import Database, now
from db.documents import as_document, from_document
from schemas.record import Record, about

KEPT = dt.timedelta(days=14)
"""After this time a draft is erased: unsaved words about people are not to lie about."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The entries of one open form."""

    id: str
    """Id of the record that the form makes or changes."""
    target: str | None
    """Id of the stored record that is edited, None for a new one."""
    version: int | None
    """Version of the stored record when the form was opened."""
    entries: dict[str, Any]
    """Typed values by field name."""
    remark: str = ""
    """What is said to a change that is proposed."""


def keep(database: Database, record_type: type[Record], draft: Draft, *, browser: str, session: str) -> None:
    """Store the draft as it is now."""
    key = {"id": draft.id, "browser": browser}
    row = {
        "session": session,
        "record_type": about(record_type).table,
        "target": draft.target,
        "version": draft.version,
        "entries": as_document(draft.entries),
        "remark": draft.remark,
        "changed_at": now(),
    }
    with database.writing() as writing:
        if not statements.update_draft(writing.cursor, key, row):
            statements.insert(writing.cursor, "drafts", [key | row])


def drop(database: Database, draft_id: str, *, browser: str) -> None:
    """Forget a draft: its record is saved, or the person has discarded it."""
    with database.writing() as writing:
        _drop(writing.cursor, draft_id, browser)


def take_over(
    database: Database,
    record_type: type[Record],
    target: str | None,
    *,
    browser: str,
    session: str,
    is_open: Callable[[str], bool],
) -> Draft | None:
    """The newest draft of this browser for the form that no open session holds, held by ``session`` from now on.

    ``target`` is the id of the edited record, None for the form of a new one.
    """
    with database.writing() as writing:
        rows = writing.cursor.execute(
            "SELECT id, session, target, version, entries, coalesce(remark, '') FROM drafts"
            " WHERE browser = ? AND record_type = ? AND target IS NOT DISTINCT FROM ? ORDER BY changed_at DESC",
            [browser, about(record_type).table, target],
        ).fetchall()
        for draft_id, holder, stored_target, version, entries, remark in rows:
            if holder == session or not is_open(holder):
                writing.cursor.execute(
                    "UPDATE drafts SET session = ? WHERE id = ? AND browser = ?", [session, draft_id, browser]
                )
                return Draft(draft_id, stored_target, version, from_document(record_type, entries), remark)
    return None


def erase_old(database: Database) -> None:
    """Erase the drafts that nobody has touched for ``KEPT``."""
    with database.writing() as writing:
        writing.cursor.execute("DELETE FROM drafts WHERE changed_at < ?", [now() - KEPT])


def _drop(cursor: duckdb.DuckDBPyConnection, draft_id: str, browser: str) -> None:
    cursor.execute("DELETE FROM drafts WHERE id = ? AND browser = ?", [draft_id, browser])
