"""What the rest of the product knows of a record type: its fields, as plain values.

This is the only module that opens a pandera model.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from schemas.labels import Label
from schemas.verdicts import EntrySchema

if TYPE_CHECKING:
    import pandera.pandas as pa

    from schemas.record import Record


class Kind(Enum):
    """The kinds of value there are. Every surface (table, form, list, CSV, filter) has one row for each."""

    DAY = "day"
    TIME = "time"
    MOMENT = "moment"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    NOTE = "note"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Question:
    """A heading of a list that asks about one value of a choice: what its yes and its no mean, as codes."""

    headings: tuple[str, ...]
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record type, with everything that is true of it without a screen."""

    name: str
    kind: Kind
    label: Label
    help: Label | None
    required: bool
    system: bool
    dimension: bool
    measure: bool
    vocabulary: str | None
    unit: Label | None
    aliases: tuple[str, ...]
    """What else lists of others call it, in any language."""
    question: Question | None
    split: tuple[str, ...]
    """The fields that tell how much of the number falls to whom."""
    bounds: Mapping[str, Any]
    """Limits by name: ``minimum``, ``maximum`` (numbers), ``longest`` (characters), ``pattern`` and its ``form``,
    ``past`` (days that must have come), ``opened`` (days not before the office opened)."""


def _field(name: str, column: "pa.Column") -> Field:
    metadata: dict[str, Any] = dict(column.metadata or {})
    return Field(name=name, required=not column.nullable, **metadata)


@functools.cache
def fields(record_type: "type[Record]") -> Mapping[str, Field]:
    """The fields of a record type by name, system columns first, in the order of their declaration."""
    declared = [_field(name, column) for name, column in schema(record_type).columns.items()]
    return {field.name: field for field in sorted(declared, key=lambda field: not field.system)}


@functools.cache
def entered(record_type: "type[Record]") -> Mapping[str, Field]:
    """The fields that a person fills in: all but the system columns."""
    return {name: field for name, field in fields(record_type).items() if not field.system}


@functools.cache
def shown(record_type: "type[Record]") -> Mapping[str, Field]:
    """The fields that a record is read by: its state, if it has one, and what a person fills in."""
    return {name: field for name, field in fields(record_type).items() if not field.system or field.dimension}


@functools.cache
def dimensions(record_type: "type[Record]") -> tuple[Field, ...]:
    """The fields by which records are cut in figures and filters, the state first."""
    return tuple(field for field in fields(record_type).values() if field.dimension)


@functools.cache
def filtered(record_type: "type[Record]") -> tuple[Field, ...]:
    """The fields by which lists can be filtered: the dimensions, then those that can have something in them or not."""
    kinds = (Kind.INTEGER, Kind.DECIMAL, Kind.TEXT)
    others = (field for field in entered(record_type).values() if field.kind in kinds and not field.dimension)
    return (*dimensions(record_type), *others)


@functools.cache
def typed(record_type: "type[Record]") -> tuple[Field, ...]:
    """The entered fields whose values are no text."""
    texts = (Kind.TEXT, Kind.NOTE, Kind.CHOICE)
    return tuple(field for field in entered(record_type).values() if field.kind not in texts)


def is_unread(field: Field, value: object) -> bool:
    """Whether the value of a typed field is what was typed and could not be read, or a moment where a day belongs."""
    return isinstance(value, str) or (field.kind is Kind.DAY and isinstance(value, dt.datetime))


@functools.cache
def measures(record_type: "type[Record]") -> tuple[Field, ...]:
    """The number fields that are summed in figures."""
    return tuple(field for field in entered(record_type).values() if field.measure)


@functools.cache
def schema(record_type: "type[Record]") -> "pa.DataFrameSchema":
    """The pandera schema of a record type, built once."""
    return record_type.to_schema()


@functools.cache
def entry_schema(record_type: "type[Record]") -> EntrySchema:
    """The schema of what a person enters: no system columns, and a column of nothing but nulls may be absent.

    Such a column has nothing to check. Types are checked by the columns' own rules: all dtypes are ``object``.
    """
    whole = schema(record_type)
    system = [name for name, field in fields(record_type).items() if field.system]
    facts = {name: {"required": False, "dtype": None} for name in entered(record_type)}
    columns = whole.remove_columns(system).update_columns(facts).columns
    return EntrySchema(columns, checks=whole.checks, strict=True, name=whole.name)
