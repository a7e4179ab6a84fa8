"""A file goes through its steps on one page: columns, words, preview, import, and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from db import imported, records
from db.database import Database
from db.workbooks import OTHERS
from schemas import Consultation, ProjectActivity
from schemas.roles import Actor, Role
from tests.importing import brought_in, stored
from tests.office_lists import consultation_list, faulty
from tests.rehearsal import become, go_to, press, rehearsal

TABLE = "record type of import"
HOURS = "Datum;Projekt;Aktivität;Helferstunden\n1.2.2018;Trommelgruppe;Auftritt;1.234\n".encode()


@pytest.fixture
def app(database: Database) -> Iterator[AppTest]:
    with rehearsal(database) as running:
        yield go_to(running, "imports")


def given(app: AppTest, content: bytes, table: str = "consultations", name: str = "liste.csv") -> AppTest:
    """The page with a file on it."""
    app.selectbox(key=TABLE).set_value(table).run()
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    return app


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.success, app.warning, app.error)
    return "\n".join(each.value.replace("\\", "") for kind in kinds for each in kind)


def select(app: AppTest, label: str) -> Selectbox[Any]:
    """A selectbox by its label."""
    return next(each for each in app.selectbox if each.label.replace("\\", "") == label)


def test_a_clean_file_is_imported_and_undone(app: AppTest, database: Database) -> None:
    given(app, consultation_list(30))
    assert not app.exception
    assert "30 Zeilen sind neu und ohne Fehler" in said(app)
    press(app, "30 Einträge einlesen")
    assert "30 Einträge aus liste.csv eingelesen." in said(app)
    assert len(stored(database, Consultation)) == 30
    app.button(key=f"undo past {imported.past(database)[0].id}").click().run()
    assert "Der Import von liste.csv ist zurückgenommen." in said(app)
    assert stored(database, Consultation) == []
    assert "Zurückgenommen am" in said(app)


def test_how_an_import_ended_is_told_to_whoever_comes_back_to_its_address(app: AppTest, database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(3))
    assert "3 Einträge aus liste.csv eingelesen." in said(go_to(app, "imports", **{"import": made.id}))
    assert "nichts davon ist gespeichert" in said(go_to(app, "imports", **{"import": "of a server that was killed"}))
    given(app, consultation_list(4))
    assert "import" not in app.query_params
    press(app, "1 Eintrag einlesen")
    assert app.query_params["import"] == imported.past(database)[0].id


def test_a_click_during_an_import_waits_for_its_end(
    app: AppTest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(app, consultation_list(3))

    def clicked(*_: Any, **__: Any) -> None:
        raise RerunException(RerunData())

    monkeypatch.setattr(DeltaGenerator, "progress", clicked)
    press(app, "3 Einträge einlesen")
    assert len(stored(database, Consultation)) == 3
    assert len(go_to(app, "imports").file_uploader) == 1


def test_errors_stand_beside_their_rows_and_all_or_none_is_what_happens_at_first(
    app: AppTest, database: Database
) -> None:
    given(app, faulty())
    table = app.dataframe[0].value
    assert table["Zeile"].tolist() == [3, 5, 6, 7]
    assert table["Fehler"][1] == "Themen: „Wohnraumm“ steht nicht in der Liste. Ähnlich: Wohnraum."
    assert app.dataframe[0].proto.row_height == 54, "two lines, so that the longest error can be read"
    (button,) = [each for each in app.button if each.label == "Einlesen"]
    assert button.disabled
    assert app.get("download_button")[0].proto.label == "Datei mit Spalte „Fehler“ herunterladen"
    next(each for each in app.radio if each.label == "Zeilen mit Fehlern").set_value(True).run()
    press(app, "4 Einträge einlesen")
    assert len(stored(database, Consultation)) == 4


def test_a_word_is_explained_and_remembered(app: AppTest) -> None:
    given(app, faulty())
    select(app, "Themen: Wohnraumm").set_value("housing").run()
    assert app.dataframe[0].value["Zeile"].tolist() == [3, 6, 7]
    next(each for each in app.radio if each.label == "Zeilen mit Fehlern").set_value(True).run()
    press(app, "5 Einträge einlesen")
    given(app, faulty())
    assert "5 Zeilen sind schon gespeichert und werden ausgelassen" in said(app)
    assert select(app, "Themen: Wohnraumm").value == "housing"


def test_a_word_that_was_explained_wrongly_is_explained_anew(app: AppTest, database: Database) -> None:
    given(app, faulty())
    select(app, "Themen: Wohnraumm").set_value("work").run()
    assert 5 not in app.dataframe[0].value["Zeile"].tolist()
    select(app, "Themen: Wohnraumm").set_value(None).run()
    assert 5 in app.dataframe[0].value["Zeile"].tolist()
    select(app, "Themen: Wohnraumm").set_value("housing").run()
    next(each for each in app.radio if each.label == "Zeilen mit Fehlern").set_value(True).run()
    press(app, "5 Einträge einlesen")
    assert ["housing"] in [row["topics"] for row in stored(database, Consultation)]


def test_a_column_is_assigned_otherwise_and_a_missing_one_is_told(app: AppTest, database: Database) -> None:
    given(app, consultation_list(2).replace(b"Themen", b"Worum"))
    assert "Es fehlt eine Spalte für: Themen." in said(app)
    select(app, "Worum").set_value("topics").run()
    press(app, "2 Einträge einlesen")
    given(app, consultation_list(3).replace(b"Themen", b"Worum"))
    assert select(app, "Worum").value == "topics"
    assert "1 Zeile ist neu und ohne Fehler" in said(app)
    select(app, "Worum").set_value("municipality").run()
    assert "„Ort“ ist mehreren Spalten zugeordnet." in said(app)
    assert len(stored(database, Consultation)) == 2


def test_an_ambiguous_number_is_asked_about(app: AppTest, database: Database) -> None:
    given(app, HOURS, "project_activities")
    assert "Die Zahlen der Spalte „Helferstunden“ sind mehrdeutig" in said(app)
    (question,) = app.radio
    question.set_value("point").run()
    assert "höchstens 2 Nachkommastellen" in app.dataframe[0].value["Fehler"][0]
    app.radio[0].set_value("comma").run()
    press(app, "1 Eintrag einlesen")
    assert [row["helper_hours"] for row in stored(database, ProjectActivity)] == [1234]


def test_another_row_is_taken_for_the_headings(app: AppTest) -> None:
    given(app, b"Datum;Ort\n" + consultation_list(2))
    assert app.number_input[0].value == 2
    app.number_input[0].set_value(1).run()
    assert "Es fehlt eine Spalte für: Themen" in said(app)
    app.number_input[0].set_value(2).run()
    assert "2 Zeilen sind neu" in said(app)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("leer.csv", b"", "Die Datei ist leer."),
        ("brief.pdf", b"%PDF-1.4\0", "keine lesbare Tabelle"),
        ("alt.xls", OTHERS[0], "Bitte ohne Kennwort als XLSX oder CSV speichern."),
    ],
)
def test_a_file_that_can_t_be_read_is_told_at_its_place_and_the_next_one_is_taken(
    app: AppTest, name: str, content: bytes, told: str
) -> None:
    given(app, content, name=name)
    assert told in said(app)
    given(app, consultation_list(2))
    assert "2 Zeilen sind neu" in said(app)


def test_what_was_begun_goes_on_after_another_page_and_can_be_left(app: AppTest) -> None:
    given(app, consultation_list(2))
    go_to(app, "consultations")
    go_to(app, "imports")
    assert "2 Zeilen sind neu" in said(app)
    press(app, "Andere Datei")
    assert len(app.file_uploader) == 1
    assert "2 Zeilen sind neu" not in said(app)


def test_staff_undo_what_they_have_imported_and_nothing_else(app: AppTest, database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(2))
    become(Actor("somebody", "Otto", Role.STAFF))
    app.run()
    keys = [each.key for each in app.button]
    assert f"undo past {made.id}" not in keys
    become(Actor(made.created_by, "Anna", Role.STAFF))
    app.run()
    assert f"undo past {made.id}" in [each.key for each in app.button]


def test_an_import_that_can_t_be_undone_any_more_says_so(app: AppTest, database: Database) -> None:
    made = brought_in(database, Consultation, consultation_list(2))
    app.run()
    first = records.find(database, Consultation, 1) or {}
    records.delete(database, Consultation, first["id"], version=1, by=Actor("Anna", "Anna", Role.LEAD))
    app.button(key=f"undo past {made.id}").click().run()
    assert "Seitdem geänderte oder gelöschte Einträge: 1 (Nr. 1)." in said(app)


def test_a_record_s_own_history_tells_of_the_import(app: AppTest, database: Database) -> None:
    brought_in(database, Consultation, consultation_list(1))
    first = records.find(database, Consultation, 1) or {}
    app.session_state[f"history of {first['id']}"] = True
    go_to(app, "consultations", record="1")
    assert "Eingelesen am" in said(app)
