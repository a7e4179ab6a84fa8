"""What the columns of machine-readable CSV files mean, as a Frictionless ``datapackage.json`` (Data Package 2.0)."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from db.delimited import PLACES, Column, Reader, columns_of
from db.figure import Number
from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.record import Record
from schemas.vocabulary import Vocabularies, codes

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

Descriptor: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Type:
    """How a kind of value is described: its type in Table Schema, and the constraints which that type knows."""

    properties: Mapping[str, str]
    constraints: tuple[str, ...]


TYPES: Mapping[Kind, Type] = {
    Kind.DAY: Type({"type": "date"}, ("required",)),
    Kind.TIME: Type({"type": "time"}, ("required",)),
    Kind.MOMENT: Type({"type": "datetime"}, ("required",)),
    Kind.INTEGER: Type({"type": "integer"}, ("required", "minimum", "maximum")),
    Kind.DECIMAL: Type({"type": "number"}, ("required", "minimum", "maximum")),
    Kind.TEXT: Type({"type": "string"}, ("required", "maxLength", "pattern")),
    Kind.NOTE: Type({"type": "string"}, ("required", "maxLength")),
    Kind.CHOICE: Type({"type": "string"}, ("required", "enum")),
    Kind.CHOICES: Type({"type": "list", "delimiter": ";", "itemType": "string"}, ("required",)),
    Kind.FLAG: Type({"type": "boolean"}, ("required",)),
}
"""Lists are of type ``list``, the type of Data Package 2.0 for delimited cells; ``array`` would put JSON into them."""

CONSTRAINTS: Mapping[str, Callable[[Field, Vocabularies], Any]] = {
    "required": lambda field, _: field.required or None,
    "minimum": lambda field, _: _bound(field, "minimum"),
    "maximum": lambda field, _: _bound(field, "maximum"),
    "maxLength": lambda field, _: field.bounds.get("longest"),
    "pattern": lambda field, _: field.bounds.get("pattern"),
    "enum": lambda field, vocabularies: list(codes(vocabularies[field.vocabulary])) if field.vocabulary else None,
}
"""The constraints that can be told from a field alone. That a day must have come is not among them."""

VALUES_TITLE = Label("Wertelisten", "Vocabularies")
VALUES = (
    Column("vocabulary", Label("Werteliste", "Vocabulary"), Kind.TEXT),
    Column("code", Label("Schlüssel", "Code"), Kind.TEXT),
    Column("de", Label("Deutsch", "German"), Kind.TEXT),
    Column("en", Label("Englisch", "English"), Kind.TEXT),
)
"""The columns of the table that explains all codes."""


COMPUTED: Mapping[Number | None, Label] = {
    Number.MEAN: Label(
        f"Mittelwert, auf {PLACES[Number.MEAN]} Nachkommastellen gerundet, eine Hälfte zur geraden Ziffer.",
        f"A mean, rounded to {PLACES[Number.MEAN]} decimal places, half to the even digit.",
    ),
    Number.SHARE: Label(
        f"Anteil von 0 bis 1, auf {PLACES[Number.SHARE]} Nachkommastellen gerundet, eine Hälfte zur geraden Ziffer.",
        f"A share from 0 to 1, rounded to {PLACES[Number.SHARE]} decimal places, half to the even digit.",
    ),
}
"""What has to be known of numbers that are not exact."""


def _bound(field: Field, name: str) -> int | float | None:
    bound = field.bounds.get(name)
    return float(bound) if isinstance(bound, Decimal) else bound


def _described(column: Column, reader: Reader) -> Descriptor:
    """A field of Table Schema without its constraints."""
    descriptor: Descriptor = {
        "name": column.name,
        "title": column.label.in_language(reader.language),
        **TYPES[column.kind].properties,
    }
    labels = reader.labels(column)
    if labels and column.kind is Kind.CHOICE:
        descriptor["categories"] = [{"value": code, "label": label} for code, label in labels.items() if code]
    if column.vocabulary:
        descriptor["vocabulary"] = column.vocabulary
    if column.number in COMPUTED:
        descriptor["description"] = COMPUTED[column.number].in_language(reader.language)
    return descriptor


def _declared(field: Field, reader: Reader) -> Descriptor:
    """A field of a record type as a field of Table Schema."""
    (column,) = columns_of([field])
    descriptor = _described(column, reader)
    if field.help:
        descriptor["description"] = field.help.in_language(reader.language)
    if field.unit:
        descriptor["unit"] = field.unit.in_language(reader.language)
    if field.bounds.get("form"):
        descriptor["example"] = field.bounds["form"]
    named = {name: CONSTRAINTS[name](field, reader.vocabularies) for name in TYPES[field.kind].constraints}
    constraints = {name: bound for name, bound in named.items() if bound is not None}
    return descriptor | ({"constraints": constraints} if constraints else {})


def record_schema(record_type: type[Record], reader: Reader) -> Descriptor:
    """The Table Schema of a record type, its fields in their order."""
    declared = [_declared(field, reader) for field in fields(record_type).values()]
    return {"fields": declared, "primaryKey": ["id"], "missingValues": [""]}


def table_schema(columns: Sequence[Column], reader: Reader) -> Descriptor:
    """The Table Schema of any other table, such as a figure's."""
    return {"fields": [_described(column, reader) for column in columns], "missingValues": [""]}


def resource(
    name: str, path: str, title: str, schema: Descriptor, *, notes: Sequence[str] = (), **facts: Any
) -> Descriptor:
    """The description of one CSV file of the machine flavour.

    ``notes`` (period, filters, footnotes) become its description, and stand singly in ``notes``; ``facts`` are further
    properties, such as ``bytes`` and ``hash``.
    """
    descriptor: Descriptor = {
        "name": name.replace("_", "-"),
        "path": path,
        "title": title,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
        **facts,
    }
    return descriptor | ({"description": "\n".join(notes), "notes": list(notes)} if notes else {})


def attachment(path: str, title: str, mediatype: str, **facts: Any) -> Descriptor:
    """The description of a file that is no table for programs."""
    name = re.sub(r"[^a-z0-9]+", "-", path.lower())
    ending = path.rpartition(".")[2]
    return {"name": name, "path": path, "title": title, "format": ending, "mediatype": mediatype, **facts}


def value_rows(vocabularies: Vocabularies) -> list[tuple[str, str, str, str]]:
    """All values of all vocabularies, as rows of ``VALUES``."""
    return [
        (name, value.code, value.label.de, value.label.en)
        for name, vocabulary in vocabularies.items()
        for value in vocabulary
    ]


def package(
    name: str, title: str, made: dt.datetime, resources: Sequence[Descriptor], notes: Sequence[str] = ()
) -> bytes:
    """The content of ``datapackage.json``; ``made`` is a point in time in UTC without offset."""
    descriptor: Descriptor = {
        "$schema": PROFILE,
        "name": name,
        "title": title,
        "created": f"{made.isoformat(timespec='seconds')}Z",
        "resources": list(resources),
    }
    descriptor |= {"description": "\n".join(notes)} if notes else {}
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
