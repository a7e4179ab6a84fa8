"""The base of all record types: system columns, names, and the check of a declaration at import."""

from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa

from schemas import columns
from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES


@dataclass(frozen=True, slots=True)
class About:
    """What a record type is called, and the day by which its records fall into a period."""

    table: str
    singular: Label
    plural: Label
    dated_by: str


class Record(pa.DataFrameModel):
    """What every record has. A record type names its table, and itself in singular and plural."""

    id: columns.Text = columns.text(Label("ID", "ID"), longest=36, required=True, system=True)
    number: columns.Integer = columns.integer(Label("Nr.", "No."), minimum=1, required=True, system=True)
    version: columns.Integer = columns.integer(Label("Version", "Version"), minimum=1, required=True, system=True)
    created_at: columns.Moment = columns.moment(Label("Erfasst am", "Created at"), required=True, system=True)
    created_by: columns.Text = columns.text(Label("Erfasst von", "Created by"), longest=200, required=True, system=True)
    changed_at: columns.Moment = columns.moment(Label("Geändert am", "Changed at"), required=True, system=True)
    changed_by: columns.Text = columns.text(
        Label("Geändert von", "Changed by"), longest=200, required=True, system=True
    )

    class Config:
        """Values come typed: coercing would turn 05.01.2026 into 1 May and "False" into True."""

        strict = True
        coerce = False

    _about: About

    def __init_subclass__(
        cls, *, table: str, singular: Label, plural: Label, dated_by: str = "day", **options: Any
    ) -> None:
        """Declare a record type kept in ``table``; ``dated_by`` names the day by which it falls into a period.

        Raises:
            TypeError: the declaration contradicts itself; the message names class and field.
        """
        super().__init_subclass__(**options)  # type: ignore[no-untyped-call]  # pandera leaves it untyped
        cls._about = About(table, singular, plural, dated_by)
        declared = fields(cls)
        faults = [fault for field in declared.values() for fault in _faults(field)]
        if dated_by not in declared or declared[dated_by].kind is not Kind.DAY or not declared[dated_by].required:
            faults.append(f"{dated_by}: a record type is dated by a day that is required")
        if faults:
            raise TypeError("; ".join(f"{cls.__name__}.{fault}" for fault in faults))


def about(record_type: type[Record]) -> About:
    """The names of a record type. (pandera takes every plain class attribute for a column.)"""
    return record_type._about


def _faults(field: Field) -> list[str]:
    """What is wrong with a declared field, one sentence each."""
    known = field.vocabulary is None or field.vocabulary in VOCABULARIES
    verdicts = {
        "the title is missing in German or English": not (field.label.de and field.label.en),
        f"there is no vocabulary {field.vocabulary!r}": not known,
        "free text can't be a dimension": field.dimension and field.kind in (Kind.TEXT, Kind.NOTE),
        "only a number can be summed": field.measure and field.kind not in (Kind.INTEGER, Kind.DECIMAL),
    }
    return [f"{field.name}: {sentence}" for sentence, wrong in verdicts.items() if wrong]
