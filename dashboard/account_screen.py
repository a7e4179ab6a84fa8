"""The accounts of the office as a screen: who gets in, invitations by one-time links, roles, and doors that close."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.begun import begun, forget
from dashboard.formats import moment, plain
from dashboard.office import office
from dashboard.translations import msgid
from dashboard.view_address import site
from db import accounts, links
from db.account_refusals import NameTaken
from db.accounts import Account
from schemas.refusals import Refused
from schemas.roles import ROLES, Role

_TOLD, _LINK, _INVITED = "told on accounts", "one-time link", "invitations sent"
PLEASE_FILL_IN, PLEASE_CHOOSE = msgid("Please fill in."), msgid("Please choose one.")


def accounts_page() -> None:
    """See all accounts, let people in, and change what they are to the office."""
    t = session.texts()
    _tell()
    everybody = accounts.everybody(office().database, by=session.actor())
    _table([account for account, _ in everybody], [last for _, last in everybody])
    st.header(t("Invite somebody"))
    _invitation()
    st.header(t("Change an account"))
    by_id = {account.id: account for account, _ in everybody}
    chosen = st.selectbox(
        t("Account"),
        list(by_id),
        index=None,
        format_func=lambda key: f"{by_id[key].name} ({by_id[key].sign_in_name})",
        placeholder=t("Please choose one."),
        key="chosen account",
    )
    if chosen is not None:
        _deeds(by_id[chosen])


def _tell() -> None:
    """What the last deed has to say, once: a link is never shown again."""
    t, link, sentence = session.texts(), session.take(_LINK), session.take(_TOLD)
    if sentence:
        st.success(sentence)
    if link:
        st.code(link, language=None, wrap_lines=True)
        st.caption(
            t("This link is shown only now and works once, for seven days. Copy it and hand it to this person alone.")
        )


def _table(everybody: list[Account], last_sign_ins: Sequence[dt.datetime | None]) -> None:
    t, language = session.texts(), session.language()
    reader = session.reader()
    columns = {
        t("Name"): [account.name for account in everybody],
        t("Role"): [ROLES[account.role].in_language(language) for account in everybody],
        t("State"): [_state(account) for account in everybody],
        t("Last sign-in"): [moment(last, language, reader.zone) if last else t("never") for last in last_sign_ins],
        t("Sign-in name"): [account.sign_in_name for account in everybody],
        t("Signs in by"): [_provider(account) or t("Password") for account in everybody],
    }
    st.dataframe(pd.DataFrame(columns), hide_index=True, height="content", alt=t("List of all accounts"))


def _invitation() -> None:
    """A form for a new account. Its widgets get new keys after each invitation, which empties them."""
    t, count = session.texts(), session.remembered(_INVITED, int)
    with st.form(f"invitation {count}", enter_to_submit=False):
        name, name_wrong = st.text_input(t("Name"), key=f"name {count}", max_chars=100), st.empty()
        sign_in, sign_in_wrong = (
            st.text_input(t("Sign-in name"), key=f"sign-in name {count}", max_chars=100, autocomplete="off"),
            st.empty(),
        )
        role, role_wrong = _role_of(None, key=f"role {count}"), st.empty()
        sent = st.form_submit_button(t("Make account and link"), type="primary")
    if not sent:
        return
    wrong = {name_wrong: _name_problem(name), sign_in_wrong: _sign_in_problem(sign_in)}
    wrong[role_wrong] = t(PLEASE_CHOOSE) if role is None else ""
    if any(wrong.values()) or role is None:
        _show(wrong)
        return
    try:
        made = accounts.add(office().database, name=name, sign_in_name=sign_in, role=role, by=session.actor())
    except Refused as refused:
        _show({sign_in_wrong: refused.label.in_language(session.language())})
        return
    session.remember(_INVITED, count + 1)
    _try(sign_in_wrong, lambda: _offer_link(made, t("The account of {name} is made.", name=plain(made.name))))


def _name_problem(name: str) -> str:
    t = session.texts()
    return "" if name.strip() else t(PLEASE_FILL_IN)


def _sign_in_problem(sign_in_name: str) -> str:
    t, language = session.texts(), session.language()
    if not sign_in_name.strip():
        return t(PLEASE_FILL_IN)
    if not accounts.usable(sign_in_name):
        return t("1 to 100 characters without blanks, please.")
    if accounts.find(office().database, sign_in_name):
        return NameTaken(name=sign_in_name).label.in_language(language)
    return ""


def _show(wrong: Mapping[st.delta_generator.DeltaGenerator, str]) -> None:
    for place, sentence in wrong.items():
        if sentence:
            place.error(plain(sentence))


def _role_of(account: Account | None, key: str) -> Role | None:
    t, roles = session.texts(), list(Role)
    return st.radio(
        t("Role"),
        roles,
        index=None if account is None else roles.index(account.role),
        format_func=lambda role: ROLES[role].in_language(session.language()),
        horizontal=True,
        key=key,
    )


def _provider(account: Account) -> str:
    """The name of the OpenID provider that tells who this is and which role they have, empty if none does."""
    settings = office().settings
    told = account.subject and settings.openid_issuer and account.subject.startswith(f"{settings.openid_issuer} ")
    return settings.openid_name if told else ""


def _role(account: Account, began: Account, version: int) -> None:
    """Change the role, where it is set here."""
    t, provider, name = session.texts(), _provider(account), plain(account.name)
    if provider:
        role = ROLES[account.role].in_language(session.language())
        st.write(t("{name} signs in with {provider}.", name=name, provider=plain(provider)))
        st.caption(t("The role ({role}) is set there and taken over at each sign-in.", role=role))
        return
    chosen, wrong = _role_of(began, key=f"role of {_mark(began)}"), st.empty()
    if st.button(t("Change role"), key=f"change role {_mark(began)}", disabled=chosen is began.role) and chosen:
        told = t("The role of {name} is changed.", name=name)
        _try(wrong, lambda: _change(account, version, told, role=chosen))


def _deeds(account: Account) -> None:
    """What can be done to one account."""
    t, actor, name = session.texts(), session.actor(), plain(account.name)
    with st.container(border=True):
        began, version = begun(account, widget=_widget, now=_now)
        _role(account, began, version)
        has_link = not began.disabled and not _provider(account)
        mark = _mark(began)
        with st.container(horizontal=True):
            wants_link = has_link and st.button(t("New one-time link"), key=f"link {mark}")
            word, icon = (t("Enable"), "lock_open") if began.disabled else (t("Disable"), "lock")
            switched = st.button(word, key=f"switch {mark}", icon=f":material/{icon}:", disabled=account.id == actor.id)
        refused = st.empty()
        if has_link:
            st.caption(t("The link sets a new password; until then the old one holds."))
        st.caption(t("Whoever is disabled is out at once."))
        if account.id == actor.id:
            st.caption(t("This is your own account: somebody else has to disable it."))
    if wants_link:
        told = t("A new link for {name}. Older ones have ended.", name=name)
        _try(refused, lambda: _offer_link(account, told))
    if switched:
        told = t("{name} gets in again.", name=name) if began.disabled else t("{name} gets in no more.", name=name)
        _try(refused, lambda: _change(account, version, told, disabled=not began.disabled))


def _widget(began: Account) -> str:
    """One of the widgets that change an account."""
    return f"switch {_mark(began)}"


def _mark(began: Account) -> str:
    """What the keys of its widgets end with."""
    return f"{began.id} {began.version}"


def _now(account: Account) -> str:
    return f"{account.name}, {ROLES[account.role].in_language(session.language())}, {_state(account)}"


def _state(account: Account) -> str:
    t = session.texts()
    return t("disabled") if account.disabled else t("enabled")


def _try(place: st.delta_generator.DeltaGenerator, deed: Callable[[], None]) -> None:
    """Do it, or say at this place why it is refused."""
    try:
        deed()
    except Refused as refused:
        _show({place: refused.label.in_language(session.language())})


def _change(account: Account, version: int, sentence: str, **values: object) -> None:
    accounts.change(office().database, account.id, by=session.actor(), version=version, **values)
    forget(account)
    session.remember(_TOLD, sentence)
    st.rerun()


def _offer_link(account: Account, sentence: str) -> None:
    """Make a one-time link and show the page anew with it."""
    token = links.invite(office().database, account.id, by=session.actor())
    forget(account)
    session.remember(_LINK, f"{site()}/set-up/{token}")
    session.remember(_TOLD, sentence)
    st.rerun()
