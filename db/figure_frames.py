"""How counted rows become the frame of a figure: every value in its place, zero where nothing was counted."""

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from db.figure import ABSENT, DTYPES, Columns, Figure, Number, Values
from db.periods import Step, steps
from db.selection import NO_VALUE, Selection
from schemas.fields import fields
from schemas.given import Given
from schemas.record import about
from schemas.vocabulary import active

_CODES: Mapping[object, str] = {None: NO_VALUE, True: "yes", False: "no"}
"""How the values of flags, and no value, are spelled in dimension columns."""


def completed(figure: Figure, rows: list[tuple[Any, ...]], selection: Selection, given: Given) -> Columns:
    """The counted rows as columns, with a row for every known value of every dimension."""
    names = _counted(figure)
    if figure.axes:
        rows = _combined(figure, rows, names[len(figure.dimensions) :], selection, given)
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def listed(figure: Figure, arrays: Mapping[str, Any]) -> Columns:
    """The columns of a figure that lists records, from the arrays of a query: four times as fast as from rows."""
    return {name: _plain(array) for name, array in zip(_counted(figure), arrays.values(), strict=True)}


def _plain(array: Any) -> Any:
    return array.astype("datetime64[D]").astype(object) if array.dtype.kind == "M" else array


def _counted(figure: Figure) -> list[str]:
    """The columns that ``sql`` selects."""
    return [name for name in figure.columns if name not in figure.computed]


def _combined(
    figure: Figure, rows: list[tuple[Any, ...]], measures: list[str], selection: Selection, given: Given
) -> list[tuple[Any, ...]]:
    """A row for each combination of the dimensions' values, in their order."""
    depth = len(figure.dimensions)
    found = [_codes(figure.axes[name], [row[i] for row in rows]) for i, name in enumerate(figure.dimensions)]
    counted = {key: row[depth:] for key, row in zip(zip(*found, strict=True), rows, strict=True)}
    axes = [_axis(figure, *pair, selection, given) for pair in zip(figure.dimensions, map(set, found), strict=True)]
    absent = tuple(ABSENT[figure.number(name)] for name in measures)
    return [key + counted.get(key, absent) for key in itertools.product(*axes)]


def _codes(axis: Values | Step, values: list[Any]) -> list[Any]:
    return values if isinstance(axis, Step) else [_CODES.get(value, value) for value in values]


def _axis(figure: Figure, dimension: str, found: set[Any], selection: Selection, given: Given) -> list[Any]:
    """The values of a dimension in order: those known beforehand, others that were found, and no value last."""
    axis = figure.axes[dimension]
    if isinstance(axis, Step):
        return _days(axis, figure, found, selection, given)
    chosen = axis(active(given.vocabularies))
    known = [code for code in axis(given.vocabularies) if code in chosen or code in found]
    return [*known, *sorted(found.difference(known, [NO_VALUE])), *found.intersection([NO_VALUE])]


def _days(step: Step, figure: Figure, found: set[dt.date], selection: Selection, given: Given) -> list[dt.date]:
    """The months or weeks of the period; an open side ends with the records.

    Days that no counted record can have (before the office opened, days to come) have no month or week of their own.
    """
    record_type, first, last = figure.record_type, selection.start, selection.end
    if first is not None and "opened" in fields(record_type)[about(record_type).dated_by].bounds:
        first = max(first, given.opened)
    if last is not None and figure.is_past(record_type):
        last = min(last, given.today)
    lower = min([*found, *([first] if first else [])], default=None)
    upper = max([*found, *([last] if last else [])], default=None)
    return [] if lower is None or upper is None else steps(step, lower, upper)


def as_frame(figure: Figure, columns: Columns) -> pd.DataFrame:
    """The frame of a figure. Arrays on one index make it twice as fast as a list for each column."""
    index = pd.RangeIndex(len(columns[figure.measures[0]]))
    arrays = {name: _array(figure, name, columns[name], index) for name in figure.columns}
    return pd.DataFrame(arrays, index=index, copy=False)


def _array(figure: Figure, name: str, values: Any, index: pd.RangeIndex) -> Any:
    if name not in figure.measures:
        return pd.Series(values, dtype=object, index=index)
    if figure.number(name) is Number.NOTED:
        noted = np.ma.masked_array(values)
        return pd.arrays.IntegerArray(noted.filled(0).astype("int64"), np.ma.getmaskarray(noted).copy())
    return np.array(values, dtype=DTYPES[figure.number(name)])
