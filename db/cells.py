"""Cells of files as the typed values of fields; what can't be read stays the text it is, for the rules to tell."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from db.headings import plain
from db.misreadings import guarded, unguarded
from db.number_marks import Mark, notation, without_groups
from db.sheets import Cell, is_empty
from db.value_names import Names
from db.workbooks import DAY_ZERO
from schemas.fields import Field, Kind
from schemas.parsers import NO, YES, Notation, parse

_MARK = frozenset({"x", "✓", "✔", "✗", "*"})
"""Signs for yes beside which an empty cell means no."""
_COUNTED_YEARS = range(1950, 2100)
"""The years of days that may stand as the number of days since the first one of the count."""
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_SECONDS = re.compile(r"(?<=:\d\d):00(\.0+)?$")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cells of one column are read."""

    field: Field
    heading: str = ""
    mark: Mark | None = None
    names: Names | None = None
    empty: Any = None
    """What an empty cell means."""
    guards: bool = False
    """Whether apostrophes stand before texts that a spreadsheet would misread."""
    day_zero: dt.date = DAY_ZERO
    """What days that stand as plain numbers are counted from."""


_Read: TypeAlias = Callable[[Cell, Manner], Any]


def text_of(cell: Cell) -> str:
    """What a reader sees in a cell."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        clock = "" if cell.time() == dt.time() else f" {cell:%H:%M}"
        return f"{text_of(cell.date())}{clock}"
    if isinstance(cell, dt.date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    return "" if cell is None else str(cell)


def read(cells: Iterable[Cell], manner: Manner) -> list[Any]:
    """The values of a column; each different cell is read once."""
    return list(map(_Once(manner).__getitem__, cells))


class _Once(dict[Cell, Any]):
    """Cells that were read already: most columns repeat a few. (A workbook's True, 1 and 1.0 are one key: so is what
    they mean.)"""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner

    def __missing__(self, cell: Cell) -> Any:
        manner = self.manner
        value = manner.empty if is_empty(cell) else READERS[manner.field.kind](cell, manner)
        self[cell] = value
        return value


def manner_of(
    field: Field,
    heading: str,
    cells: Sequence[Cell],
    *,
    mark: Mark | None,
    names: Names | None,
) -> Manner:
    """How a column is read: in one of nothing but crosses, an empty cell is a no."""
    manner = Manner(field, heading, mark, names)
    if (field.kind is Kind.FLAG or _asks(manner)) and _has_only_crosses(cells):
        return replace(manner, empty=READERS[field.kind]("no", manner))
    return manner


def _has_only_crosses(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in set(cells) if not is_empty(cell)]
    return bool(filled) and all(isinstance(cell, str) and cell.strip().casefold() in _MARK for cell in filled)


def _asks(manner: Manner) -> bool:
    """Whether the heading asks about one value of a choice."""
    question = manner.field.question
    return question is not None and plain(manner.heading) in map(plain, question.headings)


def _day(cell: Cell, manner: Manner) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date() if cell.time() == dt.time() else text_of(cell)
    if isinstance(cell, dt.date):
        return cell
    text = _MIDNIGHT.sub("", text_of(cell).strip())
    if re.fullmatch(r"\d{5}", text):
        counted = manner.day_zero + dt.timedelta(days=int(text))
        if counted.year in _COUNTED_YEARS:
            return counted
    return parse(Kind.DAY, text, Notation())


def _time(cell: Cell, _: Manner) -> Any:
    if isinstance(cell, dt.datetime):
        cell = cell.time()
    if isinstance(cell, dt.time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return dt.time(minutes // 60 % 24, minutes % 60)
    return parse(Kind.TIME, _SECONDS.sub("", text_of(cell).strip()), Notation())


def _moment(cell: Cell, _: Manner) -> Any:
    return cell if isinstance(cell, dt.datetime) else parse(Kind.MOMENT, text_of(cell), Notation())


def _integer(cell: Cell, _: Manner) -> Any:
    if isinstance(cell, bool):
        return text_of(cell)
    text = without_groups(cell.strip()) if isinstance(cell, str) else text_of(cell)
    return parse(Kind.INTEGER, text, notation(Mark.POINT))


def _decimal(cell: Cell, manner: Manner) -> Any:
    if isinstance(cell, bool):
        return text_of(cell)
    if isinstance(cell, int | float):
        return Decimal(text_of(cell)) if cell == cell and abs(cell) < 1e15 else text_of(cell)
    return parse(Kind.DECIMAL, text_of(cell), notation(manner.mark))


def _text(cell: Cell, manner: Manner) -> Any:
    """One line: a line break in a cell is a blank."""
    return re.sub(r"\s*\n\s*", " ", _note(cell, manner) or "") or None


def _note(cell: Cell, manner: Manner) -> Any:
    text = unicodedata.normalize("NFC", text_of(cell)).replace("\r\n", "\n").replace("\r", "\n")
    plainly = unguarded(text)
    if manner.guards and plainly != text and guarded(plainly) == text:
        text = plainly
    return text.strip() or None


def _choice(cell: Cell, manner: Manner) -> Any:
    text, question = text_of(cell).strip(), manner.field.question
    code = manner.names.code(text) if manner.names else None
    if code is None and question is not None and _asks(manner):
        answer = _flag(cell, manner)
        code = {True: question.yes, False: question.no}.get(answer) if isinstance(answer, bool) else None
    return code or text


def _choices(cell: Cell, manner: Manner) -> Any:
    text = text_of(cell).strip()
    return manner.names.split(text) if manner.names else [text]


def _flag(cell: Cell, _: Manner) -> Any:
    text = text_of(cell).strip()
    answer = text.casefold()
    if answer in _MARK:
        return True
    return answer in YES if answer in YES | NO else text


READERS: Mapping[Kind, _Read] = {
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: _text,
    Kind.NOTE: _note,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.FLAG: _flag,
}
"""For each kind: a cell with something in it to the typed value, or to the text that can't be read as one."""
