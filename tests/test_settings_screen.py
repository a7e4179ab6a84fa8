"""The lead changes the office's settings on one page; they hold for everybody at once."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from db import office_settings
from db.database import Database
from db.unavailable import DiskFull
from schemas.roles import Role
from tests.actors import LEA
from tests.conftest import BEGUN
from tests.rehearsal import go_to, press, rehearsal
from tests.reported import made
from tests.small_office import consultation, enter
from tests.test_office_settings import change


@pytest.fixture
def app(database: Database) -> Iterator[AppTest]:
    with rehearsal(database) as running:
        yield go_to(running, "settings")


def widget(app: AppTest, kind: str, label: str) -> Any:
    (found,) = [each for each in app.get(kind) if getattr(each, "label", "") == label]
    return found


def type_name(app: AppTest, name: str) -> None:
    widget(app, "text_input", "Name des Büros").input(name)


def test_the_settings_stand_in_the_form_and_a_change_is_saved(app: AppTest, database: Database) -> None:
    assert widget(app, "text_input", "Name des Büros").value == "Integrationsbüro"
    assert widget(app, "date_input", "Erster Tag des Büros").value == dt.date(2017, 7, 1)
    assert widget(app, "number_input", "Schwelle für kleine Zahlen").value == 5
    type_name(app, "Haus der Begegnung")
    widget(app, "date_input", "Erster Tag des Büros").set_value(dt.date(2016, 2, 1))
    widget(app, "radio", "Sprache für alle, die keine gewählt haben").set_value("en")
    widget(app, "radio", "CSV, die zuerst angeboten wird").set_value("machine")
    widget(app, "number_input", "Schwelle für kleine Zahlen").set_value(7)
    widget(app, "checkbox", "Nullen in solchen Tabellen zeigen").uncheck()
    press(app, "Speichern")
    assert [told.value for told in app.success] == ["Die Einstellungen sind gespeichert. Sie gelten ab jetzt für alle."]
    stored = database.settings
    assert (stored.office_name, stored.opened, stored.language) == ("Haus der Begegnung", dt.date(2016, 2, 1), "en")
    assert (stored.flavour, stored.threshold, stored.zeros_shown) == ("machine", 7, False)
    assert database.revision == BEGUN + 1
    assert widget(app, "text_input", "Name des Büros").value == "Haus der Begegnung"
    assert any(caption.value.endswith("von lead") for caption in app.caption)


def test_mistakes_are_told_in_their_place_and_nothing_is_saved(app: AppTest, database: Database) -> None:
    enter(database, "consultations", consultation("2018-01-15", "work"))
    type_name(app, " ")
    widget(app, "date_input", "Erster Tag des Büros").set_value(dt.date(2018, 2, 1))
    press(app, "Speichern")
    assert [error.value.replace("\\", "") for error in app.error] == [
        "Bitte 1 bis 100 Zeichen in einer Zeile.",
        "Davor liegen schon Einträge: 1, der früheste vom 15.01.2018.",
    ]
    widget(app, "date_input", "Erster Tag des Büros").set_value(None)
    press(app, "Speichern")
    assert [error.value for error in app.error] == ["Bitte angeben."]
    assert database.settings.version == 1


def test_of_two_leads_the_second_sees_both_values_and_chooses(app: AppTest, database: Database) -> None:
    for mine, kept in (("Speichert meine", "Meine Werte speichern"), ("Nimmt andere", "Gespeicherte Werte übernehmen")):
        type_name(app, mine)
        change(database, office_name=f"Von Lea vor {mine}", threshold=9, by=LEA)
        press(app, "Speichern")
        assert "inzwischen geändert" in app.warning[0].value
        (table,) = app.table
        rows = {str(name): tuple(row) for name, row in table.value.iterrows()}
        assert rows["Name des Büros"] == (mine, f"Von Lea vor {mine}")
        assert database.settings.office_name == f"Von Lea vor {mine}"
        press(app, kept)
        assert not app.warning
        expected = mine if kept.startswith("Meine") else f"Von Lea vor {mine}"
        assert database.settings.office_name == expected
        assert widget(app, "text_input", "Name des Büros").value == expected


def test_a_full_disk_is_told_and_what_was_typed_stays(
    app: AppTest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DiskFull(database.path)

    monkeypatch.setattr(office_settings, "change", fail)
    type_name(app, "Haus der Begegnung")
    press(app, "Speichern")
    assert [error.value.replace("\\", "") for error in app.error] == [DiskFull(database.path).label.de]
    assert widget(app, "text_input", "Name des Büros").value == "Haus der Begegnung"


def test_whoever_comes_back_to_the_page_begins_with_what_is_stored(app: AppTest, database: Database) -> None:
    go_to(app, "overview")
    change(database, office_name="Von Lea", by=LEA)
    go_to(app, "settings")
    assert widget(app, "text_input", "Name des Büros").value == "Von Lea"


def test_the_members_are_listed_with_the_way_to_change_them(app: AppTest) -> None:
    assert any("Hillerse, Müden" in text.value.replace("\\", "") for text in app.markdown)
    assert app.get("page_link")


def test_the_reporting_periods_are_named_with_the_way_to_them(app: AppTest, database: Database) -> None:
    assert "Es gibt noch keinen Berichtszeitraum." in [text.value for text in app.markdown]
    made(database)
    app.run()
    assert "Winter" in [text.value for text in app.markdown]
    assert "Zur Seite der Berichtszeiträume" in [link.proto.label for link in app.get("page_link")]


def test_the_office_s_own_csv_is_offered_first_everywhere(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "downloads")
        assert offered(app)[0] == "Excel (deutsch)"
        change(database, flavour="machine")
        assert offered(app.run())[0] == "Maschinenlesbar"


def offered(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_the_office_s_language_is_that_of_readers_who_have_not_chosen(database: Database) -> None:
    own = session.language
    with rehearsal(database) as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "language", own)
        assert [title.value for title in app.run().title] == ["Übersicht"]
        change(database, language="en")
        assert [title.value for title in app.run().title] == ["Overview"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_for_others_the_page_does_not_exist(database: Database, role: Role) -> None:
    with rehearsal(database, role=role) as running, pytest.raises(ValueError, match="Known pages"):
        go_to(running, "settings")
