"""Figures as tables on screen: labels instead of codes, the period before beside them, links to the records."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import addresses, formats
from dashboard.addresses import View
from dashboard.formats import Reader
from dashboard.translations import translator
from dashboard.written import NUMBERS, Writer
from db import counted_records, figures
from db.counted_records import Behind
from db.database import Database
from db.figure import Figure
from db.periods import Step
from db.selection import Selection
from schemas.fields import Kind, fields
from schemas.record import about

BEFORE, RECORDS = "before", "records"
"""Names of the columns that are added to the figure's own."""


TEXT, CHOICE = 190, 150
"""Pixels of columns about records, so that there is room for all numbers beside them."""

NARROW, LONG, MANY = 80, 11, 6
"""Pixels of a column whose heading has more characters than this, in tables of more columns: it is cut, and its help
has all of it."""


def is_compared(figure: Figure, reader: Reader) -> bool:
    """Whether rows have a counterpart in the period before: those over time and of single records have not."""
    return all(figure.labels(name, reader.vocabularies) for name in figure.dimensions)


def table_frame(
    database: Database, figure: Figure, frame: pd.DataFrame, selection: Selection, reader: Reader
) -> pd.DataFrame:
    """The figure's columns that say something, ``before`` after the first measure, that in the period before, and
    ``records`` (links)."""
    columns = {}
    previous = figures.comparable(database, selection) if is_compared(figure, reader) else None
    for name in _shown(figure):
        if _says(frame, name):
            columns[name] = _cells(figure, frame, name, reader)
        if name == figure.measures[0] and previous is not None:
            columns[BEFORE] = _before(figure, frame, figures.compute(database, figure.name, previous))
    if figure.drills:
        columns[RECORDS] = list(_links(database, figure, frame, selection))
    return pd.DataFrame(columns)


def table_columns(figure: Figure, reader: Reader) -> dict[str, Any]:
    """How ``st.dataframe`` shows such a table."""
    t = translator(reader.language)
    config: dict[str, Any] = {
        BEFORE: st.column_config.NumberColumn(t("Before"), help=t("In the period before")),
        RECORDS: st.column_config.LinkColumn(t("Records"), display_text=t("show"), width="small"),
    }
    for name in _shown(figure):
        label = figure.columns[name].in_language(reader.language)
        column = st.column_config.NumberColumn if name in figure.measures else st.column_config.Column
        config[name] = column(label, width=_width(figure, name, label), help=label if _is_cut(figure, label) else None)
    return config


def headings(figure: Figure, language: str) -> dict[str, str]:
    """What stands above the columns of such a table."""
    t = translator(language)
    own = {name: label.in_language(language) for name, label in figure.columns.items()}
    return {**own, BEFORE: t("Before"), RECORDS: t("Records")}


def writers(figure: Figure, names: Iterable[str]) -> dict[str, Writer]:
    """How the numbers of such a table are written, which has columns of these names."""
    written = {name: NUMBERS[figure.number(name)] for name in figure.measures}
    written[BEFORE] = written[figure.measures[0]]
    return {name: written[name] for name in names if name in written}


def record_address(
    database: Database, figure: Figure, selection: Selection, row: Mapping[str, Any]
) -> tuple[str, dict[str, list[str]]]:
    """Table and parameters of the list that shows just the records which a row counts."""
    return address_of(counted_records.behind(database, figure.name, selection, row), row)


def address_of(found: Behind, row: Mapping[str, Any]) -> tuple[str, dict[str, list[str]]]:
    """Table and parameters of the list that shows the records behind a row, or behind one number in it."""
    if "number" in row:
        return about(found.record_type).table, {addresses.RECORD: [str(row["number"])]}
    return about(found.record_type).table, addresses.parameters(View(found.selection))


def _shown(figure: Figure) -> list[str]:
    """The columns but those that repeat another one: ids and numbers of records, which their links lead to, and other
    names of a week."""
    repeating = {"number", *(name for name, field in figure.drills.items() if field == "id")}
    repeating |= set(figure.computed) - set(figure.measures)
    return [name for name in figure.columns if name not in repeating]


def _says(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column tells rows apart: one of flags of which none is set does not."""
    return frame.empty or any(value is not False for value in frame[name])


def _width(figure: Figure, name: str, label: str) -> int | None:
    """The width of a column; None: that of what stands in it."""
    field = fields(figure.record_type).get(name)
    if name in figure.dimensions:
        return None
    if field is not None and field.kind in (Kind.TEXT, Kind.CHOICE):
        return TEXT if field.kind is Kind.TEXT else CHOICE
    return NARROW if _is_cut(figure, label) else None


def _is_cut(figure: Figure, label: str) -> bool:
    return len(figure.columns) > MANY and len(label) > LONG


def _cells(figure: Figure, frame: pd.DataFrame, name: str, reader: Reader) -> Any:
    if name in figure.measures:
        return frame[name]
    axis, labels = figure.axes.get(name), figure.labels(name, reader.vocabularies)
    if isinstance(axis, Step):
        written = formats.month if axis is Step.MONTH else formats.week
        return [written(value, reader.language) for value in frame[name]]
    if labels:
        named = {code: label.in_language(reader.language) for code, label in labels.items()}
        return [named.get(code, code) for code in frame[name]]
    return [_cell(figure, name, value, reader) for value in frame[name]]


def _cell(figure: Figure, name: str, value: Any, reader: Reader) -> str:
    field = fields(figure.record_type).get(name)
    if value is None or value is pd.NA or value != value:
        return ""
    if field is not None and field.kind is not Kind.CHOICES:
        return formats.display(value, field, reader)
    return formats.flag(bool(value), reader.language) if isinstance(value, bool) else str(value)


def _before(figure: Figure, frame: pd.DataFrame, before: pd.DataFrame) -> list[Any]:
    keys, number = list(figure.dimensions), figure.measures[0]
    known = {tuple(row[name] for name in keys): row[number] for row in before.to_dict("records")}
    return [known.get(tuple(row[name] for name in keys), 0) for row in frame.to_dict("records")]


def _links(database: Database, figure: Figure, frame: pd.DataFrame, selection: Selection) -> Iterator[str]:
    for row in frame.to_dict("records"):
        table, named = record_address(database, figure, selection, {str(name): value for name, value in row.items()})
        yield f"/{table}?{urlencode(named, doseq=True)}"
