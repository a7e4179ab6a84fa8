"""The lead's changes of value lists. Every change is in the history, and counts from the same commit on."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from db import caches, history, statements, value_lists
from db.consultation_figures import HOME_VISIT
from db.database import Database
from db.remembered_values import is_remembered
from db.replacements import Replaced, replace_code
from db.tables import quoted
from db.value_lists import TABLE, Listed, identity
from db.vocabulary_refusals import (
    LabelTaken,
    LabelUnusable,
    LastValue,
    MergedIntoItself,
    MergedIntoRetired,
    NoSuchValue,
    ValueChanged,
    ValueInUse,
    ValueOfTheProgram,
)
from db.writing import Writing, now
from schemas.fields import Field, Kind, entered
from schemas.labels import Label
from schemas.record import Record, about
from schemas.roles import Action, Actor
from schemas.vocabulary import VOCABULARIES

LONGEST = 100
"""Characters of a label."""


def values(database: Database, vocabulary: str) -> list[Listed]:
    """The values of a list in their order, retired ones included."""
    with database.cursor() as cursor:
        return [row for row in value_lists.rows(cursor) if row.vocabulary == vocabulary]


def uses(database: Database, vocabulary: str) -> Mapping[str, int]:
    """How often records have each code of a vocabulary; kept until something is written."""
    found: Mapping[str, int] = caches.of(database).get(
        (database.revision, "uses", vocabulary), lambda: _counted(database, vocabulary)
    )
    return found


def _counted(database: Database, vocabulary: str) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    with database.cursor() as cursor:
        for record_type, field in _fields(database, vocabulary):
            table, name = quoted(about(record_type).table), quoted(field.name)
            each = f"unnest({name})" if field.kind is Kind.CHOICES else name
            sql = f"SELECT code, count(*) FROM (SELECT {each} AS code FROM {table}) WHERE code IS NOT NULL GROUP BY 1"
            for code, count in cursor.execute(sql).fetchall():
                counts[code] = counts.get(code, 0) + count
    return counts


def _fields(database: Database, vocabulary: str) -> Iterator[tuple[type[Record], Field]]:
    """Where values of a vocabulary stand."""
    for record_type in database.record_types:
        for field in entered(record_type).values():
            if field.vocabulary == vocabulary:
                yield record_type, field


def add(database: Database, vocabulary: str, *, de: str, en: str, by: Actor) -> Listed:
    """Add a value at the end of a list; its code is made of the German label. Returns it as stored.

    Raises:
        Forbidden: the actor does not edit value lists.
        LabelUnusable, LabelTaken: a label.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        listed = _listed(writing, vocabulary)
        labels = _labels(de, en, listed)
        code, moment = _new_code(labels["de"], value_lists.codes_ever(writing.cursor, vocabulary)), now()
        (number,) = writing.take_numbers(TABLE, 1)
        row = Listed(
            id=identity(vocabulary, code),
            number=number,
            version=1,
            vocabulary=vocabulary,
            code=code,
            **labels,
            position=max((row.position for row in listed), default=-1) + 1,
            colour=value_lists.next_colour(row.value for row in listed),
            retired=False,
            created_at=moment,
            created_by=by.id,
            changed_at=moment,
            changed_by=by.id,
        )
        statements.insert(writing.cursor, TABLE, [asdict(row)])
        _log(writing, "create", [(None, row)], by)
    return row


def rename(
    database: Database, vocabulary: str, code: str, *, de: str, en: str, by: Actor, version: int | None = None
) -> None:
    """Call a value otherwise, in old records and figures too. ``version``, here as below: of the value that was seen.

    Raises:
        Forbidden: the actor does not edit value lists.
        NoSuchValue, ValueChanged, LabelUnusable, LabelTaken: nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        listed = _listed(writing, vocabulary)
        row = _one(listed, code, version)
        _change(writing, [(row, _labels(de, en, [other for other in listed if other != row]))], by)


def move(database: Database, vocabulary: str, code: str, place: int, *, by: Actor) -> None:
    """Put a value at a place of its list, counted from 0; the others keep their order.

    Raises:
        Forbidden: the actor does not edit value lists.
        NoSuchValue: nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        listed = _listed(writing, vocabulary)
        row = _one(listed, code)
        others = [other for other in listed if other != row]
        others.insert(place, row)
        _change(writing, [(each, {"position": position}) for position, each in enumerate(others)], by)


def retire(database: Database, vocabulary: str, code: str, *, by: Actor, version: int | None = None) -> None:
    """Let nobody choose a value any more; records that have it keep it.

    Raises:
        Forbidden: the actor does not edit value lists.
        NoSuchValue, ValueChanged, LastValue: nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        listed = _listed(writing, vocabulary)
        _retire(writing, listed, _one(listed, code, version), by)


def reinstate(database: Database, vocabulary: str, code: str, *, by: Actor, version: int | None = None) -> None:
    """Let a retired value be chosen again.

    Raises:
        Forbidden: the actor does not edit value lists.
        NoSuchValue, ValueChanged: nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        row = _one(_listed(writing, vocabulary), code, version)
        _change(writing, [(row, {"retired": False, "merged_into": None})], by)


def merge(
    database: Database, vocabulary: str, code: str, *, into: str, by: Actor, version: int | None = None
) -> Replaced:
    """Give the records that have a value another one of the list instead, and retire it; how many changed.

    Records of closed periods keep it.

    Raises:
        Forbidden: the actor does not edit value lists.
        NoSuchValue, ValueChanged, MergedIntoItself, MergedIntoRetired: nothing was changed.
        Rejected: a record would break a rule; nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        listed = _listed(writing, vocabulary)
        source, target = _one(listed, code, version), _one(listed, into)
        if source == target:
            raise MergedIntoItself(name=source.de)
        if target.retired:
            raise MergedIntoRetired(name=target.de)
        each = (
            replace_code(database, writing, record_type, field, code, into=into, by=by)
            for record_type, field in _fields(database, vocabulary)
        )
        changed = sum(each, start=Replaced(0, 0))
        _retire(writing, listed, source, by, merged_into=into)
    return changed


def remove(database: Database, vocabulary: str, code: str, *, by: Actor, version: int | None = None) -> None:
    """Remove a value that no record has or ever had, that nobody has proposed, and that the program does not bring.

    Raises:
        Forbidden: the actor does not edit value lists.
        NoSuchValue, ValueChanged, ValueInUse, ValueOfTheProgram, LastValue: nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    with _editing(database, by) as writing:
        listed = _listed(writing, vocabulary)
        row = _one(listed, code, version)
        if is_own(vocabulary, code):
            raise ValueOfTheProgram(name=row.de)
        fields = _fields(database, vocabulary)
        if any(is_remembered(writing.cursor, record_type, field, code) for record_type, field in fields):
            raise ValueInUse(name=row.de)
        _leave_some(listed, row)
        statements.delete(writing.cursor, TABLE, row.id, version=row.version)
        _log(writing, "delete", [(row, None)], by)


def is_own(vocabulary: str, code: str) -> bool:
    """Whether a value comes with the program."""
    return any(value.code == code for value in VOCABULARIES.get(vocabulary, ()))


@contextmanager
def _editing(database: Database, by: Actor) -> Iterator[Writing]:
    """A transaction by whoever edits value lists; what is changed counts as soon as it is committed."""
    by.must(Action.EDIT_VOCABULARIES)
    with database.writing() as writing:
        yield writing
        writing.vocabularies = value_lists.read(writing.cursor)


def _listed(writing: Writing, vocabulary: str) -> list[Listed]:
    if vocabulary not in writing.vocabularies:
        raise KeyError(f"there is no vocabulary {vocabulary!r}")
    return [row for row in value_lists.rows(writing.cursor) if row.vocabulary == vocabulary]


def _one(listed: list[Listed], code: str, version: int | None = None) -> Listed:
    for row in listed:
        if row.code == code:
            if version not in (None, row.version):
                raise ValueChanged(name=row.de)
            return row
    raise NoSuchValue(name=code)


def _change(writing: Writing, changes: list[tuple[Listed, Mapping[str, Any]]], by: Actor) -> None:
    """Store changed values and log them; those that stay as they are are left alone."""
    moment, pairs = now(), []
    for row, values in changes:
        if replace(row, **values) != row:
            stamps: dict[str, Any] = {"version": row.version + 1, "changed_at": moment, "changed_by": by.id}
            after = replace(row, **values, **stamps)
            changed = {name: value for name, value in asdict(after).items() if name in {"id", *values, *stamps}}
            statements.update(writing.cursor, TABLE, changed, version=row.version)
            pairs.append((row, after))
    if pairs:
        _log(writing, "update", pairs, by)


def _retire(writing: Writing, listed: list[Listed], row: Listed, by: Actor, **values: Any) -> None:
    _leave_some(listed, row)
    _change(writing, [(row, {"retired": True, **values})], by)


def _leave_some(listed: list[Listed], row: Listed) -> None:
    if all(other.retired for other in listed if other != row):
        raise LastValue(name=row.de)


def _labels(de: str, en: str, others: list[Listed]) -> dict[str, str]:
    """Both labels, tidy and unlike those of the others."""
    tidy = {"de": _tidy(de), "en": _tidy(en)}
    for language, label in tidy.items():
        if label.casefold() in {getattr(other, language).casefold() for other in others}:
            raise LabelTaken(label, language)
    return tidy


def _tidy(label: str) -> str:
    tidy = " ".join(unicodedata.normalize("NFC", label).split())
    if not 0 < len(tidy) <= LONGEST or not tidy.isprintable():
        raise LabelUnusable
    return tidy


def label_problem(label: str) -> Label | None:
    """What is wrong with a label by itself, None if nothing is."""
    try:
        _tidy(label)
    except LabelUnusable as unusable:
        return unusable.label
    return None


def _new_code(label: str, taken: set[str]) -> str:
    """A code that reads like the label and that no value of the list has, or had."""
    spelled = label.lower()
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        spelled = spelled.replace(umlaut, letters)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "value"
    taken = taken | RESERVED
    return next(code for code in _numbered(slug) if code not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}_{number}"
        number += 1


RESERVED = {HOME_VISIT, "none", "yes", "no"}
"""Codes that figures and addresses use for something else."""


def _log(writing: Writing, action: str, changes: Iterable[tuple[Listed | None, Listed | None]], by: Actor) -> None:
    """Write changes of values into the history, as those of records are written into it."""
    contents = [(asdict(before) if before else None, asdict(after) if after else None) for before, after in changes]
    history.add(writing, action, TABLE, contents, by.id)
