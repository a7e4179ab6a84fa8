"""How reports are kept in the database: rows, and every change of one in the history."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import duckdb

from db import history, statements
from db.writing import Writing, now
from schemas.report import ReportState

TABLE = "reports"


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it is stored; what is not filled in is None."""

    id: str
    number: int
    version: int
    period: str
    """The id of its reporting period."""
    closing: int
    """The version of the period at whose closing its figures were frozen."""
    language: str
    state: ReportState
    paper_number: str | None
    subject: str | None
    kind: str | None
    status: str | None
    course: str
    """The stops of the paper as a document."""
    situation: str | None
    consultations: str | None
    home_visits: str | None
    events: str | None
    projects: str | None
    outlook: str | None
    children: bool | None
    equality: bool | None
    seniors: bool | None
    financial_effect: str | None
    annexes: str | None
    threshold: int | None
    """The rule that protected its tables when it was submitted."""
    zeros_shown: bool | None
    kept_back: str | None
    """Where no number stood in its tables when it was submitted, as a document."""
    files: str | None
    """The names of the files that were submitted, each with its SHA-256, as a document."""
    submitted_at: dt.datetime | None
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime
    changed_by: str

    @property
    def stops(self) -> list[dict[str, str | None]]:
        """The stops of the paper: committee, day (ISO), session, outcome."""
        found: list[dict[str, str | None]] = json.loads(self.course)
        return found

    @property
    def hashes(self) -> Mapping[str, str]:
        """The files that were submitted: name to SHA-256."""
        found: dict[str, str] = json.loads(self.files or "{}")
        return found


COLUMNS = tuple(field.name for field in fields(Report))


def rows(cursor: duckdb.DuckDBPyConnection, condition: str = "TRUE", values: list[Any] | None = None) -> list[Report]:
    """The reports that a condition in SQL holds for, the newest first."""
    found = cursor.execute(
        f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {condition} ORDER BY number DESC", values or []
    )
    return [_report(dict(zip(COLUMNS, row, strict=True))) for row in found.fetchall()]


def read(cursor: duckdb.DuckDBPyConnection, report_id: str) -> Report | None:
    """The report with an id, None if there is none."""
    return next(iter(rows(cursor, "id = ?", [report_id])), None)


def add(writing: Writing, report: Report) -> None:
    """Store a new report as a part of a transaction."""
    statements.insert(writing.cursor, TABLE, [asdict(report)])
    _log(writing, "create", None, report, report.created_by)


def change(writing: Writing, action: str, report: Report, *, by: str, **values: Any) -> Report:
    """Change a report as a part of a transaction and return it as stored."""
    stamps: dict[str, Any] = {"version": report.version + 1, "changed_at": now(), "changed_by": by}
    changed = replace(report, **values, **stamps)
    assigned = {"id": report.id, **values, **stamps}
    statements.update(writing.cursor, TABLE, assigned, version=report.version)
    _log(writing, action, report, changed, by)
    return changed


def remove(writing: Writing, report: Report, *, by: str) -> None:
    """Remove a report as a part of a transaction."""
    statements.delete(writing.cursor, TABLE, report.id, version=report.version)
    _log(writing, "delete", report, None, by)


def _log(writing: Writing, action: str, before: Report | None, after: Report | None, by: str) -> None:
    history.add(writing, action, TABLE, [(asdict(before) if before else None, asdict(after) if after else None)], by)


def _report(values: Mapping[str, Any]) -> Report:
    return Report(**{**values, "state": ReportState(values["state"])})
