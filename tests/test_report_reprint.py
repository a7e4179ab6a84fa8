"""``buero figures --report`` prints what was submitted, counted anew from the frozen figures, to the byte."""

import dataclasses
from pathlib import Path

import pytest

from dashboard import report_composition
from dashboard.cli import main
from dashboard.report_reprint import reprinted
from db import office_settings, reports
from db.database import Database, open_database
from db.report_refusals import NotSubmitted, ReportDiffers
from schemas.office_settings import OfficeSettings
from tests.actors import LEA
from tests.conftest import TODAY
from tests.reported import closed, reopened
from tests.reports_made import BERLIN, drafted, report, submitted
from tests.small_office import consultation, enter


@pytest.fixture
def office(database: Database) -> Database:
    """An office with a submitted report that keeps a small number back."""
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    enter(database, "consultations", *(consultation("2018-02-02", "work") for _ in range(2)))
    closed(database)
    submitted(database)
    return database


def printed(path: Path, capfdbinary: pytest.CaptureFixture[bytes], *options: str) -> bytes:
    assert main(["figures", "--database", str(path), "--language", "de", *options]) == 0
    return capfdbinary.readouterr().out


def refusal(path: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = main(["figures", "--database", str(path), "--language", "de", *options])
    return status, capfd.readouterr().err


def test_the_printed_numbers_are_the_submitted_file_though_everything_else_has_moved_on(
    office: Database, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    stored = reports.file(office, report(office), "csv", by=LEA)
    reopened(office)
    enter(office, "consultations", *(consultation("2018-02-14", "work") for _ in range(3)))
    closed(office)
    wanted = OfficeSettings(office_name="Umbenannt", threshold=20, zeros_shown=False)
    office_settings.change(office, wanted, version=office.settings.version, by=LEA)
    path = office.path
    office.close()
    assert printed(path, capfdbinary, "--report", "1", "--format", "csv") == stored
    table = printed(path, capfdbinary, "--report", "1").decode()
    assert "Schulische Angelegenheiten" in table
    assert "•" in table


def test_numbers_that_differ_from_what_was_submitted_are_not_printed(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = report(office)
    whole = report_composition.composed(office, found, BERLIN)
    first = whole.sections[1]
    fewer = dataclasses.replace(whole, sections=(whole.sections[0], first))
    monkeypatch.setattr("dashboard.report_reprint.composed", lambda *_, **__: fewer)
    with pytest.raises(ReportDiffers, match="csv-excel, csv-machine, csv"):
        reprinted(office, found)


def test_a_draft_has_nothing_to_be_equal_to(office: Database, capfd: pytest.CaptureFixture[str]) -> None:
    drafted(office)
    with pytest.raises(NotSubmitted):
        reprinted(office, report(office, 2))
    path = office.path
    office.close()
    assert refusal(path, capfd, "--report", "2") == (1, "buero: Bericht Nr. 2 ist noch nicht eingereicht.\n")
    assert refusal(path, capfd, "--report", "7") == (1, "buero: Es gibt keinen Bericht Nr. 7; es gibt: 2, 1.\n")
    assert refusal(path, capfd, "--report", "1", "--period", "Winter")[0] == 2


def test_a_report_is_submitted_by_one_clock_and_printed_by_it(office: Database) -> None:
    path = office.path
    office.close()
    with open_database(path, today=lambda: TODAY, time_zone="America/New_York") as elsewhere:
        assert reprinted(elsewhere, report(elsewhere)).reader.zone.key == "Europe/Berlin"
