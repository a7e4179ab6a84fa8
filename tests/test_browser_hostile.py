"""In a real browser, texts that attack their readers are shown on every page as they were typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page, expect

from dashboard.navigation import screens_of
from schemas.roles import Role
from tests import browsing
from tests.browsing import button, visit
from tests.conftest import serving
from tests.hostile import LIVE, NASTY, hostile_office, pages

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("hostile") / "office.duckdb"
    hostile_office(Path(path))
    with serving(path) as address:
        yield address


@pytest.fixture
def attacked(page: Page) -> Iterator[Page]:
    """A page on which nothing that was typed may run."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    yield page
    assert page.evaluate("typeof evil") == "undefined"
    assert dialogs == []


def is_harmless(page: Page) -> None:
    """Nothing that was typed lives."""
    expect(page.locator(LIVE)).to_have_count(0)
    assert page.evaluate("typeof evil") == "undefined", page.url


def unfold(page: Page) -> None:
    """Open all that can be opened, at once."""
    page.locator("[data-testid=stExpander] details:not([open]) summary").evaluate_all(
        "all => all.forEach(each => each.click())"
    )
    expect(page.locator("[data-testid=stExpander] details:not([open])")).to_have_count(0)
    page.wait_for_timeout(100)  # until the page has asked for what is in them
    browsing.settle(page)


LOOKED_AT = {
    Role.LEAD: [screen.name for screen in screens_of(Role.LEAD)],
    Role.STAFF: ["tasks", "consultations"],  # their own tasks, and records of others; the rest is what the lead sees
    Role.READER: [screen.name for screen in screens_of(Role.READER)],
}


@pytest.mark.parametrize("role", LOOKED_AT)
def test_every_page_of_a_role_shows_what_was_typed(office: str, attacked: Page, role: Role) -> None:
    for name in LOOKED_AT[role]:
        visit(attacked, office, name, role)
        unfold(attacked)
        is_harmless(attacked)
    expect(attacked.get_by_text(NASTY, exact=False).first).to_be_attached()


@pytest.mark.parametrize(("screen", "label"), [("vocabularies", "Wert"), ("accounts", "Konto")])
def test_what_the_lead_changes_is_shown_as_it_was_typed(office: str, attacked: Page, screen: str, label: str) -> None:
    visit(attacked, office, screen)
    attacked.get_by_role("combobox", name=label).click()
    attacked.get_by_role("option").first.click()
    browsing.settle(attacked)
    expect(
        attacked.get_by_role("button", name="Umbenennen" if screen == "vocabularies" else "Rolle ändern")
    ).to_be_visible()
    is_harmless(attacked)


def test_every_record_shows_what_was_typed_with_its_history_and_its_form(office: str, attacked: Page) -> None:
    for name in pages():
        visit(attacked, office, name)
        unfold(attacked)
        is_harmless(attacked)
        button(attacked, "Bearbeiten").click()
        browsing.settle(attacked)
        is_harmless(attacked)


def test_the_pages_in_front_of_the_app_show_what_was_typed(office: str, attacked: Page) -> None:
    browsing.sign_in(attacked, office)
    for path in ("account", "sign-out", "sign-in", "set-up/nothing", f"sign-in?to=/{NASTY}", f"account?{NASTY}"):
        if path.startswith("sign-in"):
            attacked.context.clear_cookies()
        attacked.goto(f"{office}/{path}")
        is_harmless(attacked)
        assert NASTY in attacked.title() or NASTY in (attacked.text_content("body") or "")
