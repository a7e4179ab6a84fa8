"""What was typed and not saved is found again, by whoever typed it and in one tab at a time."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import draft_queue, drafts
from db.database import Database, now, open_database
from db.drafts import Draft
from schemas import Consultation, Event, HomeVisit
from schemas.record import Record
from tests.conftest import BEGUN, TODAY

ENTRIES: dict[str, Any] = {"day": TODAY, "topics": ["work"], "persons": None, "note": "halb getippt\n"}
NEW = Draft("draft", None, None, ENTRIES)


def nobody(session: str) -> bool:
    return session == ""


def everybody(session: str) -> bool:
    return session != ""


def keep(database: Database, draft: Draft = NEW, *, browser: str = "browser", session: str = "session") -> None:
    drafts.keep(database, HomeVisit, draft, browser=browser, session=session)


def take_over(
    database: Database,
    target: str | None = None,
    *,
    record_type: type[Record] = HomeVisit,
    browser: str = "browser",
    session: str = "later",
    is_open: Callable[[str], bool] = nobody,
) -> Draft | None:
    return drafts.take_over(database, record_type, target, browser=browser, session=session, is_open=is_open)


def test_a_draft_is_found_again_as_it_was_typed(database: Database) -> None:
    keep(database)
    assert take_over(database) == NEW


def test_a_draft_survives_a_restart(tmp_path: Path) -> None:
    with open_database(tmp_path / "records.duckdb") as database:
        keep(database)
    with open_database(tmp_path / "records.duckdb") as database:
        assert take_over(database) == NEW


def test_a_draft_is_kept_once_and_as_it_was_last(database: Database) -> None:
    keep(database)
    later = Draft("draft", None, None, ENTRIES | {"persons": 4})
    keep(database, later)
    assert take_over(database) == later
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM drafts").fetchone() == (1,)


def test_a_draft_that_was_dropped_is_gone(database: Database) -> None:
    keep(database)
    drafts.drop(database, "draft", browser="browser")
    assert take_over(database) is None


def test_a_draft_of_another_browser_is_never_given_replaced_or_dropped(database: Database) -> None:
    keep(database)
    assert take_over(database, browser="other") is None
    drafts.drop(database, "draft", browser="other")
    keep(database, Draft("draft", None, None, {"persons": 9}), browser="other")
    assert take_over(database) == NEW


def test_two_open_sessions_of_a_browser_never_share_a_draft(database: Database) -> None:
    keep(database, session="first")
    assert take_over(database, session="second", is_open=everybody) is None
    assert take_over(database, session="first", is_open=everybody) == NEW


def test_a_draft_that_was_taken_over_is_held_by_its_new_session(database: Database) -> None:
    keep(database, session="closed")
    assert take_over(database, session="second", is_open=lambda session: session != "closed") == NEW
    assert take_over(database, session="third", is_open=lambda session: session != "closed") is None


def test_of_several_drafts_the_newest_that_is_free_is_given(database: Database) -> None:
    for name, session in (("old", "closed"), ("new", "closed too"), ("newest", "open")):
        keep(database, Draft(name, None, None, {}), session=session)
    taken = [take_over(database, session=name, is_open=lambda session: "closed" not in session) for name in "abc"]
    assert [draft and draft.id for draft in taken] == ["new", "old", None]


def test_the_drafts_of_a_new_and_of_each_edited_record_are_kept_apart(database: Database) -> None:
    edits = [Draft(f"draft of {name}", name, 3, {"note": name}) for name in ("a", "b")]
    for draft in (NEW, *edits):
        keep(database, draft)
    assert take_over(database) == NEW
    assert [take_over(database, name) for name in ("a", "b", "c")] == [*edits, None]


def test_the_drafts_of_record_types_are_kept_apart(database: Database) -> None:
    keep(database)
    assert take_over(database, record_type=Event) is None
    assert take_over(database, record_type=Consultation) is None


@pytest.mark.parametrize(("age", "found"), [(drafts.KEPT * 0.99, NEW), (drafts.KEPT * 1.01, None)])
def test_old_drafts_are_erased(database: Database, age: dt.timedelta, found: Draft | None) -> None:
    keep(database)
    with draft_queue.of(database).written() as writing:
        writing.cursor.execute("UPDATE drafts SET changed_at = ?", [now() - age])
    drafts.erase_old(database)
    assert take_over(database) == found


def test_drafts_are_no_records_and_move_no_revision_on(database: Database) -> None:
    keep(database)
    take_over(database)
    drafts.drop(database, "draft", browser="browser")
    drafts.erase_old(database)
    assert database.revision == BEGUN
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM history").fetchone() == (BEGUN,)
