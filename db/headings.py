"""Which column of a table belongs to which field: guessed by what the fields are called, in both languages."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from db.error_columns import is_errors
from db.import_refusals import NoHeadings
from db.sheets import Cell, is_empty
from schemas.fields import Field, fields, shown
from schemas.record import Record

_LOOKED_AT = 50
"""Rows among which the headings must be."""
_ALIKE = 0.86
"""How much a heading must be like a title to be taken for it, 1 being the same."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the file: its place, counted from 0, and what stands above it."""

    place: int
    text: str


def plain(text: str) -> str:
    """Text as it is compared: no marks, no case, one blank between words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def heading_row(rows: Sequence[Sequence[Cell]], record_type: type[Record]) -> int:
    """The row of the headings: the one with most titles of fields, else the first that is as wide as most.

    Raises:
        NoHeadings: no row has records below it.
    """
    titles = set(names(record_type))
    texts_of = ((place, [plain(str(cell)) for cell in row if not is_empty(cell)]) for place, row in enumerate(rows))
    filled = list(islice(((place, texts) for place, texts in texts_of if texts), _LOOKED_AT))
    if not filled or filled[-1][0] == filled[0][0]:
        raise NoHeadings
    known = [(len(titles.intersection(texts)), place) for place, texts in filled]
    most, place = max(known, key=lambda each: (each[0], -each[1]))
    if most:
        return place
    widest = max(len(texts) for _, texts in filled)
    return next(place for place, texts in filled if 2 * len(texts) > widest)


def headings(rows: Sequence[Sequence[Cell]], row: int) -> tuple[Heading, ...]:
    """The columns that have a heading, but for the one that tells errors."""
    return tuple(
        Heading(place, str(cell).strip())
        for place, cell in enumerate(rows[row])
        if not is_empty(cell) and not is_errors(rows, row, place)
    )


def guess(
    record_type: type[Record], columns: Sequence[Heading], remembered: Mapping[str, str | None]
) -> dict[int, str]:
    """The field of each column that could be told, by its place; no field twice.

    ``remembered`` are the fields that were chosen for plain headings before, None for those that were left out.
    """
    titles, known = names(record_type), _system_titles(record_type)
    found: dict[int, str] = {}
    open_ones = [each for each in columns if remembered.get(plain(each.text), "") is not None]
    for source in (remembered, titles):
        for each in open_ones:
            name = source.get(plain(each.text))
            if name and each.place not in found and name not in found.values():
                found[each.place] = name
    for each in open_ones:
        free = {title: name for title, name in titles.items() if name not in found.values()}
        near = difflib.get_close_matches(plain(each.text), free, n=1, cutoff=_ALIKE)
        if near and each.place not in found and plain(each.text) not in known:
            found[each.place] = free[near[0]]
    return found


def names(record_type: type[Record]) -> dict[str, str]:
    """Everything that fields are called, in its plain form, with their names; titles go before aliases."""
    found: dict[str, str] = {}
    for spell in (_titles, _aliases):
        for name, field in shown(record_type).items():
            for title in spell(field):
                found.setdefault(plain(title), name)
    return found


def _titles(field: Field) -> Iterator[str]:
    yield from (field.name, field.label.de, field.label.en)


def _aliases(field: Field) -> Iterator[str]:
    yield from field.aliases
    if field.question:
        yield from field.question.headings
    if field.unit:
        yield from (f"{field.label.de} in {field.unit.de}", f"{field.label.en} in {field.unit.en}")
        yield from (f"{field.label.de} {field.unit.de}", f"{field.label.en} {field.unit.en}")


def _system_titles(record_type: type[Record]) -> set[str]:
    """What the columns are called that the program fills in itself: nothing is guessed to be like them."""
    own = [field for name, field in fields(record_type).items() if name not in shown(record_type)]
    return {plain(title) for field in own for title in _titles(field)}
