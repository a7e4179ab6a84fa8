"""The protected figures of a report as its tables: written for people, and typed for programs."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.written import DECIMAL, NUMBERS, Writer
from db import datapackage, exports, frozen_figures
from db.delimited import SUPPRESSED, Column, Reader
from db.disclosure import SafeFigure
from db.report_content import Written
from db.report_figures import BEFORE, Named, Told, is_number
from schemas.labels import Label

EARLIER = Label("Zeitraum davor", "Period before")
CHANGE = Label("Veränderung", "Change")
TOTAL_BEFORE = Label("Gesamtzahl im Zeitraum davor", "Total of the period before")
TOTAL = Label("Insgesamt", "Total")

REPEATING = ("iso_week",)
"""Columns that say again what another one says: a week is written as people call it."""

NAMED_DAYS: Mapping[str, Callable[..., str]] = {"month": formats.month, "week": formats.week}
"""How days are written that stand for a month or a week, by their column."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table: typed values, and the names of those that are suppressed."""

    values: tuple[Any, ...]
    suppressed: frozenset[str]


def written(content: Told, name: str, reader: Reader) -> Written:
    """The table of a figure, beside it the numbers of the period before where they can be compared."""
    safe, before = content.safe[name], content.safe.get(f"{BEFORE}{name}")
    shown = [column for column in safe.figure.columns if column.name not in REPEATING]
    names = [column for column in shown if not is_number(column)]
    compared = before if before and all(column.labels is not None for column in names) else None
    columns = _beside(shown, _compared(_first(safe)), shown) if compared else shown
    rows = list(_rows(safe, compared, names, shown))
    table = _table(content, (safe, compared), columns, rows, reader)
    totals = [_total(safe, compared, names, columns)] if safe.figure.total is not None or safe.total_suppressed else []
    return Written(
        title=table.title,
        headings=tuple(column.label.in_language(reader.language) for column in columns),
        cells=tuple(_cells(row, columns, reader) for row in [*totals, *rows]),
        numeric=tuple(map(is_number, columns)),
        notes=(
            *(_earlier(content, reader.language, formats.period) if compared else ()),
            *exports.amounts(safe.figure.unit, None, reader.language),
            *_explained(safe, reader.language),
        ),
        table=table,
        remark=formats.period(content.frozen.closing.first_day, content.frozen.closing.last_day, reader.language),
    )


def _earlier(content: Told, language: str, write: Callable[[dt.date, dt.date, str], str]) -> tuple[str, ...]:
    """Which days are those of the period before."""
    days = content.frozen.days_before
    return (f"{EARLIER.in_language(language)}: {write(*days, language)}",) if days else ()


def number(named: Named, language: str) -> str:
    """A number that is not kept back, as people read it."""
    return _writer(named.column)(named.value, language)


def _writer(column: Column) -> Writer:
    return NUMBERS[column.number] if column.number else DECIMAL


def _first(safe: SafeFigure) -> Column:
    return next(column for column in safe.figure.columns if is_number(column))


def _compared(first: Column) -> list[Column]:
    return [replace(first, name="before", label=EARLIER), replace(first, name="change", label=CHANGE)]


def _beside(values: Sequence[Any], compared: Sequence[Any], shown: Sequence[Column]) -> list[Any]:
    """The values of a row with those of the comparison next to the number that is compared, the first one."""
    place = next(place for place, column in enumerate(shown, start=1) if is_number(column))
    return [*values[:place], *compared, *values[place:]]


def _rows(
    safe: SafeFigure, before: SafeFigure | None, names: Sequence[Column], shown: Sequence[Column]
) -> Iterator[_Row]:
    first, earlier = _first(safe).name, _by_name(before, names) if before else {}
    for place, row in enumerate(safe.figure.frame.to_dict("records")):
        values = [_value(row[column.name]) for column in shown]
        kept_back = {column for at, column in safe.suppressed if at == place}
        if before:
            was, is_kept_back = earlier.get(tuple(row[column.name] for column in names), (0, False))
            values = _beside(values, [was, _difference(_value(row[first]), was)], shown)
            kept_back |= {"before"} if is_kept_back else set()
            kept_back |= {"change"} if is_kept_back or first in kept_back else set()
        yield _Row(tuple(values), frozenset(kept_back))


def _by_name(before: SafeFigure, names: Sequence[Column]) -> dict[tuple[Any, ...], tuple[Any, bool]]:
    """The first number of each row of the period before, and whether it is suppressed."""
    first = _first(before).name
    return {
        tuple(row[column.name] for column in names): (_value(row[first]), (place, first) in before.suppressed)
        for place, row in enumerate(before.figure.frame.to_dict("records"))
    }


def _difference(value: Any, before: Any) -> Any:
    return None if value is None or before is None else value - before


def _total(safe: SafeFigure, before: SafeFigure | None, names: Sequence[Column], columns: Sequence[Column]) -> _Row:
    """How much it is in all, as a row for people: programs would add it to the others."""
    first = _first(safe).name
    known: dict[str, Any] = {names[0].name: TOTAL, first: safe.figure.total}
    kept_back = {first} if safe.total_suppressed else set()
    if before:
        known |= {"before": before.figure.total, "change": _difference(safe.figure.total, before.figure.total)}
        kept_back |= {"before"} if before.total_suppressed else set()
        kept_back |= {"change"} if kept_back else set()
    return _Row(tuple(known.get(column.name) for column in columns), frozenset(kept_back))


def _table(
    content: Told,
    compared: tuple[SafeFigure, SafeFigure | None],
    columns: Sequence[Column],
    rows: Sequence[_Row],
    reader: Reader,
) -> exports.Table:
    (safe, before), language = compared, reader.language
    figure = safe.figure
    title = figure.title.in_language(language)
    suppressed = frozenset((place, name) for place, row in enumerate(rows) for name in row.suppressed)
    schema = datapackage.table_schema(columns, reader)
    return exports.Table(
        name=figure.name,
        title=title,
        columns=columns,
        rows=tuple(row.values for row in rows),
        schema=schema | ({"missingValues": ["", SUPPRESSED]} if suppressed else {}),
        notes=(
            title,
            *frozen_figures.circumstances(content.frozen.closing, reader),
            *(_earlier(content, language, exports.days) if before else ()),
            *exports.amounts(figure.unit, None, language),
            *_totals({exports.TOTAL: safe} | ({TOTAL_BEFORE: before} if before else {}), language),
            *_explained(safe, language),
        ),
        suppressed=suppressed,
    )


def _totals(figures: Mapping[Label, SafeFigure], language: str) -> Iterator[str]:
    """How much it is in all, for each figure that has a total, a line each."""
    for label, safe in figures.items():
        if safe.total_suppressed or safe.figure.total is not None:
            yield f"{label.in_language(language)}: {SUPPRESSED if safe.total_suppressed else safe.figure.total}"


def _explained(safe: SafeFigure, language: str) -> tuple[str, ...]:
    """How was counted, and what is kept back."""
    return tuple(note.in_language(language) for note in (*safe.figure.footnotes, *safe.notes))


def _cells(row: _Row, columns: Sequence[Column], reader: Reader) -> tuple[str, ...]:
    return tuple(
        SUPPRESSED if column.name in row.suppressed else cell(value, column, reader)
        for value, column in zip(row.values, columns, strict=True)
    )


def cell(value: Any, column: Column, reader: Reader) -> str:
    """A value that is not kept back, as people read it."""
    language = reader.language
    if value is None:
        return ""
    if isinstance(value, Label):
        return value.in_language(language)
    if column.name == "change":
        return formats.change(value, language)
    if is_number(column):
        return _writer(column)(value, language)
    if hasattr(value, "toordinal"):
        return NAMED_DAYS.get(column.name, formats.day)(value, language)
    if isinstance(value, bool):
        return formats.flag(value, language)
    return reader.labels(column).get(value, str(value))


def _value(value: Any) -> Any:
    """A cell of a frame as Python has it, None where there is nothing."""
    if value is None or pd.isna(value):
        return None
    plain = value.item() if hasattr(value, "item") else value
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain
