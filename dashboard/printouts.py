"""Figures as text for the command line: tables to read, JSON and CSV for programs."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import formats
from db import exports
from db.database import Database, now
from db.delimited import FLAVOURS, Column, Reader, write
from db.figures import FIGURES, compute_all
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


def _tables(database: Database, selection: Selection, reader: Reader) -> Iterator[exports.Table]:
    """The figures, those that the office has to report first."""
    made = now()
    names = sorted(FIGURES, key=lambda name: not FIGURES[name].source)
    for name, frame in compute_all(database, names, selection).items():
        yield exports.of_figure(FIGURES[name], frame, selection, reader, made)


def as_table(database: Database, selection: Selection, reader: Reader) -> str:
    """All figures one below the other, for eyes, with period, time and footnotes."""
    return "\n".join(_readable(table, reader) for table in _tables(database, selection, reader))


def _readable(table: exports.Table, reader: Reader) -> str:
    headings = [column.label.in_language(reader.language) for column in table.columns]
    steps = FIGURES[table.name].axes
    rows = [
        [_text(value, column, reader, steps.get(column.name)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
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
    plain = _plain(value)
    if plain is None:
        return ""
    if column.kind in NUMBERS:
        return formats.number(plain, reader.language)
    if isinstance(value, dt.date):
        return formats.month(value, reader.language) if step is Step.MONTH else formats.day(value, reader.language)
    return reader.labels(column).get(str(plain), str(plain))


def _plain(value: Any) -> Any:
    """A cell as a value that JSON has: days in ISO form, None where there is nothing."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def as_json(database: Database, selection: Selection, _reader: Reader) -> str:
    """``{figure: [{column: value}, …]}``: codes, ISO days, null where there is nothing to say."""
    frames = compute_all(database, FIGURES, selection)
    plain = {
        name: [{column: _plain(value) for column, value in row.items()} for row in frame.to_dict("records")]
        for name, frame in frames.items()
    }
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def as_csv(database: Database, selection: Selection, reader: Reader) -> str:
    """All figures in one machine-readable table, ``LONG``."""
    stream = io.BytesIO()
    write(stream, LONG, _cells(_tables(database, selection, reader), reader), FLAVOURS["machine"], reader)
    return stream.getvalue().decode()


def _cells(tables: Iterable[exports.Table], reader: Reader) -> Iterator[tuple[Any, ...]]:
    for table in tables:
        for number, row in enumerate(table.rows, start=1):
            for value, column in zip(row, table.columns, strict=True):
                plain = _plain(value)
                heading, label = column.label.in_language(reader.language), reader.labels(column).get(str(plain))
                text = None if plain is None else str(plain)
                yield table.name, table.title, number, column.name, heading, text, label


PRINTOUTS: Mapping[str, Callable[[Database, Selection, Reader], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
}
"""The forms of ``buero figures --format``."""
