"""A record in one line: what tells it from the others of its day."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.formats import Reader, display
from schemas.fields import Field, Kind, entered
from schemas.record import Record

LONGEST = 120
"""Characters of one value; a longer one is cut."""

MOST = 5
"""Values in the line."""


def summary(record_type: type[Record], record: Mapping[str, Any], reader: Reader, *, says: Iterable[str] = ()) -> str:
    """The values of the fields ``says``, then what the record is called, when it begins, what it is about, its note."""
    known = entered(record_type)
    order = dict.fromkeys([*says, *(field.name for field in sorted(known.values(), key=_rank) if _rank(field) < LAST)])
    written = (display(record.get(name), known[name], reader) for name in order if name in known)
    return " · ".join([_cut(text) for text in written if text][:MOST])


LAST = 4
"""The rank of fields that are left out."""


def _rank(field: Field) -> int:
    if field.kind is Kind.TIME:
        return 0
    if field.kind is Kind.TEXT and field.required:
        return 1
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        return 2
    return 3 if field.kind is Kind.NOTE else LAST


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
