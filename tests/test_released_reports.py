"""The committee reads what was released and nothing else, by whatever way it asks."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.report_reprint import NUMBERS
from db import released_reports, report_documents, reports
from db.database import Database
from db.kept_reports import Report
from db.report_figures import told
from db.report_refusals import FileGone, NoSuchReport
from db.sight import seen_by
from schemas.roles import Action, Actor, Forbidden, Role
from tests.actors import ANNA, LEA, RITA
from tests.reports_made import begun, checked, released, report, submitted

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("make", [begun, checked, submitted])
def test_what_is_not_released_is_not_there_for_a_reader(database: Database, make: Callable[..., Report]) -> None:
    found = make(database)
    seen = seen_by(database, RITA)
    assert released_reports.listed(seen, RITA) == []
    for ask in (
        lambda: released_reports.content(seen, found.number, RITA),
        lambda: released_reports.file(seen, found.number, "csv", RITA),
    ):
        with pytest.raises(NoSuchReport):
            ask()
    for refused in (
        lambda: reports.everything(seen),
        lambda: reports.find(seen, found.number),
        lambda: reports.file(seen, found, "csv", by=RITA),
        lambda: told(seen, found),
    ):
        with pytest.raises(Forbidden):
            refused()


@pytest.mark.parametrize("actor", [RITA, ANNA, LEA])
def test_everybody_who_is_signed_in_reads_what_is_released_as_it_was_submitted(
    database: Database, actor: Actor
) -> None:
    found, seen = released(database), seen_by(database, actor)
    (listed,) = released_reports.listed(seen, actor)
    assert (listed.number, listed.paper_number, listed.subject) == (1, found.paper_number, found.subject)
    assert listed.files == NUMBERS
    assert released_reports.content(seen, 1, actor).title == f"Tischvorlage {found.paper_number}: {found.subject}"
    assert released_reports.file(seen, 1, "csv", actor) == reports.file(database, found, "csv", by=LEA)
    with pytest.raises(FileGone):
        released_reports.file(seen, 1, "no such file", actor)


def test_a_document_from_before_there_were_remarks_is_still_read(database: Database) -> None:
    document = json.loads(released_reports.file(database, released(database).number, "report.json", LEA))
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    lacking = [block.pop("remark") for block in blocks if "remark" in block]
    assert lacking
    content = report_documents.read(json.dumps(document).encode())
    assert {table.remark for table in content.tables} | {chart.remark for chart in content.charts} == {""}


def test_a_release_that_is_taken_back_is_seen_no_more(database: Database) -> None:
    found = released(database)
    reports.withdraw(database, found.id, version=found.version, by=LEA)
    assert released_reports.listed(database, RITA) == []
    with pytest.raises(NoSuchReport):
        released_reports.file(database, 1, "csv", RITA)
    assert report(database).hashes == found.hashes


def test_who_has_no_right_to_read_them_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    released(database)
    monkeypatch.setattr("schemas.roles.PERMISSIONS", dict.fromkeys(Action, frozenset[Role]()))
    with pytest.raises(Forbidden):
        released_reports.listed(database, RITA)
    with pytest.raises(Forbidden):
        released_reports.file(database, 1, "csv", RITA)


def test_nothing_else_asks_for_what_a_reader_may_see() -> None:
    asking = [
        path.name
        for folder in ("db", "dashboard", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if ".published()" in path.read_text(encoding="utf-8")
    ]
    assert sorted(asking) == ["released_reports.py", "sight.py"]
