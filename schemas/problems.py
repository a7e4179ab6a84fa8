"""What is wrong with records, as values that a form, a list or a file can show at its place."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandera.config import config_context
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from schemas.columns import readable
from schemas.fields import entered, entry_schema, is_unread, typed
from schemas.given import Given, under
from schemas.labels import Label
from schemas.record import Record, about
from schemas.retired_values import explained
from schemas.workflow import State


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One breach: the row (0-based position in the checked frame), the field, the rule's name and its bounds."""

    row: int
    field: str
    rule: str
    bounds: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    sentence: Label | None = None
    """For a rule of the record type's own, or a value that was retired: what is wrong, in its words."""


class BrokenCheck(Exception):
    """A check raised an exception itself: a fault of the program, not of the record."""


def frame_of(record_type: type[Record], records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of typed values, one row a record, one column for each field that any record fills.

    Missing, None and empty lists are null. All columns are ``object``: no value is bent to a type.

    Raises:
        KeyError: a record has a field that the record type does not declare.
    """
    known, columns = entered(record_type), {}
    rows = list(records)
    for row in rows:
        if not row.keys() <= known.keys():
            raise KeyError(next(name for name in row if name not in known))
    for name in known:
        values = [None if value == [] or value == "" else value for value in (row.get(name) for row in rows)]
        if any(value is not None for value in values):
            columns[name] = values
    cells = np.empty((len(columns), len(rows)), dtype=object)
    for place, values in enumerate(columns.values()):
        cells[place] = np.fromiter(values, dtype=object, count=len(rows))
    return pd.DataFrame(cells.T, columns=pd.Index(columns, dtype=object), dtype=object, copy=False)


def following(
    record_type: type[Record], values: Mapping[str, Any], today: dt.date, before: str | None = None
) -> str | None:
    """The state of a record that has these values, and had the state ``before`` (None: it is new).

    None if there is no workflow, or if a value could not be read: then its field has a problem.
    """
    workflow = about(record_type).workflow
    if workflow is None or any(is_unread(field, values.get(field.name)) for field in typed(record_type)):
        return None
    return workflow.follows({**dict.fromkeys(entered(record_type)), **values}, today, before)


def states_of(record_type: type[Record], frame: pd.DataFrame, today: dt.date) -> list[str | None]:
    """The states of new records, the rows of a frame."""
    workflow = about(record_type).workflow
    if workflow is None:
        return [None] * len(frame)
    names, nothing = list(entered(record_type)), [None] * len(frame)
    columns = [frame[name].tolist() if name in frame else nothing for name in names]
    rows = zip(readable(record_type, frame).tolist(), zip(*columns, strict=True), strict=True)
    return [workflow.follows(dict(zip(names, row, strict=True)), today) if read else None for read, row in rows]


def check(
    record_type: type[Record], frame: pd.DataFrame, given: Given, states: Sequence[str | None] | None = None
) -> list[Problem]:
    """All problems of a frame as ``frame_of`` makes it, by row, then in the order of the fields.

    ``states`` are those to judge the rows for; without, each row is judged for the state that follows from it.

    Raises:
        BrokenCheck: a check itself failed.
    """
    absent = [name for name, field in entered(record_type).items() if field.required and name not in frame]
    found = [Problem(row, name, "required") for name in absent for row in range(len(frame))]
    with under(given), config_context(validation_enabled=True):  # PANDERA_VALIDATION_ENABLED opens no gate
        try:
            entry_schema(record_type).validate(frame, lazy=True)
        except SchemaErrors as errors:
            found += [
                problem for error in errors.schema_errors for problem in _problems(record_type, error, frame, given)
            ]
    if about(record_type).workflow is not None:
        if states is None:
            states = states_of(record_type, frame, given.today)
        said = {(problem.row, problem.field) for problem in found}
        in_states = _problems_of_states(record_type, frame, given, states)
        found += [problem for problem in in_states if (problem.row, problem.field) not in said]
    order = list(entered(record_type))
    return sorted(found, key=lambda problem: (problem.row, order.index(problem.field)))


def _problems(record_type: type[Record], error: SchemaError, frame: pd.DataFrame, given: Given) -> list[Problem]:
    """The problems behind one pandera error, one for each row that it names."""
    if error.reason_code is SchemaErrorReason.CHECK_ERROR:
        raise BrokenCheck(f"{record_type.__name__}: {error}")
    declared = entered(record_type)
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return [Problem(row, error.schema.name, "required") for row in error.failure_cases]
    if error.reason_code is SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
        raise BrokenCheck(f"{record_type.__name__}: the frame lacks {error.failure_cases}")
    if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK:
        raise BrokenCheck(f"{record_type.__name__}: {error.reason_code}: {error}")
    rows, rule, statistics = error.failure_cases, error.check.name, error.check.statistics or {}
    if "sentence" in statistics:
        return [Problem(row, statistics["shown_at"], rule, {}, statistics["sentence"]) for row in rows]
    field = declared[error.schema.name]
    circumstances = {"today": given.today, "opened": given.opened}
    bounds = {**field.bounds, **circumstances}
    if rule == "known":
        return [
            Problem(row, field.name, rule, bounds, explained(field, frame.at[row, field.name], given)) for row in rows
        ]
    return [Problem(row, field.name, rule, bounds) for row in rows]


def _problems_of_states(
    record_type: type[Record], frame: pd.DataFrame, given: Given, states: Sequence[str | None]
) -> Iterator[Problem]:
    """What is missing in the state of its row, has no place there, or lies ahead of it."""
    names = about(record_type)
    for state in names.workflow.states if names.workflow else ():
        here = np.array([code == state.code for code in states], dtype=bool)
        if names.workflow is None or not here.any():
            continue
        for name in state.requires:
            yield from (Problem(row, name, "required") for row in _places(here & ~_filled(frame, name)))
        sentence = _no_place(state)
        for name in names.workflow.refused(state.code):
            yield from (Problem(row, name, "state", {}, sentence) for row in _places(here & _filled(frame, name)))
        if state.past:
            ahead = here & _ahead(frame, names.dated_by, given.today)
            yield from (Problem(row, names.dated_by, "past", {"today": given.today}) for row in _places(ahead))


def _no_place(state: State) -> Label:
    return Label(
        f"Beim Status „{state.label.de}“ bleibt dieses Feld leer.",
        f"This field stays empty while the status is “{state.label.en}”.",
    )


def _places(rows: np.ndarray) -> list[int]:
    places: list[int] = np.flatnonzero(rows).tolist()
    return places


def _filled(frame: pd.DataFrame, name: str) -> np.ndarray:
    return pd.notna(frame[name].to_numpy()) if name in frame else np.zeros(len(frame), dtype=bool)


def _ahead(frame: pd.DataFrame, day: str, today: dt.date) -> np.ndarray:
    """Whether the day of each row is still to come; what is no day is no problem of the state."""
    days = frame[day] if day in frame else [None] * len(frame)
    return np.array([type(each) is dt.date and each > today for each in days], dtype=bool)
