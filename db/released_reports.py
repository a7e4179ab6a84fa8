"""The reports that are released: all that the committee's readers see, and the only way by which they see anything."""

from dataclasses import dataclass

import duckdb

from db import kept_reports, report_documents, report_files
from db.database import Database
from db.kept_reports import Report
from db.report_content import ReportContent
from db.report_refusals import NoSuchReport
from schemas.report import ReportState
from schemas.roles import Action, Actor

DOCUMENT = "report.json"
"""The file that readers are shown; the others they take along."""


@dataclass(frozen=True, slots=True)
class Released:
    """One released report as its readers see it in a list: nothing of it but what its files tell."""

    number: int
    language: str
    paper_number: str
    subject: str
    files: tuple[str, ...]
    """The names of the files to take along."""


def listed(database: Database, by: Actor) -> list[Released]:
    """The released reports, the newest first.

    Raises:
        Forbidden: the actor sees no released reports.
    """
    by.must(Action.SEE_RELEASED)
    with database.published() as cursor:
        return [_released(report) for report in _rows(cursor)]


def content(database: Database, number: int, by: Actor) -> ReportContent:
    """What a released report says, as it was submitted.

    Raises:
        Forbidden: the actor sees no released reports.
        NoSuchReport: it is not released (any more).
        FileGone: it is not as it was submitted.
    """
    return report_documents.read(file(database, number, DOCUMENT, by))


def file(database: Database, number: int, name: str, by: Actor) -> bytes:
    """A file of a released report, as it was submitted.

    Raises:
        Forbidden: the actor sees no released reports.
        NoSuchReport: it is not released (any more).
        FileGone: it is not as it was submitted.
    """
    by.must(Action.SEE_RELEASED)
    with database.published() as cursor:
        report = next((each for each in _rows(cursor) if each.number == number), None)
        if report is None:
            raise NoSuchReport
        return report_files.content(cursor, report, name)


def _rows(cursor: duckdb.DuckDBPyConnection) -> list[Report]:
    return kept_reports.rows(cursor, "state = ?", [ReportState.RELEASED])


def _released(report: Report) -> Released:
    names = tuple(name for name in report.hashes if name != DOCUMENT)
    return Released(report.number, report.language, report.paper_number or "", report.subject or "", names)
