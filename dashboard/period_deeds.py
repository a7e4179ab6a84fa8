"""Something done to a reporting period, and what the lead is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import streamlit as st

from dashboard import session
from dashboard.begun import forget
from dashboard.formats import plain
from dashboard.office import office
from dashboard.translations import msgid
from schemas.labels import Label
from schemas.refusals import Refused
from schemas.reporting_period import TRANSITIONS, ReportingPeriod

Place: TypeAlias = st.delta_generator.DeltaGenerator
Places: TypeAlias = Mapping[type[Refused], Place]
"""Where a refusal is told that belongs to a field."""

_TOLD = "told on reporting periods"
REMOVE = msgid("Remove")


def tell() -> None:
    """What the last deed has to say, once."""
    told = session.take(_TOLD)
    if told:
        st.success(plain(told))


@dataclass(frozen=True, slots=True)
class Shown:
    """A reporting period on the screen."""

    period: ReportingPeriod
    """As it is stored."""
    began: ReportingPeriod
    """As it was when its forms were filled in: their widgets keep its name."""
    version: int
    """The last one that the lead has seen."""

    @property
    def mark(self) -> str:
        """What the keys of its widgets end with."""
        return f"{self.began.id} {self.began.version}"


def attempt(
    deed: Callable[[], object], said: str, place: Place, places: Places | None = None, *, of: Shown | None = None
) -> None:
    """Do it, say so and show the page anew; or say at its place why it is refused. ``of`` is the period it changes."""
    try:
        deed()
    except Refused as refused:
        where = (places or {}).get(type(refused), place)
        where.error(plain(refused.label.in_language(session.language())))
    else:
        if of:
            forget(of.period)
        session.remember(_TOLD, said)
        st.rerun()


def step(
    action: str,
    shown: Shown,
    deed: Callable[..., None],
    said: str,
    place: Place,
    *,
    primary: bool = False,
) -> None:
    """A button that does something to a period as it was seen; the step is called as in ``TRANSITIONS``."""
    pressed = st.button(_word(action), key=f"{action} {shown.mark}", type="primary" if primary else "secondary")
    if pressed:
        of, version, by = shown.period.id, shown.version, session.actor()
        attempt(lambda: deed(office().database, of, version=version, by=by), said, place, of=shown)


def _word(action: str) -> str:
    t, language = session.texts(), session.language()
    return TRANSITIONS[action].label.in_language(language) if action in TRANSITIONS else t(REMOVE)


def labelled(labels: list[Label]) -> str:
    """Several labels in the reader's language, in one line."""
    return ", ".join(label.in_language(session.language()) for label in labels)
