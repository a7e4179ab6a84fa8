"""What becomes of a record: the states of its type, and the transitions between them.

A record type declares its workflow in its schema file; buttons, forms, filters, history and figures follow from it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from schemas.fields import Field, Kind
from schemas.labels import Label
from schemas.roles import Action
from schemas.vocabulary import Value, Vocabulary

STATE = "state"
"""The column that a record type with a workflow has besides those it declares."""

Rule: TypeAlias = Callable[[Mapping[str, Any], dt.date, str | None], str]
"""Values of all fields (None: empty), today, and the state before (None: a new record) to the state that follows."""

TAKEN_ACTIONS = frozenset({"create", "update", "delete", "restore", "erase", "state", "import", "undo"})
"""What the history calls other changes."""

TAKEN_CODES = frozenset({"none", "yes", "no", "home_visit"})
"""Codes that figures and addresses use for something else."""


class Tone(Enum):
    """What a state means to somebody who looks for what is to be done."""

    CALM = "calm"
    """Nothing waits."""
    OPEN = "open"
    """Something waits."""
    GOOD = "good"
    """It came to a good end."""
    OFF = "off"
    """It came to nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of a record."""

    code: str
    label: Label
    tone: Tone
    requires: tuple[str, ...] = ()
    """The fields that must be filled in here, besides those that always must be."""
    own: tuple[str, ...] = ()
    """The fields that make sense only here and in other states that name them: elsewhere they stay empty."""
    past: bool = False
    """Whether the record's day must have come."""
    counted: bool = True
    """Whether figures count it, if they don't say otherwise."""
    due: str = ""
    """The field with the day by which something waits, while something waits; empty: the record's own day."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from states to another one."""

    name: str
    """What the history calls it."""
    label: Label
    """What somebody does, as on a button."""
    sources: tuple[str, ...]
    target: str
    asks: tuple[str, ...] = ()
    """The fields that are asked for on the way."""
    action: Action | None = None
    """Who may: whoever may do this, be the record one's own or not; None: whoever may change the record."""
    in_closed_periods: bool = False
    """Whether it is allowed though the reporting period of the record is closed: no figure changes by it."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states of a record type in the order of their lists, and what leads from one to another."""

    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    derived: tuple[str, ...]
    """The states in which a record is by its values; all others are reached by a transition, and kept."""
    rule: Rule
    """Which of the ``derived`` states follows."""

    def state(self, code: str) -> State:
        """A state by its code.

        Raises:
            KeyError: there is none.
        """
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(f"there is no state {code!r}")

    def transition(self, name: str) -> Transition:
        """A transition by its name.

        Raises:
            KeyError: there is none.
        """
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(f"there is no transition {name!r}")

    def transitions_from(self, code: str) -> Iterator[Transition]:
        """The transitions that a state offers, in their order."""
        return (transition for transition in self.transitions if code in transition.sources)

    def follows(self, values: Mapping[str, Any], today: dt.date, before: str | None = None) -> str:
        """The state of a record that has these values: a state that was reached by a transition stays."""
        if before is not None and before not in self.derived:
            return before
        return self.rule(values, today, before)

    def refused(self, code: str) -> frozenset[str]:
        """The fields that are empty in a state."""
        return frozenset(name for state in self.states for name in state.own) - {*self.state(code).own}

    def never(self, before: str | None) -> frozenset[str]:
        """The fields that stay empty whatever somebody enters into a record of this state (None: a new record)."""
        ahead = self.derived if before is None or before in self.derived else (before,)
        return frozenset.intersection(*(self.refused(code) for code in ahead))

    @property
    def counted(self) -> tuple[str, ...]:
        """The states that figures count, if they don't say otherwise."""
        return tuple(state.code for state in self.states if state.counted)

    @property
    def vocabulary(self) -> Vocabulary:
        """The states as values of a list that nobody changes."""
        return tuple(Value(state.code, state.label, colour=place) for place, state in enumerate(self.states))


def faults(workflow: Workflow, declared: Mapping[str, Field]) -> list[str]:
    """What is wrong with a workflow of a record type with these fields: one phrase each, what it is about first."""
    known = Counter(state.code for state in workflow.states)
    return [
        *(f"{code}: there are {count} states of this code" for code, count in known.items() if count > 1),
        *(f"{code}: no state can have this code" for code in known if code in TAKEN_CODES),
        *(f"{code}: there is no such state to be derived" for code in workflow.derived if code not in known),
        *(fault for state in workflow.states for fault in _faults_of_state(state, declared)),
        *(fault for each in workflow.transitions for fault in _faults_of_transition(each, workflow, declared)),
        *(f"{code}: nothing leads to this state" for code in known if code not in _reached(workflow)),
    ]


def _faults_of_state(state: State, declared: Mapping[str, Field]) -> Iterator[str]:
    if not (state.label.de and state.label.en):
        yield f"{state.code}: the title is missing in German or English"
    for name in dict.fromkeys((*state.requires, *state.own)):
        if name not in declared or declared[name].system:
            yield f"{name}: the state {state.code!r} names it, but it is no field that is entered"
        elif name in state.own and declared[name].required:
            yield f"{name}: it is always required, so it can't be {state.code!r}'s own"
    if state.due and (state.due not in declared or declared[state.due].kind is not Kind.DAY):
        yield f"{state.due}: something waits by it in the state {state.code!r}, but it is no day"


def _faults_of_transition(transition: Transition, workflow: Workflow, declared: Mapping[str, Field]) -> Iterator[str]:
    name = transition.name
    if name in TAKEN_ACTIONS or [each.name for each in workflow.transitions].count(name) > 1:
        yield f"{name}: no transition can have this name"
    if not (transition.label.de and transition.label.en):
        yield f"{name}: the title is missing in German or English"
    yield from (
        f"{asked}: the transition {name!r} asks for it, but it is no field that is entered"
        for asked in transition.asks
        if asked not in declared or declared[asked].system
    )
    unknown = {transition.target, *transition.sources} - {state.code for state in workflow.states}
    if unknown or not transition.sources:
        yield f"{name}: there is no state {', '.join(sorted(unknown)) or 'to start from'}"
        return
    yield from _dead_ends(transition, workflow)


def _dead_ends(transition: Transition, workflow: Workflow) -> Iterator[str]:
    """Why a record could not pass, whatever somebody enters."""
    target, sources = workflow.state(transition.target), [workflow.state(code) for code in transition.sources]
    for name in target.requires:
        if name not in transition.asks and any(name not in source.requires for source in sources):
            yield f"{name}: {target.code!r} requires it, but the transition {transition.name!r} does not ask for it"
    for name in sorted(workflow.refused(target.code)):
        if name in transition.asks or any(name in source.own for source in sources):
            yield f"{name}: it has no place in {target.code!r}, where the transition {transition.name!r} leads"
    if transition.in_closed_periods and any(source.counted != target.counted for source in sources):
        yield f"{transition.name}: figures change by it, so it is no transition for closed periods"


def _reached(workflow: Workflow) -> set[str]:
    reached: set[str] = set(workflow.derived)
    while True:
        further = {each.target for each in workflow.transitions if reached & set(each.sources)}
        if further <= reached:
            return reached
        reached |= further
