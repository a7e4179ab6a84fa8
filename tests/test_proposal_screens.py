"""Proposals on the screen: staff propose in the form of the record, the lead decides beside it, staff hear of it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db import decisions, proposals, records
from db.database import Database
from db.integrity import verify
from db.proposed import Proposal
from schemas import HomeVisit
from schemas.proposal import LONGEST, State
from schemas.roles import Actor, Role
from tests.actors import ANNA, LEA
from tests.rehearsal import answer, become, entry, fill, form, go_to, messages, press, rehearsal, success, tell

VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
    "note": "Heizung",
}
STAFF = Actor("staff", "Mitarbeit", Role.STAFF)
"""Who sees the screens of staff in a rehearsal."""
REMARK = "remark-on-proposal"
TYPED = "<b>vier</b> *wirklich* :smile: $x$ =1+1"


@pytest.fixture(autouse=True)
def visit(database: Database) -> dict[str, Any]:
    """A home visit that Anna has entered."""
    return records.save(database, HomeVisit, "v", VISIT, by=ANNA)


def propose(database: Database, *, named: str = "p", remark: str = "", **changes: Any) -> Proposal:
    wanted = VISIT | changes
    return proposals.propose(database, HomeVisit, "v", wanted, version=1, proposal_id=named, by=STAFF, remark=remark)


def propose_deletion(database: Database, *, remark: str = "") -> Proposal:
    return proposals.propose_deletion(database, HomeVisit, "v", version=1, proposal_id="d", by=STAFF, remark=remark)


def change(database: Database, version: int = 1, **changes: Any) -> None:
    records.save(database, HomeVisit, "v", VISIT | changes, version=version, by=ANNA)


def record(database: Database) -> dict[str, Any]:
    return records.read(database, HomeVisit, "v") or {}


def found(database: Database) -> list[Proposal]:
    return list(proposals.of_record(database, HomeVisit, "v"))


def looked_at(app: AppTest, **address: str) -> AppTest:
    """The page of home visits with the record."""
    return go_to(app, "home_visits", **{"record": "1"} | address)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.get("html"))


def said(app: AppTest) -> list[str]:
    shown = [*app.info, *app.warning, *app.error, *app.caption, *app.markdown]
    return [each.value.replace("\\", "").strip("*") for each in shown]


def say(app: AppTest, word: str) -> None:
    (area,) = app.text_area
    area.set_value(word)


def test_staff_change_their_own_records_and_propose_to_those_of_others(database: Database) -> None:
    records.save(database, HomeVisit, "mine", VISIT, by=STAFF)
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        assert {"Änderung vorschlagen", "Löschen vorschlagen"} <= set(labels(app))
        assert not {"Bearbeiten", "Löschen"} & set(labels(app))
        looked_at(app, record="2")
        assert {"Bearbeiten", "Löschen"} <= set(labels(app))
        assert not {"Änderung vorschlagen", "Löschen vorschlagen"} & set(labels(app))


def test_the_lead_changes_every_record_and_need_not_propose(database: Database) -> None:
    with rehearsal(database) as app:
        looked_at(app)
        assert {"Bearbeiten", "Löschen"} <= set(labels(app))
        assert not {"Änderung vorschlagen", "Löschen vorschlagen"} & set(labels(app))


def test_a_change_is_proposed_in_the_form_of_the_record(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Änderung vorschlagen")
        assert form(app)["heading"] == "Hausbesuch Nr. 1: Änderung vorschlagen"
        assert (answer(app, "note"), answer(app, "persons")) == ("Heizung", "2")
        assert form(app)["questions"][-1]["name"] == REMARK
        fill(app, "home_visits", **VISIT | {"persons": 4})
        tell(app, "typed", values=form(app)["values"] | {REMARK: TYPED})
        press(app, "Vorschlagen")
        assert success(app) == "Die Änderung ist der Leitung vorgeschlagen: Hausbesuch Nr. 1."
        assert form(app)["heading"] == "Neuer Eintrag: Hausbesuch"
        assert REMARK not in {question["name"] for question in form(app)["questions"]}
    (made,) = found(database)
    assert (made.values(HomeVisit), made.remark, made.created_by) == ({"persons": 4}, TYPED, "staff")
    assert record(database)["version"] == 1


def test_a_click_that_comes_twice_proposes_once(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Änderung vorschlagen")
        opened, wanted = form(app)["entry"], form(app)["values"] | {"persons": "4"}
        for _ in range(2):
            tell(app, "save", entry=opened, values=wanted)
        assert [each.id for each in found(database)] == [opened]


def test_what_breaks_a_rule_is_told_at_its_field_and_kept(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Änderung vorschlagen")
        tell(app, "save", values=form(app)["values"] | {"persons": "100", REMARK: "doch"})
        assert messages(app) == ["Bitte eine ganze Zahl von 0 bis 99 angeben."]
        assert form(app)["alert"] == "Noch nicht vorgeschlagen. Bitte ansehen: Angetroffene Personen"
        assert (answer(app, "persons"), answer(app, REMARK)) == ("100", "doch")
        tell(app, "save", values=form(app)["values"] | {"persons": "4", REMARK: "x" * (LONGEST + 1)})
        assert messages(app) == ["Bitte höchstens 500 Zeichen, und nur solche, die sich anzeigen lassen."]
        tell(app, "save", values=form(app)["values"] | {"persons": "2", REMARK: "nichts"})
        assert form(app)["alert"].startswith("Der Eintrag hat diese Werte schon.")
    assert found(database) == []


def test_an_unfinished_proposal_is_found_again_with_its_remark(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Änderung vorschlagen")
        tell(app, "typed", values=form(app)["values"] | {"persons": "4", REMARK: "halb"})
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Änderung vorschlagen")
        assert (answer(app, "persons"), answer(app, REMARK)) == ("4", "halb")
        press(app, "Vorschlagen")
    assert [(each.values(HomeVisit), each.remark) for each in found(database)] == [({"persons": 4}, "halb")]


def test_a_record_that_is_gone_leaves_what_was_typed_for_it(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Änderung vorschlagen")
        records.delete(database, HomeVisit, "v", version=1, by=ANNA)
        tell(app, "save", values=form(app)["values"] | {"persons": "4"})
        assert "Jemand hat diesen Eintrag inzwischen gelöscht. Ihre Eingaben sind noch da." in said(app)
        press(app, "Als neuen Eintrag speichern")
        assert success(app) == "Hausbesuch Nr. 2 ist gespeichert."
    assert not entry(app, "home_visits").proposes


def test_deleting_is_proposed_with_a_reason(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Löschen vorschlagen")
        say(app, "Glocke\a")
        press(app, "Löschen vorschlagen")
        assert "Bitte höchstens 500 Zeichen, und nur solche, die sich anzeigen lassen." in said(app)
        say(app, TYPED)
        press(app, "Löschen vorschlagen")
        assert "Der Leitung ist vorgeschlagen, Nr. 1 zu löschen." in said(app)
        assert "Warum soll dieser Eintrag gelöscht werden?" not in {area.label for area in app.text_area}
    (made,) = found(database)
    assert (made.deletes, made.remark, record(database)["version"]) == (True, TYPED, 1)


def test_whoever_thinks_better_of_it_proposes_nothing(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Löschen vorschlagen")
        (cancel,) = [button for button in app.button if button.label == "Abbrechen"]
        cancel.click().run()
        assert not app.text_area
    assert found(database) == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD])
def test_the_record_shows_open_proposals_as_they_were_typed(database: Database, role: Role) -> None:
    propose(database, persons=4, note=None, remark=TYPED)
    with rehearsal(database, role=role) as app:
        looked_at(app)
        assert "2 → 4" in html(app)
        assert "Heizung → —" in html(app)
        assert "&lt;b&gt;vier&lt;/b&gt; *wirklich* :smile: $x$ =1+1" in html(app)
        assert "<b>" not in html(app)
        assert any(sentence.startswith("Vorschlag Nr. 1 vom") for sentence in said(app))
        assert "Offen: Die Leitung entscheidet." in said(app)
        assert ("Annehmen" in labels(app), "Ablehnen" in labels(app)) == (role is Role.LEAD, role is Role.LEAD)
        assert ("Vorschlag zurückziehen" in labels(app)) == (role is Role.STAFF)


def test_the_lead_accepts_with_a_word(database: Database) -> None:
    propose(database, persons=4)
    with rehearsal(database) as app:
        looked_at(app)
        say(app, "Danke, <i>stimmt</i>.")
        press(app, "Annehmen")
        assert "Vorschlag Nr. 1 ist angenommen." in said(app)
        assert "Annehmen" not in labels(app)
    assert (record(database)["persons"], record(database)["changed_by"]) == (4, "lead")
    assert [(each.state, each.word) for each in found(database)] == [(State.ACCEPTED, "Danke, <i>stimmt</i>.")]
    assert verify(database).faults == []


def test_the_lead_rejects_only_with_a_word(database: Database) -> None:
    propose(database, persons=4)
    with rehearsal(database) as app:
        looked_at(app)
        press(app, "Ablehnen")
        assert "Bitte begründen Sie die Ablehnung." in said(app)
        say(app, "Es waren zwei.")
        press(app, "Ablehnen")
        assert "Vorschlag Nr. 1 ist abgelehnt." in said(app)
    assert (record(database)["persons"], found(database)[0].state) == (2, State.REJECTED)


def test_the_lead_sees_what_changed_since_and_only_the_proposed_fields_are_written(database: Database) -> None:
    propose(database, persons=4)
    change(database, persons=3, note="Strom")
    with rehearsal(database) as app:
        looked_at(app)
        assert "3 → 4 (beim Vorschlag: 2)" in html(app)
        press(app, "Annehmen")
    assert (record(database)["persons"], record(database)["note"]) == (4, "Strom")


def test_what_changes_while_the_lead_looks_is_looked_at_first(database: Database) -> None:
    propose(database, persons=4)
    with rehearsal(database) as app:
        looked_at(app)
        change(database, persons=3)
        say(app, "gut")
        press(app, "Annehmen")
        assert "Der Eintrag wurde gerade geändert. Bitte noch einmal ansehen." in said(app)
        assert record(database)["persons"] == 3
        assert "3 → 4 (beim Vorschlag: 2)" in html(app)
        assert [area.value for area in app.text_area] == ["gut"]
        press(app, "Annehmen")
    assert record(database)["persons"] == 4


def test_what_breaks_a_rule_by_now_is_told_with_its_field(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    propose(database, persons=4)
    monkeypatch.setattr(database, "_settings", replace(database.settings, opened=dt.date(2018, 4, 1)))
    with rehearsal(database) as app:
        looked_at(app)
        press(app, "Annehmen")
        (told,) = [sentence for sentence in said(app) if "verletzt Regeln" in sentence]
        assert "Datum" in told
    assert (record(database)["version"], found(database)[0].state) == (1, State.OPEN)


def test_what_was_withdrawn_while_the_lead_looks_is_not_done(database: Database) -> None:
    propose(database, persons=4)
    with rehearsal(database) as app:
        looked_at(app)
        proposals.withdraw(database, "p", by=STAFF)
        press(app, "Annehmen")
        assert any(each.startswith("1 früherer Vorschlag") for each in (expander.label for expander in app.expander))
    assert record(database)["version"] == 1


def test_the_lead_deletes_as_proposed(database: Database) -> None:
    propose_deletion(database, remark="doppelt")
    with rehearsal(database) as app:
        looked_at(app)
        assert "Der Eintrag soll gelöscht werden." in said(app)
        press(app, "Annehmen")
        assert "Einen Eintrag mit der Nummer 1 gibt es nicht (mehr)." in said(app)
        app.session_state["deleted home_visits"] = True
        app.run()
        assert "Wie von staff vorgeschlagen (Vorschlag Nr. 1)" in said(app)
    assert record(database) == {}


def test_the_history_of_the_record_names_the_proposal(database: Database) -> None:
    propose(database, persons=4)
    decisions.accept(database, "p", seen=1, by=LEA)
    change(database, 2, persons=5)
    with rehearsal(database) as app:
        looked_at(app)
        app.session_state["history of v"] = True
        app.run()
        assert said(app).count("Wie von staff vorgeschlagen (Vorschlag Nr. 1)") == 1


def test_whoever_proposed_hears_of_the_decision_until_it_is_noted(database: Database) -> None:
    propose(database, persons=4)
    decisions.reject(database, "p", word="Es waren <i>zwei</i>.", by=LEA)
    change(database, persons=7)
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        assert any(sentence.startswith("Abgelehnt am") for sentence in said(app))
        assert "Es waren &lt;i&gt;zwei&lt;/i&gt;." in html(app)
        assert "2 → 4" in html(app)  # as it was then: what the record is now says nothing of it
        assert "Vorschlag zurückziehen" not in labels(app)
        press(app, "Zur Kenntnis genommen")
        assert "Zur Kenntnis genommen" not in labels(app)
        assert "2 → 4" not in html(app)
        app.session_state["proposals to v"] = True
        app.run()
        assert "2 → 4" in html(app)


def test_whoever_proposed_takes_it_back(database: Database) -> None:
    propose(database, persons=4)
    with rehearsal(database, role=Role.STAFF) as app:
        looked_at(app)
        press(app, "Vorschlag zurückziehen")
        assert "Vorschlag zurückziehen" not in labels(app)
    assert found(database)[0].state is State.WITHDRAWN


def test_whoever_lost_the_role_meanwhile_decides_nothing(database: Database) -> None:
    propose(database, persons=4)
    with rehearsal(database) as app:
        looked_at(app)
        become(Actor("lead", "Leitung", Role.STAFF))
        press(app, "Annehmen")
    assert (record(database)["version"], found(database)[0].state) == (1, State.OPEN)
