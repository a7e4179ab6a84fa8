"""What can become of a record is offered at the record, and a transition asks there for what it needs."""

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db import records
from db.database import Database
from schemas import Event, HomeVisit
from schemas.roles import Actor, Role
from tests.actors import LEA
from tests.conftest import TODAY
from tests.rehearsal import form, go_to, is_moving, messages, press, rehearsal, tell

STAFF = Actor(Role.STAFF, "Mitarbeit", Role.STAFF)
EVENT: dict[str, Any] = {"title": "Fest", "kind": "festival", "day": TODAY - dt.timedelta(days=1)}
VISIT: dict[str, Any] = {"day": TODAY + dt.timedelta(days=1), "topics": ["work"], "municipality": "leiferde"}


@pytest.fixture
def planned(database: Database) -> Database:
    """An event of yesterday that nobody has told of, and a visit of tomorrow, both of the member of staff."""
    records.save(database, Event, "e", EVENT, by=STAFF)
    records.save(database, HomeVisit, "v", VISIT, by=STAFF)
    return database


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def said(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in app.info]


def badges(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if "-badge[" in each.value]


def answered(app: AppTest, event: str, **values: Any) -> AppTest:
    """Fill in the form of the transition, and send an event of it."""
    return tell(app, event, moves=True, values=form(app, moves=True)["values"] | values)


def test_the_state_stands_in_list_and_record_in_the_readers_language(planned: Database) -> None:
    for language, word in {"de": "geplant", "en": "planned"}.items():
        with rehearsal(planned, language=language) as app:
            go_to(app, "events", record="1")
            assert badges(app) == [f":orange-badge[{word}]"]
            assert list(app.dataframe[0].value["state"]) == [word]


def test_a_form_whose_server_went_away_is_opened_again(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        go_to(app, "events", record="1")
        press(app, "Absagen")
        reopens = form(app, moves=True)["reopens"]
        assert reopens["sentence"] == "Noch nicht gesendet: „Absagen“ für Veranstaltung Nr. 1 wartet."
    for step, opened in (("cancel", True), ("hold back", False)):
        with rehearsal(planned, role=Role.STAFF) as app:
            tell(go_to(app, "events"), "reopen", **reopens | {"step": step})
            assert (app.query_params["record"], is_moving(app)) == ("1", opened)
    records.delete(planned, Event, "e", version=1, by=STAFF)
    with rehearsal(planned, role=Role.STAFF) as app:
        tell(go_to(app, "events"), "reopen", **reopens)
        assert "Einen Eintrag mit der Nummer 1 gibt es nicht" in app.warning[0].value.replace("\\", "")


def test_what_became_of_somebody_elses_record_is_proposed(database: Database) -> None:
    records.save(database, Event, "e", EVENT, by=LEA)
    with rehearsal(database, role=Role.STAFF) as app:
        go_to(app, "events", record="1")
        press(app, "Absagen vorschlagen")
        answered(app, "save", reason="")
        assert messages(app, moves=True) == ["Bitte angeben."]
        answered(app, "save", **{"reason": "Sturm", "remark-on-proposal": "Sie ist krank"})
        assert "Die Änderung ist der Leitung vorgeschlagen: Veranstaltung Nr. 1." in said(app)
        assert not is_moving(app)
    assert (records.read(database, Event, "e") or {})["state"] == "planned"
    with rehearsal(database) as app:
        go_to(app, "events", record="1")
        shown = " ".join(str(each.proto.body) for each in app.get("html"))
        assert "geplant → abgesagt" in shown
        assert "Sie ist krank" in shown
        press(app, "Annehmen")
    assert (records.read(database, Event, "e") or {})["reason"] == "Sturm"


def test_a_record_offers_what_can_become_of_it(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        go_to(app, "events", record="1")
        assert {"Durchgeführt", "Absagen"} <= set(buttons(app))
        go_to(app, "home_visits", record="1")
        assert "Absagen" in buttons(app)
        assert not {"Durchgeführt", "Nicht angetroffen"} & set(buttons(app))


def test_others_offer_nothing_to_staff_but_to_the_lead(database: Database) -> None:
    records.save(database, Event, "e", EVENT, by=LEA)
    with rehearsal(database, role=Role.STAFF) as app:
        assert "Absagen" not in buttons(go_to(app, "events", record="1"))
    with rehearsal(database, role=Role.LEAD) as app:
        assert "Absagen" in buttons(go_to(app, "events", record="1"))


def test_a_transition_asks_only_for_what_it_needs(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Absagen")
        shown = form(app, moves=True)
        assert [each["name"] for each in shown["questions"]] == ["reason"]
        assert (shown["required"], shown["heading"], shown["opened"]) == (["reason"], "Absagen", True)
        assert "Absagen" not in buttons(app)


def test_a_transition_is_made_with_what_was_typed(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Durchgeführt")
        answered(app, "typed", attendance="12", refugees="5")
        answered(app, "save")
        assert not is_moving(app)
        assert said(app) == ["Veranstaltung Nr. 1: durchgeführt."]
        assert badges(app) == [":green-badge[durchgeführt]"]
    stored = records.read(planned, Event, "e") or {}
    assert (stored["state"], stored["attendance"], stored["refugees"]) == ("held", 12, 5)
    assert stored["changed_by"] == STAFF.id


def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Durchgeführt")
        answered(app, "typed", refugees="5")
        assert messages(app, moves=True) == []
        answered(app, "save")
        assert messages(app, moves=True) == ["Bitte angeben."]
        assert form(app, moves=True)["alert"] == "Noch nicht gespeichert. Bitte ansehen: Teilnehmende"
        assert form(app, moves=True)["values"] == {"refugees": "5"}
        answered(app, "typed", attendance="3")
        assert messages(app, moves=True) == ["Die Gruppen ergeben zusammen mehr als alle Teilnehmenden."]
    assert (records.read(planned, Event, "e") or {})["state"] == "planned"


def test_a_transition_that_asks_for_nothing_is_made_at_once(database: Database) -> None:
    records.save(database, HomeVisit, "v", VISIT, by=STAFF)
    with rehearsal(database, role=Role.STAFF) as app:
        press(go_to(app, "home_visits", record="1"), "Absagen")
        assert not is_moving(app)
        assert said(app) == ["Hausbesuch Nr. 1: abgesagt."]
        assert badges(app) == [":red-badge[abgesagt]"]


def test_the_form_starts_with_what_is_stored(database: Database) -> None:
    records.save(database, HomeVisit, "v", VISIT, by=STAFF)
    with rehearsal(database, role=Role.STAFF) as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_today", lambda: TODAY + dt.timedelta(days=1))
        press(go_to(app, "home_visits", record="1"), "Durchgeführt")
        assert form(app, moves=True)["values"] == {"topics": ["work"]}
        answered(app, "save", topics=[], persons="2")
        assert messages(app, moves=True) == ["Bitte mindestens einen Wert auswählen."]


def test_whoever_thinks_better_of_it_leaves_the_record_as_it_is(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Absagen")
        answered(app, "typed", reason="Sturm")
        answered(app, "discard")
        assert not is_moving(app)
        assert "Absagen" in buttons(app)
    assert (records.read(planned, Event, "e") or {})["version"] == 1


def test_a_record_that_changed_meanwhile_is_shown_anew_and_asked_again(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Absagen")
        records.save(planned, Event, "e", EVENT | {"title": "Feier"}, version=1, by=LEA)
        answered(app, "save", reason="Sturm")
        assert form(app, moves=True)["alert"] == "Der Eintrag wurde gerade geändert. Bitte noch einmal ansehen."
        assert form(app, moves=True)["values"] == {"reason": "Sturm"}
        assert any("Feier" in each.proto.body for each in app.get("html"))
        answered(app, "save")
    stored = records.read(planned, Event, "e") or {}
    assert (stored["title"], stored["state"], stored["reason"]) == ("Feier", "cancelled", "Sturm")


def test_a_record_that_was_deleted_meanwhile_is_told(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Absagen")
        records.delete(planned, Event, "e", version=1, by=LEA)
        answered(app, "save", reason="Sturm")
        assert not is_moving(app)
        assert said(app)[0] == "Jemand hat diesen Eintrag inzwischen gelöscht."


def test_a_record_that_moved_on_meanwhile_offers_the_form_no_more(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Absagen")
        records.move(planned, Event, "e", "hold", {"attendance": 3}, version=1, by=LEA)
        app.run()
        assert not is_moving(app)
        assert badges(app) == [":green-badge[durchgeführt]"]


def test_the_history_calls_a_transition_by_its_label_and_leads_back(planned: Database) -> None:
    records.move(planned, Event, "e", "cancel", {"reason": "Sturm"}, version=1, by=STAFF)
    for language, label in {"de": "Auf „abgesagt“ gesetzt am", "en": "Set to “called off”"}.items():
        with rehearsal(planned, language=language) as app:
            go_to(app, "events", record="1")
            app.session_state["history of e"] = True
            app.run()
            texts = [each.value.replace("\\", "").strip("*") for each in app.markdown]
            assert any(text.startswith(label) for text in texts)
    with rehearsal(planned) as app:
        go_to(app, "events", record="1")
        app.session_state["history of e"] = True
        press(app.run(), "Auf diesen Stand zurücksetzen")
        assert badges(app) == [":orange-badge[geplant]"]


def test_a_form_asks_for_what_the_state_of_its_record_can_have(planned: Database) -> None:
    with rehearsal(planned, role=Role.STAFF) as app:
        go_to(app, "events", record="1")
        assert "reason" not in [each["name"] for each in form(app)["questions"]]
        records.move(planned, Event, "e", "cancel", {"reason": "Sturm"}, version=1, by=STAFF)
        press(app.run(), "Bearbeiten")
        asked = [each["name"] for each in form(app)["questions"]]
        assert "reason" in asked
        assert "attendance" not in asked
        assert form(app)["required"] == ["title", "kind", "day", "reason"]


def test_what_must_be_filled_in_follows_what_is_typed(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        go_to(app, "home_visits")
        assert form(app)["required"] == ["day", "topics", "municipality", "persons"]
        tell(app, "typed", values={"day": "09.05.2018"})
        assert form(app)["required"] == ["day", "municipality"]
        tell(app, "typed", values={"day": "08.05.2018"})
        assert form(app)["required"] == ["day", "topics", "municipality", "persons"]
        tell(app, "typed", values={"day": "8.5"})
        assert form(app)["required"] == ["day", "topics", "municipality", "persons"]


def test_a_planned_visit_is_saved_without_what_only_the_visit_tells(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        go_to(app, "home_visits")
        tell(app, "save", values={"day": "09.05.2018", "municipality": "leiferde"})
        assert not messages(app)
        assert list(app.dataframe[0].value["state"]) == ["geplant"]


def test_a_duplicate_of_a_cancelled_event_has_no_reason(planned: Database) -> None:
    records.move(planned, Event, "e", "cancel", {"reason": "Sturm"}, version=1, by=STAFF)
    with rehearsal(planned, role=Role.STAFF) as app:
        press(go_to(app, "events", record="1"), "Duplizieren")
        assert "reason" not in form(app)["values"]
        assert form(app)["values"]["title"] == "Fest"
