"""The element in the browser that a form is: one message each way instead of one for every field and every mistake.

A form of fourteen Streamlit widgets costs some forty messages a run, nine tenths of the time of a save. The element
is also what Streamlit's widgets are not: days and numbers are typed as people write them, what can't be read stays
and is said, and what the server has not heard yet outlives a reload.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from dashboard import failures, session

HERE = Path(__file__).resolve().parent
ASSETS = "elements"
PACKAGE, NAME = "buero", "form"
OF_THE_FORM = ("typed", "save")
"""Events that run only the form's own part of the page. The others run the page as a whole."""

Event = Callable[[Mapping[str, Any]], None]


def show(key: str, data: Mapping[str, Any], *, on: Mapping[str, Event]) -> None:
    """Show a form with ``data`` as ``elements/form.js`` reads it, in a fragment.

    ``on`` has for each event what is to be done; every event comes with ``entry``, ``stamp`` and ``values``.
    """
    _mount(key, data, {event: on[event] for event in OF_THE_FORM})


def listen(key: str, form: str, *, on: Mapping[str, Event]) -> None:
    """Hear, outside of the fragment, what the form tells the page as a whole; nothing is drawn for it.

    It stands where the list begins: once it comes into view, a list that is behind asks to be shown anew.
    """
    _mount(f"{key}, page", {"form": form, "page": True}, on)


def _mount(key: str, data: Mapping[str, Any], on: Mapping[str, Event]) -> None:
    element = _element(get_bidi_component_manager())
    element(key=key, data=data, **{f"on_{event}_change": _told(key, event, act) for event, act in on.items()})


def _told(key: str, event: str, act: Event) -> Callable[[], None]:
    def receive() -> None:
        told = (session.recall(key) or {}).get(event)
        if isinstance(told, Mapping):
            with failures.told(f"{event} of {key}"), session.uninterrupted():
                act(told)

    return receive


def _element(manager: BidiComponentManager) -> Callable[..., Any]:
    """The element, made known to the running server at first.

    Files of an asset folder are served from the site itself, so that no page needs to allow scripts of its own making.
    """
    name = f"{PACKAGE}.{NAME}"
    if manager.get_component_asset_root(name) is None:
        manifest = ComponentManifest(PACKAGE, "", [ComponentConfig(NAME, ASSETS)])
        manager.register_from_manifest(manifest, HERE)
        _MADE[manager] = st.components.v2.component(name, js=f"{NAME}.js", css=f"{NAME}.css")
    return _MADE[manager]


_MADE: dict[BidiComponentManager, Callable[..., Any]] = {}
