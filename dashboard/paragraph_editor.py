"""The standard paragraphs that new reports begin with, worded by the lead."""

import streamlit as st

from dashboard import session
from dashboard.formats import plain
from dashboard.office import office
from dashboard.period_deeds import attempt
from db import standard_paragraphs
from schemas.report import LONGEST_TEXT, SECTIONS


def paragraph_editor() -> None:
    """The paragraphs in the office's language, folded."""
    t, language, database = session.texts(), office().own.language, office().database
    fold = st.expander(
        t("Standard paragraphs of new reports"), icon=":material/subject:", on_change="rerun", key="standard paragraphs"
    )
    if not fold.open:
        return
    stored = standard_paragraphs.everything(database, language)
    with fold, st.form("paragraphs", enter_to_submit=False):
        st.caption(t("Numbers stand in them by name in braces, such as {name}.", name="{Beratungen}"))
        texts = {
            section.name: st.text_area(
                section.heading.in_language(session.language()),
                stored[section.name] or "",
                max_chars=LONGEST_TEXT,
                key=f"paragraph {section.name}",
            )
            for section in SECTIONS
        }
        wrong = st.empty()
        sent = st.form_submit_button(t("Save"))

    def word() -> None:
        for name, text in texts.items():
            standard_paragraphs.word(database, name, language, before=stored[name], text=text, by=session.actor())

    if sent:
        attempt(word, plain(t("The standard paragraphs are saved. Drafts that were made before keep theirs.")), wrong)
