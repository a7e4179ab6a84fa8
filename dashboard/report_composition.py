"""A report put together: its words, the protected numbers of its closing, tables and charts, ready for every writer."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from dashboard import chart_files, formats, report_captions, report_comparison, report_tables
from dashboard.drawings import DRAWINGS, MOST
from dashboard.file_names import words
from dashboard.translations import translator
from db import frozen_figures
from db.database import Database
from db.delimited import SUPPRESSED, Reader
from db.figures import FIGURES
from db.kept_reports import Report
from db.periods import Step
from db.report_content import Block, Chart, Counted, Course, Fact, Paragraph, ReportContent, Section
from db.report_figures import INSERTED, PERIOD, Inserted, Told, is_number, numbers, told
from db.report_texts import COURSE_TITLE, paragraphs, parts
from schemas.fields import Kind
from schemas.labels import LANGUAGES
from schemas.report import (
    CLOSING,
    COURSE,
    FIELDS,
    KINDS,
    PARTICIPATION,
    PARTICIPATION_TITLE,
    SECTIONS,
    STATUSES,
    ReportField,
)

LOW = 190
"""Pixels: so high are columns over time, that their table has room on the same page."""


def composed(
    database: Database, report: Report, zone: ZoneInfo, content: Told | None = None, *, office: str = ""
) -> ReportContent:
    """A report as it would be read now; ``content`` is what it tells, if that is known, and ``office`` what the office
    was called, if not as now.

    Raises:
        NotSafe: its tables could give somebody away.
    """
    content = content or told(database, report)
    reader = frozen_figures.reader_of(content.frozen, Reader(report.language, zone=zone))
    return _composed(office or database.settings.office_name, report, content, reader)


def number_names(content: Told, language: str) -> dict[str, str]:
    """The names of all numbers that a text can tell, and how each reads; those that are kept back are left out."""
    known = {each.name.in_language(language): each for each in numbers(content).values() if not each.kept_back}
    return {name: report_tables.number(each, language) for name, each in known.items()}


def file_name_of(report: Report) -> str:
    """What the files of a report are called, without their endings: ``Tischvorlage_SGM-2018-169``."""
    kind = KINDS[report.kind].in_language(report.language) if report.kind else ""
    return "_".join(filter(None, map(words, (kind, report.paper_number or "")))) or f"Bericht_{report.number}"


def _composed(office: str, report: Report, content: Told, reader: Reader) -> ReportContent:
    kind = KINDS[report.kind].in_language(reader.language) if report.kind else ""
    name, subject = " ".join(filter(None, (kind, report.paper_number))), report.subject or ""
    return ReportContent(
        language=reader.language,
        office=office,
        title=": ".join(filter(None, (name, subject))),
        subject=subject,
        facts=tuple(fact for fact in _facts(office, report, content, reader) if fact.text),
        course=_course(report, reader.language),
        sections=tuple(_sections(report, content, reader)),
        closing=tuple(_closing(report, reader.language)),
        answers=tuple(_answers(report, reader.language)),
        answers_heading=PARTICIPATION_TITLE.in_language(reader.language),
        made=content.frozen.closing.moment.replace(microsecond=0),
        reader=reader,
        file_name=file_name_of(report),
    )


def _facts(office: str, report: Report, content: Told, reader: Reader) -> Iterator[Fact]:
    t, language, closing = translator(reader.language), reader.language, content.frozen.closing
    head = {
        "paper_number": report.paper_number or "",
        "kind": KINDS[report.kind].in_language(language) if report.kind else "",
        "status": STATUSES[report.status].in_language(language) if report.status else "",
    }
    for name, text in head.items():
        yield Fact(FIELDS[name].label.in_language(language), text)
    yield Fact(t("Reporting period"), formats.period(closing.first_day, closing.last_day, language))
    yield Fact(t("Compared with"), report_comparison.told(content.frozen, language))
    yield Fact(t("Figures as of"), formats.moment(closing.moment, language, reader.zone))
    yield Fact(t("Office"), office)


def _course(report: Report, language: str) -> Course:
    rows = tuple(tuple(stop_text(field, stop[field.name], language) for field in COURSE) for stop in report.stops)
    headings = tuple(field.label.in_language(language) for field in COURSE)
    return Course(COURSE_TITLE.in_language(language), headings, rows)


def stop_text(field: ReportField, value: str | None, language: str) -> str:
    """A cell of the course as people read it."""
    if value and field.kind is Kind.DAY:
        return formats.day(dt.date.fromisoformat(value), language)
    return value or ""


def _sections(report: Report, content: Told, reader: Reader) -> Iterator[Section]:
    """The sections that have words or figures."""
    for section in SECTIONS:
        told_in_words = [_paragraph(text, content, reader) for text in paragraphs(getattr(report, section.name))]
        figures = [
            block
            for each in INSERTED.get(section.name, ())
            if each.figure in content.safe
            for block in _inserted(each, content, reader)
        ]
        if told_in_words or figures:
            yield Section(section.heading.in_language(reader.language), (*told_in_words, *figures))


def _paragraph(text: str, content: Told, reader: Reader) -> Paragraph:
    """A paragraph with its numbers in place; a name that means nothing stays as it is."""
    written, found, known = "", list[Counted](), numbers(content)
    for piece, is_name in parts(text):
        number = known.get(piece.casefold()) if is_name else None
        if number:
            said = SUPPRESSED if number.kept_back else report_tables.number(number, reader.language)
            found.append(Counted(len(written), len(written) + len(said), number.name.in_language(reader.language)))
        else:
            said = _period(piece, content, reader) if is_name else piece
        written += said
    return Paragraph(written, tuple(found))


def _period(name: str, content: Told, reader: Reader) -> str:
    if name.casefold() not in {PERIOD.in_language(language).casefold() for language in LANGUAGES}:
        return f"{{{name}}}"
    t, closing = translator(reader.language), content.frozen.closing
    first, last = (formats.day(day, reader.language) for day in (closing.first_day, closing.last_day))
    return t("{first} to {last}", first=first, last=last)


def _inserted(inserted: Inserted, content: Told, reader: Reader) -> Iterator[Block]:
    table = report_tables.written(content, inserted.figure, reader)
    chart = _chart(inserted.figure, content, reader) if inserted.chart else None
    if chart:
        yield chart
    yield table


def _chart(name: str, content: Told, reader: Reader) -> Chart | None:
    """The chart of what is told of a figure; None where nothing can be drawn."""
    figure, safe = FIGURES.get(name), content.safe[name]
    first = next(column for column in safe.figure.columns if is_number(column))
    frame = safe.figure.frame.dropna(subset=[first.name]).tail(MOST.get(name, len(safe.figure.frame)))
    if figure is None or name not in DRAWINGS or not frame[first.name].any():
        return None
    chart = DRAWINGS[name](frame, figure, reader)
    if any(isinstance(axis, Step) for axis in figure.axes.values()):
        chart = chart.properties(height=LOW)
    t = translator(reader.language)
    spoken = [str(chart.description), *([t(report_captions.NOT_DRAWN)] if safe.suppressed else [])]
    title = safe.figure.title.in_language(reader.language)
    remark = report_captions.chart_remark(safe, frame, first, reader)
    return Chart(name, title, chart_files.specification(chart), " ".join(spoken), remark)


def _closing(report: Report, language: str) -> Iterator[Section]:
    for field in CLOSING:
        texts = paragraphs(getattr(report, field.name))
        if texts:
            yield Section(field.label.in_language(language), tuple(map(Paragraph, texts)))


def _answers(report: Report, language: str) -> Iterator[Fact]:
    for field in PARTICIPATION:
        answer: bool | None = getattr(report, field.name)
        if answer is not None:
            yield Fact(field.label.in_language(language), formats.flag(answer, language))
