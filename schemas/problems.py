"""What is wrong with records, as values that a form, a list or a file can show at its place."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from schemas.fields import entered, entry_schema
from schemas.given import Given, under
from schemas.labels import Label
from schemas.record import Record


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One breach: the row (0-based position in the checked frame), the field, the rule's name and its bounds."""

    row: int
    field: str
    rule: str
    bounds: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    sentence: Label | None = None
    """For a rule of the record type's own: what is wrong, in its words."""


class BrokenCheck(Exception):
    """A check raised an exception itself: a fault of the program, not of the record."""


def frame_of(record_type: type[Record], records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of typed values, one row a record, one column for each field that any record fills.

    Missing, None and empty lists are null. All columns are ``object``: no value is bent to a type.

    Raises:
        KeyError: a record has a field that the record type does not declare.
    """
    rows = list(records)
    known = entered(record_type)
    for row in rows:
        for name in row:
            known[name]
    frame: dict[str, pd.Series] = {}
    for name in known:
        values = [row.get(name) for row in rows]
        values = [None if value == [] or value == "" else value for value in values]
        if any(value is not None for value in values):
            frame[name] = pd.Series(values, dtype=object)
    return pd.DataFrame(frame, index=range(len(rows)))


def check(record_type: type[Record], frame: pd.DataFrame, given: Given) -> list[Problem]:
    """All problems of a frame as ``frame_of`` makes it, by row, then in the order of the fields.

    Raises:
        BrokenCheck: a check itself failed.
    """
    absent = [name for name, field in entered(record_type).items() if field.required and name not in frame]
    found = [Problem(row, name, "required") for name in absent for row in range(len(frame))]
    with under(given):
        try:
            entry_schema(record_type).validate(frame, lazy=True)
        except SchemaErrors as errors:
            found += [problem for error in errors.schema_errors for problem in _problems(record_type, error, given)]
    order = list(entered(record_type))
    return sorted(found, key=lambda problem: (problem.row, order.index(problem.field)))


def _problems(record_type: type[Record], error: SchemaError, given: Given) -> list[Problem]:
    """The problems behind one pandera error.

    A rule over several columns comes with a failure case for every column of the frame: it is one problem a row.
    """
    if error.reason_code is SchemaErrorReason.CHECK_ERROR:
        raise BrokenCheck(f"{record_type.__name__}: {error}")
    declared = entered(record_type)
    rows = _rows(error)
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return [Problem(row, error.schema.name, "required") for row in rows]
    if error.reason_code is SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
        raise BrokenCheck(f"{record_type.__name__}: the frame lacks {error.failure_cases}")
    if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK:
        raise BrokenCheck(f"{record_type.__name__}: {error.reason_code}: {error}")
    rule, statistics = error.check.name, error.check.statistics or {}
    if "sentence" in statistics:
        return [Problem(row, statistics["shown_at"], rule, {}, statistics["sentence"]) for row in rows]
    field = declared[error.schema.name]
    circumstances = {"today": given.today, "opened": given.opened}
    return [Problem(row, field.name, rule, {**field.bounds, **circumstances}) for row in rows]


def _rows(error: SchemaError) -> list[int]:
    cases = error.failure_cases
    return sorted({int(row) for row in cases["index"]}) if isinstance(cases, pd.DataFrame) else []
