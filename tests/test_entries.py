"""What becomes of an entry: nothing typed gets lost, nothing is stored twice, nobody overwrites unseen."""

import datetime as dt
import uuid
from typing import Any

import pytest

from dashboard import session
from db import drafts, records, vocabularies
from db.database import Database
from db.unavailable import DiskFull
from schemas import Consultation, HomeVisit
from schemas.roles import Actor, Role
from tests.actors import ANNA, BERT, LEA
from tests.rehearsal import BROWSER, answer, become, entry, fill, form, go_to, messages, press, rehearsal, success, tell

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
    return records.save(database, HomeVisit, str(uuid.uuid4()), VISIT | changes, by=ANNA)


def change(database: Database, record: dict[str, Any], **changes: Any) -> None:
    """A colleague changes the record."""
    values = {name: record[name] for name in VISIT} | changes
    records.save(database, HomeVisit, record["id"], values, by=BERT, version=record["version"])


def test_a_saved_entry_leaves_an_empty_form_and_a_link(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        entered = form(app)["entry"]
        press(app, "Speichern")
        assert success(app) == "Hausbesuch Nr. 1 ist gespeichert."
        assert form(app)["saved"]["link"] == "Nr. 1 ansehen"
        assert form(app)["saved"]["entry"] == entered
        assert entry(app, "home_visits").values == {}
        assert answer(app, "note") == ""
    (record,) = stored(database)
    assert {name: record[name] for name in VISIT} == VISIT
    assert (record["version"], record["created_by"]) == (1, "lead")


def test_the_browser_learns_that_the_saved_record_is_shown(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        press(app, "Speichern")
        tell(app, "show", number=1, stamp=7)
        assert form(app)["stamp"] == 7
        assert "Hausbesuch Nr. 1" in "".join(text.value for text in app.markdown)


def test_a_refused_entry_keeps_what_was_typed_and_forgets_the_success_before(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        press(app, "Speichern")
        fill(app, "home_visits", note="nur eine Bemerkung", persons=100)
        assert messages(app) == ["Bitte eine ganze Zahl von 0 bis 99 angeben."]
        press(app, "Speichern")
        assert len(messages(app)) == 4
        assert not success(app)
        assert answer(app, "note") == "nur eine Bemerkung"
        assert answer(app, "persons") == "100"
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
        tell(app, "save", keep=True)
        assert entry(app, "home_visits").values == {"day": VISIT["day"], "municipality": "leiferde"}
        assert answer(app, "day") == "05.03.2018"
        assert answer(app, "persons") == ""
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert not form(app)["found_again"]


def test_a_new_session_of_the_browser_finds_the_unsaved_entry_with_its_problems(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="halb fertig", persons=100, topics=["crisis"])
        first = entry(app, "home_visits").id
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert form(app)["found_again"] == FOUND_AGAIN
        assert entry(app, "home_visits").id == first
        assert answer(app, "note") == "halb fertig"
        assert messages(app) == ["Bitte eine ganze Zahl von 0 bis 99 angeben."]


def test_a_draft_with_a_value_that_was_merged_meanwhile_says_what_to_choose(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
    vocabularies.merge(database, "topic", "housing", into="everyday", by=LEA)
    with rehearsal(database) as again:
        go_to(again, "home_visits")
        assert answer(again, "topics") == ["housing"]
        said = "„Wohnraum“ wurde mit „Alltagsfragen“ zusammengeführt. Bitte „Alltagsfragen“ wählen."
        assert messages(again) == [said]
        fill(again, "home_visits", topics=["everyday"])
        press(again, "Speichern")
    assert [record["topics"] for record in stored(database)] == [["everyday"]]


def test_what_can_not_be_read_is_told_and_stays_as_it_was_typed(database: Database) -> None:
    told = ["Bitte ein Datum angeben, zum Beispiel 31.12.2018.", "Bitte eine ganze Zahl von 0 bis 99 angeben."]
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT | {"day": "31.02.2018", "persons": "drei"})
        assert messages(app) == told
        press(app, "Speichern")
        assert messages(app) == told
    assert not stored(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert (answer(app, "day"), answer(app, "persons")) == ("31.02.2018", "drei")
        assert messages(app) == told


def test_an_entry_that_only_the_browser_still_knew_is_stored_once(database: Database) -> None:
    lost = str(uuid.uuid4())
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        values = form(app)["values"]
        press(app, "Formular leeren")
        records.save(database, HomeVisit, lost, VISIT, by=LEA)
        tell(app, "typed", values=values, resumes=lost)
        assert form(app)["entry"] == lost
        press(app, "Speichern")
        assert success(app) == "Hausbesuch Nr. 1 ist gespeichert."
    assert len(stored(database)) == 1


@pytest.mark.parametrize("resumes", ["", "x" * 36, 7, None, ["a"]])
def test_an_id_that_is_none_is_not_resumed(database: Database, resumes: object) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        before = form(app)["entry"]
        tell(app, "typed", values={"note": "x"}, resumes=resumes)
        assert form(app)["entry"] == before


@pytest.mark.parametrize("told", [{"values": 3}, {"values": None}, {"entry": 7}, {"stamp": "x"}, {"stamp": None}])
def test_a_malformed_event_changes_nothing(database: Database, told: dict[str, Any]) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="bleibt")
        tell(app, "typed", **told)
        assert not app.exception
        assert answer(app, "note") == "bleibt"


def test_a_click_for_an_entry_that_is_saved_already_does_nothing(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **VISIT)
        first = {name: form(app)[name] for name in ("entry", "values")}
        press(app, "Speichern")
        tell(app, "save", **first)
        assert success(app) == "Hausbesuch Nr. 1 ist gespeichert."
    assert len(stored(database)) == 1


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
        assert answer(app, "note") == ""
        fill(app, "consultations", note="Beratung")
        go_to(app, "home_visits")
        assert answer(app, "note") == "Besuch"
        assert answer(app, "topics") == ["crisis"]
        assert entry(app, "consultations").record_type is Consultation


def test_clearing_the_form_forgets_the_draft(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", note="weg damit")
        press(app, "Formular leeren")
        assert answer(app, "note") == ""
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        assert entry(app, "home_visits").values == {}


def test_leaving_an_edit_goes_back_to_the_entry_that_was_begun(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        fill(app, "home_visits", note="angefangen")
        press(app, "Bearbeiten")
        assert form(app)["heading"] == "Hausbesuch Nr. 1 bearbeiten"
        assert answer(app, "note") == "Heizung"
        press(app, "Abbrechen")
        assert answer(app, "note") == "angefangen"


def test_an_edit_makes_the_next_version(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        fill(app, "home_visits", persons=5)
        press(app, "Speichern")
        assert success(app) == "Hausbesuch Nr. 1 ist gespeichert."
    (record,) = stored(database)
    assert (record["persons"], record["version"], record["changed_by"]) == (5, 2, "lead")


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
        records.delete(database, HomeVisit, record["id"], version=1, by=BERT)
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
        assert form(app)["heading"] == "Neuer Eintrag: Hausbesuch"


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
        assert form(app)["alert"] == DiskFull(database.path).label.de
        assert answer(app, "note") == "Heizung"
        monkeypatch.undo()


def test_staff_see_the_records_of_others_but_change_only_their_own(database: Database) -> None:
    visit(database)
    with rehearsal(database, role=Role.STAFF) as app:
        go_to(app, "home_visits", record="1")
        labels = [button.label for button in app.button]
        assert "Duplizieren" in labels
        assert not {"Bearbeiten", "Löschen"} & set(labels)
        fill(app, "home_visits", **VISIT)
        press(app, "Speichern")
        go_to(app, "home_visits", record="2")
        assert {"Bearbeiten", "Löschen"} <= {button.label for button in app.button}


def test_whoever_loses_a_right_while_editing_is_told_and_keeps_what_was_typed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        become(Actor("other", "Olga", Role.STAFF))
        fill(app, "home_visits", note="meine")
        press(app, "Speichern")
        assert form(app)["alert"].startswith("Diesen Eintrag hat jemand anderes erfasst.")
        assert answer(app, "note") == "meine"
        monkeypatch.undo()
    assert [record["note"] for record in stored(database)] == ["Heizung"]


def test_the_record_that_the_address_names_is_shown_once_even_if_its_row_is_picked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.save(database, HomeVisit, "a", VISIT, by=LEA)
    monkeypatch.setattr("dashboard.lists._grid", lambda _type, _view, found, _place: found.records[0])
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        assert not app.exception
        assert not app.error
        assert [button.label for button in app.button].count("Bearbeiten") == 1
        assert "Der Eintrag steht oben." in [each.value for each in app.caption]
