"""Figures as documents of JSON that need nothing else to be read: titles, columns, footnotes, value lists and numbers.

So neither later records, nor other value lists, nor another version of the program change what such a document says.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from db import exports, figures
from db.database import Database
from db.delimited import Column, Reader
from db.documents import FROM_JSON, plain
from db.figure import Figure, Number
from db.figure_structure import Structure, from_json, structure, to_json
from db.selection import Selection
from schemas.fields import Kind
from schemas.labels import Label
from schemas.vocabulary import Value, Vocabularies

Document: TypeAlias = dict[str, Any]


@dataclass(frozen=True, eq=False)
class FrozenFigure:
    """One figure as it was."""

    name: str
    title: Label
    unit: Label
    total: int | None
    footnotes: tuple[Label, ...]
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    """As ``figures.compute`` gave it."""
    structure: Structure | None = None
    """What adds up to what in it."""


Days: TypeAlias = tuple[dt.date, dt.date]
"""The first and the last day of a period."""


@dataclass(frozen=True, eq=False)
class Counted:
    """What a document tells."""

    figures: Mapping[str, FrozenFigure]
    vocabularies: Vocabularies
    """The value lists that the codes belong to."""
    before: Mapping[str, FrozenFigure]
    """The figures of the period before; empty where there is none to compare with."""
    days_before: Days | None


def counted(database: Database, selection: Selection) -> str:
    """All figures of a selection and of the period before it as they are now, as a document."""
    vocabularies = database.given.vocabularies
    before = figures.comparable(database, selection)
    document = {
        "figures": _all(database, selection),
        "before": before and {"days": [plain(before.start), plain(before.end)], "figures": _all(database, before)},
        "vocabularies": {
            name: [[value.code, both(value.label), value.retired, value.colour] for value in values]
            for name, values in vocabularies.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _all(database: Database, selection: Selection) -> list[Document]:
    catalogue, reader = figures.catalogue(database.record_types), Reader(vocabularies=database.given.vocabularies)
    frames = figures.compute_all(database, catalogue, selection)
    return [_frozen(catalogue[name], frames, selection, reader) for name in frames]


def read(text: str) -> Counted:
    """What a document tells.

    Early documents tell neither totals, nor what their numbers are, nor what adds up, nor the period before; sealed as
    they are, they stay so.
    """
    document: Document = json.loads(text)
    vocabularies = {
        name: tuple(Value(code, Label(*label), retired, colour) for code, label, retired, colour in values)
        for name, values in document["vocabularies"].items()
    }
    before = document.get("before") or {"figures": []}
    days = [dt.date.fromisoformat(day) for day in before.get("days", ())]
    return Counted(_figures(document), vocabularies, _figures(before), (days[0], days[1]) if days else None)


def _figures(document: Document) -> dict[str, FrozenFigure]:
    return {each["name"]: _figure(each) for each in document["figures"]}


def _frozen(figure: Figure, frames: Mapping[str, pd.DataFrame], selection: Selection, reader: Reader) -> Document:
    frame = frames[figure.name]
    columns = exports.figure_columns(figure, frame, reader)
    return {
        "name": figure.name,
        "title": both(figure.title),
        "unit": both(figure.unit),
        "total": figures.total_of(figure, frames),
        "footnotes": [both(note) for note in figures.footnotes(figure, selection)],
        "columns": [_frozen_column(column, frame[column.name]) for column in columns],
        "structure": to_json(structure(figure, selection)),
    }


def _frozen_column(column: Column, values: pd.Series) -> Document:
    return column_document(column) | {"dtype": str(values.dtype), "values": [plain(value) for value in values]}


def column_document(column: Column) -> Document:
    """A column without its values, as JSON has it."""
    labels = {code: both(label) for code, label in column.labels.items()} if column.labels is not None else None
    return {
        "name": column.name,
        "label": both(column.label),
        "kind": column.kind.value,
        "vocabulary": column.vocabulary,
        "labels": labels,
        "number": column.number.value if column.number else None,
    }


def _figure(document: Document) -> FrozenFigure:
    columns = tuple(column_of(each) for each in document["columns"])
    series = {each["name"]: _series(each) for each in document["columns"]}
    return FrozenFigure(
        document["name"],
        Label(*document["title"]),
        Label(*document["unit"]),
        document.get("total"),
        tuple(Label(*note) for note in document["footnotes"]),
        columns,
        pd.DataFrame(series),
        from_json(document["structure"]) if document.get("structure") else None,
    )


def column_of(document: Document) -> Column:
    """A column from its document."""
    labels = document["labels"]
    named = {code: Label(*label) for code, label in labels.items()} if labels is not None else None
    return Column(
        document["name"],
        Label(*document["label"]),
        Kind(document["kind"]),
        document["vocabulary"],
        labels=named,
        number=Number(document["number"]) if document.get("number") else None,
    )


def _series(document: Document) -> pd.Series:
    values, dtype = document["values"], document["dtype"]
    if dtype == "object":
        typed = FROM_JSON[Kind(document["kind"])]
        values = [None if value is None else typed(value) for value in values]
    return pd.Series(values, dtype=dtype)


def both(label: Label) -> list[str]:
    """A label as JSON has it."""
    return [label.de, label.en]
