"""What becomes of an entry: nothing typed gets lost, nothing is stored twice, nobody overwrites unseen."""

import datetime as dt
import uuid
from typing import Any

import pytest

from dashboard import session
from db import drafts, records
from db.database import Database
from db.unavailable import DiskFull
from schemas import Consultation, HomeVisit
from tests.rehearsal import BROWSER, entry, fill, go_to, messages, press, rehearsal, widget

VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
    "note": "Heizung",
}
FOUND_AGAIN = "Noch nicht gespeicherte Eingaben von vorhin sind wieder da."


def stored(database: Database) -> list[dict[str, Any]]:
    """All home visits, by number."""
    found = [records.find(database, HomeVisit, number) for number in range(1, 10)]
    return [record for record in found if record]


def visit(database: Database, **changes: Any) -> dict[str, Any]:
    """A home visit that is stored already."""
    return records.save(database, HomeVisit, str(uuid.uuid4()), VISIT | changes, by="Anna")


def change(database: Database, record: dict[str, Any], **changes: Any) -> None:
    """A colleague changes the record."""
    values = {name: record[name] for name in VISIT} | changes
    records.save(database, HomeVisit, record["id"], values, by="Bert", version=record["version"])


def test_a_saved_entry_leaves_an_empty_form_and_a_link(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        press(app, "Speichern")
        assert [success.value for success in app.success] == ["Hausbesuch Nr. 1 ist gespeichert."]
        assert [link.label for link in app.get("page_link")] == ["Nr. 1 ansehen"]  # type: ignore[union-attr]
        assert entry(app, "home_visits").values == {}
        assert widget(app, "home_visits", "note").value == ""
    (record,) = stored(database)
    assert {name: record[name] for name in VISIT} == VISIT
    assert (record["version"], record["created_by"]) == (1, "Büro")


def test_a_refused_entry_keeps_what_was_typed_and_forgets_the_success_before(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        press(app, "Speichern")
        fill(app, "home_visits", note="nur eine Bemerkung", persons=100)
        assert messages(app) == ["Bitte eine ganze Zahl von 0 bis 99 angeben."]
        press(app, "Speichern")
        assert len(messages(app)) == 4
        assert not app.success
        assert widget(app, "home_visits", "note").value == "nur eine Bemerkung"
        assert widget(app, "home_visits", "persons").value == 100
    assert len(stored(database)) == 1


def test_what_is_missing_is_said_only_once_somebody_tries_to_save(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="angefangen")
        assert messages(app) == []


def test_kept_values_stand_in_the_next_entry_and_are_no_draft(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        app.checkbox[0].check().run()
        press(app, "Speichern")
        assert entry(app, "home_visits").values == {"day": VISIT["day"], "municipality": "leiferde"}
        assert widget(app, "home_visits", "day").value == VISIT["day"]
        assert widget(app, "home_visits", "persons").value is None
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert FOUND_AGAIN not in [info.value for info in app.info]


def test_a_new_session_of_the_browser_finds_the_unsaved_entry_with_its_problems(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="halb fertig", persons=100, topics=["crisis"])
        first = entry(app, "home_visits").id
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert FOUND_AGAIN in [info.value for info in app.info]
        assert entry(app, "home_visits").id == first
        assert widget(app, "home_visits", "note").value == "halb fertig"
        assert messages(app) == ["Bitte eine ganze Zahl von 0 bis 99 angeben."]


def test_the_entry_of_a_page_that_is_open_elsewhere_is_left_to_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafts.Draft(str(uuid.uuid4()), None, None, {"note": "im anderen Tab"})
    drafts.keep(database, HomeVisit, draft, browser=BROWSER, session="the other tab")
    monkeypatch.setattr(session, "is_open", lambda other: other == "the other tab")
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert entry(app, "home_visits").values == {}


def test_entries_of_two_types_do_not_mix(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="Besuch", topics=["crisis"])
        go_to(app, "consultations")
        assert widget(app, "consultations", "note").value == ""
        fill(app, "consultations", note="Beratung")
        go_to(app, "home_visits")
        assert widget(app, "home_visits", "note").value == "Besuch"
        assert widget(app, "home_visits", "topics").value == ["crisis"]
        assert entry(app, "consultations").record_type is Consultation


def test_clearing_the_form_forgets_the_draft(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="weg damit")
        press(app, "Formular leeren")
        assert widget(app, "home_visits", "note").value == ""
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert entry(app, "home_visits").values == {}


def test_leaving_an_edit_goes_back_to_the_entry_that_was_begun(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        fill(app, "home_visits", note="angefangen")
        press(app, "Bearbeiten")
        assert app.header[0].value == "Hausbesuch Nr. 1 bearbeiten"
        assert widget(app, "home_visits", "note").value == "Heizung"
        press(app, "Abbrechen")
        assert widget(app, "home_visits", "note").value == "angefangen"


def test_an_edit_makes_the_next_version(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        fill(app, "home_visits", persons=5)
        press(app, "Speichern")
        assert [success.value for success in app.success] == ["Hausbesuch Nr. 1 ist gespeichert."]
    (record,) = stored(database)
    assert (record["persons"], record["version"], record["changed_by"]) == (5, 2, "Büro")


@pytest.mark.parametrize(
    ("choice", "note", "version"), [("Meine Werte speichern", "meine", 3), ("Gespeicherte Werte übernehmen", "ihre", 2)]
)
def test_an_edit_of_what_a_colleague_has_changed_asks(database: Database, choice: str, note: str, version: int) -> None:
    record = visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        change(database, record, note="ihre")
        fill(app, "home_visits", note="meine")
        press(app, "Speichern")
        (different,) = app.dataframe[0].value.to_dict("records")
        assert different == {"Angabe": "Bemerkung", "Ihre Eingabe": "meine", "Gespeichert": "ihre"}
        assert stored(database)[0]["note"] == "ihre"
        press(app, choice)
        assert not app.warning
    (record,) = stored(database)
    assert (record["note"], record["version"]) == (note, version)


@pytest.mark.parametrize(
    ("choice", "numbers"), [("Als neuen Eintrag speichern", [2]), ("Meine Eingaben verwerfen", [])]
)
def test_an_edit_of_what_a_colleague_has_deleted_asks(database: Database, choice: str, numbers: list[int]) -> None:
    record = visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        records.delete(database, HomeVisit, record["id"], version=1, by="Bert")
        fill(app, "home_visits", note="meine")
        press(app, "Speichern")
        assert [warning.value for warning in app.warning][-1].endswith("Ihre Eingaben sind noch da.")
        press(app, choice)
    assert [record["number"] for record in stored(database)] == numbers
    assert [record["note"] for record in stored(database)] == ["meine"] * len(numbers)


def test_a_duplicate_is_stored_as_a_record_of_its_own(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Duplizieren")
        press(app, "Speichern")
    first, second = stored(database)
    assert first["id"] != second["id"]
    assert {name: second[name] for name in VISIT} == VISIT


def test_deleting_takes_a_second_click_and_leaves_the_form_that_edits_the_record(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        press(app, "Löschen")
        assert len(stored(database)) == 1
        press(app, "Ja, löschen")
        assert not stored(database)
        assert "Eintrag Nr. 1 ist gelöscht." in [info.value.replace("\\", "") for info in app.info]
        assert app.header[0].value == "Neuer Eintrag: Hausbesuch"


def test_a_record_that_changed_after_it_was_shown_is_not_deleted(database: Database) -> None:
    record = visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Löschen")
        change(database, record, note="doch wichtig")
        (really,) = [button for button in app.button if button.label == "Ja, löschen"]
        really.click().run()
    assert [record["note"] for record in stored(database)] == ["doch wichtig"]


def test_a_full_disk_is_told_and_the_entry_stays(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DiskFull(database.path)

    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        monkeypatch.setattr(records, "save", refuse)
        press(app, "Speichern")
        assert [error.value for error in app.error] == [DiskFull(database.path).label.de]
        assert widget(app, "home_visits", "note").value == "Heizung"
        monkeypatch.undo()
