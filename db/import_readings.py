"""How a file is read for import: which row has the headings, which column is which field, and what its words mean."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, TypeAlias

import duckdb

from db import cells, number_marks, statements
from db.cells import Manner, manner_of, text_of
from db.database import Database, Writing
from db.headings import Heading, guess, heading_row, headings, plain
from db.import_refusals import ColumnsMissing, ColumnTwice, MarkUnknown, NoHeadings
from db.number_marks import Mark
from db.sheets import Cell, Sheet, is_empty
from db.value_names import names_of
from schemas.fields import Field, Kind, entered, shown
from schemas.labels import listed
from schemas.record import Record, about
from schemas.vocabulary import Vocabularies

Explained: TypeAlias = Mapping[tuple[str, str], str]
"""Vocabulary and plain text to the code that it means."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read as records of one type."""

    record_type: type[Record]
    row: int
    """The row of the headings, counted from 0 like all places here."""
    fields: Mapping[int, str]
    """The field of each column that is taken."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """The decimal mark of number columns that don't tell it themselves, by their plain heading."""
    explained: Explained = field(default_factory=dict)
    forgotten: frozenset[tuple[str, str]] = frozenset()
    """What was explained before and shall mean nothing any more."""


def proposed(database: Database, sheet: Sheet, record_type: type[Record], row: int | None = None) -> Reading:
    """How a file is probably to be read, after what was chosen for such headings and words before.

    Raises:
        NoHeadings: no row has headings, or the given one has none.
    """
    row = heading_row(sheet.rows, record_type) if row is None else row
    columns = headings(sheet.rows, row) if row < len(sheet.rows) else ()
    if not columns:
        raise NoHeadings
    with database.cursor() as cursor:
        chosen, marks = _chosen(cursor, record_type)
        words = cursor.execute("SELECT vocabulary, word, code FROM import_words").fetchall()
    explained = {(vocabulary, word): code for vocabulary, word, code in words}
    return Reading(record_type, row, guess(record_type, columns, chosen), marks, explained)


def _chosen(
    cursor: duckdb.DuckDBPyConnection, record_type: type[Record]
) -> tuple[dict[str, str | None], dict[str, Mark]]:
    """The fields and the decimal marks that were chosen for headings before."""
    sql = "SELECT heading, field, mark FROM import_headings WHERE record_type = ?"
    rows: list[tuple[str, str | None, str | None]] = cursor.execute(sql, [about(record_type).table]).fetchall()
    known = {None, *shown(record_type)}
    fields: dict[str, str | None] = {}
    for heading, name, _ in rows:
        if name in known:
            fields[heading] = name
    return fields, {heading: Mark(mark) for heading, _, mark in rows if mark}


def remember(writing: Writing, sheet: Sheet, reading: Reading) -> None:
    """Keep for the next file what its headings and words were taken for."""
    table = about(reading.record_type).table
    found = {plain(each.text): each for each in headings(sheet.rows, reading.row)}
    rows = [
        {
            "record_type": table,
            "heading": text,
            "field": reading.fields.get(each.place),
            "mark": reading.marks.get(text),
        }
        for text, each in found.items()
    ]
    words = [{"vocabulary": key[0], "word": key[1], "code": code} for key, code in reading.explained.items()]
    for row in rows:
        statements.delete_where(writing.cursor, "import_headings", record_type=table, heading=row["heading"])
    for vocabulary, word in {*reading.explained, *reading.forgotten}:
        statements.delete_where(writing.cursor, "import_words", vocabulary=vocabulary, word=word)
    kept: Mapping[str, list[dict[str, Any]]] = {"import_headings": [*rows], "import_words": [*words]}
    for name, made in kept.items():
        if made:
            statements.insert(writing.cursor, name, made)


def assigned(reading: Reading, sheet: Sheet) -> list[tuple[Heading, Field]]:
    """The columns that are taken, with their fields."""
    known = shown(reading.record_type)
    columns = headings(sheet.rows, reading.row)
    return [(each, known[reading.fields[each.place]]) for each in columns if each.place in reading.fields]


def left_out(reading: Reading, sheet: Sheet) -> list[Heading]:
    """The columns that are not taken though something stands in them."""
    others = [each for each in headings(sheet.rows, reading.row) if each.place not in reading.fields]
    below = sheet.rows[reading.row + 1 :]
    return [each for each in others if any(len(row) > each.place and not is_empty(row[each.place]) for row in below)]


def must_be_complete(reading: Reading, sheet: Sheet) -> None:
    """Go on only if every field that must be filled in has a column, none has two, and numbers can be read in one way.

    Raises:
        ColumnsMissing, ColumnTwice, MarkUnknown: not so.
    """
    for name, times in Counter(reading.fields.values()).items():
        if times > 1:
            raise ColumnTwice(field=shown(reading.record_type)[name].label)
    missing = [
        each.label
        for each in entered(reading.record_type).values()
        if each.required and each.name not in reading.fields.values()
    ]
    if missing:
        raise ColumnsMissing(fields=listed(missing, ", "))
    for heading, example in unclear_marks(reading, sheet):
        raise MarkUnknown(column=heading.text, example=example)


def unclear_marks(reading: Reading, sheet: Sheet) -> list[tuple[Heading, str]]:
    """The number columns of which the decimal mark is unknown, each with a number that can be read in two ways."""
    found = ambiguous_marks(reading, sheet)
    return [each for each in found if plain(each[0].text) not in reading.marks]


def ambiguous_marks(reading: Reading, sheet: Sheet) -> list[tuple[Heading, str]]:
    """The number columns that don't tell their decimal mark, each with a number that can be read in two ways."""
    found = []
    for heading, declared in assigned(reading, sheet):
        if declared.kind is Kind.DECIMAL:
            texts = _texts(column(sheet, reading.row, heading.place))
            example = number_marks.ambiguous(texts)
            if example and number_marks.told(texts) is None:
                found.append((heading, example))
    return found


def _texts(column: Sequence[Cell]) -> list[str]:
    return sorted({cell for cell in column if isinstance(cell, str)})


def column(sheet: Sheet, row: int, place: int) -> list[Cell]:
    """The cells of a column below the headings."""
    return [each[place] if len(each) > place else None for each in sheet.rows[row + 1 :]]


def read_columns(
    reading: Reading, sheet: Sheet, rows: Sequence[int], vocabularies: Vocabularies
) -> Iterator[tuple[Field, list[Any]]]:
    """The typed values of each column that is taken, of these rows of the file."""
    columns = assigned(reading, sheet)
    # Files for programs are headed by the names of the fields, and keep texts as they are.
    guards = sheet.form is not None and any(heading.text != declared.name for heading, declared in columns)
    every = list(zip_longest(*(sheet.rows[row] for row in rows)))
    for heading, declared in columns:
        raw = every[heading.place] if heading.place < len(every) else [None] * len(rows)
        manner = _manner(reading, heading, declared, raw, vocabularies)
        yield declared, cells.read(raw, replace(manner, guards=guards, day_zero=sheet.day_zero))


def _manner(
    reading: Reading,
    heading: Heading,
    declared: Field,
    raw: Sequence[Cell],
    vocabularies: Vocabularies,
) -> Manner:
    names, mark = None, None
    if declared.vocabulary:
        every = reading.explained.items()
        explained = {text: code for (vocabulary, text), code in every if vocabulary == declared.vocabulary}
        names = names_of(vocabularies[declared.vocabulary], explained)
    if declared.kind is Kind.DECIMAL:
        mark = number_marks.told(_texts(raw)) or reading.marks.get(plain(heading.text))
    return manner_of(declared, heading.text, raw, mark=mark, names=names)


def explaining(reading: Reading, vocabulary: str, text: str, code: str) -> Reading:
    """The same with a word explained."""
    key = (vocabulary, plain(text))
    return replace(reading, explained={**reading.explained, key: code}, forgotten=reading.forgotten - {key})


def without(reading: Reading, vocabulary: str, text: str) -> Reading:
    """The same with a word that means nothing yet, or any more."""
    key = (vocabulary, plain(text))
    if key not in reading.explained:
        return reading
    kept = {each: code for each, code in reading.explained.items() if each != key}
    return replace(reading, explained=kept, forgotten=reading.forgotten | {key})


def explanation(reading: Reading, vocabulary: str, text: str) -> str | None:
    """What a word was explained to mean."""
    return reading.explained.get((vocabulary, plain(text)))


def explained_words(reading: Reading, sheet: Sheet, vocabularies: Vocabularies) -> Iterator[tuple[str, str]]:
    """The words of a file that were explained, by vocabulary and text: who explained one wrongly must find it again."""
    for heading, declared in assigned(reading, sheet):
        vocabulary = declared.vocabulary
        if vocabulary:
            known = names_of(vocabularies[vocabulary], {})
            for text in _texts(column(sheet, reading.row, heading.place)):
                words = known.split(text) if declared.kind is Kind.CHOICES else [text.strip()]
                yield from ((vocabulary, word) for word in words if explanation(reading, vocabulary, word))


def cell_text(reading: Reading, sheet: Sheet, row: int, name: str) -> str:
    """What stands in the file for a field, in one of its rows."""
    place = next((place for place, field_name in reading.fields.items() if field_name == name), None)
    cells_of_row = sheet.rows[row]
    return text_of(cells_of_row[place]) if place is not None and place < len(cells_of_row) else ""
