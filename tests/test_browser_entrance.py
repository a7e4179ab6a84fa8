"""Getting in with a real browser: by keyboard, without scripts, in both languages, on a phone; and losing a page."""

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from schemas.roles import Role
from tests import browsing
from tests.attacked import Office
from tests.browsing import button, visit
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no scripts."""
    context = browser.new_context(locale="de-DE", java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context
    context.close()


def violations(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


def test_one_signs_in_by_keyboard_and_comes_to_the_page_one_wanted(office: Office, page: Page) -> None:
    page.goto(f"{office.address}/consultations")
    expect(page).to_have_url(f"{office.address}/sign-in?to=/consultations")
    expect(page.get_by_label("Anmeldename")).to_be_focused()
    page.keyboard.type("lead")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Anmeldename oder Passwort ist falsch.")
    expect(page.get_by_label("Passwort")).to_be_focused()
    expect(page.get_by_label("Passwort")).to_have_accessible_description("Anmeldename oder Passwort ist falsch.")
    expect(page).to_have_title("Fehler: Anmelden – Integrationsbüro")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Beratungen")).to_be_visible(timeout=browsing.LONG)
    expect(page.get_by_text("Angemeldet als Lead")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Beratungen")).to_be_visible(timeout=browsing.LONG)
    page.get_by_role("link", name="Abmelden").click()
    expect(page.get_by_role("heading", level=1, name="Anmelden")).to_be_visible()
    page.goto(f"{office.address}/consultations")
    expect(page.get_by_role("heading", level=1, name="Anmelden")).to_be_visible()


def test_everything_in_front_of_the_app_works_without_scripts_on_a_phone(
    office: Office, stranger: BrowserContext
) -> None:
    office.do("add phone")
    page = stranger.new_page()
    page.goto(f"{office.address}/sign-in")
    page.get_by_label("Anmeldename").fill("phone")
    page.get_by_label("Passwort").fill(PASSWORD)
    button(page, "Anmelden").click()
    page.goto(f"{office.address}/account")
    expect(page.get_by_text("Sie sind angemeldet als Phone (Mitarbeit).")).to_be_visible()
    for present, new, again, said in [
        ("wrong", "sieben gelbe briefkästen", "sieben gelbe briefkästen", "Das bisherige Passwort ist falsch."),
        (PASSWORD, "sieben gelbe briefkästen", "acht", "Die beiden Passwörter sind verschieden."),
        (PASSWORD, "kurz", "kurz", "Das Passwort ist zu kurz. Es braucht mindestens 15 Zeichen."),
        (PASSWORD, "passwort passwort", "passwort passwort", "Solche Passwörter haben viele."),
    ]:
        page.get_by_label("Bisheriges Passwort").fill(present)
        page.get_by_label("Neues Passwort", exact=True).fill(new)
        page.get_by_label("Neues Passwort noch einmal").fill(again)
        button(page, "Passwort ändern").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
    page.get_by_label("Bisheriges Passwort").fill(PASSWORD)
    page.get_by_label("Neues Passwort", exact=True).fill(PASSWORD + "!")
    page.get_by_label("Neues Passwort noch einmal").fill(PASSWORD + "!")
    button(page, "Passwort ändern").click()
    expect(page.get_by_role("status")).to_have_text("Ihr Passwort ist geändert.")
    button(page, "Überall abmelden").click()
    expect(page.get_by_role("heading", level=1, name="Anmelden")).to_be_visible()


def test_axe_finds_nothing_in_front_of_the_app_in_light_in_dark_and_on_a_phone(office: Office, page: Page) -> None:
    browsing.sign_in(page, office.address)
    for path in ("/account", "/sign-out", "/set-up/nothing", "/sign-in?ended"):
        if path.startswith("/sign-in"):
            page.context.clear_cookies()
        page.goto(f"{office.address}{path}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (path, scheme)
        page.set_viewport_size({"width": 320, "height": 700})
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_pages_in_front_follow_the_readers_language(office: Office, page: Page) -> None:
    page.goto(f"{office.address}/sign-in")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1, name="Anmelden")).to_be_visible()


def test_who_is_disabled_sees_the_open_page_go_within_seconds(office: Office, page: Page) -> None:
    office.do("add temp")
    page.goto(f"{office.address}/sign-in")
    page.get_by_label("Anmeldename").fill("temp")
    page.get_by_label("Passwort").fill(PASSWORD)
    button(page, "Anmelden").click()
    expect(page.get_by_role("heading", level=1, name="Meine Aufgaben")).to_be_visible(timeout=browsing.LONG)
    office.do("disable temp")
    expect(page.get_by_text("Ihre Sitzung ist zu Ende. Bitte noch einmal anmelden.")).to_be_visible(timeout=5000)


def test_a_reader_sees_one_page(office: Office, page: Page) -> None:
    visit(page, office.address, "", Role.READER)
    expect(page.get_by_role("heading", level=1, name="Freigegebene Berichte")).to_be_visible()
    expect(page.get_by_text("Es ist noch kein Bericht freigegeben.")).to_be_visible()
    for name in ("consultations", "tasks"):
        page.goto(f"{office.address}/{name}")
        expect(page.get_by_role("heading", level=1, name="Diese Seite gibt es nicht")).to_be_visible()


def test_no_page_in_front_does_what_its_content_security_policy_forbids(running_app: str, page: Page) -> None:
    complaints = browsing.complaints(page)
    for path in ("sign-in", "sign-out", "account", "set-up/nothing"):
        page.goto(f"{running_app}/{path}")
    assert complaints == []
