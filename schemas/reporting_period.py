"""A reporting period: the days that a report to the committee is about, and how far their records are settled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.labels import Label


class PeriodState(StrEnum):
    """How far the records of a period are settled."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    CLOSED = "closed"


STATES: Mapping[PeriodState, Label] = {
    PeriodState.OPEN: Label("offen", "open"),
    PeriodState.IN_REVIEW: Label("in Prüfung", "in review"),
    PeriodState.CLOSED: Label("abgeschlossen", "closed"),
}
"""The states by the names that people read."""


@dataclass(frozen=True, slots=True)
class PeriodTransition:
    """A step from one state to another."""

    label: Label
    source: PeriodState
    target: PeriodState


TRANSITIONS: Mapping[str, PeriodTransition] = {
    "review": PeriodTransition(Label("Prüfung beginnen", "Begin the review"), PeriodState.OPEN, PeriodState.IN_REVIEW),
    "resume": PeriodTransition(Label("Prüfung abbrechen", "Stop the review"), PeriodState.IN_REVIEW, PeriodState.OPEN),
    "close": PeriodTransition(Label("Abschließen", "Close"), PeriodState.IN_REVIEW, PeriodState.CLOSED),
    "reopen": PeriodTransition(Label("Wieder öffnen", "Reopen"), PeriodState.CLOSED, PeriodState.OPEN),
}
"""The steps there are, by the action that the history calls them."""


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """One period as it is stored; both days are part of it."""

    id: str
    number: int
    version: int
    name: str
    first_day: dt.date
    last_day: dt.date
    state: PeriodState
    reason: str | None
    """Why it was reopened last."""
    open_points: list[str]
    """The points of the checklist that were open, knowingly, when it was closed last."""
    figures_hash: str | None
    """The hash of the figures that were frozen when it was closed last."""
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime
    """Of a closed period: when it was closed, for nothing of it can change since."""
    changed_by: str

    def covers(self, day: dt.date) -> bool:
        """Whether a day is part of it."""
        return self.first_day <= day <= self.last_day

    @property
    def closed(self) -> bool:
        """Whether nobody may change its records."""
        return self.state is PeriodState.CLOSED

    @property
    def ever_closed(self) -> bool:
        """Whether figures of it were frozen, which others may have seen."""
        return self.figures_hash is not None

    @property
    def days(self) -> Label:
        """Both days, as a sentence has them."""
        return Label(
            f"{self.first_day:%d.%m.%Y} bis {self.last_day:%d.%m.%Y}",
            f"{self.first_day:%d/%m/%Y} to {self.last_day:%d/%m/%Y}",
        )
