"""Figures as text for the command line: tables to read, JSON and CSV for programs."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dashboard import formats
from db import exports
from db.database import Database, now
from db.delimited import FLAVOURS, PLACES, SUPPRESSED, Column, Reader, rounded, write
from db.documents import plain
from db.figure import Number
from db.figures import FIGURES, compute_all, total_of
from db.periods import Step
from db.selection import Selection
from schemas.fields import Kind
from schemas.labels import Label

LONG = (
    Column("figure", Label("Zahl", "Figure"), Kind.TEXT),
    Column("title", Label("Titel", "Title"), Kind.TEXT),
    Column("row", Label("Zeile", "Row"), Kind.INTEGER),
    Column("column", Label("Spalte", "Column"), Kind.TEXT),
    Column("heading", Label("Überschrift", "Heading"), Kind.TEXT),
    Column("value", Label("Wert", "Value"), Kind.TEXT),
    Column("label", Label("Bezeichnung", "Label"), Kind.TEXT),
)
"""The columns of all figures in one CSV file: one line for each cell of each figure, ``row`` counts from 1."""

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
GAP = "  "
NOTHING = Label("(keine Zeilen)", "(no rows)")


def live_tables(database: Database, selection: Selection, reader: Reader) -> list[exports.Table]:
    """The figures as they are now."""
    made, frames = now(), compute_all(database, FIGURES, selection)
    return [
        exports.of_figure(FIGURES[name], frame, selection, reader, made, total=total_of(FIGURES[name], frames))
        for name, frame in frames.items()
    ]


def as_table(tables: Iterable[exports.Table], reader: Reader) -> str:
    """All figures one below the other, for eyes, with period, time and footnotes."""
    return "\n".join(_readable(table, reader) for table in tables)


def _readable(table: exports.Table, reader: Reader) -> str:
    headings = [column.label.in_language(reader.language) for column in table.columns]
    steps = FIGURES[table.name].axes if table.name in FIGURES else {}
    rows = [
        [_text(value, column, reader, steps.get(column.name)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.marked
    ]
    lines = list(_aligned(headings, rows, [column.kind in NUMBERS for column in table.columns]))
    if not rows:
        lines.append(NOTHING.in_language(reader.language))
    title, *notes = table.notes
    return "\n".join([title, "=" * len(title), *lines, "", *notes, ""]) + "\n"


def _aligned(headings: Sequence[str], rows: Sequence[Sequence[str]], to_the_right: Sequence[bool]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, ["-" * width for width in widths], *rows):
        cells = zip(row, widths, to_the_right, strict=True)
        yield GAP.join(text.rjust(width) if right else text.ljust(width) for text, width, right in cells).rstrip()


def _text(value: Any, column: Column, reader: Reader, step: object) -> str:
    """A cell as the reader writes it."""
    cell = plain(value)
    if cell is None or cell is SUPPRESSED:
        return cell or ""
    if column.number is Number.SHARE:
        return formats.percent(rounded(cell, column), reader.language, places=PLACES[Number.SHARE] - 2)
    if column.kind in NUMBERS:
        return formats.number(cell, reader.language)
    if isinstance(value, dt.date):
        return formats.month(value, reader.language) if step is Step.MONTH else formats.day(value, reader.language)
    return reader.labels(column).get(str(cell), str(cell))


def as_json(tables: Iterable[exports.Table], _reader: Reader) -> str:
    """``{figure: [{column: value}, …]}``: codes, ISO days, null where there is nothing to say."""
    told = {table.name: list(_records(table)) for table in tables}
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _records(table: exports.Table) -> Iterator[dict[str, Any]]:
    for row in table.marked:
        yield {column.name: _exact(value, column) for value, column in zip(row, table.columns, strict=True)}


def _exact(value: Any, column: Column) -> Any:
    """A cell as JSON has it, computed numbers with as many decimal places as in any other file."""
    cell = plain(value)
    return float(rounded(cell, column)) if isinstance(cell, float) else cell


def as_csv(tables: Iterable[exports.Table], reader: Reader) -> str:
    """All figures in one machine-readable table, ``LONG``."""
    stream = io.BytesIO()
    write(stream, LONG, _cells(tables, reader), FLAVOURS["machine"], reader)
    return stream.getvalue().decode()


def _cells(tables: Iterable[exports.Table], reader: Reader) -> Iterator[tuple[Any, ...]]:
    for table in tables:
        for number, row in enumerate(table.marked, start=1):
            for value, column in zip(row, table.columns, strict=True):
                cell = _exact(value, column)
                heading, label = column.label.in_language(reader.language), reader.labels(column).get(str(cell))
                text = None if cell is None else str(cell)
                yield table.name, table.title, number, column.name, heading, text, label


PRINTOUTS: Mapping[str, Callable[[Iterable[exports.Table], Reader], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
}
"""The forms of ``buero figures --format``."""
