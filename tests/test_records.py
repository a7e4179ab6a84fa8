"""The write gate: only sound records pass, each once, with its history, and nobody's change is lost."""

import datetime as dt
import json
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db import draft_queue, drafts, record_writes, records
from db.database import Database, open_database
from db.documents import from_document
from db.drafts import Draft
from db.records import Conflict, Rejected
from schemas import RECORDS, Consultation, Event, HomeVisit, PerformanceRequest, Project, ProjectActivity
from schemas.fields import entered
from schemas.problems import following
from schemas.record import Record, about
from schemas.roles import Forbidden
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import BEGUN, TODAY

VISIT: dict[str, Any] = {"day": dt.date(2018, 1, 2), "topics": ["work"], "municipality": "leiferde", "persons": 2}
EXAMPLES: dict[type[Record], dict[str, Any]] = {
    Consultation: {
        **{"day": TODAY, "topics": ["school", "work"], "client_group": "recognised", "setting": "office"},
        **{"municipality": "mueden", "persons": 3, "minors": 1, "contact": "first", "language": "arabic"},
        **{
            "interpreter": False,
            "minutes": 45,
            "referred_to": ["nursery"],
            "case_code": "F-0042",
            "note": "zwei\nZeilen",
            "follow_up_on": TODAY,
            "follow_up": "Antrag abholen",
        },
    },
    PerformanceRequest: {
        **{"day": TODAY, "start": dt.time(15), "organiser": "Dorfverein", "occasion": "Dorffest", "note": "Bühne da"},
        **{"municipality": "meinersen", "venue": "Festplatz", "contact": "05372 0000"},
    },
    HomeVisit: VISIT | {"volunteer": True, "minutes": 60, "note": "Zuzug"},
    Event: {
        **{"title": "Fest", "kind": "festival", "day": TODAY, "start": dt.time(15, 30), "venue": "Aula", "places": 9},
        **{"municipality": "meinersen", "partners": ["police"], "registrations": 8, "attendance": 7},
        **{"refugees": 1, "volunteers": 2, "residents": 3, "children": 1},
    },
    Project: {
        **{"project": "drum_group", "started": dt.date(2016, 5, 1), "ended": TODAY, "municipality": "hillerse"},
        **{"partners": ["school", "company"], "team": 6, "about": "Trommeln"},
    },
    ProjectActivity: {
        **{"day": TODAY, "project": "bicycle_workshop", "activity": "opening_day", "municipality": "meinersen"},
        **{"visitors": 12, "helpers": 3, "helper_hours": Decimal("7.25"), "bicycles_repaired": 5, "note": "Bremsen"},
    },
}


def save(database: Database, record_id: str = "a", version: int | None = None, **values: Any) -> dict[str, Any]:
    return records.save(database, HomeVisit, record_id, VISIT | values, version=version, by=ANNA)


def history(database: Database, record_id: str | None = None) -> list[dict[str, Any]]:
    with database.cursor() as cursor:
        chosen = "entry > ? AND (record_id = ? OR ? IS NULL)"
        cursor.execute(f"SELECT * FROM history WHERE {chosen} ORDER BY entry", [BEGUN, record_id, record_id])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count(database: Database, table: str = "home_visits") -> int:
    with database.cursor() as cursor:
        (found,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(found)


@pytest.fixture
def untouched(database: Database) -> Iterator[Database]:
    """A database with one record, in which the test must not write anything."""
    save(database)
    before = records.read(database, HomeVisit, "a"), history(database), database.revision
    yield database
    assert (records.read(database, HomeVisit, "a"), history(database), database.revision) == before
    assert count(database) == 1


def test_the_examples_fill_every_field_that_a_new_record_can_have() -> None:
    assert {name: set(EXAMPLES[each]) for name, each in RECORDS.items()} == {
        name: set(entered(each)) - no_place(each) for name, each in RECORDS.items()
    }


def no_place(record_type: type[Record]) -> frozenset[str]:
    """The fields that have no place in the state of the example."""
    workflow, state = about(record_type).workflow, following(record_type, EXAMPLES[record_type], TODAY)
    return workflow.refused(state) if workflow and state else frozenset()


def in_state(record_type: type[Record]) -> tuple[str, ...]:
    """The fields that must be filled in in the state of the example."""
    workflow, state = about(record_type).workflow, following(record_type, EXAMPLES[record_type], TODAY)
    return workflow.state(state).requires if workflow and state else ()


@pytest.mark.parametrize("record_type", EXAMPLES)
def test_a_saved_record_is_read_back_as_it_was_entered(database: Database, record_type: type[Record]) -> None:
    values = EXAMPLES[record_type]
    saved = records.save(database, record_type, "a", values, by=ANNA)
    stored = records.read(database, record_type, "a")
    assert stored == saved
    assert stored is not None
    assert {name: stored[name] for name in values} == values
    assert {name: type(stored[name]) for name in values} == {name: type(value) for name, value in values.items()}
    assert records.find(database, record_type, saved["number"]) == stored


def test_a_new_record_is_stamped_with_number_version_moment_and_author(database: Database) -> None:
    saved = save(database)
    assert (saved["id"], saved["number"], saved["version"]) == ("a", 1, 1)
    assert saved["created_by"] == saved["changed_by"] == "Anna"
    assert saved["created_at"] == saved["changed_at"]
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert now - dt.timedelta(minutes=1) < saved["created_at"] <= now


def test_what_is_not_there_is_none(database: Database) -> None:
    assert records.read(database, HomeVisit, "nowhere") is None
    assert records.find(database, HomeVisit, 1) is None


def test_a_record_that_breaks_rules_is_rejected_with_all_its_problems(untouched: Database) -> None:
    with pytest.raises(Rejected) as rejected:
        save(untouched, "b", persons=100, municipality=None)
    found = [(problem.field, problem.rule) for problem in rejected.value.problems]
    assert found == [("municipality", "required"), ("persons", "span")]


def test_a_change_that_breaks_rules_is_rejected(untouched: Database) -> None:
    with pytest.raises(Rejected):
        save(untouched, version=1, day=TODAY + dt.timedelta(days=1))


def test_the_gate_tells_its_problems_without_writing(untouched: Database) -> None:
    assert records.problems(untouched, HomeVisit, VISIT) == []
    assert [each.field for each in records.problems(untouched, HomeVisit, VISIT | {"persons": "2"})] == ["persons"]


def test_a_field_that_nobody_declared_is_an_error(untouched: Database) -> None:
    with pytest.raises(KeyError, match="colour"):
        save(untouched, "b", colour="red")
    with pytest.raises(KeyError, match="version"):
        records.save(untouched, HomeVisit, "b", VISIT | {"version": 9}, by=ANNA)


def test_the_same_new_record_sent_twice_is_stored_once(untouched: Database) -> None:
    assert save(untouched) == records.read(untouched, HomeVisit, "a")


def test_another_new_record_with_the_same_id_is_a_conflict(untouched: Database) -> None:
    with pytest.raises(Conflict) as conflict:
        save(untouched, persons=3)
    assert conflict.value.current == records.read(untouched, HomeVisit, "a")


def test_a_change_moves_the_version_on_and_keeps_who_created_the_record(database: Database) -> None:
    first = save(database)
    second = records.save(database, HomeVisit, "a", VISIT | {"persons": 5}, version=1, by=BERT)
    assert (second["persons"], second["version"], second["number"]) == (5, 2, 1)
    assert (second["created_by"], second["changed_by"]) == ("Anna", "Bert")
    assert second["created_at"] == first["created_at"] < second["changed_at"]
    assert records.read(database, HomeVisit, "a") == second


def test_a_change_can_empty_a_field(database: Database) -> None:
    save(database, note="Zuzug", minutes=30, volunteer=True)
    records.save(database, HomeVisit, "a", VISIT | {"note": "", "minutes": None}, version=1, by=ANNA)
    stored = records.read(database, HomeVisit, "a") or {}
    assert [stored[name] for name in ("note", "minutes", "volunteer")] == [None, None, None]


def test_a_list_can_be_changed_and_emptied(database: Database) -> None:
    values = EXAMPLES[Consultation]
    records.save(database, Consultation, "a", values, by=ANNA)
    records.save(database, Consultation, "a", values | {"topics": ["crisis"], "referred_to": []}, version=1, by=ANNA)
    stored = records.read(database, Consultation, "a") or {}
    assert (stored["topics"], stored["referred_to"]) == (["crisis"], None)


def test_a_save_that_changes_nothing_writes_nothing(untouched: Database) -> None:
    assert save(untouched, version=1)["version"] == 1


def test_a_stale_change_is_a_conflict_that_shows_what_is_stored(database: Database) -> None:
    save(database)
    save(database, version=1, persons=5)
    before = history(database), database.revision
    with pytest.raises(Conflict) as conflict:
        save(database, version=1, persons=7)
    assert conflict.value.current == records.read(database, HomeVisit, "a")
    assert (conflict.value.current or {})["persons"] == 5
    assert (history(database), database.revision) == before


def test_a_version_that_never_was_is_a_conflict(untouched: Database) -> None:
    with pytest.raises(Conflict):
        save(untouched, version=9, persons=7)


def test_a_change_of_a_record_that_was_deleted_meanwhile_is_a_conflict_with_nothing(database: Database) -> None:
    save(database)
    records.delete(database, HomeVisit, "a", version=1, by=BERT)
    before = history(database), database.revision
    with pytest.raises(Conflict) as conflict:
        save(database, version=1, persons=7)
    assert conflict.value.current is None
    assert (count(database), history(database), database.revision) == (0, *before)


def test_deleting_what_has_changed_meanwhile_is_a_conflict(database: Database) -> None:
    save(database)
    save(database, version=1, persons=5)
    with pytest.raises(Conflict) as conflict:
        records.delete(database, HomeVisit, "a", version=1, by=ANNA)
    assert (conflict.value.current or {})["persons"] == 5
    assert count(database) == 1


def test_deleting_what_is_gone_is_no_error(untouched: Database) -> None:
    records.delete(untouched, HomeVisit, "nowhere", version=1, by=ANNA)


def test_every_write_leaves_a_history_row_that_knows_before_and_after(database: Database) -> None:
    first = save(database, note="Zuzug")
    second = records.save(database, HomeVisit, "a", VISIT | {"persons": 5}, version=1, by=BERT)
    records.delete(database, HomeVisit, "a", version=2, by=LEA)
    rows = history(database)
    assert [(row["entry"] - BEGUN, row["action"], row["actor"], row["version"]) for row in rows] == [
        (1, "create", "Anna", 1),
        (2, "update", "Bert", 2),
        (3, "delete", "Lea", 2),
    ]
    assert {(row["record_type"], row["record_id"], row["number"]) for row in rows} == {("home_visits", "a", 1)}
    changes = [tuple(row[side] and from_document(HomeVisit, row[side]) for side in ("before", "after")) for row in rows]
    assert changes == [(None, first), (first, second), (second, None)]
    assert json.loads(rows[0]["after"])["note"] == "Zuzug"


def test_record_and_history_row_are_stored_together_or_not_at_all(
    untouched: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no history today")

    with monkeypatch.context() as patch:
        patch.setattr(record_writes, "log", fail)
        with pytest.raises(RuntimeError):
            save(untouched, "b")
        with pytest.raises(RuntimeError):
            save(untouched, version=1, persons=9)
        with pytest.raises(RuntimeError):
            records.delete(untouched, HomeVisit, "a", version=1, by=ANNA)


def test_each_write_moves_the_revision_on(database: Database) -> None:
    revisions = [database.revision]
    save(database)
    revisions.append(database.revision)
    save(database, version=1, persons=5)
    revisions.append(database.revision)
    records.delete(database, HomeVisit, "a", version=2, by=ANNA)
    revisions.append(database.revision)
    assert revisions == sorted(set(revisions))


def test_record_types_are_numbered_each_on_its_own(database: Database) -> None:
    assert [save(database, str(each))["number"] for each in range(3)] == [1, 2, 3]
    assert records.save(database, Project, "p", EXAMPLES[Project], by=ANNA)["number"] == 1


def test_a_number_is_never_given_twice_not_even_after_the_last_record_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "records.duckdb"
    with open_database(path, today=lambda: TODAY) as database:
        assert [save(database, name)["number"] for name in "ab"] == [1, 2]
        records.delete(database, HomeVisit, "b", version=1, by=ANNA)
        assert save(database, "c")["number"] == 3
        records.delete(database, HomeVisit, "c", version=1, by=ANNA)
        revision = database.revision
    with open_database(path, today=lambda: TODAY) as database:
        assert database.revision == revision
        assert save(database, "d")["number"] == 4


def test_a_failed_write_uses_up_no_number(database: Database) -> None:
    save(database)
    with pytest.raises(Conflict):
        records.add_many(database, HomeVisit, [("b", VISIT), ("a", VISIT)], by=ANNA)
    assert save(database, "c")["number"] == 2


def test_many_records_are_added_in_their_order(database: Database) -> None:
    stored = records.add_many(
        database, HomeVisit, [(f"v{each}", VISIT | {"persons": each}) for each in range(99)], by=LEA
    )
    assert [record["number"] for record in stored] == list(range(1, 100))
    assert records.find(database, HomeVisit, 51) == stored[50]
    assert [row["record_id"] for row in history(database)] == [f"v{each}" for each in range(99)]
    assert records.add_many(database, HomeVisit, [], by=LEA) == []


def test_a_saved_form_forgets_its_draft_and_a_refused_one_keeps_it(database: Database) -> None:
    def typed() -> list[str]:
        with draft_queue.of(database).written() as writing:
            return [name for (name,) in writing.cursor.execute("SELECT id FROM drafts ORDER BY id").fetchall()]

    for name in ("a", "other"):
        drafts.keep(database, HomeVisit, Draft(name, None, None, VISIT), browser="b", session="s")
    with pytest.raises(Rejected):
        records.save(database, HomeVisit, "a", VISIT | {"persons": 100}, by=ANNA, draft="a")
    with pytest.raises(Conflict):
        records.save(database, HomeVisit, "a", VISIT, by=ANNA, version=3, draft="a")
    assert typed() == ["a", "other"]
    records.save(database, HomeVisit, "a", VISIT, by=ANNA, draft="a")
    assert typed() == ["other"]


def test_a_draft_kept_again_after_its_record_was_stored_is_forgotten_with_the_second_save(database: Database) -> None:
    save(database)
    drafts.keep(database, HomeVisit, Draft("a", None, None, VISIT), browser="b", session="s")
    with pytest.raises(Conflict):
        records.save(database, HomeVisit, "a", VISIT | {"persons": 9}, by=ANNA, draft="a")
    with draft_queue.of(database).written():
        pass
    assert count(database, "drafts") == 1
    records.save(database, HomeVisit, "a", VISIT, by=ANNA, draft="a")
    assert (count(database, "drafts"), len(history(database))) == (0, 1)


def test_a_record_that_was_deleted_can_be_entered_again_under_its_id(database: Database) -> None:
    save(database)
    records.delete(database, HomeVisit, "a", version=1, by=ANNA)
    assert save(database)["number"] == 2
    assert count(database) == 1


def test_more_records_than_fit_one_statement_are_added(database: Database) -> None:
    records.add_many(database, HomeVisit, [(f"v{each}", VISIT) for each in range(5_001)], by=LEA)
    assert count(database) == len(history(database)) == database.revision - BEGUN == 5_001


@pytest.mark.parametrize("record_type", EXAMPLES)
def test_records_among_many_are_read_back_as_they_were_entered(database: Database, record_type: type[Record]) -> None:
    always = {name for name, field in entered(record_type).items() if field.required}
    required = {name: EXAMPLES[record_type][name] for name in {*always, *in_state(record_type)}}
    values = [EXAMPLES[record_type], required] * 30
    saved = records.add_many(database, record_type, [(f"r{each}", row) for each, row in enumerate(values)], by=LEA)
    assert [records.find(database, record_type, number) for number in (1, 2, 59, 60)] == [
        saved[each] for each in (0, 1, 58, 59)
    ]
    stored = records.read(database, record_type, "r0") or {}
    assert {name: (type(stored[name]), stored[name]) for name in values[0]} == {
        name: (type(value), value) for name, value in values[0].items()
    }
    documents = [from_document(record_type, row["after"]) for row in history(database)]
    assert documents == saved


def test_decimals_among_many_are_stored_exactly_however_they_are_spelt(database: Database) -> None:
    spelt = [Decimal("1.500"), Decimal(2), 3, Decimal("1E+1"), Decimal("9.99"), None] * 5
    record = EXAMPLES[ProjectActivity] | {"helper_hours": None}
    rows = [(f"p{each}", record | {"helper_hours": hours}) for each, hours in enumerate(spelt)]
    records.add_many(database, ProjectActivity, rows, by=LEA)
    stored = [(records.read(database, ProjectActivity, f"p{each}") or {})["helper_hours"] for each in range(6)]
    assert stored == [Decimal("1.50"), Decimal(2), Decimal(3), Decimal(10), Decimal("9.99"), None]


def test_one_wrong_record_of_many_keeps_all_of_them_out(untouched: Database) -> None:
    with pytest.raises(Rejected) as rejected:
        records.add_many(untouched, HomeVisit, [("b", VISIT), ("c", VISIT | {"persons": 100})], by=LEA)
    assert [(problem.row, problem.field) for problem in rejected.value.problems] == [(1, "persons")]


@pytest.mark.parametrize("ids", [("b", "a"), ("b", "b"), (*map(str, range(99)), "a"), (*map(str, range(99)), "1")])
def test_an_id_that_is_taken_keeps_all_of_them_out(untouched: Database, ids: tuple[str, ...]) -> None:
    with pytest.raises(Conflict):
        records.add_many(untouched, HomeVisit, [(each, VISIT) for each in ids], by=LEA)


def test_text_is_kept_in_one_unicode_form_without_blanks_around_it(database: Database) -> None:
    decomposed = unicodedata.normalize("NFD", "Müden für Böhm")
    assert save(database, note=f"  {decomposed}\r\nzwei \t\n")["note"] == "Müden für Böhm\nzwei"
    assert save(database, "b", note=" \n ")["note"] is None


def test_characters_are_counted_after_composing_them(database: Database) -> None:
    assert len(save(database, note=unicodedata.normalize("NFD", "ü" * 280))["note"]) == 280


@pytest.mark.parametrize("value", ["=1+1", "'; DROP TABLE home_visits; --", "%", "<b>", "🥁", 'a"b', "\\"])
def test_text_is_stored_as_it_was_typed(database: Database, value: str) -> None:
    save(database, note=value)
    assert (records.read(database, HomeVisit, "a") or {})["note"] == value


@pytest.mark.parametrize("missing", [float("nan"), None, "", []])
def test_missing_values_of_frames_and_forms_are_stored_as_nothing(database: Database, missing: object) -> None:
    save(database, note=missing, minutes=missing)
    stored = records.read(database, HomeVisit, "a") or {}
    assert (stored["note"], stored["minutes"]) == (None, None)


def test_concurrent_writers_lose_and_double_nothing(database: Database) -> None:
    start = threading.Barrier(8)

    def write(writer: int) -> list[int]:
        start.wait()
        return [save(database, f"{writer}-{each}", persons=writer)["number"] for each in range(25)]

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for written in pool.map(write, range(8)) for number in written]
    assert sorted(numbers) == list(range(1, 201))
    assert count(database) == database.revision - BEGUN == 200
    rows = history(database)
    assert [row["entry"] - BEGUN for row in rows] == list(range(1, 201))
    assert {row["record_id"] for row in rows} == {f"{writer}-{each}" for writer in range(8) for each in range(25)}


def test_of_concurrent_changes_of_one_version_one_wins(database: Database) -> None:
    save(database)
    start = threading.Barrier(6)

    def change(persons: int) -> bool:
        start.wait()
        try:
            save(database, version=1, persons=persons)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(change, range(10, 16))) == 1
    assert (records.read(database, HomeVisit, "a") or {})["version"] == 2
    assert len(history(database)) == 2


def test_concurrent_submits_of_one_new_record_store_it_once(database: Database) -> None:
    start = threading.Barrier(6)

    def submit(_: int) -> int:
        start.wait()
        return int(save(database)["number"])

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(submit, range(6))) == {1}
    assert count(database) == len(history(database)) == 1


def test_a_reader_writes_nothing(database: Database) -> None:
    with pytest.raises(Forbidden):
        records.save(database, HomeVisit, "a", VISIT, by=RITA)
    with pytest.raises(Forbidden):
        records.add_many(database, HomeVisit, [("a", VISIT)], by=RITA)
    assert database.revision == BEGUN


def test_staff_change_and_delete_their_own_records_only(database: Database) -> None:
    records.save(database, HomeVisit, "own", VISIT, by=ANNA)
    records.save(database, HomeVisit, "other", VISIT, by=BERT)
    before = database.revision
    with pytest.raises(Forbidden):
        records.save(database, HomeVisit, "other", VISIT | {"persons": 9}, by=ANNA, version=1)
    with pytest.raises(Forbidden):
        records.delete(database, HomeVisit, "other", version=1, by=ANNA)
    assert database.revision == before
    records.save(database, HomeVisit, "own", VISIT | {"persons": 9}, by=ANNA, version=1)
    records.delete(database, HomeVisit, "own", version=2, by=ANNA)


def test_the_lead_changes_what_others_have_entered(database: Database) -> None:
    records.save(database, HomeVisit, "a", VISIT, by=ANNA)
    records.save(database, HomeVisit, "a", VISIT | {"persons": 9}, by=BERT, version=1)
    records.delete(database, HomeVisit, "a", version=2, by=BERT)
    assert records.read(database, HomeVisit, "a") is None
