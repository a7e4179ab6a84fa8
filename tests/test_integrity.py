"""The check finds whatever was done to the history or to a table behind the gate's back."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from db import accounts, history, records, seals
from db.database import Database
from db.integrity import Verdict, verify
from schemas import HomeVisit, ProjectActivity
from schemas.roles import OPERATOR, Role
from tests.actors import ANNA
from tests.conftest import BEGUN, TODAY

VISIT: dict[str, Any] = {"day": dt.date(2018, 1, 2), "topics": ["work"], "municipality": "leiferde", "persons": 2}
ACTIVITY = {"day": TODAY, "project": "bicycle_workshop", "activity": "opening_day", "helper_hours": Decimal("7.5")}
EVERY_COLUMN = {
    **{"entry": "entry + 100", "moment": "moment + INTERVAL 1 SECOND", "actor": "'eve'", "action": "'update'"},
    **{"record_type": "'events'", "record_id": "'x'", "number": "77", "version": "9", "before": "'{}'"},
    **{"after": "replace(after, 'work', 'school')", "salt": "reverse(salt)", "content_hash": "reverse(content_hash)"},
    "entry_hash": "reverse(entry_hash)",
}


@pytest.fixture
def kept(database: Database) -> Database:
    """Six entries after the first: 1 and 4 are of record a, 2 of b, 3 and 6 of c, which is deleted, 5 of an account."""
    for each in "abc":
        records.save(database, HomeVisit, each, VISIT, by=ANNA)
    records.save(database, HomeVisit, "a", VISIT | {"persons": 5}, version=1, by=ANNA)
    accounts.add(database, name="Lea", sign_in_name="lea", role=Role.LEAD, by=OPERATOR)
    records.delete(database, HomeVisit, "c", version=1, by=ANNA)
    assert verify(database).faults == []
    return database


def tampered(database: Database, *statements: str) -> Verdict:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return verify(database)


def told(verdict: Verdict) -> list[int | None]:
    """The entries that faults are told of, counted from those that a new database begins with."""
    return [fault.entry and fault.entry - BEGUN for fault in verdict.faults]


def sentences(verdict: Verdict) -> list[str]:
    return [fault.label.en for fault in verdict.faults]


def test_a_sound_database_has_no_fault_and_tells_its_last_seal(kept: Database) -> None:
    verdict = verify(kept)
    with kept.cursor() as cursor:
        stored = cursor.execute("SELECT entry_hash FROM history ORDER BY entry DESC LIMIT 1").fetchone()
    assert (verdict.entries, (verdict.last_hash,), verdict.faults) == (BEGUN + 6, stored, [])


def test_a_new_database_is_sound(database: Database) -> None:
    assert (verify(database).entries, verify(database).faults) == (BEGUN, [])


def test_every_column_is_tampered_with_below(kept: Database) -> None:
    with kept.cursor() as cursor:
        columns = [column[0] for column in cursor.execute("SELECT * FROM history").description]
    assert list(EVERY_COLUMN) == columns


@pytest.mark.parametrize("column", EVERY_COLUMN)
@pytest.mark.parametrize("entry", [1, 2, 6])
def test_a_changed_column_of_an_entry_is_found(kept: Database, column: str, entry: int) -> None:
    deletes = entry == 6  # so it has no content after it
    changed = "'{}'" if column == "after" and deletes else EVERY_COLUMN[column]
    verdict = tampered(kept, f"UPDATE history SET {column} = {changed} WHERE entry = {BEGUN + entry}")
    assert told(verdict)[0] == (entry + 1 if column == "entry" and entry < 6 else 106 if column == "entry" else entry)
    assert verdict.entries == BEGUN + entry - 1


def test_an_entry_with_new_hashes_of_its_own_breaks_the_next(kept: Database) -> None:
    with kept.cursor() as cursor:
        one, two = (
            cursor.execute("SELECT * FROM history WHERE entry > ? ORDER BY entry LIMIT 2", [BEGUN])
            .df()
            .to_dict("records")
        )
        forged = {**two, "actor": "eve"}
        forged_hash = seals.seal(one["entry_hash"], forged)
        cursor.execute(
            "UPDATE history SET actor = 'eve', salt = ?, content_hash = ?, entry_hash = ? WHERE entry = ?",
            [forged["salt"], forged["content_hash"], forged_hash, BEGUN + 2],
        )
    assert told(verify(kept)) == [3]


@pytest.mark.parametrize("entry", [1, 3, 5])
def test_a_deleted_entry_is_found(kept: Database, entry: int) -> None:
    verdict = tampered(kept, f"DELETE FROM history WHERE entry = {BEGUN + entry}")
    assert told(verdict)[0] == entry + 1
    assert sentences(verdict)[0] == f"Entry {BEGUN + entry} of the history is missing."


def test_a_deleted_last_entry_is_found_by_what_it_did(kept: Database) -> None:
    assert sentences(tampered(kept, f"DELETE FROM history WHERE entry = {BEGUN + 6}")) == [
        "Home visit no. 3 is not stored, though the history says so."
    ]


def test_a_deleted_entry_whose_gap_was_closed_is_found(kept: Database) -> None:
    third = BEGUN + 3
    deleted, closed = f"DELETE FROM history WHERE entry = {third}", f"SET entry = entry - 1 WHERE entry > {third}"
    assert told(tampered(kept, deleted, f"UPDATE history {closed}"))[0] == 3


def test_an_inserted_entry_is_found(kept: Database) -> None:
    verdict = tampered(kept, f"INSERT INTO history SELECT * FROM history WHERE entry = {BEGUN + 4}")
    assert sentences(verdict)[0] == f"Entry {BEGUN + 4} of the history is there more than once."
    assert told(verdict)[0] == 4


def test_an_appended_entry_is_found(kept: Database) -> None:
    copied = "INSERT INTO history SELECT * REPLACE (entry + 1 AS entry, 'eve' AS actor) FROM history WHERE entry = {}"
    assert told(tampered(kept, copied.format(BEGUN + 6)))[0] == 7


def test_two_swapped_entries_are_found(kept: Database) -> None:
    two, three = BEGUN + 2, BEGUN + 3
    swapped = f"CASE entry WHEN {two} THEN {three} ELSE {two} END"
    assert told(tampered(kept, f"UPDATE history SET entry = {swapped} WHERE entry IN ({two}, {three})"))[0] == 2


def test_content_that_is_gone_without_an_erasure_is_found(kept: Database) -> None:
    gone = f"UPDATE history SET before = NULL, after = NULL, salt = NULL WHERE entry = {BEGUN + 2}"
    assert sentences(tampered(kept, gone)) == [
        f"The content of entry {BEGUN + 2} of the history is gone without an entry that says so."
    ]


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        (
            "UPDATE home_visits SET persons = 4, note = 'x' WHERE id = 'a'",
            "Home visit no. 1 is not stored as the history says: Note, Persons met.",
        ),
        (
            "UPDATE home_visits SET version = 7 WHERE id = 'b'",
            "Home visit no. 2 is not stored as the history says: Version.",
        ),
        ("DELETE FROM home_visits WHERE id = 'b'", "Home visit no. 2 is not stored, though the history says so."),
        (
            "INSERT INTO home_visits SELECT * REPLACE ('d' AS id, 4 AS number) FROM home_visits WHERE id = 'b'",
            "Home visit no. 4 is stored, though the history does not say so.",
        ),
        (
            "INSERT INTO home_visits SELECT * REPLACE ('c' AS id, 3 AS number) FROM home_visits WHERE id = 'b'",
            "Home visit no. 3 is stored, though the history does not say so.",
        ),
        ("UPDATE accounts SET role = 'staff'", "Account no. 1 is not stored as the history says: role."),
        ("DELETE FROM accounts", "Account no. 1 is not stored, though the history says so."),
        (
            "UPDATE vocabularies SET de = 'x' WHERE id = 'topic/school'",
            "Value of a list no. 2 is not stored as the history says: de.",
        ),
        (
            "DELETE FROM vocabularies WHERE id = 'topic/school'",
            "Value of a list no. 2 is not stored, though the history says so.",
        ),
        (
            "INSERT INTO vocabularies SELECT * REPLACE ('topic/x' AS id, 'x' AS code, 99 AS number) FROM vocabularies"
            " WHERE id = 'topic/school'",
            "Value of a list no. 99 is stored, though the history does not say so.",
        ),
        ("UPDATE settings SET threshold = 1", "Settings no. 1 is not stored as the history says: threshold."),
        ("DELETE FROM settings", "Settings no. 1 is not stored, though the history says so."),
    ],
)
def test_a_row_changed_behind_the_gate_is_found(kept: Database, tampering: str, told: str) -> None:
    assert sentences(tampered(kept, tampering)) == [told]


def test_an_entry_that_starts_from_something_else_is_found(kept: Database) -> None:
    row = records.read(kept, HomeVisit, "b") or {}
    with kept.writing() as writing:
        history.add(writing, "update", "home_visits", [({**row, "persons": 9}, row)], "eve")
    assert sentences(verify(kept)) == [
        f"Entry {BEGUN + 7} of the history starts from something else than its record was."
    ]


def test_decimals_and_columns_declared_later_are_no_fault(database: Database) -> None:
    records.save(database, ProjectActivity, "p", ACTIVITY, by=ANNA)
    tampered(database, "UPDATE history SET after = after")
    records.save(database, ProjectActivity, "p", ACTIVITY | {"note": "Bremsen"}, version=1, by=ANNA)
    assert verify(database).faults == []
