"""A report goes from a draft to its release, and every step and word of it is in the history."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from db import history, kept_reports, office_settings, report_files, reports
from db.database import Database, open_database
from db.integrity import verify
from db.kept_reports import Report
from db.report_figures import told
from db.report_refusals import (
    FieldChanged,
    FileGone,
    NoSuchReport,
    NotClosed,
    NotComplete,
    NotEditable,
    NumbersKeptBack,
    NumbersUnknown,
    ReportChanged,
    StopUnusable,
    TextTooLong,
    TextUnusable,
    TooManyStops,
    WrongState,
)
from schemas.office_settings import OfficeSettings
from schemas.report import FIELDS, ReportState
from schemas.roles import Actor, Forbidden
from tests.actors import ANNA, LEA, RITA
from tests.conftest import TODAY
from tests.reported import closed, made, reopened
from tests.reports_made import DAYS, STOP, begun, checked, drafted, released, report, submitted
from tests.small_office import consultation, enter

OTHER_LEAD = dataclasses.replace(LEA, id="Lars", name="Lars")


def write(database: Database, draft: Report, name: str, after: Any, *, by: Actor = LEA) -> None:
    reports.write(database, draft.id, name, before=getattr(draft, name), after=after, by=by)


def submit(database: Database, found: Report, *, version: int, by: Actor = LEA) -> None:
    content = told(database, found)
    reports.submit(database, found.id, version=version, files={"csv": b"1"}, content=content, by=by)


def test_a_report_is_made_for_a_closed_period_only(database: Database) -> None:
    made(database, days=DAYS)
    for name in ("Winter", "Nirgendwann"):
        with pytest.raises(NotClosed):
            reports.make(database, name, language="de", by=LEA)
    shut = closed(database)
    draft = begun(database)
    assert (draft.state, draft.period, draft.closing) == (ReportState.DRAFT, shut.id, shut.version)
    assert draft.consultations
    assert "{Beratungen}" in draft.consultations
    assert (draft.outlook, draft.paper_number, draft.children, draft.stops) == (None, None, None, [])


def test_a_report_goes_to_its_release_and_back_from_it_and_the_history_tells_all(database: Database) -> None:
    found = released(database)
    assert found.state is ReportState.RELEASED
    reports.withdraw(database, found.id, version=found.version, by=LEA)
    assert report(database).state is ReportState.SUBMITTED
    actions = [change.action for change in history.of_row(database, kept_reports.TABLE, found.id)]
    assert actions[:4] == ["withdraw", "release", "submit", "check"]
    assert set(actions[4:]) == {"update", "create"}
    told = history.of_row(database, kept_reports.TABLE, found.id)[2].after
    assert told
    assert json.loads(told["files"]) == found.hashes
    assert verify(database).faults == []


def test_a_checked_report_can_become_a_draft_again_but_a_submitted_one_can_not(database: Database) -> None:
    found = checked(database)
    with pytest.raises(NotEditable):
        write(database, found, "subject", "Neu")
    reports.revise(database, found.id, version=found.version, by=LEA)
    write(database, report(database), "subject", "Neu")
    found = submitted(database)
    for deed in (reports.revise, reports.check, reports.withdraw):
        with pytest.raises(WrongState):
            deed(database, found.id, version=found.version, by=LEA)
    for refused in (reports.remove, reports.follow):
        with pytest.raises(NotEditable):
            refused(database, found.id, version=found.version, by=LEA)


DEEDS: list[Callable[[Database, Report, Actor], object]] = [
    lambda database, _, by: reports.make(database, "Winter", language="de", by=by),
    lambda database, found, by: write(database, found, "subject", "x", by=by),
    lambda database, found, by: reports.write_course(database, found.id, [], before="[]", by=by),
    lambda database, found, by: reports.follow(database, found.id, version=1, by=by),
    lambda database, found, by: reports.remove(database, found.id, version=1, by=by),
    lambda database, found, by: reports.check(database, found.id, version=1, by=by),
    lambda database, found, by: reports.revise(database, found.id, version=1, by=by),
    lambda database, found, by: submit(database, found, version=1, by=by),
    lambda database, found, by: reports.release(database, found.id, version=1, by=by),
    lambda database, found, by: reports.withdraw(database, found.id, version=1, by=by),
    lambda database, found, by: reports.file(database, found, "csv", by=by),
]


def test_nobody_but_the_lead_has_a_hand_in_reports(database: Database) -> None:
    found, entries = begun(database), database.revision
    for deed in DEEDS:
        for actor in (ANNA, RITA):
            with pytest.raises(Forbidden):
                deed(database, found, actor)
    assert database.revision == entries


def test_two_leads_write_different_fields_of_one_report_at_once(database: Database) -> None:
    draft = begun(database)
    write(database, draft, "subject", "Von Lea")
    write(database, draft, "paper_number", "SGM/1", by=OTHER_LEAD)
    assert (report(database).subject, report(database).paper_number) == ("Von Lea", "SGM/1")


def test_of_two_leads_who_write_the_same_field_the_second_is_asked(database: Database) -> None:
    draft = begun(database)
    write(database, draft, "subject", "Von Lea")
    with pytest.raises(FieldChanged) as refused:
        write(database, draft, "subject", "Von Lars", by=OTHER_LEAD)
    assert refused.value.stored == "Von Lea"
    write(database, draft, "subject", "Von Lea", by=OTHER_LEAD)
    reports.write_course(database, draft.id, [STOP], before="[]", by=LEA)
    with pytest.raises(FieldChanged):
        reports.write_course(database, draft.id, [STOP | {"committee": "Rat"}], before="[]", by=OTHER_LEAD)
    assert report(database).stops[0]["committee"] == "Ausschuss"


def test_a_step_at_another_version_than_was_seen_is_refused(database: Database) -> None:
    found = checked(database)
    with pytest.raises(ReportChanged):
        submit(database, found, version=found.version - 1)
    with pytest.raises(NoSuchReport):
        reports.check(database, "none", version=1, by=LEA)
    assert report(database).state is ReportState.CHECKED


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.required])
def test_a_checked_report_lacks_nothing(database: Database, name: str) -> None:
    draft = drafted(database, **{name: None})
    with pytest.raises(NotComplete, match=FIELDS[name].label.en):
        reports.check(database, draft.id, version=draft.version, by=LEA)


def test_a_checked_report_has_a_course(database: Database) -> None:
    draft = drafted(database)
    reports.write_course(database, draft.id, [], before=draft.course, by=LEA)
    with pytest.raises(NotComplete, match="Course"):
        reports.check(database, draft.id, version=report(database).version, by=LEA)


def test_a_text_names_only_numbers_that_there_are_and_that_can_be_told(database: Database) -> None:
    draft = drafted(database, outlook="Es waren {Beratungen aller Zeiten}.")
    with pytest.raises(NumbersUnknown, match="Beratungen aller Zeiten"):
        reports.check(database, draft.id, version=draft.version, by=LEA)


def test_a_text_does_not_name_a_number_that_is_kept_back(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(3)))
    closed(database)
    draft = drafted(database)
    with pytest.raises(NumbersKeptBack, match="Beratungen"):
        reports.check(database, draft.id, version=draft.version, by=LEA)


def test_a_number_that_is_kept_back_since_the_check_is_not_submitted(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    closed(database)
    found = checked(database)
    wanted = OfficeSettings(threshold=10)
    office_settings.change(database, wanted, version=database.settings.version, by=LEA)
    with pytest.raises(NumbersKeptBack, match="Beratungen"):
        submit(database, found, version=found.version)
    assert report(database).state is ReportState.CHECKED


@pytest.mark.parametrize(
    ("text", "refusal"), [("x" * 201, TextTooLong), ("a\x00b", TextUnusable), ("zwei\nZeilen", TextUnusable)]
)
def test_a_text_that_can_not_be_used_is_refused_and_the_stored_one_stays(
    database: Database, text: str, refusal: type[Exception]
) -> None:
    draft = drafted(database)
    with pytest.raises(refusal):
        write(database, draft, "subject", text)
    assert report(database) == draft


def test_texts_are_stored_tidy_and_what_stays_the_same_is_no_change(database: Database) -> None:
    draft = begun(database)
    write(database, draft, "outlook", "  Erste Zeile \r\n\r\nzweite\t ")
    assert report(database).outlook == "Erste Zeile\n\nzweite"
    version = report(database).version
    write(database, report(database), "outlook", "Erste Zeile\n\nzweite")
    write(database, report(database), "financial_effect", "   ")
    assert (report(database).version, report(database).financial_effect) == (version, None)


def test_a_line_of_the_course_names_its_committee_and_empty_ones_are_left_out(database: Database) -> None:
    draft = begun(database)
    empty: dict[str, str | dt.date | None] = dict.fromkeys(STOP)
    stored = reports.write_course(database, draft.id, [empty, STOP], before="[]", by=LEA)
    assert json.loads(stored) == report(database).stops == [STOP | {"day": "2018-05-08"}]
    for stops, refusal in [([STOP | {"committee": ""}], StopUnusable), ([STOP] * 21, TooManyStops)]:
        with pytest.raises(refusal):
            reports.write_course(database, draft.id, stops, before=stored, by=LEA)
    with pytest.raises(StopUnusable):
        reports.write_course(database, draft.id, [STOP | {"outcome": "x" * 101}], before=stored, by=LEA)


def test_a_draft_can_be_removed(database: Database) -> None:
    draft = begun(database)
    reports.remove(database, draft.id, version=draft.version, by=LEA)
    assert reports.everything(database) == []
    assert begun(database).number == 2
    assert verify(database).faults == []


def test_a_submitted_report_outlives_that_its_period_is_reopened_and_changed(database: Database) -> None:
    found = submitted(database)
    files = {name: reports.file(database, found, name, by=LEA) for name in found.hashes}
    reopened(database)
    enter(database, "consultations", consultation("2018-02-14", "work"))
    closed(database)
    assert report(database) == found
    assert {name: reports.file(database, found, name, by=LEA) for name in found.hashes} == files
    assert verify(database).faults == []


def test_a_draft_follows_a_later_closing_when_asked_to(database: Database) -> None:
    draft = begun(database)
    reopened(database)
    again = closed(database)
    assert report(database).closing == draft.closing
    reports.follow(database, draft.id, version=draft.version, by=LEA)
    assert report(database).closing == again.version


def test_files_that_can_not_be_kept_are_not_submitted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    found = checked(database)

    def fail(*_: object, **__: object) -> Any:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr("db.kept_reports.history.add", fail)
    with pytest.raises(Exception, match="no space left"):
        submit(database, found, version=found.version)
    monkeypatch.undo()
    assert report(database) == found
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM report_files").fetchone() == (0,)


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE report_files SET content = 'x'::BLOB WHERE name = 'csv'", "The file csv of report no. 1 was changed."),
        ("UPDATE report_files SET hash = 'x' WHERE name = 'csv'", "The file csv of report no. 1 was changed."),
        ("DELETE FROM report_files WHERE name = 'csv'", "The file csv of report no. 1 is not stored any more."),
        (
            "INSERT INTO report_files SELECT * REPLACE ('pdf' AS name) FROM report_files WHERE name = 'csv'",
            "The file pdf is stored, though nobody has submitted it as the history tells.",
        ),
        ("UPDATE reports SET subject = 'x'", "Report no. 1 is not stored as the history says: subject."),
    ],
)
def test_the_check_finds_a_report_that_was_tampered_with(database: Database, tampering: str, said: str) -> None:
    submitted(database)
    with database.cursor() as cursor:
        cursor.execute(tampering)
    assert [fault.label.en for fault in verify(database).faults] == [said]


def test_a_file_that_was_changed_is_not_handed_out(database: Database) -> None:
    found = submitted(database)
    with database.cursor() as cursor:
        cursor.execute("UPDATE report_files SET content = 'x'::BLOB")
        with pytest.raises(FileGone):
            report_files.content(cursor, found, "csv")
        with pytest.raises(FileGone):
            report_files.content(cursor, found, "none")


def test_a_database_from_before_there_were_reports_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with open_database(path) as database, database.cursor() as cursor:
        for table in ("reports", "report_files", "standard_paragraphs"):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("DELETE FROM migrations WHERE number >= 14")
    with open_database(path, today=lambda: TODAY) as database:
        closed(database)
        draft = begun(database)
        assert report(database) == draft
        assert verify(database).faults == []
