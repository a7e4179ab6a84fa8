"""Forms made from record types: every field at its place, what is wrong right below it, nothing lost on the way."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import drawn_form, entries, form_element, moves, session
from dashboard.addresses import RECORD
from dashboard.entry import Entry
from dashboard.failures import told
from dashboard.formats import display
from dashboard.office import office
from db import records
from schemas.fields import entered
from schemas.record import Record, about


def form(record_type: type[Record], *, keep: Sequence[str] = ()) -> None:
    """The form for a new record, or for the one that is being edited; ``keep`` can stay for the next entry."""
    entries.page_is_shown(record_type)
    _fields(record_type, keep)
    form_element.listen(_key(record_type), about(record_type).table, on=_events(record_type, keep))
    _conflict(entries.current(record_type))


@st.fragment
def _fields(record_type: type[Record], keep: Sequence[str]) -> None:
    """The fields and what can be done with them. What is typed, and the save of a new record, run only this part.

    The list below follows when it comes into view: who enters ten records in a row does not wait for it ten times.
    """
    with told("form"):
        if entries.page_is_behind(record_type):
            st.rerun(scope="app")
        form_element.show(_key(record_type), _shown(record_type, keep), on=_events(record_type, keep))


def _key(record_type: type[Record]) -> str:
    return f"form of {about(record_type).table}"


def _events(record_type: type[Record], keep: Sequence[str]) -> dict[str, form_element.Event]:
    return {
        "typed": partial(entries.typed, record_type),
        "save": partial(entries.save, record_type, keep=keep),
        "discard": partial(entries.discard, record_type),
        "show": partial(_show, record_type),
        "reopen": partial(_reopen, record_type),
        "refresh": lambda _: None,  # being heard is enough: the page runs
    }


def _show(record_type: type[Record], event: Mapping[str, Any]) -> None:
    """Show the record that was saved."""
    entries.hear(record_type, event)
    st.query_params[RECORD] = str(event.get("number", ""))


def _reopen(record_type: type[Record], event: Mapping[str, Any]) -> None:
    """Open a form at a record again, to which the browser adds what was typed there and never arrived.

    The record is shown as well: if it is gone or has moved on, that is what is to be seen.
    """
    entries.hear(record_type, event)
    record = records.read(office().database, record_type, str(event.get("record")))
    st.query_params[RECORD] = str(record["number"] if record else event.get("number", ""))
    workflow, step = about(record_type).workflow, event.get("step")
    if record and not step:
        entries.edit(record_type, record)
    elif record and workflow:
        moves.reopen(record_type, record, str(step))


def _shown(record_type: type[Record], keep: Sequence[str]) -> dict[str, Any]:
    """The form as the browser draws it, with what was saved just now."""
    entry = entries.current(record_type)
    return drawn_form.drawn(entry, name=about(record_type).table, stamp=entries.heard(record_type), keep=keep) | {
        "behind": entries.list_is_behind(record_type),
        "saved": _saved(record_type),
    }


def _saved(record_type: type[Record]) -> dict[str, Any] | None:
    """What was saved or proposed just now, and the way to the record."""
    saved = entries.just_saved(record_type)
    if saved is None:
        return None
    t, number = session.texts(), saved.number
    record = about(record_type).singular.in_language(session.language())
    sentence = t("{record} no. {number} is saved.", record=record, number=number)
    if saved.proposed:
        sentence = t("The change of {record} no. {number} is proposed to the lead.", record=record, number=number)
    link = t("Show no. {number}", number=number)
    return {"entry": saved.entry, "sentence": sentence, "number": number, "link": link}


def _conflict(entry: Entry) -> None:
    """Both values of every field that differs, and the question what shall count."""
    if entry.conflict is None:
        return
    t, record_type, stored = session.texts(), entry.record_type, entry.conflict.current
    if stored is None:
        st.warning(t("Somebody has deleted this record in the meantime. What you typed is still here."))
    else:
        st.warning(t("Somebody has changed this record in the meantime. Which values shall count?"))
        st.dataframe(_differences(entry, stored), hide_index=True, width="stretch")
    with st.container(horizontal=True):
        if stored is not None:
            st.button(t("Save my values"), on_click=entries.insist, args=(record_type,), type="primary")
            st.button(t("Take the stored values"), on_click=entries.yield_to_stored, args=(record_type,))
        if stored is None or entry.target is None:
            st.button(t("Save as a new record"), on_click=entries.save_as_new, args=(record_type,))
        if stored is None:
            st.button(t("Drop what I typed"), on_click=entries.yield_to_stored, args=(record_type,))


def _differences(entry: Entry, stored: dict[str, Any]) -> pd.DataFrame:
    t, reader = session.texts(), session.reader()
    different = [field for name, field in entered(entry.record_type).items() if entry.values.get(name) != stored[name]]
    return pd.DataFrame(
        {
            t("Field"): [field.label.in_language(reader.language) for field in different],
            t("Your value"): [display(entry.values.get(field.name), field, reader) for field in different],
            t("Stored value"): [display(stored[field.name], field, reader) for field in different],
        }
    )
