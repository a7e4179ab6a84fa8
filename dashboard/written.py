"""Tables whose numbers read as the reader writes them: Streamlit follows the language of the browser instead."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]

from dashboard import formats
from db.figure import Number

Writer: TypeAlias = Callable[[Any, str], str]
"""Writes a number for a reader of a language."""

WHOLE: Writer = partial(formats.number, places=0)
DECIMAL: Writer = formats.number

NUMBERS: Mapping[Number, Writer] = {
    Number.COUNT: WHOLE,
    Number.SUM: DECIMAL,
    Number.MEAN: partial(formats.number, places=1, fixed=True),
    Number.SHARE: formats.percent,
    Number.NOTED: WHOLE,
}
"""How each number of a figure is written in a table."""

Shown: TypeAlias = Callable[[], Any]
"""Gives what ``st.dataframe`` takes, a new one each time: a Styler is changed by showing it."""

LARGEST = 50_000
"""Cells of a table beyond which the browser writes the numbers: a Styler would take a second in every run."""

_NULLABLE = {pa.int64(): pd.Int64Dtype()}.get


def written(table: pa.Table, writers: Mapping[str, Writer], language: str) -> Shown:
    """The table with the numbers of some columns written by their writers; they stay numbers, which sort.

    Texts beside numbers need a Styler, which costs 5 ms for a page of a list. A table in which every number reads the
    same in all languages, as most lists are, stays as it is and costs nothing.
    """
    texts = {name: _texts(table[name], writer, language) for name, writer in writers.items()}
    alike = all(text == f"{number:g}" for column in texts.values() for number, text in column.items())
    if alike or table.num_rows * table.num_columns > LARGEST:
        return lambda: table
    frame: pd.DataFrame = table.to_pandas(types_mapper=_NULLABLE)
    formatters: Any = {name: column.__getitem__ for name, column in texts.items()}
    return lambda: frame.style.format(formatters, na_rep="")


def _texts(column: pa.ChunkedArray, writer: Writer, language: str) -> dict[Any, str]:
    """Each number of a column as it is written."""
    numbers = column.unique().to_pylist()
    return {number: writer(number, language) for number in numbers if number is not None and number == number}
