"""The state of a record as a coloured word; the word says it all, the colour only helps to find it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from schemas.fields import fields
from schemas.record import Record, about
from schemas.workflow import STATE, Tone

Badge = Literal["gray", "orange", "green", "red"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a tone looks: a badge's colour by its name in the theme, a cell's, and the icon of what leads there."""

    badge: Badge
    cell: str
    icon: str


LOOKS: Mapping[Tone, Look] = {
    Tone.CALM: Look("gray", "#8d979c22", ":material/check:"),
    Tone.OPEN: Look("orange", "#e08a2c55", ":material/arrow_forward:"),
    Tone.GOOD: Look("green", "#3f9f5c55", ":material/check_circle:"),
    Tone.OFF: Look("red", "#c4534e55", ":material/cancel:"),
}


def badge(record_type: type[Record], record: Mapping[str, Any], language: str) -> None:
    """The state of a record, if its type has a workflow."""
    workflow = about(record_type).workflow
    if workflow is not None:
        state = workflow.state(record[STATE])
        st.badge(state.label.in_language(language), color=LOOKS[state.tone].badge)


def state_column(record_type: type[Record], language: str) -> dict[str, Any]:
    """The column of a list that shows the state; empty without a workflow."""
    workflow = about(record_type).workflow
    if workflow is None:
        return {}
    column = st.column_config.MultiselectColumn(
        fields(record_type)[STATE].label.in_language(language),
        options=[state.label.in_language(language) for state in workflow.states],
        color=[LOOKS[state.tone].cell for state in workflow.states],
    )
    return {STATE: column}
