"""Transitions in a browser: made at the record, by keyboard and on a phone, with mistakes told at their field."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from playwright.sync_api import Browser, Page, expect

from db import records
from db.database import open_database
from schemas import Event, PerformanceRequest
from schemas.roles import Role
from tests import browsing, signing_in
from tests.browsing import button, expect_row, number, pick_row, text, visit
from tests.conftest import serving
from tests.test_browser_access import violations

pytestmark = pytest.mark.browser

DAY = dt.date(2018, 3, 5)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    """An office whose member of staff has planned an event and entered a request, both for a day that is over."""
    path = tmp_path / "office.duckdb"
    with open_database(path, today=lambda: DAY) as database:
        staff = signing_in.add_person(database, Role.STAFF, Role.STAFF).actor
        records.save(database, Event, "e", {"title": "Abend", "kind": "talk", "day": DAY}, by=staff)
        asked = {"day": DAY, "organiser": "Schule", "occasion": "Schulfest"}
        records.save(database, PerformanceRequest, "r", asked, by=staff)
    with serving(path) as address:
        yield address


def test_an_event_is_told_of_by_keyboard_alone(office: str, page: Page) -> None:
    visit(page, office, "events?record=1", role=Role.STAFF)
    button(page, "Durchgeführt").focus()
    page.keyboard.press("Enter")
    came = number(page, "Teilnehmende").first
    expect(came).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Noch nicht gespeichert. Bitte ansehen: Teilnehmende")).to_be_visible()
    expect(came).to_be_focused()
    expect(came).to_have_attribute("aria-invalid", "true")
    expect(number(page, "davon Geflüchtete").first).to_have_value("5")
    assert violations(page) == []
    page.keyboard.type("12")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Veranstaltung Nr. 1: durchgeführt.")).to_be_visible()
    expect(page.get_by_text("durchgeführt", exact=True)).to_be_visible()
    browsing.look_at_list(page)
    expect_row(page, 0, ["1", "durchgeführt", "Abend"])
    assert violations(page) == []


def test_a_request_is_answered_from_the_list_on_a_phone(office: str, browser: Browser) -> None:
    phone = browsing.new_browser(browser, width=390)
    page = phone.new_page()
    visit(page, office, "performance_requests?state=requested", role=Role.STAFF)
    pick_row(page, 0)
    button(page, "Ablehnen").click()
    reason = text(page, "Grund")
    reason.fill("Zu wenige da.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    browsing.settle(page)
    pick_row(page, 0)
    button(page, "Zusagen").click()
    expect(page.get_by_text("Auftrittsanfrage Nr. 1: zugesagt.")).to_be_visible()
    expect(page.get_by_text("Kein Eintrag passt dazu.")).to_be_visible()
    phone.close()
