"""Tables of made-up counts for tests of disclosure control: figures as they are kept, without a database."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from db.delimited import Column
from db.figure import DTYPES, Figure, Number
from db.figure_documents import FrozenFigure
from db.figure_structure import Breakdown, Family, Measure, Structure, structure
from db.figures import FIGURES
from db.selection import Selection
from schemas.fields import Kind
from schemas.labels import Label

DAYS = dt.date(2018, 1, 1), dt.date(2018, 12, 31)
Cells = Mapping[Any, int]
"""A tuple of codes, one for each dimension, and how many there were."""


def counted(
    name: str,
    dimensions: Sequence[str],
    counts: Cells,
    *,
    people: bool = True,
    overlapping: Sequence[str] = (),
    within: Mapping[str, str] | None = None,
    step: str = "",
    days: tuple[dt.date, dt.date] = DAYS,
) -> FrozenFigure:
    """A figure that counts persons by the dimensions; of those that overlap, a record has several values.

    ``step`` is that of the only dimension, if it is time.
    """
    family = Family("persons", people, {})
    groups = within or {}
    breakdowns = [
        Breakdown(each, each, step, each not in overlapping, groups.get(each, ""), {}, True) for each in dimensions
    ]
    columns = {each: [codes[place] for codes in counts] for place, each in enumerate(dimensions)}
    columns |= {larger: [str(codes[0]).split("/")[0] for codes in counts] for larger in groups.values()}
    structure = Structure(*days, tuple(breakdowns), (Measure("persons", family, "", ""),), None, {}, family, (), None)
    return FrozenFigure(
        name,
        Label(name, name),
        Label("Personen", "Persons"),
        None,
        (),
        tuple(Column(each, Label(each, each), Kind.CHOICE) for each in columns)
        + (Column("persons", Label("Personen", "Persons"), Kind.INTEGER, number=Number.COUNT),),
        pd.DataFrame({**columns, "persons": pd.Series(list(counts.values()), dtype="int64")}),
        structure,
    )


def declared(name: str, total: int | None = None, **columns: list[Any]) -> FrozenFigure:
    """A figure of the office with made-up numbers in some of its columns."""
    figure = FIGURES[name]
    frame = pd.DataFrame({column: _typed(figure, column, values) for column, values in columns.items()})
    told = structure(figure, Selection(*DAYS))
    told = replace(told, measures=tuple(measure for measure in told.measures if measure.column in columns))
    return FrozenFigure(name, figure.title, figure.unit, total, (), (), frame, told)


def _typed(figure: Figure, column: str, values: list[Any]) -> pd.Series:
    return pd.Series(values, dtype=DTYPES[figure.number(column)] if column in figure.measures else object)


def with_totals(rows: Sequence[Sequence[int]]) -> dict[str, FrozenFigure]:
    """A cross tabulation with its row totals, column totals and grand total, each a figure."""
    cells: Cells = {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}
    return {
        "cross": counted("cross", ("row", "column"), cells),
        "rows": counted("rows", ("row",), {(f"r{i}",): sum(row) for i, row in enumerate(rows)}),
        "columns": counted(
            "columns", ("column",), {(f"c{j}",): sum(row) for j, row in enumerate(zip(*rows, strict=True))}
        ),
        "all": counted("all", (), {(): sum(map(sum, rows))}),
    }


LINKS: Sequence[Sequence[tuple[str, ...]]] = (
    [("a", "b"), ("a",), ("b",), ()],
    [("a", "b"), ("a", "c"), ("b", "c")],
    [("a", "b", "c")],
    [("a", "b"), ("b", "c"), ("c",), ()],
    [("a", "b", "c"), ("a", "d")],
    [("a", "b"), ("a", "c"), ("a", "d"), ("a",)],
)
"""Tables by their dimensions that tell of the same records."""


def random_tables(dice: np.random.Generator) -> dict[str, FrozenFigure]:
    """Linked tables of made-up records, most of them in few cells and few in most."""
    links = LINKS[int(dice.integers(len(LINKS)))]
    number, sizes = int(dice.choice([10, 40, 150])), dice.integers(2, 5, 4)
    records = np.minimum(dice.geometric(0.45, (number, 4)) - 1, sizes - 1)
    return {"".join(names): _tabulated(names, records) for names in links}


def _tabulated(names: tuple[str, ...], records: np.ndarray) -> FrozenFigure:
    columns = [records[:, "abcd".index(name)].tolist() for name in names]
    found = Counter(zip(*columns, strict=True)) if names else {(): len(records)}
    codes = itertools.product(*(sorted(set(column)) for column in columns))
    return counted("".join(names) or "all", names, {tuple(map(str, key)): found.get(key, 0) for key in codes})
