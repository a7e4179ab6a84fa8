"""Meine Aufgaben: the first page of staff, a list by day in which each task is a tap away from doing it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db import decisions, proposals, records
from db.database import Database
from schemas import HomeVisit
from schemas.roles import Actor, Role
from tests.actors import ANNA, LEA
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
