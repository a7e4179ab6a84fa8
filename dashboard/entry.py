"""What somebody is entering into one form: a new record, changes of a stored one, or what a transition asks for."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.messages import sentence
from db.records import Conflict
from schemas.fields import Field, entered, is_unread
from schemas.problems import Problem, following
from schemas.record import Record, about
from schemas.refusals import Refused
from schemas.workflow import Transition

REMARK = "remark-on-proposal"
"""The name under which the remark on a proposal stands in the form; no field can be called so."""


@dataclass(slots=True)
class Entry:
    """An open form."""

    record_type: type[Record]
    id: str
    target: str | None = None
    """Id of the stored record that is edited or moved, None for a new one."""
    version: int | None = None
    number: int | None = None
    state: str | None = None
    """That of the stored record, None for a new one and without a workflow."""
    transition: Transition | None = None
    """The transition along which the stored record is to go, None where it is edited."""
    values: dict[str, Any] = field(default_factory=dict)
    """Typed values of the fields that are filled in; what could not be read is the text that was typed."""
    had: dict[str, Any] = field(default_factory=dict)
    """The values it started from: among them can be some that are retired by now."""
    proposes: bool = False
    """Whether it changes somebody else's record: it is not saved then but proposed."""
    remark: str = ""
    """What is said to a proposal."""
    opened: bool = False
    """Whether somebody chose a stored record for it, and then wants to see the form."""
    restored: bool = False
    """Whether it was found again after a reload."""
    attempted: bool = False
    """Whether somebody tried to save: from then on what is missing is said, too."""
    problems: list[Problem] = field(default_factory=list)
    conflict: Conflict | None = None
    failure: Refused | None = None

    @property
    def asked(self) -> Mapping[str, Field]:
        """The fields of its form."""
        return _asked(self.record_type, self.state, self.transition)

    def required(self, today: dt.date) -> list[str]:
        """The fields that must be filled in, as it stands: which those are can depend on the others."""
        workflow = about(self.record_type).workflow
        state = self.transition.target if self.transition else self._following(today)
        needed = workflow.state(state).requires if workflow and state else ()
        return [name for name, declared in self.asked.items() if declared.required or name in needed]

    def _following(self, today: dt.date) -> str | None:
        known = entered(self.record_type)
        read = {name: value for name, value in self.values.items() if not is_unread(known[name], value)}
        return following(self.record_type, read, today, self.state)

    def sentences(self, name: str, language: str) -> list[str]:
        """What is wrong with a field, as far as it is time to say it."""
        declared = entered(self.record_type)[name]
        due = [problem for problem in self.problems if problem.field == name and self._is_due(problem)]
        return [sentence(problem, declared, language) for problem in due]

    def _is_due(self, problem: Problem) -> bool:
        return self.attempted or problem.rule != "required"


def remark(entry: Entry, told: Mapping[str, Any]) -> str:
    """What stands in a form in the browser as the remark on a proposal."""
    answers = told.get("values")
    said = answers.get(REMARK, "") if isinstance(answers, Mapping) else entry.remark
    return said if entry.proposes and isinstance(said, str) else ""


@functools.cache
def _asked(record_type: type[Record], state: str | None, transition: Transition | None) -> Mapping[str, Field]:
    known, workflow = entered(record_type), about(record_type).workflow
    if transition is not None:
        return {name: known[name] for name in transition.asks}
    nowhere = workflow.never(state) if workflow else frozenset()
    return {name: declared for name, declared in known.items() if name not in nowhere}


@dataclass(frozen=True, slots=True)
class Saved:
    """What was done last: a record was saved, or a change of it proposed."""

    number: int
    proposed: bool
    entry: str
    """Id of the entry that it was done from: the browser need not keep that any more."""
