"""The words of reports: made tidy before they are stored, and taken apart where they name numbers."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from db.kept_reports import Report
from db.report_figures import PERIOD, Told, numbers
from db.report_refusals import NumbersKeptBack, NumbersUnknown, StopUnusable, TextTooLong, TextUnusable, TooManyStops
from schemas.fields import Kind
from schemas.labels import LANGUAGES
from schemas.report import COURSE, MOST_STOPS, SECTIONS, ReportField
from schemas.report import COURSE_TITLE as COURSE_TITLE

NAMED = re.compile(r"\{([^{}\n]{1,300})\}")
"""A number in a text, by its name."""


def tidy(field: ReportField, value: Any) -> Any:
    """A value as it is stored: texts without blanks around them, None where nothing is said.

    Raises:
        TextTooLong, TextUnusable: it can't be used.
    """
    if field.kind not in (Kind.TEXT, Kind.NOTE):
        return value
    lines = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    if len(text) > field.longest:
        raise TextTooLong(longest=field.longest)
    parts = [text] if field.kind is Kind.TEXT else text.split("\n")
    if not all(part.replace("\t", " ").isprintable() for part in parts):
        raise TextUnusable
    return text or None


def tidy_stops(stops: Sequence[Mapping[str, str | dt.date | None]]) -> list[dict[str, str | None]]:
    """The rows of the course as they are stored; empty ones are left out.

    Raises:
        StopUnusable, TooManyStops: they can't be used.
    """
    rows = [stop for stop in stops if any(stop.get(field.name) for field in COURSE)]
    if len(rows) > MOST_STOPS:
        raise TooManyStops(most=MOST_STOPS)
    return [_stop(number, row) for number, row in enumerate(rows, start=1)]


def _stop(number: int, row: Mapping[str, str | dt.date | None]) -> dict[str, str | None]:
    try:
        stop = {field.name: _cell(field, row.get(field.name)) for field in COURSE}
    except (TextTooLong, TextUnusable) as refused:
        raise StopUnusable(row=number) from refused
    if any(field.required and stop[field.name] is None for field in COURSE):
        raise StopUnusable(row=number)
    return stop


def _cell(field: ReportField, value: str | dt.date | None) -> str | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    text: str | None = tidy(field, value)
    return text


def paragraphs(text: str | None) -> list[str]:
    """A text as its paragraphs: every line is one."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def parts(paragraph: str) -> Iterator[tuple[str, bool]]:
    """A paragraph as its pieces, and of each whether it names a number."""
    for place, piece in enumerate(NAMED.split(paragraph)):
        if piece:
            yield piece, place % 2 == 1


def named(report: Report) -> list[str]:
    """The names of the numbers in a report's texts, each once."""
    words = "\n".join(getattr(report, section.name) or "" for section in SECTIONS)
    return list(dict.fromkeys(NAMED.findall(words)))


def must_be_told(report: Report, content: Told) -> None:
    """Go on only if the texts name nothing but numbers that are told.

    Raises:
        NumbersUnknown, NumbersKeptBack: one is unknown, or suppressed.
    """
    known = numbers(content)
    period = {PERIOD.in_language(language).casefold() for language in LANGUAGES}
    wanted = [name for name in named(report) if name.casefold() not in period]
    unknown = [name for name in wanted if name.casefold() not in known]
    if unknown:
        raise NumbersUnknown(names=", ".join(unknown))
    kept_back = [name for name in wanted if known[name.casefold()].kept_back]
    if kept_back:
        raise NumbersKeptBack(names=", ".join(kept_back))
