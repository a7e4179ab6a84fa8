"""Every page of the navigation runs, in both languages, on an office with records and on an empty one."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.configuration import Settings
from dashboard.navigation import Screen, screens_of
from dashboard.office import opened_office
from dashboard.translations import catalogue
from db.database import Database, open_database
from schemas.roles import Actor, Role
from tests.conftest import TODAY
from tests.rehearsal import go_to, rehearsal

REPORTING: dict[str, Any] = {
    "reporting_start": dt.date(2017, 7, 1),
    "reporting_end": dt.date(2018, 4, 30),
    "default_period": "reporting",
}
SHOWN = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "success")
LABELLED = ("button", "button_group", "checkbox", "date_input", "expander", "multiselect", "number_input", "text_input")


@pytest.fixture(scope="module")
def office(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo records on the day of the report; nobody writes but the first start."""
    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("screens") / "demo.duckdb")
    with open_database(copy, today=lambda: TODAY) as database:
        yield database


@pytest.fixture(params=["de", "en"])
def app(office: Database, request: pytest.FixtureRequest) -> Iterator[tuple[AppTest, str]]:
    with rehearsal(office, language=request.param, **REPORTING) as app:
        yield app, request.param


def texts(app: AppTest) -> list[str]:
    """Everything that stands on the page."""
    shown = [str(getattr(each, "value", "")) for kind in SHOWN for each in app.get(kind)]
    return shown + [str(getattr(each, "label", "")) for kind in LABELLED for each in app.get(kind)]


def untranslated() -> set[str]:
    """English texts of the frame that read differently in German."""
    return {message for message, (german, *_) in catalogue("de").items() if message not in ("", german)}


@pytest.mark.parametrize("screen", screens_of(Role.LEAD), ids=lambda screen: screen.name)
def test_a_page_runs_with_its_title_in_the_readers_language(app: tuple[AppTest, str], screen: Screen) -> None:
    running, language = app
    go_to(running, screen.name)
    assert not running.exception
    assert not running.error
    assert [title.value for title in running.title] == [screen.title_for(Role.LEAD).in_language(language)]
    empty = ("tasks", "released", "reports")  # nothing waits, and there is no report, in the demo
    assert len(texts(running)) > (1 if screen.name in empty else 5)
    if language == "de":
        assert not untranslated() & set(texts(running))


def test_the_start_page_shows_the_reported_figures(app: tuple[AppTest, str]) -> None:
    running, language = app
    values = [metric.value for metric in running.metric]
    assert values == [
        "500",
        "914",
        "5,0" if language == "de" else "5.0",
        "30",
        "1.762" if language == "de" else "1,762",
    ]


@pytest.mark.parametrize("screen", screens_of(Role.LEAD), ids=lambda screen: screen.name)
def test_a_page_of_an_office_without_records_runs(database: Database, screen: Screen) -> None:
    with rehearsal(database) as running:
        go_to(running, screen.name)
        assert not running.exception
        assert not running.error
        assert all(table.value.select_dtypes("number").sum().sum() == 0 for table in running.dataframe)


def test_a_failure_of_a_page_is_told_with_a_mark_and_without_its_cause(
    office: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret cause")

    monkeypatch.setattr("dashboard.lists.record_filters", fail)
    with rehearsal(office) as running:
        go_to(running, "consultations")
        assert [error.value for error in running.error] == [
            "Das hat nicht geklappt. Nichts Gespeichertes ist verloren, und Ihre Eingaben sind aufbewahrt."
        ]
        assert not any("secret" in text for text in texts(running))
        mark = running.caption[-1].value.rsplit(" ", 1)[1]
        assert mark in caplog.text.replace(" ", "") or mark.rstrip(".") in caplog.text
        assert "a secret cause" in caplog.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_reader_sees_released_reports_and_no_other_page(office: Database, language: str) -> None:
    with rehearsal(office, language=language, role=Role.READER) as running:
        released = "Freigegebene Berichte" if language == "de" else "Released reports"
        assert [title.value for title in running.title] == [released]
        assert len(running.info) == 1
        for screen in set(screens_of(Role.LEAD)) - set(screens_of(Role.READER)):
            with pytest.raises(ValueError, match=r"Known pages: \['[^']*released.py'\]"):
                running.switch_page(str(screen.file))


def ask_behind_every_page() -> None:
    """A script that somebody has written without thinking of the committee."""
    import streamlit as st

    from dashboard.office import office
    from db import listing
    from db.selection import Selection
    from schemas import Consultation

    st.write(str(listing.page(office().database, Consultation, Selection(), size=10).matches))


@pytest.mark.parametrize("role", Role)
def test_whatever_a_script_asks_the_office_it_is_answered_by_the_role_of_who_looks(
    office: Database, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(session, "actor", lambda: Actor("x", "X", role))
    with opened_office(office, Settings()):
        app = AppTest.from_function(ask_behind_every_page).run()
    if role is Role.READER:
        assert [each.message for each in app.exception] == ["reader may not see_records"]
        assert not app.markdown
    else:
        assert [each.value for each in app.markdown] == ["500"]


def test_a_script_of_nobody_is_answered_nothing(office: Database) -> None:
    with opened_office(office, Settings()):
        app = AppTest.from_function(ask_behind_every_page).run()
    assert "Nobody is signed in" in app.exception[0].message
    assert not app.markdown
