"""What a figure is: one row of the table of everything that is counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from db.periods import Step
from db.selection import NO_VALUE, SPECIAL
from schemas.fields import fields
from schemas.labels import Label
from schemas.record import Record, about
from schemas.vocabulary import VOCABULARIES, Vocabularies, by_colour

Columns: TypeAlias = dict[str, list[Any]]
Values: TypeAlias = Callable[[Vocabularies], Mapping[str, Label]]
"""The codes that a dimension can take, in order, with their labels."""


class Counts(Enum):
    """What one unit of a figure is: German statistics keep contacts, persons reached and cases apart."""

    CONTACTS = "contacts"
    PERSONS = "persons"
    CASES = "cases"
    ACTS = "acts"


class Number(Enum):
    """What a measure is, which decides what stands where there was nothing to count."""

    COUNT = "count"
    """int64, else 0"""
    SUM = "sum"
    """float64, else 0"""
    MEAN = "mean"
    """float64, else NaN: there is no mean of nothing"""
    SHARE = "share"
    """float64 from 0 to 1, else NaN: there is no share of nothing"""
    NOTED = "noted"
    """Int64, else NA: a number that was entered with the record, or not"""


DTYPES: Mapping[Number, str] = {
    Number.COUNT: "int64",
    Number.SUM: "float64",
    Number.MEAN: "float64",
    Number.SHARE: "float64",
    Number.NOTED: "Int64",
}
ABSENT: Mapping[Number, object] = dict.fromkeys(Number) | {Number.COUNT: 0, Number.SUM: 0.0}


@dataclass(frozen=True, slots=True)
class Tells:
    """The counts that a mean or a share tells to whoever knows the rest: it is told only where they are."""

    row: str = ""
    """A measure of its row."""
    per: str = ""
    """The acts by which that is divided: where there are none of them, it is known to be 0."""
    whole: str = ""
    """A measure, added up over all rows,"""
    within: tuple[str, ...] = ()
    """or over those with the same values of these dimensions."""


@dataclass(frozen=True, slots=True)
class Only:
    """Of which records of its row a number tells: those with a code in a field."""

    field: str
    code: str
    each: bool = True
    """Whether every one of them is one of those that are counted."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure:
    """One figure: what it counts, its columns, and the SQL that counts it.

    ``sql`` selects the dimensions, then the other columns, in the order of ``columns``. ``{consultations}`` in it
    stands for the condition on that table (so for every table in ``reads``), ``{today}`` for the present day.
    """

    name: str
    title: Label
    unit: Label
    """What one unit of the first measure is."""
    counts: Counts
    record_type: type[Record]
    columns: Mapping[str, Label]
    """All columns of the frame in order, with their headings."""
    measures: tuple[str, ...]
    """The columns that are numbers; the first is the one a chart shows."""
    sql: str = ""
    dimensions: tuple[str, ...] = ()
    axes: Mapping[str, Values | Step] = field(default_factory=dict)
    """The dimensions whose values are known beforehand: those that nothing was counted for are there with 0."""
    drills: Mapping[str, str] = field(default_factory=dict)
    """Dimension to the field of the record type that it shows."""
    elsewhere: Mapping[str, type[Record]] = field(default_factory=dict)
    """Codes of a dimension whose records are of another record type."""
    numbers: Mapping[str, Number] = field(default_factory=dict)
    """The measures that are no counts."""
    reads: tuple[type[Record], ...] = ()
    """The record types in ``sql``; empty: the figure's own."""
    states: tuple[str, ...] | None = None
    """The states that are counted, empty: all; None: those that the workflow of each record type says."""
    over: bool = False
    """Whether only records whose day is over are counted."""
    rollup_of: str = ""
    """The figure whose counted columns this one is computed from, instead of ``sql``."""
    finish: Callable[[Columns], Columns] | None = None
    """What is computed from the counted columns (those of ``rollup_of``, if that is given)."""
    computed: tuple[str, ...] = ()
    """The columns that ``finish`` adds to those of ``sql``."""
    total: str = ""
    """The figure whose only row says how much it is in all, where the rows don't add up to it."""
    only: Mapping[str, Only] = field(default_factory=dict)
    """The measures that tell of some records of their row; a sum tells of those that add something to it."""
    counted: Mapping[str, Counts] = field(default_factory=dict)
    """What measures count for disclosure control, where it is not what the figure counts."""
    tells: Mapping[str, Tells] = field(default_factory=dict)
    """What the means and shares tell."""
    within: Mapping[str, str] = field(default_factory=dict)
    """Dimension to a column that says to which larger group each of its values belongs."""
    split: str = ""
    """The dimension whose codes are the fields into which the first measure is split."""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Measure to the quantity it is a part of, and what the rest is called: that can be worked out, so it counts."""
    ordered: tuple[tuple[str, str], ...] = ()
    """Pairs of quantities of which the first is never more than the second."""
    states_by: tuple[str, str, str] | None = None
    """A column, the state of the records where it is filled, and their state where it is empty."""
    footnotes: tuple[Label, ...] = ()
    source: str = ""
    """Where the figure is published or ruled, if it is."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The figures that tell all of it: itself, and that of its total."""
        return (self.name, self.total) if self.total else (self.name,)

    def number(self, measure: str) -> Number:
        """What a measure is."""
        return self.numbers.get(measure, Number.COUNT)

    @property
    def record_types(self) -> tuple[type[Record], ...]:
        """The record types that are counted."""
        return self.reads or (self.record_type,)

    def states_of(self, record_type: type[Record]) -> tuple[str, ...]:
        """The states of a record type that are counted; empty if records of all states are."""
        workflow = about(record_type).workflow
        counted = workflow.counted if workflow and self.states is None else self.states or ()
        return counted if workflow and len(counted) < len(workflow.states) else ()

    def is_past(self, record_type: type[Record]) -> bool:
        """Whether all records of a type that are counted have a day that has come."""
        names = about(record_type)
        counted = self.states_of(record_type)
        if names.workflow and counted:
            return all(names.workflow.state(code).past for code in counted)
        return "past" in fields(record_type)[names.dated_by].bounds

    def labels(self, dimension: str, vocabularies: Vocabularies) -> Mapping[str, Label]:
        """Code to label of a dimension, ``""`` included; empty for days and for what has no vocabulary."""
        axis = self.axes.get(dimension)
        return {} if axis is None or isinstance(axis, Step) else {**axis(vocabularies), NO_VALUE: SPECIAL[NO_VALUE]}

    def colours(self, dimension: str, vocabularies: Vocabularies) -> tuple[str, ...]:
        """The codes of a dimension in the order of their colours: the program's own, then those of the office.

        It does not follow the order of the list, and a colour that nothing has any more keeps its place.
        """
        axis = self.axes.get(dimension)
        if axis is None or isinstance(axis, Step):
            return ()
        own = axis(VOCABULARIES)
        return (*own, *(code for code in axis(by_colour(vocabularies)) if code not in own))
