"""Something done to a reporting period, and what the lead is told of it."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import streamlit as st

from dashboard import session
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


def attempt(deed: Callable[[], object], said: str, place: Place, places: Places | None = None) -> None:
    """Do it, say so and show the page anew; or say at its place why it is refused."""
    try:
        deed()
    except Refused as refused:
        where = (places or {}).get(type(refused), place)
        where.error(plain(refused.label.in_language(session.language())))
    else:
        session.remember(_TOLD, said)
        st.rerun()


def step(
    action: str,
    period: ReportingPeriod,
    deed: Callable[..., None],
    said: str,
    place: Place,
    *,
    primary: bool = False,
) -> None:
    """A button that does something to a period as it is shown; the step is called as in ``TRANSITIONS``."""
    pressed = st.button(
        _word(action), key=f"{action} {period.id} {period.version}", type="primary" if primary else "secondary"
    )
    if pressed:
        attempt(lambda: deed(office().database, period.id, version=period.version, by=session.actor()), said, place)


def _word(action: str) -> str:
    t, language = session.texts(), session.language()
    return TRANSITIONS[action].label.in_language(language) if action in TRANSITIONS else t(REMOVE)


def labelled(labels: list[Label]) -> str:
    """Several labels in the reader's language, in one line."""
    return ", ".join(label.in_language(session.language()) for label in labels)
