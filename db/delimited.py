"""The one writer of CSV: whatever leaves the product as CSV passes through ``write``, in one of two flavours.

``excel`` is for a double click on a German computer, ``machine`` for programs.
"""

import datetime as dt
import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice
from typing import Any, BinaryIO, TypeAlias
from zoneinfo import ZoneInfo

import pandas as pd

from db.figure import Number
from db.misreadings import guarded
from schemas import RECORDS
from schemas.fields import Field, Kind
from schemas.labels import Label
from schemas.record import Record, states
from schemas.vocabulary import VOCABULARIES, Vocabularies

BATCH = 10_000
"""Rows that are in memory at a time."""

PLACES: Mapping[Number | None, int] = {Number.MEAN: 2, Number.SHARE: 4}
"""Decimal places of computed numbers, which have more digits than they can mean; all others are exact."""

SUPPRESSED = "•"
"""What stands in place of a suppressed number, in both languages and flavours: German statistics write it for "kept
secret"."""

OFFICE_ZONE = ZoneInfo("Europe/Berlin")
"""Where the office's clocks are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table to be written."""

    name: str
    label: Label
    kind: Kind
    vocabulary: str | None = None
    labels: Mapping[str, Label] | None = None
    """What its codes are called, where that is not said by a vocabulary."""
    number: Number | None = None
    """What a number is that was counted or computed; None of one that was entered."""


def columns_of(fields: Iterable[Field]) -> tuple[Column, ...]:
    """The columns of a record type's fields, in their order."""
    return tuple(Column(field.name, field.label, field.kind, field.vocabulary) for field in fields)


@functools.cache
def _own_lists(record_types: tuple[type[Record], ...]) -> Vocabularies:
    """The program's own lists, and the states of record types."""
    return {**VOCABULARIES} | {name: values for each in record_types for name, values in states(each).items()}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a file is written: the language, the value lists and the time zone of what is read."""

    language: str = "de"
    vocabularies: Vocabularies = field(default_factory=lambda: _own_lists(tuple(RECORDS.values())))
    zone: ZoneInfo = OFFICE_ZONE

    def labels(self, column: Column) -> dict[str, str]:
        """The labels of the column's codes in the reader's language."""
        if column.labels is not None:
            return {code: label.in_language(self.language) for code, label in column.labels.items()}
        values = self.vocabularies[column.vocabulary] if column.vocabulary else ()
        return {value.code: value.label.in_language(self.language) for value in values}


Cell: TypeAlias = Callable[[Any], str]
CellMaker: TypeAlias = Callable[[Column, Reader], Cell]

_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _safe(text: str) -> str:
    return _quoted(guarded(text))


def _plain(text: str) -> str:
    return _quoted(text) if _NEEDS_QUOTES.search(text) else text


def rounded(value: Any, column: Column) -> Decimal:
    """A number of a column with the decimal places that it can be meant to have, half to the even digit."""
    exact, places = value if isinstance(value, Decimal) else Decimal(str(value)), PLACES.get(column.number)
    return exact if places is None else exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def _exact(column: Column, _reader: Reader) -> Cell:
    return lambda value: format(rounded(value, column), "f")


def _decimal_comma(column: Column, _reader: Reader) -> Cell:
    """Shares in per cent: the sign is in the heading, for a cell with it is text to some spreadsheets."""
    shift = 2 if column.number is Number.SHARE else 0
    return lambda value: format(rounded(value, column).scaleb(shift), "f").replace(".", ",")


def _heading(column: Column, reader: Reader) -> str:
    label = column.label.in_language(reader.language)
    return _safe(f"{label} in %" if column.number is Number.SHARE else label)


def _always(cell: Cell) -> CellMaker:
    """A cell that is the same for every column and reader."""
    return lambda _column, _reader: cell


def _local_moment(_column: Column, reader: Reader) -> Cell:
    def cell(value: dt.datetime) -> str:
        local = value.replace(tzinfo=dt.UTC).astimezone(reader.zone)
        return f"{local.day:02}.{local.month:02}.{local.year:04} {local.hour:02}:{local.minute:02}"

    return cell


def _labelled(column: Column, reader: Reader) -> Cell:
    cells = {code: _safe(label) for code, label in reader.labels(column).items()}
    return lambda code: cells.get(code) or _safe(str(code))


def _all_labelled(column: Column, reader: Reader) -> Cell:
    labels = reader.labels(column)

    @functools.lru_cache(1024)
    def cell(codes: tuple[str, ...]) -> str:
        return _safe("; ".join(labels.get(code, code) for code in codes)) if codes else ""

    return lambda codes: cell(tuple(codes))


def _yes_or_no(_column: Column, reader: Reader) -> Cell:
    yes, no = ("yes", "no") if reader.language == "en" else ("ja", "nein")
    return lambda value: yes if value else no


EXCEL_CELLS: Mapping[Kind, CellMaker] = {
    Kind.DAY: _always(lambda value: f"{value.day:02}.{value.month:02}.{value.year:04}"),
    Kind.TIME: _always(lambda value: f"{value.hour:02}:{value.minute:02}"),
    Kind.MOMENT: _local_moment,
    Kind.INTEGER: _always(lambda value: str(int(value))),
    Kind.DECIMAL: _decimal_comma,
    Kind.TEXT: _always(_safe),
    Kind.NOTE: _always(_safe),
    Kind.CHOICE: _labelled,
    Kind.CHOICES: _all_labelled,
    Kind.FLAG: _yes_or_no,
}

MACHINE_CELLS: Mapping[Kind, CellMaker] = {
    Kind.DAY: _always(lambda value: f"{value.year:04}-{value.month:02}-{value.day:02}"),
    Kind.TIME: _always(lambda value: value.isoformat()),
    Kind.MOMENT: _always(lambda value: value.isoformat() + "Z"),
    Kind.INTEGER: _always(lambda value: str(int(value))),
    Kind.DECIMAL: _exact,
    Kind.TEXT: _always(_plain),
    Kind.NOTE: _always(_plain),
    Kind.CHOICE: _always(_plain),
    Kind.CHOICES: _always(lambda codes: _plain(";".join(codes))),
    Kind.FLAG: _always(lambda value: "true" if value else "false"),
}


@dataclass(frozen=True, slots=True)
class Flavour:
    """One way to write CSV: how it is called, and how heading and cells are spelled."""

    name: str
    label: Label
    separator: str
    opening: bytes
    heading: Callable[[Column, Reader], str]
    cells: Mapping[Kind, CellMaker]
    notes_below: bool
    """Whether notes stand below the table. Elsewhere they would be rows: there datapackage.json carries them."""


FLAVOURS: Mapping[str, Flavour] = {
    flavour.name: flavour
    for flavour in (
        Flavour(
            "excel",
            Label("Excel (deutsch)", "Excel (German)"),
            separator=";",
            opening=b"\xef\xbb\xbf",
            heading=_heading,
            cells=EXCEL_CELLS,
            notes_below=True,
        ),
        Flavour(
            "machine",
            Label("Maschinenlesbar", "Machine-readable"),
            separator=",",
            opening=b"",
            heading=lambda column, _reader: _plain(column.name),
            cells=MACHINE_CELLS,
            notes_below=False,
        ),
    )
}
"""The flavours by their name in addresses and on the command line."""


def rows_of(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """The rows of a frame, as ``write`` wants them."""
    rows: Iterable[tuple[Any, ...]] = frame.itertuples(index=False, name=None)
    return rows


def write(
    stream: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    flavour: Flavour,
    reader: Reader,
    notes: Sequence[str] = (),
    suppressed: Collection[tuple[int, str]] = frozenset(),
) -> int:
    """Write a table and return the number of its rows.

    A row has a value for each of ``columns``, typed as records are; None, NaN, NA and NaT are empty cells. Rows are
    taken ``BATCH`` at a time. ``notes`` are lines about the table, in the reader's language, and written only where
    the flavour has a place for them. ``suppressed`` cells, by row and column name, hold ``SUPPRESSED`` instead.
    """
    heading = flavour.separator.join(flavour.heading(column, reader) for column in columns)
    cells = [flavour.cells[column.kind](column, reader) for column in columns]
    if suppressed:
        rows, cells = marked(columns, rows, suppressed), [_or_sign(cell) for cell in cells]
    stream.write(flavour.opening + heading.encode() + b"\r\n")
    written, remaining = 0, iter(rows)
    while batch := list(islice(remaining, BATCH)):
        stream.write(_lines(batch, cells, flavour.separator))
        written += len(batch)
    if notes and flavour.notes_below:
        stream.write("".join(line + "\r\n" for line in ("", *map(_safe, notes))).encode())
    return written


def marked(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], suppressed: Collection[tuple[int, str]]
) -> Iterator[tuple[Any, ...]]:
    """The rows with ``SUPPRESSED`` in the suppressed cells, which are named by row and column."""
    for place, row in enumerate(rows):
        signs = ((place, column.name) in suppressed for column in columns)
        yield tuple(SUPPRESSED if sign else value for value, sign in zip(row, signs, strict=True))


def _or_sign(cell: Cell) -> Cell:
    return lambda value: value if value is SUPPRESSED else cell(value)


def _lines(batch: Sequence[Sequence[Any]], cells: Sequence[Cell], separator: str) -> bytes:
    """A batch as lines, converted column by column, which is half as slow again row by row."""
    texts = [
        ["" if absent(value) else cell(value) for value in values]
        for cell, values in zip(cells, zip(*batch, strict=True), strict=True)
    ]
    # A line of one empty cell would be an empty line, which readers skip.
    lines = (separator.join(row) or '""' for row in zip(*texts, strict=True))
    return ("\r\n".join(lines) + "\r\n").encode()


def absent(value: Any) -> bool:
    """Whether there is no value: None, NaN, NA or NaT."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)
