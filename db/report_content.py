"""A report as it is read, before it is a file: the writers of every format take the same, and nothing else.

All texts are in the report's language and plain: no mark-up, a paragraph has no line breaks. All tables and charts have
passed disclosure control.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from db.delimited import Reader
from db.exports import Table


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its name: the paper's number, the financial effect, whether seniors were heard."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in a paragraph: from where to where it stands in the text, and what it is called."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of text."""

    text: str
    numbers: tuple[Counted, ...] = ()
    """The numbers that the program has put into it. Files don't need them; on the office's screen they are links."""


@dataclass(frozen=True, eq=False)
class Written:
    """A table: as it is printed, and as it is for programs.

    Both have the same columns; ``cells`` can begin with one more row, the total.
    """

    title: str
    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    """As people read them: numbers in the language's custom, ``db.delimited.SUPPRESSED`` where one is suppressed."""
    numeric: tuple[bool, ...]
    """For each column, whether it holds numbers, which stand at the right; the first column names the rows."""
    notes: tuple[str, ...]
    """What stands below the table: unit, total, footnotes, rule and sign."""
    table: Table
    """For CSV, XLSX and ``datapackage.json``: typed values. ``table.rows`` is a tuple here, and can be read again.

    A suppressed cell is None in ``table.rows``, and in ``table.suppressed`` by its row's position and column's name.
    """
    remark: str = ""
    """What its caption says beside the title."""


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart, self-contained."""

    name: str
    """The figure's, unique in the report: the file ``{name}.svg``."""
    title: str
    specification: Mapping[str, Any]
    """Vega-Lite as plain JSON, data inline, with the locale, a width in pixels, colours and fonts for white paper."""
    alternative: str
    """What it shows, in a few sentences, for who does not see it."""
    remark: str = ""
    """What its caption says beside the title."""


Block: TypeAlias = Paragraph | Written | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading, and what stands below it, in order."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The committees that the paper goes through, a row each; every row has as many texts as ``headings``."""

    heading: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """One report, complete. What has no text or rows is left out by the writers, its heading included."""

    language: str
    """``de`` or ``en``."""
    office: str
    """Name of the office."""
    title: str
    """What the document is called: kind, number and subject, in its metadata."""
    subject: str
    """The headline of the first page."""
    facts: tuple[Fact, ...]
    """For the first page, in order: number, kind, status, period, day of the frozen figures, office."""
    course: Course
    sections: tuple[Section, ...]
    closing: tuple[Section, ...]
    """Participation, financial effect and annexes: sections with paragraphs only."""
    answers: tuple[Fact, ...]
    """Participation by question: ja or nein. Stands before ``closing``, below ``answers_heading``."""
    answers_heading: str
    made: dt.datetime
    """UTC without offset, to the second: when the figures were frozen. With it in their metadata, files are the same
    when they are written again."""
    reader: Reader
    """For ``table.write`` and value lists of then: language, vocabularies, zone."""
    file_name: str
    """Without extension, for instance ``Vorlage_SGM-2018-169``."""

    @property
    def tables(self) -> tuple[Written, ...]:
        """All tables in order."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Written))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts in order."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Chart))


Writer: TypeAlias = Callable[[ReportContent], bytes]
"""Writes one file; the same content gives the same bytes. ``dashboard/report_files.py`` lists all as ``WRITERS``."""
