"""How the value lists are kept in the database: rows that are filled from the program's own, read whole, and logged."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

import duckdb

from db import history, statements
from db.writing import Writing, now
from schemas.labels import Label
from schemas.roles import OPERATOR
from schemas.vocabulary import VOCABULARIES, Value, Vocabularies

TABLE = "vocabularies"


@dataclass(frozen=True, slots=True)
class Listed:
    """One value as it is stored."""

    id: str
    number: int
    version: int
    vocabulary: str
    code: str
    de: str
    en: str
    position: int
    colour: int
    retired: bool
    created_at: Any
    created_by: str
    changed_at: Any
    changed_by: str
    merged_into: str | None = None

    @property
    def value(self) -> Value:
        """The value as records and screens know it."""
        return Value(self.code, Label(self.de, self.en), self.retired, self.colour, self.merged_into)


COLUMNS = tuple(field.name for field in fields(Listed))


def rows(cursor: duckdb.DuckDBPyConnection) -> list[Listed]:
    """All values in their order."""
    found = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY vocabulary, position, number")
    return [Listed(*row) for row in found.fetchall()]


def read(cursor: duckdb.DuckDBPyConnection) -> Vocabularies:
    """All vocabularies in the order of the program's own, each with all its values in their order."""
    found: dict[str, list[Value]] = {name: [] for name in VOCABULARIES}
    for row in rows(cursor):
        found.setdefault(row.vocabulary, []).append(row.value)
    return {name: tuple(values) for name, values in found.items()}


def lacking(vocabularies: Vocabularies) -> list[tuple[str, Value]]:
    """The values of the program's own lists that the stored ones lack, with the names of their vocabularies."""
    return [
        (name, value)
        for name, own in VOCABULARIES.items()
        for value in own
        if value.code not in {stored.code for stored in vocabularies.get(name, ())}
    ]


def fill(writing: Writing) -> None:
    """Store the values of the program's own lists that are not stored yet, each after those that are."""
    missing, moment, by, made = lacking(writing.vocabularies), now(), OPERATOR.id, []
    if not missing:
        return
    places = {name: len(values) for name, values in writing.vocabularies.items()}
    colours = {name: next_colour(values) for name, values in writing.vocabularies.items()}
    for number, (name, value) in zip(writing.take_numbers(TABLE, len(missing)), missing, strict=True):
        key, place, colour, label = identity(name, value.code), places[name], colours[name], value.label
        row = (key, number, 1, name, value.code, label.de, label.en, place, colour, False, moment, by, moment, by, None)
        made.append(dict(zip(COLUMNS, row, strict=True)))
        places[name], colours[name] = place + 1, colour + 1
    statements.insert(writing.cursor, TABLE, made)
    history.add(writing, "create", TABLE, [(None, row) for row in made], by)
    writing.vocabularies = read(writing.cursor)


def carry_over(cursor: duckdb.DuckDBPyConnection) -> None:
    """Tell the history of the values that were stored before it told of them, as they are now.

    Of those that were changed since, it tells that they were there: what they were before the first change is its
    ``before``.
    """
    created = "SELECT record_id FROM history WHERE record_type = ? AND action = 'create'"
    known = "SELECT DISTINCT record_id FROM history WHERE record_type = ?"
    own = {key for (key,) in cursor.execute(created, [TABLE]).fetchall()}
    changed = {key for (key,) in cursor.execute(known, [TABLE]).fetchall()}
    contents = [asdict(row) for row in rows(cursor) if row.id not in own]
    if contents:
        changes = [(row if row["id"] in changed else None, row) for row in contents]
        history.add(Writing(cursor, *history.last(cursor)), "carry", TABLE, changes, OPERATOR.id)


def codes_ever(cursor: duckdb.DuckDBPyConnection, vocabulary: str) -> set[str]:
    """The codes that values of a list have or had: the history goes on to mean those by them."""
    beginning = identity(vocabulary, "")
    keys = cursor.execute(
        "SELECT DISTINCT record_id FROM history WHERE record_type = ? AND starts_with(record_id, ?)", [TABLE, beginning]
    ).fetchall()
    return {key.removeprefix(beginning) for (key,) in keys}


def identity(vocabulary: str, code: str) -> str:
    """The id of a value in the table and in the history."""
    return f"{vocabulary}/{code}"


def next_colour(values: Iterable[Value]) -> int:
    """The place of a colour that no value has."""
    return max((value.colour for value in values), default=-1) + 1
