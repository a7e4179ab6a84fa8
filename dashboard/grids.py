"""From kind to list column: how records stand in a table on screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from dashboard.formats import Reader, day_pattern, display
from dashboard.written import DECIMAL, WHOLE, Shown, Writer, written
from schemas.fields import Field, Kind

Cell = Callable[[Any, Field, Reader], Any]


def _text(value: Any, field: Field, reader: Reader) -> str:
    return display(value, field, reader)


def _as_it_is(value: Any, field: Field, reader: Reader) -> Any:  # noqa: ARG001  one signature for all kinds
    return value


def _number(value: Any, field: Field, reader: Reader) -> float | None:  # noqa: ARG001
    return None if value is None else float(value)


def _wide(label: str, help_text: str | None, _: str) -> Any:
    return st.column_config.TextColumn(label, help=help_text, width="large")


def _plain(label: str, help_text: str | None, _: str) -> Any:
    return st.column_config.TextColumn(label, help=help_text)


def _day(label: str, help_text: str | None, language: str) -> Any:
    return st.column_config.DateColumn(label, help=help_text, format=day_pattern(language).upper())


def _number_column(label: str, help_text: str | None, _: str) -> Any:
    return st.column_config.NumberColumn(label, help=help_text)


WRITERS: Mapping[pa.DataType, Writer] = {pa.int64(): WHOLE, pa.float64(): DECIMAL}
"""How numbers are written; those of records stay plain, as they are typed in a search."""

GRID_COLUMNS: Mapping[Kind, tuple[Cell, pa.DataType, Callable[[str, str | None, str], Any]]] = {
    Kind.DAY: (_as_it_is, pa.date32(), _day),
    Kind.TIME: (_text, pa.string(), _plain),
    Kind.MOMENT: (_text, pa.string(), _plain),
    Kind.INTEGER: (_as_it_is, pa.int64(), _number_column),
    Kind.DECIMAL: (_number, pa.float64(), _number_column),
    Kind.TEXT: (_text, pa.string(), _plain),
    Kind.NOTE: (_text, pa.string(), _wide),
    Kind.CHOICE: (_text, pa.string(), _plain),
    Kind.CHOICES: (_text, pa.string(), _wide),
    Kind.FLAG: (_text, pa.string(), _plain),
}
"""For each kind: the value as the table holds it, its type there, and the column that shows it."""


def grid_table(records: Sequence[Mapping[str, Any]], fields: Sequence[Field], reader: Reader) -> pa.Table:
    """Records as a table for ``st.dataframe``: one column for each field, by the field's name.

    Straight to Arrow, which is what the browser gets: the way through pandas takes twice as long.
    """
    columns = {}
    for field in fields:
        cell, arrow_type, _ = GRID_COLUMNS[field.kind]
        values = [cell(record[field.name], field, reader) for record in records]
        columns[field.name] = pa.array(values, arrow_type)
    return pa.table(columns)


def grid(records: Sequence[Mapping[str, Any]], fields: Sequence[Field], reader: Reader) -> Shown:
    """Such a table with its numbers as the reader writes them."""
    table, read = grid_table(records, fields, reader), [field.name for field in fields if not field.system]
    writers = {name: WRITERS[table[name].type] for name in read if table[name].type in WRITERS}
    return written(table, writers, reader.language)


def column_config(fields: Sequence[Field], language: str) -> dict[str, Any]:
    """The columns of such a table, with titles and helps in the reader's language."""
    return {
        field.name: GRID_COLUMNS[field.kind][2](
            field.label.in_language(language), field.help.in_language(language) if field.help else None, language
        )
        for field in fields
    }
