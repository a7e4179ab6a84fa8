"""The paragraphs that the sections of new reports begin with: the program's own until the lead words others.

The id of a row is the section and the language. A draft that was made before a change keeps its words.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import duckdb

from db import history, report_texts, statements
from db.database import Database, Writing, now
from db.report_refusals import FieldChanged
from schemas.report import SECTIONS, SectionText
from schemas.roles import Action, Actor

TABLE = "standard_paragraphs"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as the office has worded it."""

    id: str
    number: int
    version: int
    text: str
    """Empty: reports begin this section without a paragraph."""
    created_at: Any
    created_by: str
    changed_at: Any
    changed_by: str


COLUMNS = tuple(field.name for field in fields(Paragraph))


def everything(database: Database, language: str) -> dict[str, str | None]:
    """The paragraph of each section, None for one that begins without."""
    with database.cursor() as cursor:
        return texts(cursor, language)


def texts(cursor: duckdb.DuckDBPyConnection, language: str) -> dict[str, str | None]:
    """The same in a transaction."""
    worded = _worded(cursor)
    return {section.name: _text(section, language, worded) or None for section in SECTIONS}


def word(database: Database, section: str, language: str, *, before: str | None, text: str, by: Actor) -> None:
    """Word the paragraph of a section; ``before`` is what was seen.

    Raises:
        Forbidden: the actor does not change settings.
        FieldChanged: somebody else has worded it meanwhile.
        TextTooLong, TextUnusable: nothing was written.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.CHANGE_SETTINGS)
    declared = next(each for each in SECTIONS if each.name == section)
    wanted: str = report_texts.tidy(declared.field, text) or ""
    with database.writing() as writing:
        worded = _worded(writing.cursor)
        stored = _text(declared, language, worded)
        if stored == wanted:
            return
        if stored != (before or ""):
            raise FieldChanged(section, declared.heading, stored)
        _store(writing, worded.get(_id(section, language)), _id(section, language), wanted, by)


def _store(writing: Writing, before: Paragraph | None, paragraph_id: str, text: str, by: Actor) -> None:
    moment = now()
    if before is None:
        (number,) = writing.take_numbers(TABLE, 1)
        after = Paragraph(paragraph_id, number, 1, text, moment, by.id, moment, by.id)
        statements.insert(writing.cursor, TABLE, [asdict(after)])
    else:
        values: dict[str, Any] = {"version": before.version + 1, "text": text}
        values |= {"changed_at": moment, "changed_by": by.id}
        after = replace(before, **values)
        statements.update(writing.cursor, TABLE, {"id": before.id, **values}, version=before.version)
    action = "update" if before else "create"
    history.add(writing, action, TABLE, [(asdict(before) if before else None, asdict(after))], by.id)


def _worded(cursor: duckdb.DuckDBPyConnection) -> dict[str, Paragraph]:
    rows = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE}").fetchall()
    return {paragraph.id: paragraph for paragraph in (Paragraph(*row) for row in rows)}


def _text(section: SectionText, language: str, worded: Mapping[str, Paragraph]) -> str:
    found = worded.get(_id(section.name, language))
    return found.text if found else section.standard.in_language(language)


def _id(section: str, language: str) -> str:
    return f"{section}/{language}"
