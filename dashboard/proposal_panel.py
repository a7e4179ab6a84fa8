"""Proposals to a record on the screen: what would change, the lead's decision, and what came of those before."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.deeds import Tell, done
from dashboard.facts import proposed, quotation
from dashboard.formats import moment, plain
from dashboard.office import office
from dashboard.translations import msgid
from db import accounts, decisions, proposals
from db.proposed import Proposal
from schemas.fields import shown
from schemas.proposal import LONGEST, State
from schemas.record import Record
from schemas.roles import Action

OUTCOMES: Mapping[State, str] = {
    State.OPEN: msgid("Open: the lead decides."),
    State.ACCEPTED: msgid("Accepted {when} by {who}"),
    State.REJECTED: msgid("Rejected {when} by {who}"),
    State.WITHDRAWN: msgid("Withdrawn {when} by {who}"),
    State.LAPSED: msgid("Lapsed: the record was deleted {when} by {who}"),
}
"""What became of a proposal, by its state."""


def record_proposals(record_type: type[Record], record: Mapping[str, Any], tell: Tell) -> None:
    """The proposals to a stored record: the open ones, the answers that its reader waits for, and all others folded."""
    t, me = session.texts(), session.actor().id
    found = proposals.of_record(office().database, record_type, record["id"])
    waiting = [each for each in found if each.state is State.OPEN or (each.created_by == me and not each.noted)]
    for each in waiting:
        with st.container(border=True):
            _proposal(record_type, record, each)
            _deeds(record_type, record, each, tell)
    others = [each for each in found if each not in waiting]
    if others:
        title = t.plural("{n} earlier proposal", "{n} earlier proposals", len(others))
        opened = st.expander(
            title, icon=":material/rate_review:", on_change="rerun", key=f"proposals to {record['id']}"
        )
        if opened.open:
            with opened:
                for each in reversed(others):
                    with st.container(border=True):
                        _proposal(record_type, record, each)


def answered_proposal(record_type: type[Record], proposal: Proposal, tell: Tell) -> None:
    """What became of an own proposal, which may have ended with its record, and the way to take note of it."""
    _proposal(record_type, {}, proposal)
    _deeds(record_type, {}, proposal, tell)


def _proposal(record_type: type[Record], record: Mapping[str, Any], proposal: Proposal) -> None:
    """What somebody proposed, and where that stands."""
    t = session.texts()
    made = t("Proposal no. {number} of {when} by {who}", number=proposal.number, **_stamp(proposal, "created"))
    st.markdown(f"**{plain(made)}**")
    if proposal.deletes:
        st.write(t("The record is to be deleted."))
    else:
        st.html(proposed(shown(record_type), _changes(record_type, record, proposal)))
    if proposal.remark:
        st.html(quotation(proposal.remark))
    st.caption(plain(outcome(proposal)))
    if proposal.word:
        st.html(quotation(proposal.word))


def outcome(proposal: Proposal) -> str:
    """Where a proposal stands, in a sentence."""
    return session.texts()(OUTCOMES[proposal.state], **_stamp(proposal, "decided"))


def _stamp(proposal: Proposal, what: str) -> dict[str, str]:
    """When something was done to it, and by whom; empty if nobody has."""
    at, by, reader = getattr(proposal, f"{what}_at"), getattr(proposal, f"{what}_by"), session.reader()
    who = accounts.names(office().database).get(by, by) or ""
    return {"when": moment(at, reader.language, reader.zone) if at else "", "who": who}


def _changes(
    record_type: type[Record], record: Mapping[str, Any], proposal: Proposal
) -> dict[str, tuple[Any, Any, Any]]:
    """Each proposed field: then, now and as proposed. Of what has ended, only then counts."""
    then = proposal.values_then(record_type)
    now = record if proposal.state is State.OPEN else then
    wished = proposals.wished(office().database, record_type, proposal)
    return {name: (then.get(name), now[name], value) for name, value in wished.items()}


def _deeds(record_type: type[Record], record: Mapping[str, Any], proposal: Proposal, tell: Tell) -> None:
    """What the reader can do to a proposal: decide, withdraw it, take note of what became of it."""
    t, actor = session.texts(), session.actor()
    if proposal.state is not State.OPEN:
        _button(t("Noted"), "check", partial(_do, record_type, proposal.id, proposals.note, tell))
        return
    if actor.may(Action.DECIDE):
        _decision(record_type, record, proposal, tell)
    if proposal.created_by == actor.id:
        _button(t("Withdraw the proposal"), "undo", partial(_do, record_type, proposal.id, proposals.withdraw, tell))


def _button(label: str, icon: str, act: "partial[None]") -> None:
    st.button(label, key=f"{icon} {act.args[1]}", icon=f":material/{icon}:", on_click=act)


@session.uninterrupted()
def _do(record_type: type[Record], proposal_id: str, deed: Callable[..., Proposal], tell: Tell) -> None:
    done(record_type, lambda: deed(office().database, proposal_id, by=session.actor()), tell)


def _decision(record_type: type[Record], record: Mapping[str, Any], proposal: Proposal, tell: Tell) -> None:
    """Accept or reject with a word. What was typed stays until one of both is done."""
    t, key = session.texts(), f"word on {proposal.id}"
    seen = record["version"]  # as it is shown here: the record may have changed when the button is clicked

    def accept(word: str) -> Proposal:
        return decisions.accept(office().database, proposal.id, seen=seen, by=session.actor(), word=word)

    def reject(word: str) -> Proposal:
        return decisions.reject(office().database, proposal.id, word=word, by=session.actor())

    with st.form(f"decision on {proposal.id}", border=False, enter_to_submit=False):
        st.text_area(t("Your word to it (needed to reject)"), max_chars=LONGEST, key=key)
        wrong = session.take(f"wrong with {key}")
        if wrong:
            st.error(plain(wrong))
        with st.container(horizontal=True):
            said = t("Proposal no. {number} is accepted.", number=proposal.number)
            decide = partial(_decide, record_type, key, tell, accept, said)
            st.form_submit_button(t("Accept"), type="primary", icon=":material/check:", on_click=decide)
            said = t("Proposal no. {number} is rejected.", number=proposal.number)
            decide = partial(_decide, record_type, key, tell, reject, said)
            st.form_submit_button(t("Reject"), icon=":material/close:", on_click=decide)


@session.uninterrupted()
def _decide(record_type: type[Record], key: str, tell: Tell, deed: Callable[[str], Proposal], said: str) -> None:
    """Do it, or say at the word why not."""
    t, word = session.texts(), session.recall(key) or ""
    changed = t("The record has just changed. Please look at it again.")
    if done(record_type, lambda: deed(word), partial(session.remember, f"wrong with {key}"), conflict=changed):
        tell(said)
