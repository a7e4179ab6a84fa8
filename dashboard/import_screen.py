"""Import as a screen: file, columns, preview with a verdict on each row, import, and the way back."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import ongoing_import, session
from dashboard.downloads import template_button
from dashboard.formats import plain
from dashboard.import_columns import columns_step, words_step
from dashboard.import_preview import IMPORT, preview_step
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.ongoing_import import Ongoing
from dashboard.past_imports import past_imports, tell, undo_button
from db import imported
from db.imported import Import
from schemas import RECORDS
from schemas.record import Record, about
from schemas.refusals import Refused

GO_ON = "go on"
"""How the key of a container begins in which the keyboard goes on (``static/going_on.js``)."""
_LOOKS = """<style>
[data-testid=stFileUploaderDropzoneInstructions],
[data-testid=stFileUploaderDropzone] > span [data-testid=stMarkdownContainer] p { display: none }
[data-testid=stFileUploaderDropzone] > span [data-testid=stMarkdownContainer]::after { content: "CHOOSE" }
[data-testid=stFileChip] > [role=alert], [data-testid=stTooltipErrorContent] { display: none }
[data-testid=stFileChips]:has([aria-invalid=true])::after { content: "REFUSED" }
</style>"""
"""Our words in the place of Streamlit's, which are English in every language."""


def imports_page() -> None:
    """Go through the steps of an import, and see the past ones."""
    tell()
    if ongoing_import.current():
        st.query_params.pop(IMPORT, None)
    elif IMPORT in st.query_params:
        _ended(st.query_params[IMPORT])
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
    if ongoing_import.current() is None:
        st.caption(t("CSV and XLSX in any form: the columns are assigned in the next step."))
        st.caption(t("What is stored already is left out, and an import can be undone as a whole."))
    return _file(RECORDS[table]) if table else None


def _file(record_type: type[Record]) -> Ongoing | None:
    """The file that is worked on, or a place for one."""
    before, language = ongoing_import.current(), session.language()
    if before:
        name, content = before.sheet.name, before.sheet.content
        _chosen(before)
    else:
        given = _upload()
        template_button(record_type)
        if given is None:
            return None
        name, content = given.name, given.getvalue()
    try:
        ongoing = ongoing_import.begin(record_type, name, content)
    except Refused as refused:
        st.error(plain(refused.label.in_language(language)))
        return None
    if before is None:
        st.rerun()  # Streamlit's list of what was uploaded speaks English to screen readers: ours takes its place
    return ongoing


def _upload() -> UploadedFile | None:
    t = session.texts()
    refused = t("This file can't be taken: one at a time, up to 20 MB.")
    st.html(_LOOKS.replace("CHOOSE", t("Choose a file")).replace("REFUSED", refused))
    # Of any ending: Streamlit would refuse others without a word that can be seen, and we tell what to do with them.
    given: UploadedFile | None = st.file_uploader(t("File (CSV or XLSX, up to 20 MB)"))
    return given


def _chosen(ongoing: Ongoing) -> None:
    t = session.texts()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{GO_ON} {ongoing.sheet.hash}"):
        st.markdown(f":material/description: {plain(ongoing.sheet.name)}", width="content")
        st.button(t("Another file"), on_click=ongoing_import.end)


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
    preview_step(ongoing, judged)


def _show(bar: st.delta_generator.DeltaGenerator, done: float) -> None:
    t = session.texts()
    bar.progress(min(done, 1.0), text=t("Checking the rows …"))


def _ended(import_id: str) -> None:
    """What became of the import that the address names, even if the server or the connection went away meanwhile."""
    t = session.texts()
    with office().database.cursor() as cursor:
        made = imported.read(cursor, import_id)
    if made is None:
        st.warning(t("The import was interrupted, and nothing of it is stored. Please choose the file once more."))
    elif not made.undone:
        _done(made)


def _done(made: Import) -> None:
    """The import that was just done: how much it was, where it is, and the way back."""
    t, names = session.texts(), about(RECORDS[made.record_type])
    count, file = made.records, made.file_name
    told = t.plural("{n} record imported from {file}.", "{n} records imported from {file}.", count, file=file)
    st.success(plain(told), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center", key=f"{GO_ON} {made.id}"):
        where = t("Show {records}", records=names.plural.in_language(session.language()))
        st.page_link(page_of(made.record_type), label=where, icon=":material/list:")
        undo_button(made)
