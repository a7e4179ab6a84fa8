"""Proposals: what somebody who may not change a record would have done to it, and what the lead made of that."""

from collections.abc import Mapping
from enum import StrEnum

from schemas.labels import Label

LONGEST = 500
"""Characters of a remark and of the word with a decision."""


class State(StrEnum):
    """Where a proposal stands. Only an open one can go anywhere."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


STATES: Mapping[State, Label] = {
    State.OPEN: Label("offen", "open"),
    State.ACCEPTED: Label("angenommen", "accepted"),
    State.REJECTED: Label("abgelehnt", "rejected"),
    State.WITHDRAWN: Label("zurückgezogen", "withdrawn"),
    State.LAPSED: Label("hinfällig", "lapsed"),
}
"""The states by the names that people read. A proposal lapses when its record is deleted without it."""
