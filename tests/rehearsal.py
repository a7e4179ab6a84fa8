"""How tests run the screens without a browser and without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import entries, navigation, session
from dashboard.configuration import Settings
from dashboard.office import opened_office
from db.database import Database
from schemas import RECORDS
from tests.conftest import ROOT

BROWSER = "a browser"


@contextmanager
def rehearsal(database: Database, *, language: str = "de", **settings: Any) -> Iterator[AppTest]:
    """The app on an open database, run once, as somebody sees it who reads ``language``."""
    with pytest.MonkeyPatch.context() as patch, opened_office(database, Settings(**settings)):
        patch.setattr(session, "language", lambda: language)
        patch.setattr(session, "browser", lambda: BROWSER)
        yield AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=30).run()


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


def widget(app: AppTest, table: str, field: str) -> Any:
    """The widget of a field in the form."""
    key = entry(app, table).key(field)
    kinds = ("date_input", "time_input", "datetime_input", "number_input", "text_input", "text_area", "button_group")
    found = [each for kind in kinds for each in app.get(kind) if each.key == key]
    assert len(found) == 1, field
    return found[0]


def fill(app: AppTest, table: str, **values: Any) -> None:
    """Give the fields of the form their values, as their widgets hold them."""
    for field, value in values.items():
        widget(app, table, field).set_value(value)
    app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Click the only button with a label."""
    (found,) = [button for button in app.button if button.label == label]
    return found.click().run()


def messages(app: AppTest) -> list[str]:
    """What the form says at its fields."""
    return [each.value.removeprefix(":red[:material/error: ")[:-1] for each in app.markdown if ":red[" in each.value]
