"""Meine Aufgaben: the first page of staff, a list by day in which each task is a tap away from doing it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db import decisions, proposals, records
from db.database import Database
from schemas import Event, HomeVisit
from schemas.roles import Actor, Role
from tests.actors import ANNA, LEA
from tests.conftest import TODAY
from tests.rehearsal import go_to, press, rehearsal

VISIT: dict[str, Any] = {
    "day": dt.date(2018, 3, 5),
    "topics": ["housing"],
    "municipality": "leiferde",
    "persons": 2,
    "note": "Heizung",
}
STAFF = Actor("staff", "Mitarbeit", Role.STAFF)
"""Who sees the screens of staff in a rehearsal."""


@pytest.fixture(autouse=True)
def visit(database: Database) -> dict[str, Any]:
    """A home visit that Anna has entered."""
    return records.save(database, HomeVisit, "v", VISIT, by=ANNA)


def propose(database: Database, named: str = "p", *, by: Actor = STAFF) -> None:
    proposals.propose(database, HomeVisit, "v", VISIT | {"persons": 4}, version=1, proposal_id=named, by=by)


def links(app: AppTest) -> Iterator[tuple[str, str]]:
    """The links of the page: what they say, and where they lead."""
    for link in app.get("page_link"):
        yield link.proto.label.replace("\\", ""), f"{link.proto.page}?{link.proto.query_string}"


def headings(app: AppTest) -> list[str]:
    return [each.value for each in (*app.header, *app.subheader)]


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.get("html"))


def test_staff_begins_with_their_tasks_and_the_lead_with_the_overview(database: Database) -> None:
    for role, title in ((Role.STAFF, "Meine Aufgaben"), (Role.LEAD, "Übersicht")):
        with rehearsal(database, role=role) as app:
            assert [each.value for each in app.title] == [title]


def test_whoever_has_nothing_to_do_is_told_so(database: Database) -> None:
    for role, said in (
        (Role.STAFF, "Auf Sie wartet nichts: Alles ist erledigt."),
        (Role.LEAD, "Es wartet nichts: Alles ist erledigt."),
    ):
        with rehearsal(database, role=role) as app:
            go_to(app, "tasks")
            assert [each.value for each in app.success] == [said]
            assert headings(app) == []


def test_the_lead_comes_from_a_proposal_to_its_record_by_one_tap(database: Database) -> None:
    propose(database)
    with rehearsal(database) as app:
        go_to(app, "tasks")
        assert headings(app) == ["Vorschläge zu entscheiden"]
        ((label, target),) = links(app)
        assert label.startswith("Hausbesuch Nr. 1 · Änderung: Angetroffene Personen · seit ")
        assert label.endswith(" · staff")
        assert target == "home_visits?record=1"
        assert [each.value for each in app.caption] == ["1 Aufgabe"]
        go_to(app, "home_visits", record="1")
        assert "Annehmen" in [button.label for button in app.button]


def test_whoever_proposed_sees_the_answer_and_takes_note_of_it_here(database: Database) -> None:
    propose(database)
    with rehearsal(database, role=Role.STAFF) as app:
        assert headings(app) == ["Ihre offenen Vorschläge"]
        decisions.reject(database, "p", word="Es waren <i>zwei</i>.", by=LEA)
        app.run()
        assert headings(app) == ["Antworten auf Ihre Vorschläge"]
        assert "Es waren &lt;i&gt;zwei&lt;/i&gt;." in html(app)
        press(app, "Zur Kenntnis genommen")
        assert [each.value for each in app.success] == ["Auf Sie wartet nichts: Alles ist erledigt."]


def test_the_answer_is_noted_though_the_record_is_gone(database: Database) -> None:
    proposals.propose_deletion(database, HomeVisit, "v", version=1, proposal_id="d", by=STAFF)
    decisions.accept(database, "d", seen=1, by=LEA)
    with rehearsal(database, role=Role.STAFF) as app:
        assert "Hausbesuch Nr. 1" in [each.value.replace("\\", "") for each in app.markdown]
        assert list(links(app)) == []  # it would lead to nothing
        press(app, "Zur Kenntnis genommen")
        assert headings(app) == []


def test_staff_sees_no_task_of_somebody_else(database: Database) -> None:
    propose(database, by=Actor("Ben", "Ben", Role.STAFF))
    with rehearsal(database, role=Role.STAFF) as app:
        assert headings(app) == []
        assert list(links(app)) == []


def test_a_reader_has_no_such_page(database: Database) -> None:
    propose(database)
    with rehearsal(database, role=Role.READER) as app:
        assert [each.value for each in app.title] == ["Freigegebene Berichte"]
        assert list(links(app)) == []


def test_the_page_follows_what_others_do(database: Database) -> None:
    with rehearsal(database) as app:
        go_to(app, "tasks")
        before = app.session_state["followed"]
        propose(database)
        app.run()
        assert app.session_state["followed"] != before
        assert headings(app) == ["Vorschläge zu entscheiden"]


def plan(database: Database, *offsets: int, by: Actor = STAFF, note: str | None = None) -> None:
    """Home visits so many days from today, a Tuesday; they were planned some time ago."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_today", lambda: TODAY - dt.timedelta(days=30))
        for offset in offsets:
            values = {"day": TODAY + dt.timedelta(days=offset), "municipality": "hillerse", "note": note}
            records.save(database, HomeVisit, f"{by.id} {offset}", values, by=by)


def test_planned_visits_are_a_list_by_day_of_this_week_then_of_the_next_and_of_what_is_later(
    database: Database,
) -> None:
    plan(database, 20, 7, 13, 3, 0, 14, 5)
    with rehearsal(database, role=Role.STAFF) as app:
        assert headings(app) == [
            "Hausbesuche: geplant",
            "Heute, Dienstag, 08.05.2018",
            "Freitag, 11.05.2018",
            "Sonntag, 13.05.2018",
            "Nächste Woche, KW 20",
            "Später",
        ]
        assert [label for label, _ in links(app)] == [
            "Hillerse",
            "Hillerse",
            "Hillerse",
            "Di. 15.05.2018 · Hillerse",
            "Mo. 21.05.2018 · Hillerse",
            "Di. 22.05.2018 · Hillerse",
            "Mo. 28.05.2018 · Hillerse",
        ]
        assert [each.value for each in app.caption] == ["7 Aufgaben"]


def test_what_is_late_stands_first_and_says_so(database: Database) -> None:
    day = TODAY - dt.timedelta(days=3)
    event = {"title": "Sommerfest", "kind": "festival", "day": day, "start": dt.time(14, 30)}
    records.save(database, Event, "e", event, by=STAFF)
    with rehearsal(database, role=Role.STAFF) as app:
        assert headings(app) == ["Veranstaltungen: geplant", "Überfällig"]
        assert list(links(app)) == [("Sa. 05.05.2018 · 14:30 · Sommerfest · Fest", "events?record=1")]
        assert [each.value for each in app.caption] == ["1 Aufgabe · 1 überfällig"]


def test_the_lead_sees_the_tasks_of_everybody_and_whose_they_are(database: Database) -> None:
    plan(database, 0)
    plan(database, 0, by=ANNA)
    with rehearsal(database) as app:
        go_to(app, "tasks")
        assert [label for label, _ in links(app)] == ["Hillerse · staff", "Hillerse · Anna"]


def test_what_somebody_typed_is_shown_as_it_was_typed(database: Database) -> None:
    plan(database, 0, note="<b>laut</b> *rufen* --> :smile:\n$x$" + "!" * 130)
    with rehearsal(database, role=Role.STAFF) as app:
        ((label, _),) = links(app)
        (link,) = app.get("page_link")
    told = label.replace("\N{WORD JOINER}", "")
    assert told.startswith("Hillerse · <b>laut</b> *rufen* --> :smile: $x$!!")
    assert told.endswith("!…")
    assert r"\<b\>laut\</b\> \*rufen\*" in link.proto.label.replace(r"\/", "/")
    assert "-->" not in link.proto.label.replace("\\", "")
