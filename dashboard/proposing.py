"""What somebody who may not change a record can do to it on the screen: propose a change, or that it be deleted."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import entries, session
from dashboard.deeds import Tell, done
from dashboard.formats import plain
from dashboard.office import office
from db import proposals
from schemas.proposal import LONGEST
from schemas.record import Record
from schemas.roles import Action


def proposing_buttons(record_type: type[Record], record: Mapping[str, Any]) -> None:
    """Buttons that open a form: that of the record, or one for the reason to delete it."""
    t, asked = session.texts(), _asked(record)
    if not session.actor().may(Action.PROPOSE):
        return
    st.button(
        t("Propose a change"),
        key=f"propose to {record['id']}",
        icon=":material/rate_review:",
        on_click=entries.edit,
        args=(record_type, record),
    )
    if not session.recall(asked):
        icon, named = ":material/delete:", session.new_id()
        st.button(t("Propose to delete"), key=f"{asked}?", icon=icon, on_click=session.remember, args=(asked, named))


def deletion_form(record_type: type[Record], record: Mapping[str, Any], tell: Tell) -> None:
    """The form for the reason to delete a record, once somebody has asked for it."""
    t, asked = session.texts(), _asked(record)
    proposal_id = session.recall(asked)
    if not proposal_id:
        return
    key = f"remark on {proposal_id}"
    with st.form(f"form to {asked}", enter_to_submit=False):
        st.text_area(t("Why should this record be deleted?"), max_chars=LONGEST, key=key)
        wrong = session.take(f"wrong with {key}")
        if wrong:
            st.error(plain(wrong))
        with st.container(horizontal=True):
            propose = partial(_propose, record_type, record, proposal_id, key, tell)
            st.form_submit_button(t("Propose to delete"), type="primary", on_click=propose)
            st.form_submit_button(t("Cancel"), on_click=session.take, args=(asked,))


def _asked(record: Mapping[str, Any]) -> str:
    return f"propose to delete {record['id']}"


@session.uninterrupted()
def _propose(record_type: type[Record], record: Mapping[str, Any], proposal_id: str, key: str, tell: Tell) -> None:
    t = session.texts()
    deed = partial(
        proposals.propose_deletion,
        office().database,
        record_type,
        record["id"],
        version=record["version"],
        proposal_id=proposal_id,
        by=session.actor(),
        remark=session.recall(key) or "",
    )
    wrong = partial(session.remember, f"wrong with {key}")
    if done(record_type, deed, wrong, conflict=t("Somebody has deleted this record in the meantime.")):
        session.take(_asked(record))
        tell(t("It is proposed to the lead to delete no. {number}.", number=record["number"]))
