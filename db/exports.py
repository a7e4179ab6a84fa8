"""What leaves the product as a table, records or a figure: its columns, rows, and what must be said about it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO

import duckdb
import pandas as pd

from db import accounts, datapackage
from db.database import Database
from db.delimited import BATCH, Column, Flavour, Reader, columns_of, marked, rows_of, write
from db.figure import Figure, Number
from db.figures import footnotes
from db.listing import wanted
from db.periods import Step
from db.references import referring, with_referred
from db.selection import SPECIAL, Conditions, Selection, conditions
from db.tables import quoted
from schemas import RECORDS
from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.record import Record, about

PERIOD = Label("Zeitraum", "Period")
ALL_DAYS = Label("alle Tage", "all days")
FROM, UNTIL, BETWEEN = Label("ab {}", "from {}"), Label("bis {}", "until {}"), Label("{} bis {}", "{} to {}")
FILTER = Label("Filter", "Filter")
UNFILTERED = Label("nicht gefiltert nach {}", "not filtered by {}")
SEARCH = Label("Suche", "Search")
WITH_NAMED = Label("auch die der {}", "also those of the {}")
AS_OF = Label("Stand", "As of")
UNIT, TOTAL = Label("Einheit", "Unit"), Label("Gesamtzahl", "Total")
UNPROTECTED = Label(
    "Nur für das Büro: kleine Zahlen stehen so da, wie sie sind. Was der Ausschuss bekommt, steht in einem Bericht.",
    "For the office only: small numbers stand as they are. What the committee gets is in a report.",
)
"""What figures say of themselves that have not passed disclosure control."""
YES, NO = Label("ja", "yes"), Label("nein", "no")

AUTHORS = ("created_by", "changed_by")
"""The fields that hold the id of an account."""

NUMBERS: Mapping[Number, Kind] = {
    Number.COUNT: Kind.INTEGER,
    Number.SUM: Kind.DECIMAL,
    Number.MEAN: Kind.DECIMAL,
    Number.SHARE: Kind.DECIMAL,
    Number.NOTED: Kind.INTEGER,
}


@dataclass(frozen=True, eq=False)
class Table:
    """One table that is ready to be written. Its rows can be read once."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    schema: datapackage.Descriptor
    notes: tuple[str, ...] = ()
    suppressed: frozenset[tuple[int, str]] = frozenset()
    """Cells that are kept back, by the position of their row and the name of their column; their value is None."""

    @property
    def marked(self) -> Iterable[Sequence[Any]]:
        """The rows with the sign where a cell is kept back."""
        return marked(self.columns, self.rows, self.suppressed) if self.suppressed else self.rows

    def write(self, stream: BinaryIO, flavour: Flavour, reader: Reader) -> int:
        """Write the table as CSV and return the number of its rows."""
        return write(stream, self.columns, self.rows, flavour, reader, self.notes, self.suppressed)


def of_records(
    cursor: duckdb.DuckDBPyConnection,
    record_type: type[Record],
    selection: Selection,
    reader: Reader,
    *,
    search: str = "",
    beside: Iterable[type[Record]] = (),
) -> Table:
    """The records that match, all fields, by number. They are read through ``cursor`` while they are written.

    With them come those that the selected records of the types ``beside`` them name.
    """
    naming = referring(record_type, beside)
    return Table(
        name=about(record_type).table,
        title=_records_title(record_type, selection, naming, reader.language),
        columns=_record_columns(cursor, record_type),
        rows=_records(
            cursor, record_type, with_referred(wanted(record_type, selection, search), record_type, naming, selection)
        ),
        schema=datapackage.record_schema(record_type, reader),
    )


def _record_columns(cursor: duckdb.DuckDBPyConnection, record_type: type[Record]) -> list[Column]:
    """All fields; where the id of an account stands, people read its name."""
    names = {account: Label(name, name) for account, name in accounts.names_in(cursor).items()}
    columns = columns_of(fields(record_type).values())
    return [replace(each, kind=Kind.CHOICE, labels=names) if each.name in AUTHORS else each for each in columns]


def _records_title(
    record_type: type[Record], selection: Selection, naming: Iterable[type[Record]], language: str
) -> str:
    """What the records are called, which others are with them, and by which filters they can't be filtered."""
    title, ignored = about(record_type).plural.in_language(language), conditions(record_type, selection).ignored
    told = [WITH_NAMED.in_language(language).format(about(each).plural.in_language(language)) for each in naming]
    told += [UNFILTERED.in_language(language).format(_field_label(name, language)) for name in ignored]
    return f"{title} ({', '.join(told)})" if told else title


def _field_label(name: str, language: str) -> str:
    """The label of a field, whichever record type declares it."""
    field = _declared(name, RECORDS.values())
    return field.label.in_language(language) if field else name


def _declared(name: str, record_types: Iterable[type[Record]]) -> Field | None:
    """A field as the first of these record types that has it declares it."""
    return next((fields(each)[name] for each in record_types if name in fields(each)), None)


def _records(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record], chosen: Conditions
) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(quoted(name) for name in fields(record_type))
    table = quoted(about(record_type).table)
    cursor.execute(f"SELECT {names} FROM {table} WHERE {chosen.sql} ORDER BY number", chosen.params)
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def write_records(
    stream: BinaryIO,
    database: Database,
    record_type: type[Record],
    selection: Selection,
    flavour: Flavour,
    reader: Reader,
    *,
    search: str = "",
) -> int:
    """Write the records of one type that match as CSV and return their number."""
    with database.cursor() as cursor:
        return of_records(cursor, record_type, selection, reader, search=search).write(stream, flavour, reader)


def of_figure(
    figure: Figure,
    frame: pd.DataFrame,
    selection: Selection,
    reader: Reader,
    made: dt.datetime,
    *,
    total: int | None = None,
) -> Table:
    """A figure as it was computed for the selection at ``made`` (UTC without offset), with all that belongs to it.

    ``total`` is told in the notes: as a row, programs would add it to the others.
    """
    columns = figure_columns(figure, frame, reader)
    title = figure.title.in_language(reader.language)
    return Table(
        name=figure.name,
        title=title,
        columns=columns,
        rows=rows_of(frame[list(figure.columns)]),
        schema=datapackage.table_schema(columns, reader),
        notes=(
            title,
            *circumstances(selection, made, reader, figure.record_types),
            *amounts(figure.unit, total, reader.language),
            *(footnote.in_language(reader.language) for footnote in (*footnotes(figure, selection), UNPROTECTED)),
        ),
    )


def amounts(unit: Label, total: int | None, language: str) -> tuple[str, ...]:
    """What is counted, and how much it is in all if that is to be told, a line each."""
    told = f"{UNIT.in_language(language)}: {unit.in_language(language)}"
    return (told,) if total is None else (told, f"{TOTAL.in_language(language)}: {total}")


def figure_columns(figure: Figure, frame: pd.DataFrame, reader: Reader) -> list[Column]:
    """The columns of a figure's table."""
    return [_figure_column(figure, name, frame, reader) for name in figure.columns]


def _figure_column(figure: Figure, name: str, frame: pd.DataFrame, reader: Reader) -> Column:
    """A column of a figure: a number, a step of time, a code, else a field of the record type or plain text."""
    label, labels = figure.columns[name], figure.labels(name, reader.vocabularies)
    if name in figure.measures:
        return Column(name, label, NUMBERS[figure.number(name)], number=figure.number(name))
    if isinstance(figure.axes.get(name), Step):
        return Column(name, label, Kind.DAY)
    if labels:
        return Column(name, label, Kind.CHOICE, labels=labels)
    field = fields(figure.record_type).get(figure.drills.get(name, name))
    if field is not None and field.kind is not Kind.CHOICES:
        return Column(name, label, field.kind, field.vocabulary)
    return Column(name, label, _kind_of(frame[name]))


def _kind_of(values: pd.Series) -> Kind:
    """The kind of computed values, by the first of them; text if there are none."""
    first = next(iter(values.dropna()), "")
    kinds = {bool: Kind.FLAG, int: Kind.INTEGER, float: Kind.DECIMAL, dt.datetime: Kind.MOMENT, dt.date: Kind.DAY}
    value = first.item() if hasattr(first, "item") else first
    return next((kind for known, kind in kinds.items() if isinstance(value, known)), Kind.TEXT)


def circumstances(
    selection: Selection, made: dt.datetime, reader: Reader, record_types: Iterable[type[Record]], search: str = ""
) -> tuple[str, ...]:
    """Period, filters, words searched for and time of making, a line each, in the reader's language."""
    types = tuple(record_types)
    local = made.replace(tzinfo=dt.UTC).astimezone(reader.zone)
    told = _days(selection, reader.language)
    filters = [_filter(name, codes, types, reader) for name, codes in selection.where if codes]
    as_of = f"{AS_OF.in_language(reader.language)}: {_day(local.date(), reader.language)} {local:%H:%M}"
    searched = [f"{SEARCH.in_language(reader.language)}: {search}"] if search else []
    return (f"{PERIOD.in_language(reader.language)}: {told}", *filters, *searched, as_of)


def days(first: dt.date, last: dt.date, language: str) -> str:
    """Days as files name them, from the first to the last."""
    return _days(Selection(first, last), language)


def _days(selection: Selection, language: str) -> str:
    return period(selection, language, partial(_day, language=language))


def _day(day: dt.date, language: str) -> str:
    written = f"{day.day:02}.{day.month:02}.{day.year:04}"
    return day.isoformat() if language == "en" else written


def period(selection: Selection, language: str, write_day: Callable[[dt.date], str]) -> str:
    """The days of a selection in words."""
    days = [write_day(day) for day in (selection.start, selection.end) if day is not None]
    wording = BETWEEN if len(days) == 2 else FROM if selection.start else UNTIL if selection.end else ALL_DAYS
    return wording.in_language(language).format(*days)


def _filter(name: str, codes: Sequence[str], record_types: Sequence[type[Record]], reader: Reader) -> str:
    """One filter as ``Filter: Ort: Meinersen, keine Angabe``."""
    found = _declared(name, [*record_types, *RECORDS.values()])
    labels = _code_labels(found, reader) if found else {}
    values = ", ".join(labels.get(code, code) for code in codes)
    return f"{FILTER.in_language(reader.language)}: {_field_label(name, reader.language)}: {values}"


def _code_labels(field: Field, reader: Reader) -> dict[str, str]:
    """What the codes of a filter are called, those that are no values and those of flags included."""
    others = {**SPECIAL, **({"yes": YES, "no": NO} if field.kind is Kind.FLAG else {})}
    (column,) = columns_of([field])
    return reader.labels(column) | {code: label.in_language(reader.language) for code, label in others.items()}
