"""The base of all record types: system columns, names, and the check of a declaration at import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandera.pandas as pa

from schemas import columns
from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES, Vocabularies
from schemas.workflow import STATE, Workflow, faults


@dataclass(frozen=True, slots=True)
class About:
    """What a record type is called, the days by which its records fall into a period, and what becomes of them."""

    table: str
    singular: Label
    plural: Label
    dated_by: str
    workflow: Workflow | None = None
    until: str = ""
    """The day until which a record lasts, if it does: it falls into every period up to then; empty: it still lasts."""
    refers: Mapping[str, str] = field(default_factory=dict)
    """Field to the table whose records it names by the field of the same name."""


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
        cls,
        *,
        table: str,
        singular: Label,
        plural: Label,
        dated_by: str = "day",
        workflow: Workflow | None = None,
        until: str = "",
        refers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """Declare a record type kept in ``table``; ``dated_by`` names the day by which it falls into a period.

        With a ``workflow`` it has the column ``state`` besides; ``until`` and ``refers`` are told at ``About``.

        Raises:
            TypeError: the declaration contradicts itself; the message names class and field.
        """
        super().__init_subclass__(**options)  # type: ignore[no-untyped-call]  # pandera leaves it untyped
        cls._about = About(table, singular, plural, dated_by, workflow, until, refers or {})
        twice = STATE in cls.__annotations__
        if workflow is not None:
            _add_state(cls)
        declared = fields(cls)
        found = [fault for field in declared.values() for fault in _faults(field)]
        if dated_by not in declared or declared[dated_by].kind is not Kind.DAY or not declared[dated_by].required:
            found.append(f"{dated_by}: a record type is dated by a day that is required")
        if until and (until not in declared or declared[until].kind is not Kind.DAY):
            found.append(f"{until}: a record lasts until a day")
        found += [
            f"{name}: there is no such field to name records by" for name in cls._about.refers if name not in declared
        ]
        if workflow is not None:
            found += faults(workflow, declared)
        if twice:
            found.append(f"{STATE}: only a workflow makes a column of this name")
        if found:
            raise TypeError("; ".join(f"{cls.__name__}.{fault}" for fault in found))


def about(record_type: type[Record]) -> About:
    """The names of a record type. (pandera takes every plain class attribute for a column.)"""
    return record_type._about


def workflow_of(record_type: type[Record]) -> Workflow:
    """What becomes of the records of a type.

    Raises:
        LookupError: nothing: the record type declares no workflow.
    """
    workflow = about(record_type).workflow
    if workflow is None:
        raise LookupError(f"{record_type.__name__} has no workflow")
    return workflow


def states(record_type: type[Record]) -> Vocabularies:
    """The states of a record type as a list by its name, which nobody changes; empty without a workflow."""
    workflow = about(record_type).workflow
    return {_list_of_states(record_type): workflow.vocabulary} if workflow else {}


def _list_of_states(record_type: type[Record]) -> str:
    return f"{about(record_type).table}_state"


def _add_state(record_type: type[Record]) -> None:
    column = columns.choice(
        Label("Status", "Status"), _list_of_states(record_type), required=True, system=True, dimension=True
    )
    column.__set_name__(record_type, STATE)
    setattr(record_type, STATE, column)
    record_type.__annotations__[STATE] = columns.Choice


def _faults(field: Field) -> list[str]:
    """What is wrong with a declared field, one sentence each."""
    known = field.vocabulary is None or field.system or field.vocabulary in VOCABULARIES
    verdicts = {
        "the title is missing in German or English": not (field.label.de and field.label.en),
        f"there is no vocabulary {field.vocabulary!r}": not known,
        "free text can't be a dimension": field.dimension and field.kind in (Kind.TEXT, Kind.NOTE),
        "only a number can be summed": field.measure and field.kind not in (Kind.INTEGER, Kind.DECIMAL),
    }
    return [f"{field.name}: {sentence}" for sentence, wrong in verdicts.items() if wrong]
