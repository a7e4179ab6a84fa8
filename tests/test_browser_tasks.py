"""Tasks in a browser: the first page of staff follows what others do, on a phone, on paper and for screen readers."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from playwright.sync_api import Browser, Page, expect

from db import accounts, proposals, records
from db.database import open_database
from schemas import HomeVisit
from schemas.roles import Role
from tests import browsing, signing_in
from tests.actors import LEA
from tests.browsing import button, visit
from tests.conftest import serving
from tests.test_browser_access import violations

pytestmark = pytest.mark.browser

PAST: dict[str, Any] = {"day": dt.date(2018, 3, 5), "topics": ["housing"], "municipality": "leiferde", "persons": 2}
PLAN: dict[str, Any] = {"day": dt.date(2018, 3, 6), "municipality": "hillerse", "note": "Heizung -> <b>kalt</b>"}
"""A visit that was planned and never told of: it is late."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    """An office in which a member of staff has planned a visit, and proposed to change one of Lea's."""
    path = tmp_path / "office.duckdb"
    with open_database(path, today=lambda: dt.date(2018, 3, 5)) as database:
        staff = signing_in.add_person(database, Role.STAFF, Role.STAFF).actor
        records.save(database, HomeVisit, "a", PAST, by=LEA)
        records.save(database, HomeVisit, "b", PLAN, by=staff)
        wanted = PAST | {"persons": 4}
        proposals.propose(database, HomeVisit, "a", wanted, version=1, proposal_id="p", by=staff)
        assert accounts.names(database)[staff.id] == "Staff"
    with serving(path) as address:
        yield address


def test_staff_hear_of_a_decision_on_their_first_page_without_doing_anything(
    office: str, page: Page, browser: Browser
) -> None:
    visit(page, office, role=Role.STAFF)
    expect(page.get_by_role("heading", level=1, name="Meine Aufgaben")).to_be_visible()
    expect(page.get_by_role("heading", name="Ihre offenen Vorschläge")).to_be_visible()
    leads = browsing.new_browser(browser, width=390)
    lead = leads.new_page()
    visit(lead, office, "tasks")
    lead.get_by_role("link", name="Hausbesuch Nr. 1").click()
    lead.get_by_label("Ihre Antwort").fill("Stimmt.")
    button(lead, "Annehmen").click()
    expect(lead.get_by_text("Vorschlag Nr. 1 ist angenommen.")).to_be_visible()
    leads.close()
    expect(page.get_by_role("heading", name="Antworten auf Ihre Vorschläge")).to_be_visible()
    expect(page.get_by_text("Stimmt.")).to_be_visible()
    button(page, "Zur Kenntnis genommen").click()
    expect(page.get_by_role("heading", name="Antworten auf Ihre Vorschläge")).to_have_count(0)


def test_tasks_are_read_on_a_phone_on_paper_and_by_screen_readers(office: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, office, role=Role.STAFF)
    task = page.get_by_role("link", name="06.03.2018")
    expect(task).to_contain_text("Heizung -\N{WORD JOINER}> <b>kalt</b>")
    expect(page.get_by_role("heading", level=3, name="Überfällig")).to_be_visible()
    assert violations(page) == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    page.emulate_media(media="print")
    expect(task).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    page.emulate_media(media="screen")
    task.click()
    expect(page.get_by_text("Hausbesuch Nr. 2", exact=True)).to_be_visible()
