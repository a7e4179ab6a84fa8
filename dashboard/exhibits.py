"""What a panel shows of a figure, made once for all who look at the same numbers in the same language."""

import datetime as dt
import html
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]

from dashboard.drawings import DRAWINGS, MOST
from dashboard.formats import Reader, moment, number
from dashboard.number_links import table_links
from dashboard.plain_tables import html_table
from dashboard.specifications import Specification, arrow, specification
from dashboard.tables import RECORDS, headings, table_frame, writers
from dashboard.translations import msgid, translator
from dashboard.written import Shown, written
from db import caches, figures
from db.database import Database, now
from db.figure import Counts, Figure
from db.selection import Selection

COUNTED: Mapping[Counts, str] = {
    Counts.CONTACTS: msgid("Counts contacts."),
    Counts.PERSONS: msgid("Counts persons."),
    Counts.CASES: msgid("Counts cases."),
    Counts.ACTS: msgid("Counts the office's own activities."),
}
"""German statistics keep contacts, persons and cases apart: every figure says which it counts."""

UNSEEN = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap"
"""Style of what is there for screen readers only: the numbers of a chart in words."""

PRINT = "margin:0 0 0.5rem"
FINE = "margin:0;font-size:0.85rem;opacity:0.8"
"""Style of the print below a chart, and of the fine print."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A figure of one selection, ready to be shown."""

    frame: pd.DataFrame
    """As ``figures.compute`` gives it; not to be changed."""
    empty: bool
    """Whether nothing was counted."""
    chart: Specification | None
    """None where there is nothing to draw."""
    words: str
    """HTML: the table of a figure that is not drawn, how much is drawn, the chart in words, what the numbers count,
    and when they were counted."""


def exhibit(database: Database, name: str, selection: Selection, reader: Reader) -> Exhibit:
    """A figure as it is now."""
    figure = figures.catalogue(database.record_types)[name]

    def make() -> Exhibit:
        frames = figures.compute_all(database, figure.needs, selection)
        frame, whole = frames[name], figures.total_of(figure, frames)
        made = kept(database, ("counted", name, selection), now)
        chart, empty = drawn(database, figure, frame, reader), is_empty(figure, frame)
        words = [_print(figure, frame, chart, whole, reader), _fine_print(figure, selection, made, reader)]
        if name not in DRAWINGS and not empty:
            words.insert(0, _table(database, figure, frame, selection, reader))
        return Exhibit(frame, empty, chart, "".join(words))

    found: Exhibit = kept(database, ("exhibit", name, selection, *_whom(reader)), make)
    return found


def numbers(database: Database, figure: Figure, frame: pd.DataFrame, selection: Selection, reader: Reader) -> Shown:
    """The numbers of a figure and those of the period before beside them, as the reader writes them."""

    def make() -> Shown:
        table = pa.Table.from_pandas(table_frame(database, figure, frame, selection, reader), preserve_index=False)
        return written(table, writers(figure, table.column_names), reader.language)

    shown: Shown = kept(database, ("numbers", figure.name, selection, *_whom(reader)), make)
    return shown


def linked_table(database: Database, name: str, selection: Selection, reader: Reader) -> str:
    """The table of a figure as HTML."""
    figure = figures.catalogue(database.record_types)[name]

    def make() -> str:
        return _table(database, figure, figures.compute(database, name, selection), selection, reader)

    table: str = kept(database, ("linked table", name, selection, *_whom(reader)), make)
    return table


def _table(database: Database, figure: Figure, frame: pd.DataFrame, selection: Selection, reader: Reader) -> str:
    """The table of a figure; each of its numbers leads to its records."""
    language, told = reader.language, table_frame(database, figure, frame, selection, reader)
    shown = told.drop(columns=RECORDS, errors="ignore")
    return html_table(
        shown,
        headings(figure, language),
        writers(figure, map(str, shown.columns)),
        table_links(database, figure, frame, shown, selection, language),
        caption=figure.title.in_language(language),
        language=language,
    )


def drawn(database: Database, figure: Figure, frame: pd.DataFrame, reader: Reader) -> Specification | None:
    """The chart of a frame, None where there is nothing to draw.

    Drawing takes ten times as long as everything else, so a chart is drawn once for the numbers that it shows: a
    record of one kind leaves the charts of the others as they are.
    """
    if figure.name not in DRAWINGS or is_empty(figure, frame):
        return None
    shown = frame.tail(MOST.get(figure.name, len(frame)))
    chart: Specification = caches.of(database).get(
        ("drawn", figure.name, *_whom(reader), arrow(shown)),
        lambda: specification(DRAWINGS[figure.name](shown, figure, reader)),
    )
    return chart


def is_empty(figure: Figure, frame: pd.DataFrame) -> bool:
    """Whether nothing was counted: no rows, or nothing but zeros in them. A row for a record is something."""
    return frame.empty or (bool(figure.axes) and not frame[list(figure.measures)].fillna(0).to_numpy().any())


def kept(database: Database, key: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
    """What is made of the records as they are now, made once for each key."""
    return caches.of(database).get((database.revision, database.given.today, *key), make)


def _whom(reader: Reader) -> tuple[Hashable, ...]:
    return reader.language, reader.zone, caches.Same(reader.vocabularies)


def _print(figure: Figure, frame: pd.DataFrame, chart: Specification | None, whole: int | None, reader: Reader) -> str:
    """How many rows are drawn, how much it is in all, and the chart in words."""
    t, most, lines = translator(reader.language), MOST.get(figure.name, len(frame)), []
    if chart is not None and len(frame) > most:
        told = t("The last {most} of {n} are drawn; the table has them all.", most=most, n=len(frame))
        lines.append(f"<p style='{PRINT}'>{html.escape(told)}</p>")
    if whole is not None:
        told = t("In all: {number}", number=f"<b>{number(whole, reader.language)}</b>")
        lines.append(f"<p style='{PRINT}'>{told}</p>")
    if chart is not None:
        lines.append(f"<p style='{UNSEEN}'>{html.escape(chart.description)}</p>")
    return "".join(lines)


def _fine_print(figure: Figure, selection: Selection, made: dt.datetime, reader: Reader) -> str:
    """What the numbers count, how they are meant, and when they were counted."""
    t = translator(reader.language)
    notes = [t(COUNTED[figure.counts])]
    notes += [note.in_language(reader.language) for note in figures.footnotes(figure, selection)]
    as_of = t("As of {moment}.", moment=moment(made, reader.language, reader.zone))
    return f"<p style='{FINE}'>{html.escape(' '.join([*notes, as_of]))}</p>"
