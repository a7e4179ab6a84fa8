"""How tests run the screens without a browser and without a server."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import entries, navigation, presets, session
from dashboard.configuration import Settings
from dashboard.form_element import OF_THE_FORM
from dashboard.office import opened_office
from dashboard.widgets import written
from db.database import Database
from db.delimited import Reader
from schemas import RECORDS
from schemas.fields import entered
from schemas.roles import ROLES, Actor, Role
from tests.conftest import ROOT

BROWSER = "a browser"
_at_the_screen: list[Actor] = []
_components_of_packages = cache(manifest_scanner.scan_component_manifests)
"""What Streamlit looks for in every installed package for each AppTest anew, which takes longer than a page."""


@contextmanager
def rehearsal(
    database: Database,
    *,
    language: str = "de",
    role: Role = Role.LEAD,
    at_first: Mapping[str, str] | None = None,
    **settings: Any,
) -> Iterator[AppTest]:
    """The app on an open database, run once, as somebody of a role sees it who reads ``language``.

    ``at_first`` are the parameters of the address that the session begins with.
    """
    presets.take_over(database, Settings(**settings))
    with pytest.MonkeyPatch.context() as patch, opened_office(database, Settings(**settings)):
        patch.setattr(manifest_scanner, "scan_component_manifests", _components_of_packages)
        patch.setattr(session, "language", lambda: language)
        patch.setattr(session, "browser", lambda: BROWSER)
        patch.setattr(session, "actor", lambda: _at_the_screen[-1])
        _at_the_screen.append(Actor(role, ROLES[role].in_language(language), role))
        try:
            app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=30)
            app.query_params.update(at_first or {})
            yield app.run()
        finally:
            _at_the_screen.pop()


def become(actor: Actor) -> None:
    """Let somebody else be at the screen from here on, until the rehearsal ends."""
    _at_the_screen[-1] = actor


def go_to(app: AppTest, name: str, **address: str) -> AppTest:
    """Change to a page by its name in the address, with parameters."""
    screen = next(screen for screen in navigation.screens() if screen.name == name)
    app.query_params.clear()  # as a browser does
    app.switch_page(str(screen.file)).run()
    if address:
        app.query_params.update(address)
        app.run()
    return app


def entry(app: AppTest, table: str) -> entries.Entry:
    """The entry that the app works on."""
    found: entries.Entry = app.session_state[f"entry of {table}"]
    assert found.record_type is RECORDS[table]
    return found


def form(app: AppTest, *, moves: bool = False) -> dict[str, Any]:
    """The form as the browser gets it: the entry form, or the one that ``moves`` a record."""
    return _elements(app, moves=moves)[0][1]


def is_moving(app: AppTest) -> bool:
    """Whether the form of a transition is open."""
    return bool(_elements(app, moves=True))


def _elements(app: AppTest, *, moves: bool) -> list[tuple[Any, dict[str, Any]]]:
    """A form and the element through which it tells the page, each with its data."""
    found = [(element.proto, json.loads(element.proto.json)) for element in app.get("bidi_component")]
    wanted = [each for each in found if each[1]["form"].startswith("move in ") is moves]
    return sorted(wanted, key=lambda each: "page" in each[1])


def tell(app: AppTest, event: str, *, moves: bool = False, **told: Any) -> AppTest:
    """What a form in the browser tells the server."""
    part, page = _elements(app, moves=moves)
    element, _ = part if event in OF_THE_FORM else page
    shown = form(app, moves=moves)
    value = {"entry": shown["entry"], "stamp": time.time_ns(), "values": shown["values"]} | told
    states = app._tree.get_widget_states()
    trigger = f"$$STREAMLIT_INTERNAL_KEY_{element.id}__events"
    states.widgets.add(id=trigger, json_trigger_value=json.dumps([{"event": event, "value": value}]))
    return app._run(states)


def answer(app: AppTest, field: str) -> str | list[str]:
    """What stands in a field of the form; empty text if nothing does."""
    found: str | list[str] = form(app)["values"].get(field, "")
    return found


def fill(app: AppTest, table: str, **values: Any) -> None:
    """Fill in fields of the form with typed values; text goes there as it is."""
    declared = entered(RECORDS[table])
    typed = {name: value for name, value in values.items() if value is not None}
    tell(app, "typed", values=form(app)["values"] | written(typed, declared, Reader(form(app)["language"])))


def press(app: AppTest, label: str) -> AppTest:
    """Click the only button with a label, in the form or around it."""
    inside = {form(app)["texts"][event]: event for event in ("save", "discard")} if app.get("bidi_component") else {}
    if label in inside:
        return tell(app, inside[label], keep=False)
    (found,) = [button for button in app.button if button.label == label]
    return found.click().run()


def messages(app: AppTest, *, moves: bool = False) -> list[str]:
    """What a form says at its fields, in their order."""
    shown = form(app, moves=moves)
    return [sentence for asked in shown["questions"] for sentence in shown["problems"].get(asked["name"], [])]


def success(app: AppTest) -> str:
    """What the form says of the record that was saved; empty if nothing."""
    saved = form(app)["saved"]
    return str(saved["sentence"]) if saved else ""
