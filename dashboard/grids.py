"""From kind to list column: how records stand in a table on screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from dashboard.formats import Reader, display
from schemas.fields import Field, Kind

Cell = Callable[[Any, Field, Reader], Any]


def _text(value: Any, field: Field, reader: Reader) -> str:
    return display(value, field, reader)


def _as_it_is(value: Any, field: Field, reader: Reader) -> Any:  # noqa: ARG001  one signature for all kinds
    return value


def _number(value: Any, field: Field, reader: Reader) -> float | None:  # noqa: ARG001
    return None if value is None else float(value)


def _wide(label: str, help_text: str | None) -> Any:
    return st.column_config.TextColumn(label, help=help_text, width="large")


def _plain(label: str, help_text: str | None) -> Any:
    return st.column_config.TextColumn(label, help=help_text)


def _day(label: str, help_text: str | None) -> Any:
    return st.column_config.DateColumn(label, help=help_text, format="DD.MM.YYYY")


def _integer(label: str, help_text: str | None) -> Any:
    return st.column_config.NumberColumn(label, help=help_text, format="%d")


def _decimal(label: str, help_text: str | None) -> Any:
    return st.column_config.NumberColumn(label, help=help_text, format="localized")


GRID_COLUMNS: Mapping[Kind, tuple[Cell, Callable[[str, str | None], Any]]] = {
    Kind.DAY: (_as_it_is, _day),
    Kind.TIME: (_text, _plain),
    Kind.MOMENT: (_text, _plain),
    Kind.INTEGER: (_as_it_is, _integer),
    Kind.DECIMAL: (_number, _decimal),
    Kind.TEXT: (_text, _plain),
    Kind.NOTE: (_text, _wide),
    Kind.CHOICE: (_text, _plain),
    Kind.CHOICES: (_text, _wide),
    Kind.FLAG: (_text, _plain),
}
"""For each kind: the value as the table holds it, and the column that shows it."""

TYPES = {Kind.DAY: pa.date32(), Kind.INTEGER: pa.int64(), Kind.DECIMAL: pa.float64()}
"""What the browser gets; all else is text. Straight to Arrow: the way through pandas takes twice as long."""


def grid_table(records: Sequence[Mapping[str, Any]], fields: Sequence[Field], reader: Reader) -> pa.Table:
    """Records as a table for ``st.dataframe``: one column for each field, by the field's name."""
    columns = {}
    for field in fields:
        cell, _ = GRID_COLUMNS[field.kind]
        values = [cell(record[field.name], field, reader) for record in records]
        columns[field.name] = pa.array(values, TYPES.get(field.kind, pa.string()))
    return pa.table(columns)


def column_config(fields: Sequence[Field], language: str) -> dict[str, Any]:
    """The columns of such a table, with titles and helps in the reader's language."""
    return {
        field.name: GRID_COLUMNS[field.kind][1](
            field.label.in_language(language), field.help.in_language(language) if field.help else None
        )
        for field in fields
    }
