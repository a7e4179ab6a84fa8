"""What can become of a record, as buttons, and the form of a transition that asks for something, at its record."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import drawn_form, form_element, moves, session
from dashboard.deeds import Tell
from dashboard.failures import told
from dashboard.office import office
from dashboard.states import LOOKS
from db import records
from schemas.record import Record, about, workflow_of


def transitions(record_type: type[Record], record: Mapping[str, Any], tell: Tell) -> None:
    """A button for each transition that the reader may take the record along; of the chosen one, its form."""
    if moves.is_open_at(record_type, record):
        _form(record_type, tell)
        form_element.listen(_key(record_type), _name(record_type), on=_events(record_type, tell))
        return
    t, offered = session.texts(), (office().database, record_type, record)
    possible = records.possible(*offered, by=session.actor())
    proposable = records.proposable(*offered, by=session.actor())
    if not possible and not proposable:
        return
    with st.container(horizontal=True):
        for transition in (*possible, *proposable):
            tone = workflow_of(record_type).state(transition.target).tone
            word = transition.label.in_language(session.language())
            st.button(
                word if transition in possible else t("Propose: {step}", step=word),
                key=f"{transition.name} {record['id']}",
                icon=LOOKS[tone].icon,
                on_click=moves.start,
                args=(record_type, record, transition, tell),
            )


@st.fragment
def _form(record_type: type[Record], tell: Tell) -> None:
    """What is typed runs only this part; once the record has moved, the page runs."""
    with told("form of a transition"):
        if moves.page_is_behind(record_type):
            st.rerun(scope="app")
        entry = moves.current(record_type)
        if entry is not None:
            drawn = drawn_form.drawn(entry, name=_name(record_type), stamp=moves.heard(record_type))
            form_element.show(_key(record_type), drawn, on=_events(record_type, tell))


def _events(record_type: type[Record], tell: Tell) -> dict[str, form_element.Event]:
    return {
        "typed": partial(moves.typed, record_type),
        "save": partial(moves.save, record_type, tell=tell),
        "discard": lambda _: moves.close(record_type),
    }


def _key(record_type: type[Record]) -> str:
    return f"form of a move in {about(record_type).table}"


def _name(record_type: type[Record]) -> str:
    return f"move in {about(record_type).table}"
