"""What a report tells stays what it was, and what was submitted before it is known to its readers."""

from typing import Any

import pytest

from db import disclosure, office_settings, reports
from db.database import Database
from db.disclosure import SIGN
from db.kept_reports import Report
from db.report_figures import Told, told
from db.report_refusals import OtherSubmitted
from schemas.office_settings import OfficeSettings
from schemas.report import ReportState
from tests.actors import LEA
from tests.reported import closed, reopened
from tests.reports_made import checked, report, submitted
from tests.small_office import consultation, enter

BY_GROUP = "consultations_by_client_group"


@pytest.fixture
def office(database: Database) -> Database:
    """An office with a submitted report that keeps two asylum seekers back, and the residents who would tell them."""
    advise(database, recognised=40, residents=9, asylum_seekers=2)
    closed(database)
    submitted(database)
    return database


def advise(database: Database, **groups: int) -> None:
    for group, count in groups.items():
        met = (consultation("2018-02-01", "school", client_group=group) for _ in range(count))
        enter(database, "consultations", *met)


def by_group(content: Told) -> dict[str, object]:
    """The groups of which there were any, and how many each has, or the sign."""
    safe = content.safe[BY_GROUP]
    rows = zip(*(safe.figure.frame[column] for column in ("client_group", "consultations")), strict=True)
    known = {
        name: SIGN if (row, "consultations") in safe.suppressed else count for row, (name, count) in enumerate(rows)
    }
    return {name: count for name, count in known.items() if count == SIGN or count}


def draft(database: Database) -> Report:
    reports.make(database, "Winter", language="de", by=LEA)
    return reports.everything(database)[0]


def test_a_submitted_report_tells_what_it_told_whatever_is_chosen_today(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = by_group(told(office, draft(office)))

    def fail(*_: object) -> Any:
        raise AssertionError("nothing is to be chosen")

    monkeypatch.setattr(disclosure, "safe", fail)
    assert by_group(told(office, report(office))) == before
    assert SIGN in before.values()


def test_a_report_on_a_later_closing_does_not_uncover_what_an_earlier_one_kept_back(office: Database) -> None:
    """Eight more asylum seekers make ten, which could be told; but the residents then tell the two of before."""
    kept_back = {"recognised": 40, "residents": SIGN, "asylum_seekers": SIGN}
    assert by_group(told(office, report(office))) == kept_back
    reopened(office)
    advise(office, asylum_seekers=8)
    closed(office)
    content = told(office, draft(office))
    assert content.earlier == (report(office).id,)
    assert by_group(content) == kept_back


def test_a_threshold_that_was_raised_keeps_no_report_from_being_made(office: Database) -> None:
    wanted = OfficeSettings(threshold=12, zeros_shown=True)
    office_settings.change(office, wanted, version=office.settings.version, by=LEA)
    assert by_group(told(office, draft(office))) == {"recognised": 40, "residents": SIGN, "asylum_seekers": SIGN}


def test_a_report_that_was_submitted_before_patterns_were_kept_counts_as_well(office: Database) -> None:
    with office.cursor() as cursor:
        cursor.execute("UPDATE reports SET kept_back = NULL")
    second = draft(office)
    assert told(office, second).earlier == (report(office).id,)
    assert by_group(told(office, second)) == by_group(told(office, report(office)))


def test_a_report_is_not_submitted_with_tables_from_before_another_was(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-02-01", "school") for _ in range(7)))
    found = checked(database)
    content = told(database, found)
    other = submitted(database)
    with pytest.raises(OtherSubmitted):
        reports.submit(database, found.id, version=found.version, files={"csv": b"1"}, content=content, by=LEA)
    assert report(database, found.number).state is ReportState.CHECKED
    again = told(database, found)
    reports.submit(database, found.id, version=found.version, files={"csv": b"1"}, content=again, by=LEA)
    assert again.earlier == (other.id,)
    assert report(database, found.number).kept_back == again.kept_back
