"""A file that somebody wants to import, as the rows of one table, whichever kind of file it is."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from db import text_files, workbooks
from db.import_refusals import FileEmpty, FileTooLarge, OtherWorkbook
from db.text_files import TextForm
from db.workbooks import MOST_COLUMNS, MOST_ROWS

Cell: TypeAlias = Any
"""Text, or what a workbook keeps as a number, a day, a time, a truth; None or empty text: nothing."""

Progress: TypeAlias = Callable[[float], None]
"""Is told how much of the work is done, from 0 to 1."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as it stands in a file."""

    name: str
    """The name of the file."""
    content: bytes
    rows: Sequence[Sequence[Cell]]
    form: TextForm | None
    """How it is written; None for a workbook."""
    day_zero: dt.date = workbooks.DAY_ZERO
    """What days that stand there as plain numbers are counted from."""

    @property
    def hash(self) -> str:
        """What tells the same file again."""
        return sha256(self.content).hexdigest()

    @property
    def kind(self) -> str:
        """How the name of such a file ends."""
        return "csv" if self.form else "xlsx"


def read(name: str, content: bytes) -> Sheet:
    """The table in a file; its kind is told by its content, never by its name.

    Raises:
        FileEmpty, FileUnreadable, OtherWorkbook, FileTooLarge, CellTooLarge, NoResult: it can't be read.
    """
    if content.startswith(workbooks.OTHERS):
        raise OtherWorkbook
    form, day_zero = None, workbooks.DAY_ZERO
    rows: Sequence[Sequence[Cell]]
    if content.startswith(workbooks.OPENING):
        rows, day_zero = workbooks.read(content), workbooks.day_zero(content)
    else:
        lines, form = text_files.read(content)
        rows = _limited(lines)
    if not any(not is_empty(cell) for row in rows for cell in row):
        raise FileEmpty
    return Sheet(name, content, rows, form, day_zero)


def _limited(lines: Iterable[list[str]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in lines:
        if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
            raise FileTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
        rows.append(row)
    return rows


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
