"""Import as a screen: file, columns, preview with a verdict on each row, import, and the way back."""

import streamlit as st

from dashboard import ongoing_import, session
from dashboard.formats import plain
from dashboard.import_columns import columns_step, words_step
from dashboard.import_preview import preview_step
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.ongoing_import import Ongoing
from dashboard.past_imports import past_imports, tell, undo_button
from db import imported
from schemas import RECORDS
from schemas.record import Record, about
from schemas.refusals import Refused

_DONE = "import that was done"
_ENDINGS = ["csv", "txt", "tsv", "xlsx"]


def imports_page() -> None:
    """Go through the steps of an import, and see the past ones."""
    tell()
    _done()
    ongoing = _file_step()
    if ongoing:
        _steps(ongoing)
    past_imports()


def _file_step() -> Ongoing | None:
    """The record type and the file; what was begun goes on when somebody comes back to the page."""
    t, language = session.texts(), session.language()
    st.header(t("1. File"))
    table = st.selectbox(
        t("What is in it?"),
        list(RECORDS),
        format_func=lambda name: about(RECORDS[name]).plural.in_language(language),
        index=None,
        placeholder=t("Please choose one."),
        key="record type of import",
        persist_state="session",
    )
    if table is None:
        st.caption(t("CSV and XLSX in any form: the columns are assigned in the next step."))
        return None
    return _file(RECORDS[table])


def _file(record_type: type[Record]) -> Ongoing | None:
    t = session.texts()
    given = st.file_uploader(
        t("File (CSV or XLSX)"), type=_ENDINGS, key=ongoing_import.place(), on_change=ongoing_import.forget
    )
    before = ongoing_import.current()
    name, content = (given.name, given.getvalue()) if given else ("", b"")
    if not given and before:
        name, content = before.sheet.name, before.sheet.content
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(plain(name))
            st.button(t("Another file"), on_click=ongoing_import.forget)
    if not name:
        return None
    try:
        return ongoing_import.begin(record_type, name, content)
    except Refused as refused:
        st.error(plain(refused.label.in_language(session.language())))
        return None


def _steps(ongoing: Ongoing) -> None:
    """What follows the file, as far as it is clear enough to go on."""
    t = session.texts()
    st.header(t("2. Columns"))
    wrong = columns_step(ongoing)
    if wrong:
        st.error(plain(wrong))
        return
    bar = st.empty()
    try:
        judged = ongoing_import.judged(ongoing, lambda: lambda done: _show(bar, done))
    except Refused as refused:
        bar.empty()
        st.error(plain(refused.label.in_language(session.language())))
        return
    bar.empty()
    words_step(ongoing)
    st.header(t("3. Preview"))
    made = preview_step(ongoing, judged)
    if made:
        ongoing_import.end()
        session.remember(_DONE, made.id)
        st.rerun()


def _show(bar: st.delta_generator.DeltaGenerator, done: float) -> None:
    t = session.texts()
    bar.progress(min(done, 1.0), text=t("Checking the rows …"))


def _done() -> None:
    """The import that was just done: how much it was, where it is, and the way back."""
    t, made = session.texts(), None
    if session.knows(_DONE):
        with office().database.cursor() as cursor:
            made = imported.read(cursor, session.recall(_DONE))
    if made is None or made.undone:
        return
    names = about(RECORDS[made.record_type])
    count, file = made.records, made.file_name
    told = t.plural("{n} record imported from {file}.", "{n} records imported from {file}.", count, file=file)
    st.success(plain(told), icon=":material/check_circle:")
    with st.container(horizontal=True):
        where = t("Show {records}", records=names.plural.in_language(session.language()))
        st.page_link(page_of(made.record_type), label=where, icon=":material/list:")
        undo_button(made)
