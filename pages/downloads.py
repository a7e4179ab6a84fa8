"""Tabellen herunterladen: everything at once, or the records of one type."""

import streamlit as st

from dashboard import downloads, session
from dashboard.scope import chosen_scope
from schemas import RECORDS
from schemas.record import about

t = session.texts()
selection = chosen_scope()
st.header(t("Everything at once"))
st.write(t("All records and all figures of the period in one file, with a description of every column."))
with st.container(horizontal=True):
    downloads.archive_buttons(selection)
downloads.unprotected()
st.header(t("Records"))
for record_type in RECORDS.values():
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(about(record_type).plural.in_language(session.language()))
        downloads.record_buttons(record_type, selection)
st.header(t("Templates"))
st.write(t("Empty lists to fill in with a spreadsheet and to import, with the values that can be chosen."))
with st.container(horizontal=True):
    for record_type in RECORDS.values():
        downloads.template_button(record_type)
