"""The cells of several figures as one system: each count once, however many tables show it, with what is worked out.

What stands in two tables is one cell here, so linked tables share their cells (Hundepool et al. 2012, chapter 4).
"""

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from db.disclosure_rule import Rule
from db.figure_structure import Coordinates, Family


class Key(NamedTuple):
    """What a cell counts: which quantity, from which day to which, of which records."""

    quantity: str
    first: dt.date
    last: dt.date
    of: frozenset[tuple[str, str]]


class Place(NamedTuple):
    """Where a number stands."""

    figure: str
    """By its key in the report."""
    row: int
    """``TOTAL`` is not in the rows."""
    column: str


TOTAL = -1
Terms: TypeAlias = Mapping[int, int]
"""Cell to coefficient."""


@dataclass
class Cell:
    """One count."""

    key: Key
    value: int | None
    """None: it stands nowhere and can't be computed."""
    people: bool
    places: list[Place] = field(default_factory=list)
    assumed: bool = False
    """Whether the value is only one of those that agree with the others."""
    structural: bool = False
    """Whether it can only be zero, as everybody knows: a structural zero."""
    told: bool = False
    """Whether readers get it by a share or mean, unless it is suppressed."""
    least: int = 0
    """What readers know it to be at least where they don't get it: 1 if its sign stands where zeros are shown."""
    known: bool = False
    """Whether readers have it already, from an earlier report."""

    @property
    def counted(self) -> bool:
        """Whether the value is the true one."""
        return self.value is not None and not self.assumed


class Relation(NamedTuple):
    """The terms add up to zero, or to no less."""

    terms: Terms
    equal: bool


@dataclass
class System:
    """All cells of a report, and everything that a reader knows to hold between them."""

    cells: list[Cell] = field(default_factory=list)
    relations: dict[tuple[frozenset[tuple[int, int]], bool], Relation] = field(default_factory=dict)
    computed: dict[Place, list[int]] = field(default_factory=dict)
    """Where a mean or share stands, and the cells that it tells."""
    numbers: dict[Key, int] = field(default_factory=dict)
    contradictory: bool = False
    """Whether two tables tell different numbers of the same."""
    thresholds: dict[int, int] = field(default_factory=dict)
    """The cells of which earlier reports leave less open than the rule asks, and the threshold that they still meet."""

    def cell(self, key: Key, people: bool, value: int | None = None) -> int:
        """The number of a cell, a new one if there is none yet. What is an act in one table is no count of people."""
        number = self.numbers.setdefault(key, len(self.cells))
        if number == len(self.cells):
            self.cells.append(Cell(key, value, people))
        known = self.cells[number]
        known.people &= people
        self.contradictory |= None not in (value, known.value) and value != known.value
        known.value = value if known.value is None else known.value
        return number

    def is_told(self, number: int) -> bool:
        """Whether readers get a cell unless it is suppressed."""
        return bool(self.cells[number].places) or self.cells[number].told

    def is_open(self, number: int, suppressed: Set[int]) -> bool:
        """Whether readers do not get a cell, and can't know it otherwise."""
        cell = self.cells[number]
        return not (cell.structural or cell.known) and (number in suppressed or not self.is_told(number))

    def rule_of(self, number: int, rule: Rule) -> Rule:
        """The rule that a cell must meet."""
        return replace(rule, threshold=self.thresholds.get(number, rule.threshold))

    def relate(self, terms: Terms, *, equal: bool) -> None:
        """Add what a reader knows, once."""
        present = {number: sign for number, sign in terms.items() if sign}
        if len(present) > 1:
            self.relations.setdefault((frozenset(present.items()), equal), Relation(present, equal))

    def adds_up(self, whole: int, parts: list[int]) -> None:
        """The whole is the sum of its parts."""
        self.relate({whole: -1} | dict.fromkeys((part for part in parts if part != whole), 1), equal=True)

    def at_least(self, more: int, *less: int) -> None:
        """One is no less than the others together."""
        self.relate({more: 1} | dict.fromkeys(less, -1), equal=False)


def key_of(family: Family, first: dt.date, last: dt.date, of: Coordinates) -> Key:
    """The key of a cell of a family."""
    return Key(family.quantity, first, last, frozenset({**family.fixed, **of}.items()))


def rest_of(whole: Key, part: Key) -> Key:
    """The key of what is left of a number without one of fewer days."""
    return whole._replace(of=whole.of | {("without", f"{part.first} {part.last} {sorted(part.of - whole.of)}")})
