"""What an import would do: every row of the file judged, before anything is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from db import error_columns, kept_periods, statements
from db.database import Database
from db.import_readings import Reading, must_be_complete, read_columns
from db.kept_periods import PeriodClosed, Periods
from db.sheets import Progress, Sheet, is_empty
from db.tables import quoted
from schemas.fields import Kind, entered, shown
from schemas.given import Given
from schemas.problems import Problem, check, states_of
from schemas.record import Record, about
from schemas.workflow import STATE

OVERFLOW = "overflow"
"""What a problem of a row is called that has more cells than the headings; it belongs to no field."""


class Verdict(Enum):
    """What becomes of a row."""

    NEW = "new"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, eq=False)
class Judged:
    """A file read as records, and what the write gate says to each; positions count the records from 0."""

    sheet: Sheet
    reading: Reading
    rows: Sequence[int]
    """The row of the file that each record stands in, counted from 0."""
    columns: Mapping[str, Sequence[Any]]
    """The typed values by field."""
    states: Sequence[str | None]
    problems: Sequence[Problem]
    refused: frozenset[int]
    duplicates: frozenset[int]
    """Those that agree with a stored record in every column that is taken."""
    repeated: Mapping[int, int]
    """Those that are equal to an earlier one of the file, with the position of the first such one."""
    unknown: Mapping[tuple[str, str], int]
    """Texts that their vocabulary does not know, by vocabulary and text, and how often they stand in the file."""
    revision: int

    @property
    def record_type(self) -> type[Record]:
        """What the rows are read as."""
        return self.reading.record_type

    def verdict(self, position: int) -> Verdict:
        """What becomes of a record, if nothing else is wanted."""
        if position in self.refused:
            return Verdict.REFUSED
        return Verdict.DUPLICATE if position in self.duplicates else Verdict.NEW

    def chosen(self, *, duplicates_too: bool = False) -> list[int]:
        """The records that can be stored."""
        left = self.refused if duplicates_too else self.refused | self.duplicates
        return [position for position in range(len(self.rows)) if position not in left]


def judge(database: Database, sheet: Sheet, reading: Reading, progress: Progress = lambda _: None) -> Judged:
    """Read a file and judge every row.

    Raises:
        ColumnsMissing, ColumnTwice, MarkUnknown: more must be known to read it.
    """
    must_be_complete(reading, sheet)
    given, revision, record_type = database.given, database.revision, reading.record_type
    rows = [row for row in range(reading.row + 1, len(sheet.rows)) if not all(map(is_empty, sheet.rows[row]))]
    columns: dict[str, Sequence[Any]] = {}
    for field, values in read_columns(reading, sheet, rows, given.vocabularies):
        columns[field.name] = values
        progress(0.4 * len(columns) / len(reading.fields))
    stated = columns.get(STATE, [None] * len(rows))
    columns = _filled(record_type, columns)
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=object) for name in columns if name != STATE})
    states = _states(record_type, frame, stated, given)
    progress(0.6)
    found = [*check(record_type, frame, given, states), *_unknown_states(record_type, stated)]
    found += [*_closed(database.periods, record_type, columns), *_overflows(sheet, reading, rows)]
    progress(0.9)
    refused = frozenset(problem.row for problem in found)
    duplicates, repeated = _alike(database, record_type, columns, refused)
    unknown = _unknown(record_type, columns, given)
    progress(1.0)
    problems = sorted(found, key=lambda problem: problem.row)
    return Judged(sheet, reading, rows, columns, states, problems, refused, duplicates, repeated, unknown, revision)


def _filled(record_type: type[Record], columns: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The columns in the order of the fields."""
    return {name: columns[name] for name in shown(record_type) if name in columns}


def _states(record_type: type[Record], frame: pd.DataFrame, stated: Sequence[Any], given: Given) -> list[str | None]:
    """The state of each record: the one that the file tells, else the one that follows from its values."""
    if about(record_type).workflow is None:
        return [None] * len(stated)
    told = {value.code for value in given.vocabularies[shown(record_type)[STATE].vocabulary or ""]}
    follow = states_of(record_type, frame, given.today)
    return [state if state in told else other for state, other in zip(stated, follow, strict=True)]


def _unknown_states(record_type: type[Record], stated: Sequence[Any]) -> Iterator[Problem]:
    workflow = about(record_type).workflow
    codes = {state.code for state in workflow.states} if workflow else set()
    return (
        Problem(row, STATE, "known") for row, state in enumerate(stated) if state is not None and state not in codes
    )


def _closed(periods: Periods, record_type: type[Record], columns: Mapping[str, Sequence[Any]]) -> Iterator[Problem]:
    """Records whose day lies in a closed period."""
    name, days = about(record_type).dated_by, columns.get(about(record_type).dated_by, ())
    closed = {day: PeriodClosed(period).label for day in set(days) if (period := kept_periods.closed_on(periods, day))}
    if closed:
        for row, day in enumerate(days):
            if day in closed:
                yield Problem(row, name, kept_periods.RULE, {}, closed[day])


def _overflows(sheet: Sheet, reading: Reading, rows: Sequence[int]) -> Iterator[Problem]:
    """Rows of a text file with something right of the last heading: what stands there has probably slipped."""
    if sheet.form is None:
        return
    width = max(place for place, cell in enumerate(sheet.rows[reading.row]) if not is_empty(cell)) + 1
    for position, row in enumerate(rows):
        cells = sheet.rows[row]
        if len(cells) > width and not all(map(is_empty, cells[width:])):
            yield Problem(position, "", OVERFLOW, {}, error_columns.OVERFLOW)


def _unknown(
    record_type: type[Record], columns: Mapping[str, Sequence[Any]], given: Given
) -> dict[tuple[str, str], int]:
    """The texts that stand where codes belong."""
    counts: dict[tuple[str, str], int] = {}
    for name, field in shown(record_type).items():
        if field.vocabulary and name in columns:
            codes = {value.code for value in given.vocabularies[field.vocabulary]}
            several = field.kind is Kind.CHOICES
            for value in columns[name]:
                for text in (value or ()) if several else (value,):
                    if text is not None and text not in codes:
                        counts[field.vocabulary, text] = counts.get((field.vocabulary, text), 0) + 1
    return counts


def _alike(
    database: Database, record_type: type[Record], columns: Mapping[str, Sequence[Any]], refused: frozenset[int]
) -> tuple[frozenset[int], dict[int, int]]:
    """The sound records that are stored already, and those that stand in the file before."""
    whole = len(next(iter(columns.values())))
    positions = np.setdiff1d(np.arange(whole), np.fromiter(refused, dtype=int)).tolist()
    if not positions:
        return frozenset(), {}
    sound = {name: [values[each] for each in positions] for name, values in columns.items()}
    with database.cursor() as cursor:
        return _compared(cursor, record_type, sound, positions)


def _compared(
    cursor: duckdb.DuckDBPyConnection,
    record_type: type[Record],
    columns: Mapping[str, Sequence[Any]],
    places: list[int],
) -> tuple[frozenset[int], dict[int, int]]:
    table = about(record_type).table
    incoming = statements.as_arrow(cursor, table, columns).append_column("position", [places])
    names = {name: _comparable(record_type, name) for name in columns}
    cursor.register("incoming", incoming)
    try:
        same = " AND ".join(f"{each.format('s')} IS NOT DISTINCT FROM {each.format('i')}" for each in names.values())
        stored = cursor.execute(f"SELECT position FROM incoming i SEMI JOIN {quoted(table)} s ON {same}").fetchall()
        parts = ", ".join(each.format("i") for each in names.values())
        repeated = cursor.execute(
            "SELECT position, first FROM ("
            f" SELECT position, min(position) OVER (PARTITION BY {parts}) AS first FROM incoming i"
            ") WHERE position > first"
        ).fetchall()
    finally:
        cursor.unregister("incoming")
    return frozenset(position for (position,) in stored), dict(repeated)


def _comparable(record_type: type[Record], name: str) -> str:
    """A field as it is compared, with a place for the table: several values are the same in any order."""
    field = shown(record_type)[name]
    return f"list_sort({{}}.{quoted(name)})" if field.kind is Kind.CHOICES else f"{{}}.{quoted(name)}"


def entered_columns(judged: Judged) -> dict[str, Sequence[Any]]:
    """All entered fields of the records, those without a column being empty."""
    nothing: Sequence[Any] = [None] * len(judged.rows)
    return {name: judged.columns.get(name, nothing) for name in entered(judged.record_type)}
