"""Where the numbers of a report lead whoever may see records: to those that each counts, and to the live figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dashboard.addresses import PERIOD, View, parameters
from dashboard.presets import FREE
from dashboard.tables import record_address
from db.database import Database
from db.figures import FIGURES
from db.report_content import Written
from db.report_figures import BEFORE, Named, Told, numbers
from db.selection import Selection

RECORDS, RECORDS_BEFORE = "records", "records before"
"""Names of the columns of links that are added to a table."""


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses for one report."""

    database: Database
    content: Told
    word: str
    """What the link to the figures says."""

    @property
    def _days(self) -> Selection:
        return Selection(self.content.frozen.closing.first_day, self.content.frozen.closing.last_day)

    def _spans(self, written: Written) -> Mapping[str, Selection]:
        """The days that the numbers of a table are of, by the column of links to their records."""
        before, names = self.content.frozen.days_before, [column.name for column in written.table.columns]
        earlier = {RECORDS_BEFORE: Selection(*before)} if before and "before" in names else {}
        return {RECORDS: self._days, **earlier}

    def number(self, name: str) -> str:
        """The records that a named number counts; empty where there is no list of them."""
        found: Named | None = numbers(self.content).get(name.casefold())
        return self._records(found.figure.removeprefix(BEFORE), found.selection, found.row) if found else ""

    def rows(self, written: Written) -> dict[str, list[str]]:
        """The records that each row of a table counts, those of the total first, a column of links for each period;
        empty where there is no list."""
        names = [column.name for column in written.table.columns]
        rows: list[Mapping[str, Any]] = [dict(zip(names, row, strict=True)) for row in written.table.rows]
        totals: list[Mapping[str, Any]] = [{}] * (len(written.cells) - len(rows))
        if written.table.name not in FIGURES:
            return {}
        return {
            column: [self._records(written.table.name, days, row) for row in [*totals, *rows]]
            for column, days in self._spans(written).items()
        }

    def figure(self) -> str:
        """The dashboard with the figures of the same days as they are now."""
        named = {PERIOD: [FREE], **parameters(View(self._days))}
        return f"/?{urlencode(named, doseq=True)}"

    def _records(self, name: str, selection: Selection, row: Mapping[str, Any]) -> str:
        if name not in FIGURES:
            return ""
        table, named = record_address(self.database, FIGURES[name], selection, dict(row))
        return f"/{table}?{urlencode(named, doseq=True)}"
