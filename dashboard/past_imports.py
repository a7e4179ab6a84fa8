"""The imports of the past on the screen, and the way back from each."""

import streamlit as st

from dashboard import session
from dashboard.formats import moment, plain
from dashboard.office import office
from db import accounts, imported, imports
from db.imported import Import
from db.records import may_change
from schemas import RECORDS
from schemas.record import about
from schemas.refusals import Refused

_SHOWN = 10
_TOLD, _PAGE = "told on imports", "page of imports"


def tell() -> None:
    """What the last undoing has to say, once."""
    told, refused = session.take(_TOLD) or ("", False)
    if told:
        (st.error if refused else st.success)(plain(told))


def past_imports() -> None:
    """All imports, newest first."""
    t, every = session.texts(), imported.past(office().database)
    st.header(t("Past imports"))
    if not every:
        st.caption(t("Nothing was imported yet."))
        return
    page = session.recall(_PAGE) or 1
    for each in every[(page - 1) * _SHOWN : page * _SHOWN]:
        _past(each)
    pages = -(-len(every) // _SHOWN)
    if pages > 1:
        st.pagination(pages, key=_PAGE)


def _past(made: Import) -> None:
    t, reader = session.texts(), session.reader()
    names = accounts.names(office().database)
    when, who = moment(made.created_at, reader.language, reader.zone), names.get(made.created_by, made.created_by)
    records = about(RECORDS[made.record_type]).plural.in_language(reader.language)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        first = t("{records}: {n} from {file}", records=records, n=made.records, file=made.file_name)
        said = t("Imported {when} by {who}", when=when, who=who)
        st.markdown(f"**{plain(first)}**  \n{plain(said)}{_ending(made)}")
        undo_button(made, "past")


def _ending(made: Import) -> str:
    if not made.undone:
        return ""
    t, reader = session.texts(), session.reader()
    undone = t("Undone {when}", when=moment(made.changed_at, reader.language, reader.zone))
    return f"  \n{plain(undone)}"


def undo_button(made: Import, where: str = "") -> None:
    """The way back, for whoever may go it; it asks once more."""
    t = session.texts()
    if made.undone or not may_change(session.actor(), {"created_by": made.created_by}):
        return
    with st.popover(t("Undo this import"), icon=":material/undo:", key=f"ask {where} {made.id}"):
        st.write(t.plural("Take {n} record out again?", "Take {n} records out again?", made.records))
        st.button(t("Yes, undo"), key=f"undo {where} {made.id}", type="primary", on_click=_undo, args=(made,))


@session.uninterrupted()
def _undo(made: Import) -> None:
    t = session.texts()
    try:
        imports.undo(office().database, made.id, by=session.actor())
    except Refused as refused:
        session.remember(_TOLD, (refused.label.in_language(session.language()), True))
    else:
        session.remember(_TOLD, (t("The import of {file} is undone.", file=made.file_name), False))
