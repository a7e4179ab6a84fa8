"""The history of a record on the screen: readable, harmless, and a way back through the gate."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db import accounts, history, records
from db.database import Database
from schemas import HomeVisit
from schemas.roles import OPERATOR, Actor, Role
from tests.actors import BERT
from tests.rehearsal import become, go_to, press, rehearsal

VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
    "note": "Heizung",
}
BACK = "Auf diesen Stand zurücksetzen"


def save(database: Database, version: int | None = None, *, by: Actor = BERT, **changes: Any) -> dict[str, Any]:
    return records.save(database, HomeVisit, "v", VISIT | changes, version=version, by=by)


def delete(database: Database, version: int) -> None:
    records.delete(database, HomeVisit, "v", version=version, by=BERT)


def opened(app: AppTest, key: str = "history of v", **address: str) -> AppTest:
    """The page of home visits with a panel unfolded."""
    go_to(app, "home_visits", **address)
    app.session_state[key] = True
    return app.run()


def shown(app: AppTest) -> list[str]:
    """What stands in the frames of HTML and in the headings of changes."""
    return [each.proto.body for each in app.get("html")]


def headings(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "").strip("*") for each in app.markdown]


def told(app: AppTest) -> list[str]:
    return [info.value.replace("\\", "") for info in app.info]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_a_change_is_told_with_the_fields_in_the_readers_language_and_who_made_it(database: Database) -> None:
    lea = accounts.add(database, name="Lea Lang", sign_in_name="lea", role=Role.LEAD, by=OPERATOR)
    save(database)
    save(database, 1, by=lea.actor, persons=4, minutes=30, note=None, topics=["housing", "work"])
    for language, wanted, who in (
        ("de", ("Themen", "Wohnraum → Wohnraum, Praktikum/Ausbildung/Arbeit", "— → 30"), "Geändert am"),
        ("en", ("Topics", "→", "— → 30"), "Changed"),
    ):
        with rehearsal(database, language=language) as app:
            opened(app, record="1")
            (difference,) = [text for text in shown(app) if "— → 30" in text]
            assert "2 → 4" in difference
            assert "Heizung → —" in difference
            assert all(part in difference for part in wanted[1:])
            assert "Leiferde" not in difference
            heading = next(text for text in headings(app) if text.startswith(who))
            assert heading.endswith("Lea Lang")


def test_a_closed_history_is_not_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("nobody has asked")

    save(database)
    for name in ("of_record", "deleted"):
        monkeypatch.setattr(history, name, fail)
    with rehearsal(database) as app:
        go_to(app, "home_visits", record="1")
        assert not app.exception
        assert not app.error
        assert {"Verlauf", "Gelöschte Einträge"} <= {each.label for each in app.expander}


def test_what_somebody_typed_is_harmless_in_the_history(database: Database) -> None:
    save(database, note="<script>alert(1)</script>")
    save(database, 1, note="<img src=x onerror=alert(1)>")
    with rehearsal(database) as app:
        opened(app, record="1")
        text = "".join(shown(app))
        assert "&lt;script&gt;alert(1)&lt;/script&gt; → &lt;img src=x onerror=alert(1)&gt;" in text
        assert "<script" not in text
        assert "<img" not in text


def test_a_record_goes_back_to_an_earlier_state_as_a_new_version(database: Database) -> None:
    save(database)
    save(database, 1, persons=4, note=None)
    with rehearsal(database) as app:
        opened(app, record="1")
        press(app, BACK)
        assert "Eintrag Nr. 1 ist wieder, wie er war." in told(app)
        assert BACK in labels(app)  # now to the state in between
    stored = records.read(database, HomeVisit, "v") or {}
    assert {name: stored[name] for name in VISIT} == VISIT
    assert (stored["version"], stored["number"]) == (3, 1)
    assert [each.action for each in history.of_record(database, HomeVisit, "v")] == ["update", "update", "create"]


def test_a_record_that_changed_meanwhile_is_not_reset(database: Database) -> None:
    save(database)
    save(database, 1, persons=4)
    with rehearsal(database) as app:
        opened(app, record="1")
        save(database, 2, persons=5)
        (button,) = [button for button in app.button if button.label == BACK]
        button.click().run()
        assert "Dieser Eintrag wurde inzwischen geändert. Er wurde nicht zurückgesetzt." in told(app)
    assert (records.read(database, HomeVisit, "v") or {})["persons"] == 5


def test_a_state_that_breaks_the_rules_by_now_is_not_taken(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    save(database)
    save(database, 1, day=dt.date(2018, 5, 1))
    monkeypatch.setattr(database, "_settings", replace(database.settings, opened=dt.date(2018, 4, 1)))
    with rehearsal(database) as app:
        opened(app, record="1")
        press(app, BACK)
        (said,) = [text for text in told(app) if text.startswith("Dieser Stand verletzt Regeln")]
        assert "01.04.2018" in said
    assert (records.read(database, HomeVisit, "v") or {})["version"] == 2


def test_staff_is_not_offered_to_reset_the_records_of_others(database: Database) -> None:
    save(database, by=BERT)
    save(database, 1, by=BERT, persons=4)
    with rehearsal(database, role=Role.STAFF) as app:
        opened(app, record="1")
        assert any("2 → 4" in text for text in shown(app))
        assert BACK not in labels(app)
        become(Actor("Bert", "Bert", Role.STAFF))
        app.run()
        assert BACK in labels(app)


def test_the_lead_brings_a_deleted_record_back(database: Database) -> None:
    save(database)
    delete(database, 1)
    with rehearsal(database) as app:
        opened(app, "deleted home_visits")
        assert any("Heizung" in text for text in shown(app))
        press(app, "Zurückholen")
        assert "Eintrag Nr. 1 ist wieder da." in told(app)
        assert "Zurückholen" not in labels(app)
        assert "Kein Eintrag wurde gelöscht." in [each.value for each in app.caption]
    assert {name: (records.read(database, HomeVisit, "v") or {})[name] for name in VISIT} == VISIT


def test_a_record_that_is_back_already_is_not_brought_back_again(database: Database) -> None:
    save(database)
    delete(database, 1)
    with rehearsal(database) as app:
        opened(app, "deleted home_visits")
        records.restore(database, HomeVisit, "v", by=OPERATOR)
        press(app, "Zurückholen")
        assert "Dieser Eintrag ist nicht mehr gelöscht oder lässt sich nicht zurückholen." in told(app)
    assert (records.read(database, HomeVisit, "v") or {})["version"] == 2


def test_staff_does_not_see_deleted_records(database: Database) -> None:
    save(database)
    delete(database, 1)
    with rehearsal(database, role=Role.STAFF) as app:
        opened(app, "deleted home_visits")
        assert "Gelöschte Einträge" not in {each.label for each in app.expander}
        assert not any("Heizung" in text for text in shown(app))


def test_whoever_lost_the_role_meanwhile_brings_nothing_back(database: Database) -> None:
    save(database)
    delete(database, 1)
    with rehearsal(database) as app:
        opened(app, "deleted home_visits")
        become(Actor("Bert", "Bert", Role.STAFF))
        press(app, "Zurückholen")
        assert "Das darf nur die Leitung." in told(app)
    assert records.read(database, HomeVisit, "v") is None


def test_a_long_history_is_shown_in_pages(database: Database) -> None:
    save(database)
    for version in range(1, 13):
        save(database, version, persons=2 + version)
    with rehearsal(database) as app:
        opened(app, record="1")
        assert len([text for text in headings(app) if text.startswith("Geändert am")]) == 10
        app.session_state["page of history of v"] = 2
        app.run()
        assert len([text for text in headings(app) if text.startswith("Geändert am")]) == 2
        assert len([text for text in headings(app) if text.startswith("Erfasst am")]) == 1
