"""What people are told whose record lies in a closed period: at its place, with what to do, and nothing gets lost."""

from typing import Any

from streamlit.testing.v1 import AppTest

from db import drafts, records
from db.database import Database
from schemas import HomeVisit
from schemas.roles import Role
from tests.actors import BERT
from tests.rehearsal import BROWSER, answer, fill, form, go_to, messages, press, rehearsal, success
from tests.reported import IN_SPRING, IN_WINTER, closed, reopened

VISIT: dict[str, Any] = {"topics": ["housing"], "municipality": "leiferde", "persons": 2, "note": "Heizung"}
WITHIN = VISIT | {"day": IN_WINTER}
CLOSED = (
    "Der Zeitraum „Winter“ (01.01.2018 bis 31.03.2018) ist abgeschlossen: seine Einträge bleiben, wie sie sind, nur "
    "Wiedervorlagen lassen sich noch als erledigt melden. Muss sich doch etwas ändern, öffnet die Leitung ihn unter "
    "„Berichtszeiträume“ mit einer Begründung wieder."
)


def visit(database: Database, version: int | None = None, **changes: Any) -> dict[str, Any]:
    return records.save(database, HomeVisit, "v", WITHIN | changes, version=version, by=BERT)


def told(app: AppTest) -> list[str]:
    return [info.value.replace("\\", "") for info in app.info]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_a_day_in_a_closed_period_is_told_at_the_day_while_somebody_types(database: Database) -> None:
    closed(database)
    with rehearsal(database, role=Role.STAFF) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **WITHIN)
        assert form(app)["problems"] == {"day": [CLOSED]}
        press(app, "Speichern")
        assert (messages(app), success(app)) == ([CLOSED], "")
        assert form(app)["alert"] == "Noch nicht gespeichert. Bitte ansehen: Datum"
        assert answer(app, "note") == "Heizung"
        fill(app, "home_visits", day=IN_SPRING)
        press(app, "Speichern")
        assert success(app) == "Hausbesuch Nr. 1 ist gespeichert."


def test_a_period_that_is_closed_before_the_save_is_told_and_what_was_typed_is_kept(database: Database) -> None:
    with rehearsal(database, role=Role.STAFF) as app:
        go_to(app, "home_visits")
        fill(app, "home_visits", **WITHIN)
        assert form(app)["problems"] == {}
        closed(database)
        press(app, "Speichern")
        assert messages(app) == [CLOSED]
        assert answer(app, "note") == "Heizung"
        draft = drafts.take_over(database, HomeVisit, None, browser=BROWSER, session="another", is_open=lambda _: False)
        assert draft
        assert draft.entries == WITHIN
        reopened(database)
        press(app, "Speichern")
        assert success(app) == "Hausbesuch Nr. 1 ist gespeichert."


def test_a_record_that_would_leave_a_closed_period_is_told_above_the_form(database: Database) -> None:
    visit(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        press(app, "Bearbeiten")
        fill(app, "home_visits", day=IN_SPRING, note="Strom")
        closed(database)
        press(app, "Speichern")
        assert (form(app)["alert"], messages(app)) == (CLOSED, [])
        assert answer(app, "note") == "Strom"
    assert (records.read(database, HomeVisit, "v") or {})["version"] == 1


def test_a_record_of_a_closed_period_says_so_and_offers_a_copy_only(database: Database) -> None:
    visit(database)
    visit(database, 1, persons=3)
    for role in (Role.STAFF, Role.LEAD):
        with rehearsal(database, role=role) as app:
            if role is Role.STAFF:
                closed(database)
            go_to(app, "home_visits", record="1")
            app.session_state["history of v"] = True
            app.run()
            assert CLOSED in told(app)
            offered = labels(app)
            assert "Duplizieren" in offered
            words = ("Bearbeiten", "Löschen", "Auf diesen Stand zurücksetzen", "Änderung vorschlagen")
            assert not {*words, "Löschen vorschlagen"} & set(offered)
    reopened(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        assert CLOSED not in told(app)
        assert {"Bearbeiten", "Löschen"} <= set(labels(app))


def test_a_deletion_and_a_way_back_that_come_too_late_are_told(database: Database) -> None:
    visit(database)
    visit(database, 1, persons=3)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        app.session_state["history of v"] = True
        app.run()
        (back,) = [button for button in app.button if button.label == "Auf diesen Stand zurücksetzen"]
        press(app, "Löschen")
        (really,) = [button for button in app.button if button.label == "Ja, löschen"]
        closed(database)
        for late in (really, back):
            late.click().run()
            assert CLOSED in told(app)
            reopened(database)
            app.run()
            (back,) = [button for button in app.button if button.label == "Auf diesen Stand zurücksetzen"]
            closed(database)
    assert (records.read(database, HomeVisit, "v") or {})["version"] == 2


def test_a_deleted_record_of_a_closed_period_is_not_brought_back(database: Database) -> None:
    visit(database)
    records.delete(database, HomeVisit, "v", version=1, by=BERT)
    closed(database)
    with rehearsal(database) as app:
        go_to(app, "home_visits")
        app.session_state["deleted home_visits"] = True
        app.run()
        press(app, "Zurückholen")
        assert CLOSED in told(app)
    assert records.read(database, HomeVisit, "v") is None


def test_a_merge_tells_how_many_records_of_closed_periods_keep_the_value(database: Database) -> None:
    visit(database)
    closed(database)
    with rehearsal(database) as app:
        go_to(app, "vocabularies")
        app.selectbox(key="chosen vocabulary").set_value("topic").run()
        app.selectbox(key="value of topic").set_value("housing").run()
        app.selectbox(key="merge topic/housing into").set_value("school")
        press(app, "Zusammenführen")
        assert app.success[0].value.endswith("1 Eintrag eines abgeschlossenen Zeitraums behält ihn.")
        go_to(app, "home_visits", record="1")
        assert any("Wohnraum" in str(each.proto.body) for each in app.get("html"))
