"""Values of records as JSON text and back: how history and drafts keep them."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

import pandas as pd

from schemas.fields import Kind, fields
from schemas.record import Record


def _same(value: Any) -> Any:
    return value


FROM_JSON: dict[Kind, Callable[[Any], Any]] = {
    Kind.DAY: dt.date.fromisoformat,
    Kind.TIME: dt.time.fromisoformat,
    Kind.MOMENT: dt.datetime.fromisoformat,
    Kind.INTEGER: _same,
    Kind.DECIMAL: Decimal,
    Kind.TEXT: _same,
    Kind.NOTE: _same,
    Kind.CHOICE: _same,
    Kind.CHOICES: _same,
    Kind.FLAG: _same,
}
"""How a JSON value becomes the typed value of a field."""


def as_document(values: object) -> str:
    """Values by field name as JSON: days, times and moments in ISO form, decimals as text."""
    return _ENCODER.encode(values)


def as_members(name: str, values: Iterable[Any]) -> list[str]:
    """The values of one field as they stand in such documents; each different value is written once."""
    texts: dict[Any, str] = {}
    head, found = f"{encode_basestring(name)}: ", []
    for value in values:
        key = tuple(value) if isinstance(value, list) else value
        if key not in texts:
            texts[key] = head + (encode_basestring(value) if isinstance(value, str) else as_document(value))
        found.append(texts[key])
    return found


def from_document(record_type: type[Record], document: str) -> dict[str, Any]:
    """The typed values of a JSON document; fields that the record type no longer declares are left out.

    Text in a draft that could not be read as a value is text again.
    """
    declared = fields(record_type)
    return {
        name: _typed(declared[name].kind, value) for name, value in json.loads(document).items() if name in declared
    }


def plain(value: Any) -> Any:
    """A cell of a frame as a value that JSON has: days and times in ISO form, None where there is nothing."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _typed(kind: Kind, value: Any) -> Any:
    try:
        return None if value is None else FROM_JSON[kind](value)
    except (ValueError, ArithmeticError):
        return value


def _plain(value: object) -> str:
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, check_circular=False)
