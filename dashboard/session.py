"""What one visitor's session remembers: the only module that touches Streamlit's session state."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.formats import Reader
from dashboard.gate import SESSION_COOKIE
from dashboard.middleware import BROWSER_COOKIE, chosen_language
from dashboard.office import office
from dashboard.translations import Translator, translator
from dashboard.visits import Visit
from schemas.roles import Actor

Remembered = TypeVar("Remembered")


class NotSignedIn(Exception):
    """The session ended while a script ran for it."""


def language() -> str:
    """The reader's language: the one chosen in this browser, else the office's."""
    return chosen_language(st.context.cookies, office().own.language)


def texts() -> Translator:
    """The texts of the frame in the reader's language."""
    return translator(language())


def reader() -> Reader:
    """For whom values are written on this screen."""
    return Reader(language(), office().database.given.vocabularies, ZoneInfo(office().settings.time_zone))


def today() -> dt.date:
    """The day it is at the office."""
    return office().database.given.today


def actor() -> Actor:
    """Who uses this session, as the account is now.

    Raises:
        NotSignedIn: the session has just ended; the gate lets none start without.
    """
    rehearsing = office().rehearsing
    if rehearsing:
        return rehearsing
    found = visit()
    if found is None:
        raise NotSignedIn("Nobody is signed in: scripts run behind the gate.")
    return found.actor


def visit() -> Visit | None:
    """The visit that this session belongs to, if it is not over."""
    visits = office().visits
    return visits.of_session(session_id(), lambda: st.context.cookies.get(SESSION_COOKIE, "")) if visits else None


def session_id() -> str:
    """The id of this visitor's session; it ends when the page is closed or reloaded."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def is_open(other_session: str) -> bool:
    """Whether a session has a browser at its other end right now."""
    return runtime.exists() and runtime.get_instance().is_active_session(other_session)


def browser() -> str:
    """The opaque name of the visitor's browser, which outlives a reload; without cookies, that of the session.

    It is another one for each person who signs in there: what one has typed is not the next one's to see.
    """
    return f"{st.context.cookies.get(BROWSER_COOKIE) or session_id()} {actor().id}"


def remembered(name: str, make: Callable[[], Remembered]) -> Remembered:
    """What the session remembers under a name, made at first."""
    state: MutableMapping[str | int, Any] = st.session_state
    if name not in state:
        state[name] = make()
    found: Remembered = state[name]
    return found


def remember(name: str, value: object) -> None:
    """Remember a value under a name."""
    st.session_state[name] = value


def recall(name: str) -> Any:
    """What is remembered under a name, None if nothing is."""
    return st.session_state.get(name)


def knows(name: str) -> bool:
    """Whether anything is remembered under a name: of a widget, whether the page has shown it in the run before."""
    return name in st.session_state


def take(name: str) -> Any:
    """What is remembered under a name, and forget it: for what is said once."""
    return st.session_state.pop(name, None)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let the callback of a widget come to its end.

    When a newer input has arrived, Streamlit ends a callback wherever it touches the session's state, and nobody is
    told: of what somebody types fast, something would be stored halfway.
    """
    context = get_script_run_ctx()
    state = context.session_state if context else None
    if state is None:
        yield
        return
    ending = state._yield_callback
    object.__setattr__(state, "_yield_callback", lambda: None)
    try:
        yield
    finally:
        object.__setattr__(state, "_yield_callback", ending)


def seed(key: str, value: object) -> None:
    """Give a widget its value unless it has one: Streamlit forgets widgets that a page did not show."""
    if key not in st.session_state:
        st.session_state[key] = value


def new_id() -> str:
    """An id for a record that is about to be written."""
    return str(uuid.uuid4())
