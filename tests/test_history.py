"""The history tells what became of a record, and what it tells can be erased by law without breaking the chain."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from db import accounts, erasure, history, migrations, office_settings, records, seals
from db.database import Database, open_database
from db.integrity import verify
from schemas import HomeVisit, ProjectActivity
from schemas.office_settings import OfficeSettings
from schemas.roles import OPERATOR, Actor, Forbidden, Role
from tests.actors import ANNA, BERT
from tests.conftest import BEGUN, TODAY

VISIT: dict[str, Any] = {"day": dt.date(2018, 1, 2), "topics": ["work"], "municipality": "leiferde", "persons": 2}
STAFF = Actor("Anna", "Anna", Role.STAFF)


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def save(database: Database, version: int | None = None, **values: Any) -> dict[str, Any]:
    return records.save(database, HomeVisit, "a", VISIT | values, version=version, by=ANNA)


def delete(database: Database, version: int, record_id: str = "a") -> None:
    records.delete(database, HomeVisit, record_id, version=version, by=BERT)


def test_the_history_of_a_record_is_told_newest_first_with_typed_values(database: Database) -> None:
    first = save(database)
    second = save(database, version=1, persons=5, minutes=30, topics=["work", "school"])
    delete(database, 2)
    records.save(database, HomeVisit, "other", VISIT, by=ANNA)
    told = history.of_record(database, HomeVisit, "a")
    assert [(each.entry, each.action, each.actor, each.version) for each in told] == [
        (BEGUN + 3, "delete", "Bert", 2),
        (BEGUN + 2, "update", "Anna", 2),
        (BEGUN + 1, "create", "Anna", 1),
    ]
    assert [(each.before, each.after) for each in told] == [(second, None), (first, second), (None, first)]
    assert told[1].changed(HomeVisit) == {
        "persons": (2, 5),
        "minutes": (None, 30),
        "topics": (["work"], ["work", "school"]),
    }
    assert set(told[0].changed(HomeVisit)) == {*VISIT, "minutes", "state"}
    assert history.of_record(database, ProjectActivity, "a") == []


def test_each_entry_has_a_salt_of_its_own_and_is_chained_to_the_one_before(database: Database) -> None:
    for each in "abc":
        records.save(database, HomeVisit, each, VISIT, by=ANNA)
    made = rows(database, "SELECT salt, content_hash, entry_hash FROM history ORDER BY entry")
    assert [len(set(column)) for column in zip(*made, strict=True)] == [BEGUN + 3] * 3
    assert all(len(salt) == 32 and len(content) == len(entry) == 64 for salt, content, entry in made)
    with database.cursor() as cursor:
        first, second = cursor.execute("SELECT * FROM history ORDER BY entry LIMIT 2").df().to_dict("records")
    assert seals.entry_hash("", first) == first["entry_hash"]
    assert seals.entry_hash(first["entry_hash"], second) == second["entry_hash"]


def test_the_chain_goes_on_after_the_database_was_closed(tmp_path: Path) -> None:
    for each in "abc":
        with open_database(tmp_path / "records.duckdb", today=lambda: TODAY) as database:
            records.save(database, HomeVisit, each, VISIT, by=ANNA)
            assert verify(database).faults == []


def test_a_write_that_fails_leaves_the_chain_as_it_was(database: Database) -> None:
    save(database)
    with pytest.raises(records.Conflict):
        records.add_many(database, HomeVisit, [("b", VISIT), ("a", VISIT)], by=ANNA)
    records.save(database, HomeVisit, "c", VISIT, by=ANNA)
    assert (verify(database).entries, verify(database).faults) == (BEGUN + 2, [])


def test_text_that_looks_like_its_neighbour_has_another_hash() -> None:
    contents: list[tuple[str | None, str | None]] = [(None, "a"), ("a", None), ("null", "a"), ("", "a"), ('","a', "")]
    assert len({seals.content_hash("0" * 32, *each) for each in contents}) == len(contents)


def take_back(cursor: duckdb.DuckDBPyConnection, *, after: int) -> None:
    """Take away what later migrations have made, the last first."""
    for number, sql in reversed(migrations._numbered().items()):
        if number > after:
            for table, column in re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", sql):
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            for table in re.findall(r"CREATE TABLE (\w+)", sql):
                cursor.execute(f"DROP TABLE {table}")


def test_what_was_entered_before_there_were_seals_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "records.duckdb"
    with open_database(path, today=lambda: TODAY) as database:
        save(database)
        save(database, version=1, persons=5)
        many = [(f"v{each}", VISIT) for each in range(6_000)]
        records.add_many(database, HomeVisit, many, by=ANNA)
        accounts.add(database, name="Lea", sign_in_name="lea", role=Role.LEAD, by=OPERATOR)
    columns = "entry, moment, actor, action, record_type, record_id, number, version, before, after"
    with duckdb.connect(path) as cursor:
        for column in ("salt", "content_hash", "entry_hash"):
            cursor.execute(f"ALTER TABLE history DROP COLUMN {column}")
        take_back(cursor, after=3)
        cursor.execute("DELETE FROM migrations WHERE number >= 3")
        cursor.execute("DELETE FROM history WHERE entry <= ?", [BEGUN])
        cursor.execute("UPDATE history SET entry = entry - ?", [BEGUN])
        before = cursor.execute(f"SELECT {columns} FROM history ORDER BY entry").fetchall()
    with open_database(path, today=lambda: TODAY) as database:
        assert rows(database, f"SELECT {columns} FROM history ORDER BY entry LIMIT {len(before)}") == before
        assert (verify(database).entries, verify(database).faults) == (6_003 + BEGUN, [])
        assert rows(database, "SELECT max(number) FROM migrations") == [(migrations.newest(),)]
        save(database, version=2, persons=6)
        assert verify(database).faults == []


def test_the_records_that_are_deleted_now_are_told_last_deleted_first(database: Database) -> None:
    for each in "abcd":
        records.save(database, HomeVisit, each, VISIT, by=ANNA)
    for each in "cab":
        delete(database, 1, each)
    records.save(database, HomeVisit, "a", VISIT, by=ANNA)
    found, whole = history.deleted(database, HomeVisit)
    assert ([each.record["id"] for each in found], whole) == (["b", "c"], 2)
    assert (found[0].actor, found[0].record["persons"]) == ("Bert", 2)
    second, whole = history.deleted(database, HomeVisit, page=2, size=1)
    assert ([each.record["id"] for each in second], whole) == (["c"], 2)
    assert history.deleted(database, ProjectActivity) == ([], 0)


def test_a_deleted_record_comes_back_as_it_was_with_its_number(database: Database, lead: Actor) -> None:
    was = save(database, minutes=30, note="Zuzug")
    delete(database, 1)
    records.save(database, HomeVisit, "b", VISIT, by=ANNA)
    restored = records.restore(database, HomeVisit, "a", by=lead)
    assert restored == records.read(database, HomeVisit, "a")
    assert (restored["number"], restored["version"], restored["changed_by"]) == (1, 2, lead.id)
    assert {name: restored[name] for name in was if not name.startswith("changed") and name != "version"} == {
        name: was[name] for name in was if not name.startswith("changed") and name != "version"
    }
    last = history.of_record(database, HomeVisit, "a")[0]
    assert (last.action, last.actor, last.before, last.after) == ("restore", lead.id, None, restored)
    assert history.deleted(database, HomeVisit) == ([], 0)
    assert verify(database).faults == []


def test_decimals_come_back_too(database: Database, lead: Actor) -> None:
    values = {"day": TODAY, "project": "bicycle_workshop", "activity": "opening_day", "helper_hours": Decimal("7.5")}
    records.save(database, ProjectActivity, "p", values | {"helpers": 3}, by=ANNA)
    records.delete(database, ProjectActivity, "p", version=1, by=ANNA)
    assert records.restore(database, ProjectActivity, "p", by=lead)["helper_hours"] == Decimal("7.50")
    assert verify(database).faults == []


def test_only_a_lead_brings_records_back(database: Database) -> None:
    save(database)
    delete(database, 1)
    for role in (Role.STAFF, Role.READER):
        with pytest.raises(Forbidden):
            records.restore(database, HomeVisit, "a", by=Actor("Anna", "Anna", role))
    assert records.read(database, HomeVisit, "a") is None


def test_what_is_there_or_never_was_is_not_brought_back(database: Database, lead: Actor) -> None:
    stored = save(database)
    with pytest.raises(records.Conflict) as conflict:
        records.restore(database, HomeVisit, "a", by=lead)
    assert conflict.value.current == stored
    with pytest.raises(records.Conflict):
        records.restore(database, HomeVisit, "never", by=lead)
    assert len(history.of_record(database, HomeVisit, "a")) == 1


def test_a_record_that_breaks_the_rules_by_now_is_not_brought_back(database: Database, lead: Actor) -> None:
    save(database)
    delete(database, 1)
    office_settings.change(database, OfficeSettings(opened=TODAY), version=1, by=lead)
    with pytest.raises(records.Rejected):
        records.restore(database, HomeVisit, "a", by=lead)
    assert records.read(database, HomeVisit, "a") is None


def test_erased_content_is_gone_and_the_chain_still_holds(database: Database, lead: Actor) -> None:
    save(database, note="Frau Muster")
    save(database, version=1, persons=5, note="Frau Muster")
    delete(database, 2)
    records.save(database, HomeVisit, "b", VISIT, by=ANNA)
    erasure.erase_content(database, HomeVisit, "a", by=lead)
    assert "Muster" not in str(rows(database, "SELECT * FROM history"))
    told = history.of_record(database, HomeVisit, "a")
    assert [(each.action, each.erased) for each in told] == [
        ("erase", False),
        ("delete", True),
        ("update", True),
        ("create", True),
    ]
    assert verify(database).faults == []
    assert history.deleted(database, HomeVisit) == ([], 0)
    with pytest.raises(records.Conflict):
        records.restore(database, HomeVisit, "a", by=lead)


def test_only_a_lead_erases_and_only_what_is_deleted(database: Database, lead: Actor) -> None:
    save(database)
    with pytest.raises(ValueError, match="only what is deleted"):
        erasure.erase_content(database, HomeVisit, "a", by=lead)
    delete(database, 1)
    with pytest.raises(Forbidden):
        erasure.erase_content(database, HomeVisit, "a", by=STAFF)
    assert verify(database).faults == []
    assert history.deleted(database, HomeVisit)[1] == 1


@pytest.fixture
def lead() -> Actor:
    return Actor("lea", "Lea", Role.LEAD)
