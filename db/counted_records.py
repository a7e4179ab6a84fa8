"""The records behind each number of a figure: on screen a number leads to the list of just these."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from db.database import Database
from db.figure import Figure, Number
from db.figures import catalogue, counted
from db.periods import Step, last_day
from db.selection import SOME_VALUE, UNSPLIT, Selection
from schemas.fields import fields
from schemas.record import Record


class Telling(Enum):
    """How a number comes from its records."""

    COUNTED = "counted"
    """There are as many."""
    ADDED = "added"
    """It is the sum of a number of theirs."""
    COMPUTED = "computed"
    """It is a mean, a share, or a number of different values."""


COMPUTED = (Number.MEAN, Number.SHARE)


@dataclass(frozen=True, slots=True)
class Behind:
    """The records of a number."""

    record_type: type[Record]
    selection: Selection
    """It finds just them."""
    telling: Telling
    adds: str = ""
    """The field that is added up: of one that is split, what is not in its parts, where the selection says so."""


def behind(database: Database, name: str, selection: Selection, row: Mapping[str, object], measure: str = "") -> Behind:
    """The records that a number of a figure tells of; without a ``measure`` those of its row.

    ``row`` holds the row's value for some or all dimensions of the figure.
    """
    figure = catalogue(database.record_types)[name]
    record_type, chosen = _of_row(figure, selection, _base(figure, row, measure))
    telling, adds = _told(figure, row, measure)
    if adds:
        chosen = _adding(record_type, chosen, adds, UNSPLIT if _is_rest(figure, row) else SOME_VALUE)
    if measure in figure.only:
        chosen = chosen.narrowed(figure.only[measure].field, figure.only[measure].code)
    return Behind(record_type, counted(figure, record_type, chosen, database.given), telling, adds)


def _base(figure: Figure, row: Mapping[str, object], measure: str) -> Mapping[str, object]:
    """The part of the row whose records a number is worked out from: a mean of all rows is the same in each."""
    tells = figure.tells.get(measure)
    if tells is None or tells.row:
        return row
    return {dimension: row[dimension] for dimension in tells.within if dimension in row}


def _of_row(figure: Figure, selection: Selection, row: Mapping[str, object]) -> tuple[type[Record], Selection]:
    chosen, record_type = selection, figure.record_type
    for dimension, field in figure.drills.items():
        code, axis = row.get(dimension), figure.axes.get(dimension)
        if isinstance(axis, Step) and isinstance(code, dt.date):
            chosen = chosen.within(code, last_day(axis, code))
        elif isinstance(code, str) and code in figure.elsewhere:
            record_type = figure.elsewhere[code]
        elif isinstance(code, str):
            chosen = chosen.narrowed(field, code)
    return record_type, chosen


def _told(figure: Figure, row: Mapping[str, object], measure: str) -> tuple[Telling, str]:
    """How a number comes from its records, and the field that is added up."""
    if figure.number(measure) in COMPUTED or (measure in figure.only and not figure.only[measure].each):
        return Telling.COMPUTED, ""
    part = str(row.get(figure.split) or measure)
    declared = fields(figure.record_type).get(part)
    return (Telling.ADDED, part) if declared and declared.measure else (Telling.COUNTED, "")


def _is_rest(figure: Figure, row: Mapping[str, object]) -> bool:
    """Whether it is what a split number has beside its parts."""
    return bool(figure.split) and row.get(figure.split) == ""


def _adding(record_type: type[Record], selection: Selection, name: str, code: str) -> Selection:
    """The records that add something to the sum of a field: all, where each must."""
    field = fields(record_type)[name]
    return selection if field.required and field.bounds["minimum"] > 0 else selection.narrowed(name, code)
