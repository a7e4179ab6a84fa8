"""Forms made from record types: every field at its place, what is wrong right below it, nothing lost on the way."""

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import entries, session
from dashboard.failures import told
from dashboard.formats import display, plain
from dashboard.navigation import page_of
from dashboard.widgets import OWN_ROW, WIDGETS, Question
from schemas.fields import entered
from schemas.record import Record, about


def form(record_type: type[Record], *, keep: Sequence[str] = ()) -> None:
    """The form for a new record, or for the one that is being edited; ``keep`` can stay for the next entry."""
    entries.page_is_behind(record_type)  # no more
    entry = entries.current(record_type)
    t = session.texts()
    names = about(record_type)
    singular = names.singular.in_language(session.language())
    if entry.target:
        st.header(t("Edit {record} no. {number}", record=singular, number=entry.number or ""))
    else:
        st.header(t("New entry: {record}", record=singular))
    if entry.restored:
        st.info(t("Unsaved entries from before were found again."), icon=":material/restore:")
    _fields(record_type)
    _conflict(entry)
    _failure(entry)
    _actions(entry, keep)
    _success(record_type)


@st.fragment
def _fields(record_type: type[Record]) -> None:
    """The fields. A change runs only this part: it is kept on the server and looked at for mistakes.

    Streamlit sends a tap on a button together with the text that it ended, and then runs only this part for both.
    Fields flow one after the other and break where the screen ends: columns would double what goes to the browser.
    """
    with told("form"):
        if entries.page_is_behind(record_type):
            st.rerun(scope="app")
        entry, reader = entries.current(record_type), session.reader()
        entries.seed_widgets(entry)
        entries.collect(entry)
        for alone, fields in groupby(entered(record_type).values(), key=lambda field: field.kind in OWN_ROW):
            with nullcontext() if alone else st.container(horizontal=True):
                for field in fields:
                    sentences = entry.sentences(field.name, reader.language)
                    _field(Question(field, entry.key(field.name), reader), sentences)


def _field(question: Question, sentences: Sequence[str]) -> None:
    """One field; what is wrong with it stands right below it.

    The container is there all the time: a widget that moves into one is made anew, and loses what is being typed.
    """
    kind = question.field.kind
    with st.container(width="stretch" if kind in OWN_ROW else "content", gap="xsmall"):
        WIDGETS[kind](question)
        for sentence in sentences:
            st.markdown(f":red[:material/error: {sentence}]")


def _actions(entry: entries.Entry, keep: Sequence[str]) -> None:
    t, record_type = session.texts(), entry.record_type
    kept: Sequence[str] = ()
    if keep and entry.target is None:
        titles = ", ".join(entered(record_type)[name].label.in_language(session.language()) for name in keep)
        if st.checkbox(t("Keep for the next entry: {fields}", fields=titles), key=f"keep {about(record_type).table}"):
            kept = keep
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("Save"),
            key=f"save:{entry.id}",
            type="primary",
            icon=":material/check:",
            on_click=entries.save,
            args=(record_type, entry.id, tuple(kept)),
        )
        st.button(
            t("Cancel") if entry.target else t("Clear the form"),
            key=f"discard:{entry.id}",
            type="tertiary",
            on_click=entries.discard,
            args=(record_type, entry.id),
        )
        st.caption(plain(t("* must be filled in")))
    wrong = {problem.field for problem in entry.problems} if entry.attempted else set()
    if wrong:
        language = session.language()
        titles = ", ".join(
            field.label.in_language(language) for name, field in entered(record_type).items() if name in wrong
        )
        st.error(t("Not saved yet. Please look at: {fields}", fields=titles), icon=":material/error:")


def _success(record_type: type[Record]) -> None:
    stored = entries.just_saved(record_type)
    if stored is None:
        return
    t, names = session.texts(), about(record_type)
    record = names.singular.in_language(session.language())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(
            t("{record} no. {number} is saved.", record=record, number=stored["number"]), icon=":material/check_circle:"
        )
        st.page_link(
            page_of(names.table),
            label=t("Show no. {number}", number=stored["number"]),
            query_params={"record": str(stored["number"])},
            icon=":material/visibility:",
        )


def _failure(entry: entries.Entry) -> None:
    if entry.failure is not None:
        st.error(entry.failure.label.in_language(session.language()), icon=":material/error:")


def _conflict(entry: entries.Entry) -> None:
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


def _differences(entry: entries.Entry, stored: dict[str, Any]) -> pd.DataFrame:
    t, reader = session.texts(), session.reader()
    different = [field for name, field in entered(entry.record_type).items() if entry.values.get(name) != stored[name]]
    return pd.DataFrame(
        {
            t("Field"): [field.label.in_language(reader.language) for field in different],
            t("Your value"): [display(entry.values.get(field.name), field, reader) for field in different],
            t("Stored value"): [display(stored[field.name], field, reader) for field in different],
        }
    )
