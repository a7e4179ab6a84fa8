"""What becomes of reports: made for a closed period, written, checked, submitted and released."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from db import frozen_figures, kept_reports, report_files, report_texts, standard_paragraphs
from db.database import Database, Writing, now
from db.kept_reports import Report
from db.report_figures import Told, submitted, told
from db.report_refusals import (
    FieldChanged,
    NoSuchReport,
    NotClosed,
    NotComplete,
    NotEditable,
    OtherSubmitted,
    ReportChanged,
    WrongState,
)
from db.reporting_periods import find as find_period
from schemas.labels import listed
from schemas.report import FIELDS, TRANSITIONS, ReportState
from schemas.roles import Action, Actor


def everything(database: Database) -> list[Report]:
    """All reports, the newest first."""
    with database.cursor() as cursor:
        return kept_reports.rows(cursor)


def find(database: Database, number: int) -> Report | None:
    """The report with a running number, None if there is none."""
    with database.cursor() as cursor:
        return next(iter(kept_reports.rows(cursor, "number = ?", [number])), None)


def make(database: Database, period_name: str, *, language: str, by: Actor) -> str:
    """Make a draft for a closed period, with the office's standard paragraphs; returns its id.

    Raises:
        Forbidden: the actor makes no reports.
        NotClosed: the period is open, or there is none.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _writing(database, by) as writing:
        period = find_period(database, period_name)
        if period is None or not period.closed:
            raise NotClosed
        moment, (number,) = now(), writing.take_numbers(kept_reports.TABLE, 1)
        empty: dict[str, Any] = dict.fromkeys(kept_reports.COLUMNS)
        values = empty | standard_paragraphs.texts(writing.cursor, language)
        values |= {"id": str(uuid.uuid4()), "number": number, "version": 1, "period": period.id, "course": "[]"}
        values |= {"closing": period.version, "language": language, "state": ReportState.DRAFT}
        values |= {"created_at": moment, "created_by": by.id, "changed_at": moment, "changed_by": by.id}
        kept_reports.add(writing, Report(**values))
        return str(values["id"])


def write(database: Database, report_id: str, name: str, *, before: Any, after: Any, by: Actor) -> None:
    """Give a field of a draft another value. Two people can write at once, as long as it is not the same field.

    ``before`` is the value that was seen. A text that can't be used is refused, and the stored one stays.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, NotEditable: it is no draft (any more).
        FieldChanged: somebody else has given it another value meanwhile.
        TextTooLong, TextUnusable: nothing was written.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _writing(database, by) as writing:
        report, field = _draft(writing, report_id), FIELDS[name]
        wanted, stored = report_texts.tidy(field, after), getattr(report, name)
        if stored == wanted:
            return
        if stored != before:
            raise FieldChanged(name, field.label, stored)
        kept_reports.change(writing, "update", report, by=by.id, **{name: wanted})


def write_course(
    database: Database,
    report_id: str,
    stops: Sequence[Mapping[str, str | dt.date | None]],
    *,
    before: str,
    by: Actor,
) -> str:
    """Give a draft another course through the committees; returns it as stored.

    ``before`` is the document that was seen. Lines that say nothing are left out.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, NotEditable: it is no draft (any more).
        FieldChanged: somebody else has changed the course meanwhile.
        StopUnusable, TooManyStops: nothing was written.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _writing(database, by) as writing:
        report = _draft(writing, report_id)
        wanted = json.dumps(report_texts.tidy_stops(stops), ensure_ascii=False)
        if report.course == wanted:
            return wanted
        if report.course != before:
            raise FieldChanged("course", report_texts.COURSE_TITLE, report.course)
        kept_reports.change(writing, "update", report, by=by.id, course=wanted)
        return wanted


def follow(database: Database, report_id: str, *, version: int, by: Actor) -> None:
    """Let a draft tell the figures of the last closing of its period.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, ReportChanged, NotEditable: it is no draft of this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    with _writing(database, by) as writing:
        report = _seen(_draft(writing, report_id), version)
        last = frozen_figures.closings(database, report.period)[0].version
        kept_reports.change(writing, "update", report, by=by.id, closing=last)


def remove(database: Database, report_id: str, *, version: int, by: Actor) -> None:
    """Remove a draft; what was submitted once is no draft again.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, ReportChanged, NotEditable: it is no draft of this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    with _writing(database, by) as writing:
        kept_reports.remove(writing, _seen(_draft(writing, report_id), version), by=by.id)


def check(database: Database, report_id: str, *, version: int, by: Actor) -> None:
    """Mark a draft as checked: from then on it is not edited, unless it becomes a draft again.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, ReportChanged, WrongState: it is no draft of this version (any more).
        NotComplete: something is not filled in.
        NumbersUnknown, NumbersKeptBack, NotSafe: its texts name what it can't tell.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.RELEASE)
    report = _seen(_one(database, report_id), version)
    missing = [field.label for name, field in FIELDS.items() if field.required and getattr(report, name) is None]
    if not report.stops:
        missing.append(report_texts.COURSE_TITLE)
    if missing:
        raise NotComplete(fields=listed(missing, ", "))
    report_texts.must_be_told(report, told(database, report))
    _step(database, "check", report_id, version, by)


def revise(database: Database, report_id: str, *, version: int, by: Actor) -> None:
    """Make a checked report a draft again.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, ReportChanged, WrongState: it is not checked at this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    _step(database, "revise", report_id, version, by)


def submit(
    database: Database, report_id: str, *, version: int, files: Mapping[str, bytes], content: Told, by: Actor
) -> None:
    """Keep the files of a checked report for ever; the history carries their hashes.

    ``content`` is what its tables tell.

    Raises:
        Forbidden: the actor makes no reports.
        NoSuchReport, ReportChanged, WrongState: it is not checked at this version (any more).
        OtherSubmitted: another report was submitted since ``content`` was protected.
        NumbersUnknown, NumbersKeptBack: its texts name what ``content`` does not tell: it was checked before that.
        DatabaseUnavailable: the disk is full or failed; no file was stored.
    """
    with _writing(database, by) as writing:
        report = _seen(_stored(writing, report_id), version)
        if content.earlier != tuple(each.id for each in submitted(writing.cursor)):
            raise OtherSubmitted
        report_texts.must_be_told(report, content)
        hashes = report_files.store(writing, report.id, files)
        facts = {"files": json.dumps(hashes), "kept_back": content.kept_back, **asdict(content.rule)}
        _take(writing, "submit", report, by, submitted_at=now(), **facts)


def release(database: Database, report_id: str, *, version: int, by: Actor) -> None:
    """Let the committee's readers see what was submitted.

    Raises:
        Forbidden: the actor releases no reports.
        NoSuchReport, ReportChanged, WrongState: it is not submitted at this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    _step(database, "release", report_id, version, by)


def withdraw(database: Database, report_id: str, *, version: int, by: Actor) -> None:
    """Take a release back: its readers do not see the report any more, its files stay.

    Raises:
        Forbidden: the actor releases no reports.
        NoSuchReport, ReportChanged, WrongState: it is not released at this version (any more).
        DatabaseUnavailable: the disk is full or failed.
    """
    _step(database, "withdraw", report_id, version, by)


def file(database: Database, report: Report, name: str, *, by: Actor) -> bytes:
    """A file of a report as it was submitted.

    Raises:
        Forbidden: the actor makes no reports.
        FileGone: it is not as it was submitted.
    """
    by.must(Action.RELEASE)
    with database.cursor() as cursor:
        return report_files.content(cursor, report, name)


@contextmanager
def _writing(database: Database, by: Actor) -> Iterator[Writing]:
    by.must(Action.RELEASE)
    with database.writing() as writing:
        yield writing


def _one(database: Database, report_id: str) -> Report:
    with database.cursor() as cursor:
        report = kept_reports.read(cursor, report_id)
    if report is None:
        raise NoSuchReport
    return report


def _stored(writing: Writing, report_id: str) -> Report:
    report = kept_reports.read(writing.cursor, report_id)
    if report is None:
        raise NoSuchReport
    return report


def _draft(writing: Writing, report_id: str) -> Report:
    report = _stored(writing, report_id)
    if report.state is not ReportState.DRAFT:
        raise NotEditable
    return report


def _seen(report: Report, version: int) -> Report:
    if report.version != version:
        raise ReportChanged
    return report


def _step(database: Database, action: str, report_id: str, version: int, by: Actor) -> None:
    by.must(TRANSITIONS[action].action)
    with database.writing() as writing:
        _take(writing, action, _seen(_stored(writing, report_id), version), by)


def _take(writing: Writing, action: str, report: Report, by: Actor, **values: Any) -> None:
    step = TRANSITIONS[action]
    if report.state is not step.source:
        raise WrongState
    kept_reports.change(writing, action, report, by=by.id, state=step.target, **values)
