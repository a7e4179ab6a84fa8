"""Where the numbers of a report lead whoever may see records: to those that each tells of, and to its figure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.number_links import SAID, figure_address, number_link
from dashboard.plain_tables import Link, Links
from dashboard.translations import msgid, translator
from db import caches, frozen_figures
from db.counted_records import Telling
from db.database import Database
from db.delimited import SUPPRESSED
from db.figure import Figure
from db.figures import FIGURES
from db.frozen_figures import FrozenFigures
from db.kept_reports import Report
from db.report_content import Counted, Paragraph, Written
from db.report_figures import BEFORE, BEFORE_NAME, Named, closing_of, is_number, unprotected
from db.selection import Selection
from schemas.labels import Label

BOTH = dict.fromkeys(Telling, msgid("{number} {what}. Show the records of both periods."))


@dataclass(frozen=True, slots=True)
class Source:
    """What the numbers of a column come from."""

    measure: str
    days: Selection
    beside: str = ""
    """The heading of the column that it is compared with."""
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class ReportLinks:
    """The ways out of one report."""

    database: Database
    frozen: FrozenFigures
    numbers: Mapping[str, Named]
    """Those that a sentence can tell, by name."""
    language: str
    """The report's."""

    @property
    def _days(self) -> Selection:
        return Selection(self.frozen.closing.first_day, self.frozen.closing.last_day)

    def paragraph(self, block: Paragraph) -> dict[Counted, Link]:
        """The ways from the numbers of a paragraph to their records."""
        links = {}
        for counted, named, figure in self._known(block):
            source, what = Source(named.column.name, named.selection), named.name.in_language(self.language)
            links[counted] = self._link(figure, source, named.row, block.text[counted.start : counted.end], what)
        return {counted: link for counted, link in links.items() if link}

    def figures_of(self, block: Paragraph) -> dict[str, str]:
        """The figures of the numbers of a paragraph: the address of each by its title."""
        return {
            _title(named, figure).in_language(self.language): figure_address(figure.name, named.selection)
            for _, named, figure in self._known(block)
        }

    def _known(self, block: Paragraph) -> Iterator[tuple[Counted, Named, Figure]]:
        """The numbers of a paragraph that the program still counts."""
        for counted in block.numbers:
            named = self.numbers.get(counted.name.casefold())
            figure = FIGURES.get(named.figure.removeprefix(BEFORE)) if named else None
            if named and figure:
                yield counted, named, figure

    def figure(self, name: str) -> str:
        """The figure by itself, on the dashboard of the same days; empty where it is no more."""
        return figure_address(name, self._days) if name in FIGURES else ""

    def table(self, written: Written) -> Links:
        """The ways from the numbers of a table, by row of its cells and position of the column."""
        figure = FIGURES.get(written.table.name)
        if figure is None:
            return {}
        sources, totals = self._sources(written), len(written.cells) - len(tuple(written.table.rows))
        names = [column.name for column in written.table.columns]
        rows: list[Mapping[str, Any]] = [{}] * totals
        rows += [dict(zip(names, row, strict=True)) for row in written.table.rows]
        return {
            (place, str(at)): link
            for place, (row, texts) in enumerate(zip(rows, written.cells, strict=True))
            for at, name in enumerate(names)
            if name in sources and texts[at]
            if (link := self._link(figure, sources[name], row, texts[at], _what(written, sources[name], at, texts)))
        }

    def _sources(self, written: Written) -> dict[str, Source]:
        """By the name of each column with numbers. Numbers of the period before are compared with the first one."""
        columns = zip(written.table.columns, written.headings, strict=True)
        measures = {column.name: heading for column, heading in columns if is_number(column)}
        first, heading = next(iter(measures.items()))
        return {name: Source(name, self._days) for name in measures} | dict(self._compared(first, heading))

    def _compared(self, first: str, heading: str) -> Iterator[tuple[str, Source]]:
        """The columns of the comparison; a change comes from the records of both periods, where they adjoin."""
        days = self.frozen.days_before
        if days:
            yield "before", Source(first, Selection(*days), heading)
            if days[1] + dt.timedelta(days=1) == self._days.start:
                yield "change", Source(first, Selection(days[0], self._days.end), heading, is_change=True)

    def _link(self, figure: Figure, source: Source, row: Mapping[str, Any], number: str, what: str) -> Link | None:
        if source.measure not in figure.measures:
            return None
        t = translator(self.language)
        return number_link(
            self.database,
            figure,
            source.days,
            row,
            source.measure,
            number=t("Kept back:") if number == SUPPRESSED else number,
            what=what,
            language=self.language,
            said=BOTH if source.is_change else SAID,
        )


def report_links(database: Database, report: Report) -> ReportLinks:
    """The ways out of a report; its frozen figures are read once, for that takes longer than a page."""
    closing = closing_of(database, report)

    def read() -> tuple[FrozenFigures, Mapping[str, Named]]:
        frozen = frozen_figures.read(database, closing)
        return frozen, unprotected(frozen)

    key = closing.period, closing.version
    frozen, numbers = caches.of(database, "frozen", 8).get(key, read)
    return ReportLinks(database, frozen, numbers, report.language)


def _title(named: Named, figure: Figure) -> Label:
    return BEFORE_NAME.filled(name=figure.title) if named.figure.startswith(BEFORE) else figure.title


def _what(written: Written, source: Source, at: int, texts: tuple[str, ...]) -> str:
    """What a cell tells: ``Auftritte: Trommelgruppe``; ``Beratungen: Wohnraum, Zeitraum davor``."""
    rows = [text for text, numeric in zip(texts, written.numeric, strict=True) if text and not numeric]
    heading = written.headings[at]
    return ", ".join([f"{source.beside or heading}: {rows[0]}", *rows[1:], *([heading] if source.beside else [])])
