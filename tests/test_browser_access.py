"""Every page is usable without mouse and eyes as far as our code decides it, on a phone too, and in one language."""

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.navigation import screens_of
from dashboard.translations import catalogue
from schemas import RECORDS
from schemas.fields import fields
from schemas.labels import Label
from schemas.record import about
from schemas.roles import Role
from schemas.vocabulary import VOCABULARIES
from tests import browsing
from tests.browsing import button, visit

pytestmark = pytest.mark.browser

STREAMLITS_VIOLATIONS = {
    "list": "The navigation's ul holds a div for each section.",
    "listitem": "The same: its li stand in those divs.",
}
"""Rules of axe that Streamlit's own elements break."""

NEVER_SHOWN = re.compile(r"Link to heading|(Show data|Copy Vega-Lite spec): .*")
"""Names of Streamlit's controls that our style sheet takes away."""

ENGLISH = re.compile(
    r"\b(the|and|page|help|for|show|copy|search|choose|next|previous|heading|skip|content|month|day|year|"
    r"increment|decrement|select|close|open|view|data|columns|hide|clear|press|enter|apply|loading|error|no)\b",
    re.IGNORECASE,
)
"""Words that no German text of ours has."""

UNREAD = "[data-testid=stIconMaterial], [data-testid=stExpanderIcon], a[hreflang]"
"""Icons, which are ligatures of English words, and the link to the other language."""


@pytest.fixture(scope="module", params=[screen.name for screen in screens_of(Role.LEAD)])
def screen(request: pytest.FixtureRequest, desk: BrowserContext, running_app: str) -> Iterator[Page]:
    """Each page of the navigation, opened once for the tests that only look at it."""
    page = desk.new_page()
    forbidden = browsing.complaints(page)
    visit_whole(page, running_app, request.param)
    yield page
    page.close()
    assert forbidden == [], "no page does what its content security policy forbids"


def visit_whole(page: Page, address: str, name: str) -> None:
    """Open a page of the navigation and wait for what it draws last."""
    visit(page, address, "" if name == "overview" else name)
    if name == "overview":
        expect(page.locator("svg.marks").last).to_be_visible(timeout=browsing.LONG)
    elif name in RECORDS:
        expect(page.locator("canvas table")).to_be_attached(timeout=browsing.LONG)


def violations(page: Page) -> list[str]:
    """What axe finds beyond Streamlit's own, and finds again once colours on their way from light to dark are there."""
    if not _found(page):
        return []
    page.wait_for_timeout(1000)
    return _found(page)


def _found(page: Page) -> list[str]:
    """As rule and first element."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["id"] not in STREAMLITS_VIOLATIONS]


def test_axe_finds_nothing_in_light_at_a_desk_and_in_dark_on_a_phone(screen: Page) -> None:
    page = screen
    app = page.get_by_test_id("stApp")
    expect(app).to_have_css("background-color", "rgb(251, 251, 250)")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(app).to_have_css("background-color", "rgb(20, 25, 28)")
    browsing.settle(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def test_a_heading_is_no_stop_for_the_keyboard(screen: Page) -> None:
    expect(screen.get_by_role("heading", level=1)).to_be_visible()
    expect(screen.get_by_role("link", name="Link to heading")).to_have_count(0)


def test_axe_finds_nothing_in_what_opens_and_in_messages(desk: BrowserContext, running_app: str) -> None:
    page = desk.new_page()
    visit_whole(page, running_app, "consultations?record=5")
    button(page, "Löschen").click()
    expect(button(page, "Ja, löschen")).to_be_visible()
    button(page, "Speichern").click()
    expect(page.get_by_text("Noch nicht gespeichert.")).to_be_visible()
    button(page, "Filter").press("Enter")
    expect(page.get_by_role("dialog", name="Filter").get_by_role("combobox").first).to_be_focused()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(20, 25, 28)")
    assert violations(page) == []
    page.keyboard.press("Shift+Tab")
    expect(button(page, "Filter")).to_be_focused()
    page.close()


def english_texts() -> set[str]:
    """Everything that we say in English and differently in German, as far as it is one unchanging text."""
    labels = [label for record_type in RECORDS.values() for label in labels_of(record_type)]
    labels += [value.label for values in VOCABULARIES.values() for value in values]
    ours = {message for message, (german, *_) in catalogue("de").items() if message != german}
    return {text for text in ours if text and "{" not in text} | {label.en for label in labels if label.en != label.de}


def labels_of(record_type: type) -> list[Label]:
    names = about(record_type)
    declared = fields(record_type).values()
    helps = [field.help for field in declared if field.help]
    return [names.singular, names.plural, *(field.label for field in declared), *helps]


def texts(page: Page) -> list[str]:
    """All that is read on a page, by eyes or by a screen reader: lines of text, and names of elements."""
    page.locator(UNREAD).evaluate_all("all => all.forEach(each => each.style.display = 'none')")
    lines = page.locator("body").inner_text().splitlines()
    names = page.locator("[aria-label], [title], [placeholder]").evaluate_all(
        "all => all.filter(each => !each.closest('svg'))"
        ".flatMap(each => ['aria-label', 'title', 'placeholder'].map(name => each.getAttribute(name)))"
    )
    return [text.strip() for text in [*lines, *names] if text and text.strip()]


def test_a_german_page_has_no_english(screen: Page) -> None:
    assert screen.locator("html").get_attribute("lang") == "de"
    found = texts(screen)
    assert set(found) & english_texts() == set()
    assert [text for text in found if ENGLISH.search(text) and not NEVER_SHOWN.fullmatch(text)] == []


def test_a_value_of_the_office_that_is_called_like_a_control_stays(desk: BrowserContext, running_app: str) -> None:
    page = desk.new_page()
    visit(page, running_app)
    told = page.evaluate(
        """async () => {
            const tag = Object.assign(document.createElement("span"), { title: "Open", textContent: "Open" })
            const opener = Object.assign(document.createElement("button"), { title: "Open" })
            document.body.append(tag, opener)
            await new Promise(requestAnimationFrame)
            return [tag.title, opener.title]
        }"""
    )
    page.close()
    assert told == ["Open", "Auswahl öffnen"]
