"""Which records are meant: a period and filters, made into one SQL condition for lists and figures alike."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from db.tables import DUCKDB_TYPES, quoted
from schemas.fields import Field, Kind, fields
from schemas.record import Record, about

NO_VALUE = ""
"""The code that stands for records in which the field is empty."""

FLAG_CODES = {"yes": True, "no": False}
"""The codes of a flag, as filters and figures spell them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A period of days, both ends included (None: open), and the wanted codes of fields.

    Several codes of a field mean any of them, ``""`` the records without a value, no codes at all no filter.
    A field that is named twice must satisfy both.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def narrowed(self, field: str, *codes: str) -> "Selection":
        """The records of this selection that also have one of ``codes`` in ``field``: what a click on a bar shows."""
        return replace(self, where=(*self.where, (field, codes)))

    def within(self, start: dt.date | None, end: dt.date | None) -> "Selection":
        """The same filters over the days that this period and the given one share."""
        starts = [day for day in (self.start, start) if day is not None]
        ends = [day for day in (self.end, end) if day is not None]
        return replace(self, start=max(starts, default=None), end=min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Conditions:
    """A boolean expression over the columns of one record type and the values to bind, in order."""

    sql: str
    params: list[object]
    ignored: tuple[str, ...]
    """The filtered fields that the record type does not have."""


Condition = tuple[str, list[object]]


def _equal(field: Field, codes: Sequence[str]) -> Condition:
    """The value is one of the codes; a code that can't be read as a value of the column matches nothing."""
    marks = ", ".join([f"TRY_CAST(? AS {DUCKDB_TYPES[field.kind]})"] * len(codes))
    return f"{quoted(field.name)} IN ({marks})", list(codes)


def _text(field: Field, codes: Sequence[str]) -> Condition:
    return f"{quoted(field.name)} IN ({', '.join('?' * len(codes))})", list(codes)


def _list(field: Field, codes: Sequence[str]) -> Condition:
    """One of the codes is in the list."""
    return " OR ".join([f"list_contains({quoted(field.name)}, ?)"] * len(codes)), list(codes)


def _flag(field: Field, codes: Sequence[str]) -> Condition:
    wanted: list[object] = [FLAG_CODES[code] for code in codes if code in FLAG_CODES]
    return f"{quoted(field.name)} IN ({', '.join('?' * len(wanted))})" if wanted else "false", wanted


CONDITIONS: dict[Kind, Callable[[Field, Sequence[str]], Condition]] = {
    Kind.DAY: _equal,
    Kind.TIME: _equal,
    Kind.MOMENT: _equal,
    Kind.INTEGER: _equal,
    Kind.DECIMAL: _equal,
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.CHOICE: _text,
    Kind.CHOICES: _list,
    Kind.FLAG: _flag,
}
"""How the wanted codes of a field become SQL, for each kind of value."""


def _filter(field: Field, codes: Sequence[str]) -> Condition:
    given = [code for code in codes if code != NO_VALUE]
    sql, params = CONDITIONS[field.kind](field, given) if given else ("", [])
    empty = f"{quoted(field.name)} IS NULL" if NO_VALUE in codes else ""
    return f"({' OR '.join(part for part in (sql, empty) if part)})", params


def _period(record_type: type[Record], selection: Selection) -> list[Condition]:
    """The record has its day in the period; one that lasts has any of its days there."""
    names, parts = about(record_type), list[Condition]()
    if selection.start is not None:
        last = quoted(names.until or names.dated_by)
        parts.append((f"({last} >= ? OR {last} IS NULL)" if names.until else f"{last} >= ?", [selection.start]))
    if selection.end is not None:
        parts.append((f"{quoted(names.dated_by)} <= ?", [selection.end]))
    return parts


def conditions(record_type: type[Record], selection: Selection) -> Conditions:
    """The selection as a condition on the record type's table; ``true`` if it selects everything."""
    declared, parts = fields(record_type), _period(record_type, selection)
    parts += [_filter(declared[name], codes) for name, codes in selection.where if codes and name in declared]
    ignored = tuple(dict.fromkeys(name for name, codes in selection.where if codes and name not in declared))
    sql = " AND ".join(sql for sql, _ in parts) or "true"
    return Conditions(sql, [value for _, params in parts for value in params], ignored)
