"""The figures of a period as they were when it was closed: documents, sealed by a hash that the history carries."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from db import datapackage, exports, figure_documents, kept_periods, statements
from db.database import Database, Writing, now
from db.delimited import Reader, rows_of
from db.documents import plain
from db.faults import FIGURES_CHANGED, FIGURES_GONE
from db.figure_documents import FrozenFigure
from db.figure_structure import structure
from db.figures import FIGURES
from db.selection import Selection
from schemas.labels import Label
from schemas.reporting_period import ReportingPeriod
from schemas.roles import Actor
from schemas.vocabulary import Vocabularies

TABLE = "frozen_figures"
REVISION = Label("„{}“, abgeschlossen bei Revision {}", "{}, closed at revision {}")

_FACTS = "period, version, name, first_day, last_day, revision, moment, actor"


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing of a period."""

    period: str
    """The period's id."""
    version: int
    """The period's version from then on."""
    name: str
    first_day: dt.date
    last_day: dt.date
    revision: int
    """The database's, when the figures were counted."""
    moment: dt.datetime
    """In UTC."""
    actor: str
    """The id of the account."""
    hash: str
    """Of all of this and the figures."""


@dataclass(frozen=True, eq=False)
class FrozenFigures:
    """All figures of one closing, and the value lists that their codes belong to."""

    closing: Closing
    figures: Mapping[str, FrozenFigure]
    vocabularies: Vocabularies
    before: Mapping[str, FrozenFigure] = field(default_factory=dict)
    """Those of the period before, as they were then; empty where there is none to compare with."""
    days_before: figure_documents.Days | None = None


def freeze(database: Database, writing: Writing, period: ReportingPeriod, by: Actor) -> str:
    """Count all figures of a period that is about to be closed and keep them; returns the hash that seals them.

    The transaction keeps others from writing meanwhile, and must not have written records itself.
    """
    selection = Selection(period.first_day, period.last_day)
    document = figure_documents.counted(database, selection)
    row: dict[str, Any] = {"period": period.id, "version": period.version + 1, "name": period.name}
    row |= {"first_day": period.first_day, "last_day": period.last_day, "revision": writing.entry}
    row |= {"moment": now(), "actor": by.id, "figures": document}
    row["hash"] = _hash(row)
    statements.insert(writing.cursor, TABLE, [row])
    return str(row["hash"])


def closings(database: Database, period_id: str) -> list[Closing]:
    """All closings of a period, the last one first."""
    with database.cursor() as cursor:
        rows = cursor.execute(
            f"SELECT {_FACTS}, hash FROM {TABLE} WHERE period = ? ORDER BY version DESC", [period_id]
        ).fetchall()
    return [Closing(*row) for row in rows]


def read(database: Database, closing: Closing) -> FrozenFigures:
    """The figures of a closing."""
    with database.cursor() as cursor:
        (text,) = cursor.execute(
            f"SELECT figures FROM {TABLE} WHERE period = ? AND version = ?", [closing.period, closing.version]
        ).fetchone() or ("{}",)
    found = figure_documents.read(text)
    told = {name: _structured(figure, closing) for name, figure in found.figures.items()}
    return FrozenFigures(closing, told, found.vocabularies, found.before, found.days_before)


def _structured(figure: FrozenFigure, closing: Closing) -> FrozenFigure:
    """A figure of an early closing has the structure that the program declares for it now, if it has the columns."""
    declared = FIGURES.get(figure.name)
    if figure.structure or not declared or list(declared.columns) != list(figure.frame):
        return figure
    return replace(figure, structure=structure(declared, Selection(closing.first_day, closing.last_day)))


def tables(frozen: FrozenFigures, reader: Reader) -> list[exports.Table]:
    """The figures as tables that are ready to be written, with the labels of then."""
    reader = reader_of(frozen, reader)
    return [_table(frozen.closing, figure, reader) for figure in frozen.figures.values()]


def reader_of(frozen: FrozenFigures, reader: Reader) -> Reader:
    """The reader with the value lists of then."""
    return replace(reader, vocabularies=frozen.vocabularies)


def circumstances(closing: Closing, reader: Reader) -> tuple[str, ...]:
    """Period, time and revision of a closing, a line each, in the reader's language."""
    selection = Selection(closing.first_day, closing.last_day)
    told = REVISION.in_language(reader.language).format(closing.name, closing.revision)
    return (*exports.circumstances(selection, closing.moment, reader, ()), told)


def faults(cursor: duckdb.DuckDBPyConnection) -> Iterator[Label]:
    """What is not as it was when a period was closed, a sentence each."""
    names = [*_FACTS.split(", "), "figures", "hash"]
    cursor.execute(
        f"SELECT h.number, h.version, h.after, {', '.join(f'f.{name}' for name in names)} FROM ("
        " SELECT record_id, number, version, after FROM history WHERE record_type = ? AND action = 'close'"
        f") h FULL JOIN {TABLE} f ON f.period = h.record_id AND f.version = h.version ORDER BY h.number, h.version",
        [kept_periods.TABLE],
    )
    for number, version, after, *values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        told = json.loads(after)["figures_hash"] if after else None
        if row["period"] is None:
            yield FIGURES_GONE.filled(number=number, version=version)
        elif row["hash"] != told or _hash(row) != told:
            yield FIGURES_CHANGED.filled(name=row["name"], version=row["version"])


def _hash(row: Mapping[str, Any]) -> str:
    """The hash of a closing's facts and figures, in hexadecimal digits."""
    told = [plain(row[name]) for name in (*_FACTS.split(", "), "figures")]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _table(closing: Closing, figure: FrozenFigure, reader: Reader) -> exports.Table:
    title = figure.title.in_language(reader.language)
    return exports.Table(
        name=figure.name,
        title=title,
        columns=figure.columns,
        rows=rows_of(figure.frame),
        schema=datapackage.table_schema(figure.columns, reader),
        notes=(
            title,
            *circumstances(closing, reader),
            *exports.amounts(figure.unit, figure.total, reader.language),
            *(footnote.in_language(reader.language) for footnote in (*figure.footnotes, exports.UNPROTECTED)),
        ),
    )
