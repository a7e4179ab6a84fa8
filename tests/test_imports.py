"""An import is stored as a whole or not at all, is one entry of the history, and can be taken back as one."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import erasure, history, imported, imports, integrity, proposals, records, reporting_periods, vocabularies
from db.database import Database, open_database
from db.import_refusals import ImportChanged, ImportGone, NothingToImport, RowsRefused
from db.kept_periods import PeriodClosed
from db.vocabulary_refusals import ValueInUse
from schemas import Consultation, Event
from schemas.record import about, workflow_of
from schemas.roles import Action, Actor, Forbidden, Role
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import ROOT, TODAY
from tests.importing import brought_in, judged, stored
from tests.office_lists import consultation_list, faulty
from tests.reported import closed

OTTO = Actor("Otto", "Otto", Role.STAFF)


def first(database: Database) -> dict[str, Any]:
    found = records.find(database, Consultation, 1)
    assert found
    return found


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def test_an_import_is_one_entry_and_each_record_shows_it_as_its_own(database: Database) -> None:
    before = database.revision
    made = brought_in(database, Consultation, consultation_list(30))
    assert (made.records, made.number, made.file_name) == (30, 1, "liste.csv")
    assert database.revision == before + 1
    (change,) = history.of_record(database, Consultation, first(database)["id"])
    assert (change.action, change.actor, change.entry, change.before) == ("import", "Anna", before + 1, None)
    assert change.after == first(database)
    assert integrity.verify(database).faults == []


def test_all_or_nothing_stores_nothing_and_good_rows_only_the_good_ones(database: Database) -> None:
    with pytest.raises(RowsRefused, match="Rows with errors: 4 of 8"):
        brought_in(database, Consultation, faulty())
    assert stored(database, Consultation) == []
    assert brought_in(database, Consultation, faulty(), good_rows_only=True).records == 4
    assert len(stored(database, Consultation)) == 4


def test_the_same_file_twice_adds_nothing(database: Database) -> None:
    brought_in(database, Consultation, consultation_list(25))
    with pytest.raises(NothingToImport):
        brought_in(database, Consultation, consultation_list(25), import_id="again")
    assert len(stored(database, Consultation)) == 25
    assert brought_in(database, Consultation, consultation_list(25), import_id="c", duplicates_too=True).records == 25


def test_what_is_sent_twice_is_stored_once(database: Database) -> None:
    found = judged(database, Consultation, consultation_list(5))
    made = [imports.store(database, found, "same", by=ANNA) for _ in range(2)]
    assert made[0] == made[1]
    assert len(stored(database, Consultation)) == 5


def test_what_somebody_else_has_stored_since_the_preview_is_a_duplicate_by_then(database: Database) -> None:
    found = judged(database, Consultation, consultation_list(5))
    brought_in(database, Consultation, consultation_list(3), import_id="other", by=BERT)
    assert imports.store(database, found, "mine", by=ANNA).records == 2


def test_a_period_that_was_closed_since_the_preview_stays_as_it_is(database: Database) -> None:
    found = judged(database, Consultation, consultation_list(250))
    closed(database)
    with pytest.raises(RowsRefused):
        imports.store(database, found, "late", by=ANNA)


def test_progress_is_told_up_to_the_end(database: Database) -> None:
    told: list[float] = []
    imports.store(database, judged(database, Consultation, consultation_list(3)), "a", by=ANNA, progress=told.append)
    assert told[-1] == 1.0


def test_an_undone_import_leaves_no_record_and_no_number_again(database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(30))
    record_id = first(database)["id"]
    assert imports.undo(database, made.id, by=ANNA).undone
    assert stored(database, Consultation) == []
    told = history.of_record(database, Consultation, record_id)
    assert [change.action for change in told] == ["undo", "import"]
    assert (told[0].before, told[0].after) == (told[1].after, None)
    assert integrity.verify(database).faults == []
    with pytest.raises(ImportGone):
        imports.undo(database, made.id, by=ANNA)
    assert brought_in(database, Consultation, consultation_list(30), import_id="again").first_record == 31


def test_numbers_of_an_undone_import_are_not_given_again_after_a_start(database: Database, tmp_path: Path) -> None:
    imports.undo(database, brought_in(database, Consultation, consultation_list(9)).id, by=ANNA)
    database.close()
    with open_database(tmp_path / "records.duckdb", today=lambda: TODAY) as again:
        assert again.last_number("consultations") == 9


def test_an_import_whose_records_have_changed_is_not_undone(database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(3))
    values = {name: first(database)[name] for name in ("day", "topics", "client_group", "setting")}
    records.save(database, Consultation, first(database)["id"], {**values, "persons": 7}, version=1, by=ANNA)
    second = records.find(database, Consultation, 2) or {}
    records.delete(database, Consultation, second["id"], version=1, by=ANNA)
    with pytest.raises(ImportChanged, match=r"Records changed or deleted since: 2 \(no. 1, 2\)"):
        imports.undo(database, made.id, by=ANNA)
    assert len(stored(database, Consultation)) == 2
    assert integrity.verify(database).faults == []


def test_an_import_is_undone_by_who_made_it_or_the_lead_and_never_in_a_closed_period(database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(250))
    with pytest.raises(Forbidden):
        imports.undo(database, made.id, by=OTTO)
    period = closed(database)
    with pytest.raises(PeriodClosed):
        imports.undo(database, made.id, by=LEA)
    found = reporting_periods.find(database, period.name)
    assert found
    reporting_periods.reopen(database, found.id, version=found.version, reason="Irrtum", by=LEA)
    assert imports.undo(database, made.id, by=LEA).changed_by == "Lea"


def test_proposals_to_records_that_are_taken_out_lapse(database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(2), by=BERT)
    proposals.propose_deletion(database, Consultation, first(database)["id"], version=1, proposal_id="p", by=ANNA)
    imports.undo(database, made.id, by=BERT)
    assert rows(database, "SELECT state FROM proposals") == [("lapsed",)]


def test_who_enters_nothing_imports_nothing(database: Database) -> None:
    with pytest.raises(Forbidden):
        brought_in(database, Consultation, consultation_list(1), by=RITA)


def test_a_state_that_only_others_may_give_is_not_imported(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"Titel;Art;Datum;Status;Grund\nAbend;Vortrag;14.2.2018;abgesagt;Krankheit\n"
    found, workflow = judged(database, Event, content), workflow_of(Event)
    by_lead = tuple(replace(each, action=Action.CHANGE_OTHERS) for each in workflow.transitions)
    monkeypatch.setattr(Event, "_about", replace(about(Event), workflow=replace(workflow, transitions=by_lead)))
    with pytest.raises(Forbidden):
        imports.store(database, found, "a", by=ANNA)
    assert imports.store(database, found, "a", by=LEA).records == 1


def test_what_an_imported_record_was_can_be_erased_for_good(database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(3))
    record_id = first(database)["id"]
    imports.undo(database, made.id, by=ANNA)
    erasure.erase_content(database, Consultation, record_id, by=LEA)
    assert [change.erased for change in history.of_record(database, Consultation, record_id)] == [False, True, True]
    assert rows(database, "SELECT count(document) FROM imported_records") == [(2,)]
    assert integrity.verify(database).faults == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE imported_records SET document = replace(document, '2017', '2016') WHERE number = 2", "record no. 2"),
        ("DELETE FROM imported_records WHERE number = 3", "import no. 1"),
        (
            "UPDATE imported_records SET content_hash = 'x', salt = NULL, document = NULL WHERE number = 1",
            "import no. 1",
        ),
        ("UPDATE imported_records SET salt = NULL, document = NULL WHERE number = 1", "gone"),
        ("DELETE FROM consultations WHERE number = 2", "Consultation no. 2 is not stored"),
        ("UPDATE consultations SET persons = 50 WHERE number = 1", "Consultation no. 1 is not stored as"),
        ("UPDATE imports SET records = 2", "Import no. 1 is not stored as"),
    ],
)
def test_whatever_is_changed_behind_the_back_of_an_import_is_found(database: Database, sql: str, said: str) -> None:
    brought_in(database, Consultation, consultation_list(3))
    rows(database, sql)
    assert any(said in fault.label.en for fault in integrity.verify(database).faults)


def test_a_value_that_only_an_undone_import_had_is_not_removed(database: Database) -> None:
    vocabularies.add(database, "topic", de="Sport", en="Sports", by=LEA)
    made = brought_in(database, Consultation, consultation_list(2).replace(b"Wohnraum", b"Sport"))
    imports.undo(database, made.id, by=ANNA)
    with pytest.raises(ValueInUse):
        vocabularies.remove(database, "topic", "sport", by=LEA)


def test_past_imports_are_told_newest_first_and_by_record_type(database: Database) -> None:
    assert imported.past(database) == []
    for name in ("a", "b"):
        brought_in(database, Consultation, consultation_list(1), import_id=name, duplicates_too=True)
    assert [each.id for each in imported.past(database)] == ["b", "a"]
    assert imported.past(database, Event) == []


def tell(done: float) -> None:
    """Say a step where whoever has started this process reads it."""
    os.write(1, f"{done}\n".encode())


def import_slowly(path: Path) -> None:
    """Import a list, telling each step, for a test that ends this process meanwhile."""
    with open_database(path, today=lambda: TODAY) as database:
        found = judged(database, Consultation, consultation_list(4_000))
        imports._AT_ONCE = 500
        imports.store(database, found, "killed", by=ANNA, progress=tell)
        os.write(1, b"stored\n")


@pytest.mark.parametrize("steps", [2, 8])
def test_a_killed_process_leaves_all_of_an_import_or_none(database: Database, tmp_path: Path, steps: int) -> None:
    database.close()
    path = tmp_path / "records.duckdb"
    code = f"from pathlib import Path; from {__name__} import import_slowly; import_slowly(Path({str(path)!r}))"
    command = [sys.executable, "-W", "ignore", "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(steps):
            assert process.stdout.readline()
        time.sleep(0.002 * steps)
        process.kill()
        acknowledged = "stored\n" in process.stdout.read()
    with open_database(path, today=lambda: TODAY) as again:
        ((count,),) = rows(again, "SELECT count(*) FROM consultations")
        assert (count, len(imported.past(again))) in ({(4_000, 1)} if acknowledged else {(0, 0), (4_000, 1)})
        assert integrity.verify(again).faults == []
