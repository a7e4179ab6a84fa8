"""Which records are meant: a period and filters, made into one SQL condition for lists and figures alike."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.tables import DUCKDB_TYPES, quoted
from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.record import Record, about

NO_VALUE = ""
"""The code that stands for records in which the field is empty."""
SOME_VALUE, UNSPLIT = "*", "-"
"""Those for records whose number is not 0, or whose text is not empty; and whose number is more than what it is split
into."""

SPECIAL: Mapping[str, Label] = {
    NO_VALUE: Label("keine Angabe", "not stated"),
    SOME_VALUE: Label("vorhanden", "present"),
    UNSPLIT: Label("nicht aufgeteilt", "not broken down"),
}
"""How readers see the codes that are no values."""

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


def _number(field: Field, codes: Sequence[str]) -> Condition:
    """The number is more than nothing, more than its parts together, or one of the codes."""
    values, name = [code for code in codes if code not in SPECIAL], quoted(field.name)
    split = " + ".join(f"coalesce({quoted(part)}, 0)" for part in field.split) or name
    known = {SOME_VALUE: f"{name} > 0", UNSPLIT: f"{name} > {split}"}
    parts, (sql, params) = [known[code] for code in codes if code in known], _equal(field, values)
    return " OR ".join([*parts, *([sql] if values else [])]), params


def _line(field: Field, codes: Sequence[str]) -> Condition:
    """There is a text, or it is one of the codes."""
    sql, params = _text(field, [code for code in codes if code != SOME_VALUE])
    some = f"{quoted(field.name)} IS NOT NULL"
    return (f"{some} OR {sql}" if params else some, params) if SOME_VALUE in codes else (sql, params)


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
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.TEXT: _line,
    Kind.NOTE: _line,
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
