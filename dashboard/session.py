"""What one visitor's session remembers: the only module that touches Streamlit's session state."""

import uuid
from collections.abc import Callable, MutableMapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.formats import Reader
from dashboard.middleware import BROWSER_COOKIE, chosen_language
from dashboard.office import office
from dashboard.translations import Translator, translator

Remembered = TypeVar("Remembered")


def language() -> str:
    """The reader's language: the one chosen in this browser, else the office's."""
    return chosen_language(dict(st.context.cookies), office().settings.language)


def texts() -> Translator:
    """The texts of the frame in the reader's language."""
    return translator(language())


def reader() -> Reader:
    """For whom values are written on this screen."""
    return Reader(language(), office().database.given.vocabularies, ZoneInfo(office().settings.time_zone))


def session_id() -> str:
    """The id of this visitor's session; it ends when the page is closed or reloaded."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def is_open(other_session: str) -> bool:
    """Whether a session has a browser at its other end right now."""
    return runtime.exists() and runtime.get_instance().is_active_session(other_session)


def browser() -> str:
    """The opaque name of the visitor's browser, which outlives a reload; without cookies, that of the session."""
    return st.context.cookies.get(BROWSER_COOKIE) or session_id()


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


def seed(key: str, value: object) -> None:
    """Give a widget its value unless it has one: Streamlit forgets widgets that a page did not show."""
    if key not in st.session_state:
        st.session_state[key] = value


def new_id() -> str:
    """An id for a record that is about to be written."""
    return str(uuid.uuid4())
