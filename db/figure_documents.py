"""Figures as documents of JSON that need nothing else to be read: titles, columns, footnotes, value lists and numbers.

So neither later records, nor other value lists, nor another version of the program change what such a document says.
"""

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


def counted(database: Database, selection: Selection) -> str:
    """All figures of a selection as they are now, as a document."""
    catalogue, vocabularies = figures.catalogue(database.record_types), database.given.vocabularies
    frames = figures.compute_all(database, catalogue, selection)
    reader = Reader(vocabularies=vocabularies)
    document = {
        "figures": [_frozen(catalogue[name], frames, selection, reader) for name in frames],
        "vocabularies": {
            name: [[value.code, _both(value.label), value.retired, value.colour] for value in values]
            for name, values in vocabularies.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[dict[str, FrozenFigure], Vocabularies]:
    """The figures of a document by name, and the value lists that their codes belong to.

    Early documents tell neither totals, nor what their numbers are, nor what adds up; sealed as they are, they stay so.
    """
    document: Document = json.loads(text)
    vocabularies = {
        name: tuple(Value(code, Label(*label), retired, colour) for code, label, retired, colour in values)
        for name, values in document["vocabularies"].items()
    }
    return {each["name"]: _figure(each) for each in document["figures"]}, vocabularies


def _frozen(figure: Figure, frames: Mapping[str, pd.DataFrame], selection: Selection, reader: Reader) -> Document:
    frame = frames[figure.name]
    columns = exports.figure_columns(figure, frame, reader)
    return {
        "name": figure.name,
        "title": _both(figure.title),
        "unit": _both(figure.unit),
        "total": figures.total_of(figure, frames),
        "footnotes": [_both(note) for note in figures.footnotes(figure, selection)],
        "columns": [_frozen_column(column, frame[column.name]) for column in columns],
        "structure": to_json(structure(figure, selection)),
    }


def _frozen_column(column: Column, values: pd.Series) -> Document:
    labels = {code: _both(label) for code, label in column.labels.items()} if column.labels is not None else None
    return {
        "name": column.name,
        "label": _both(column.label),
        "kind": column.kind.value,
        "vocabulary": column.vocabulary,
        "labels": labels,
        "number": column.number.value if column.number else None,
        "dtype": str(values.dtype),
        "values": [plain(value) for value in values],
    }


def _figure(document: Document) -> FrozenFigure:
    columns = tuple(_column(each) for each in document["columns"])
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


def _column(document: Document) -> Column:
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


def _both(label: Label) -> list[str]:
    return [label.de, label.en]
