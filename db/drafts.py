"""What was typed into forms and not saved yet, kept so that a reload, a lost connection or a restart loses nothing.

A draft belongs to one browser (an opaque cookie) and is held by one session at a time, so that two tabs never
write into the same one. Its id becomes the id of the record. Drafts are no records: they move no revision on.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from db import draft_queue, statements
from db.database import Database, Writing, now
from db.documents import as_document, from_document
from db.draft_queue import DraftQueue
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
    """Store the draft as it is now, in a moment: see ``draft_queue``.

    Raises:
        DatabaseUnavailable: drafts could not be written a moment ago. They wait, and are tried again now.
    """
    row = {
        "session": session,
        "record_type": about(record_type).table,
        "target": draft.target,
        "version": draft.version,
        "entries": as_document(draft.entries),
        "remark": draft.remark,
        "changed_at": now(),
    }
    draft_queue.of(database).put((draft.id, browser), row)


def drop(database: Database, draft_id: str, *, browser: str) -> None:
    """Forget a draft that the person has discarded."""
    with draft_queue.of(database).written(settled=draft_id, browser=browser) as writing:
        writing.cursor.execute("DELETE FROM drafts WHERE id = ? AND browser = ?", [draft_id, browser])


def settling(database: Database, draft_id: str) -> AbstractContextManager[Writing]:
    """A transaction that stores what a draft was for, and forgets the draft; without one, any transaction."""
    return _settling(draft_queue.of(database), draft_id) if draft_id else database.writing()


@contextmanager
def _settling(queue: DraftQueue, draft_id: str) -> Iterator[Writing]:
    with queue.written(settled=draft_id) as writing:
        statements.delete_draft(writing.cursor, draft_id)
        yield writing


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
    with draft_queue.of(database).written() as writing:
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
