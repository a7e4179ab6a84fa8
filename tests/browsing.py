"""How tests use the app in a browser: by the names that a person reads, waiting for what a person waits for."""

import json
import re
from typing import Literal
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dashboard.gate import SESSION_COOKIE
from schemas.roles import Role
from tests import signing_in

LONG = 15_000
"""Milliseconds for the first page of a session on a busy machine."""
LIST = "Liste der Einträge, neueste zuerst"
ROW_HEIGHT = 33
"""Of tables on screen, in pixels; their heading is as high."""

Taps = dict[str, str | list[str]]
"""Labels to pick, by the title of their field."""

CONSULTATION: Taps = {
    "Themen": ["Alltagsfragen", "Wohnraum"],
    "Personengruppe": "Anerkannt",
    "Art der Beratung": "Büro",
    "Ort": "Leiferde",
}
"""Taps that make a consultation together with a day and a number of persons."""


def sign_in(page: Page, address: str, role: Role = Role.LEAD) -> None:
    """Give a browser the cookie of somebody who is signed in."""
    token = signing_in.token(address, role)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address, "httpOnly": True}])


def visit(page: Page, address: str, path: str = "", role: Role = Role.LEAD) -> None:
    """Open a page of the app as somebody of a role and wait until it is there as a whole."""
    sign_in(page, address, role)
    page.goto(f"{address}/{path}")
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the server has answered and the page stands still.

    ``expect`` looks again after up to a second: waiting here for an element, as often as it is done, is quicker.
    """
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached", timeout=LONG)
    page.locator("[data-testid=stSkeleton], [data-stale=true]").first.wait_for(state="detached", timeout=LONG)


def new_browser(browser: Browser, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> BrowserContext:
    """The browser of another German reader, with cookies of its own."""
    return browser.new_context(
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )


def complaints(page: Page) -> list[str]:
    """What the browser will complain about as forbidden by the page's content security policy."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if "Content Security" in message.text else None)
    return found


def revision(address: str) -> int:
    """How many writes of records the server has acknowledged."""
    with urlopen(Request(f"{address}/healthz", headers={"Cookie": signing_in.cookie(address)})) as answer:
        return int(json.load(answer)["revision"])


def titled(title: str) -> re.Pattern[str]:
    """The name of a field, with or without the mark of what must be filled in."""
    return re.compile(rf"^{re.escape(title)}( \([^)]*\))?( \*)?$")


def pill(page: Page, title: str, label: str) -> Locator:
    """One value of a field whose values are all on screen."""
    one = page.get_by_role("radiogroup", name=titled(title)).get_by_role("radio", name=label, exact=True)
    many = page.get_by_role("group", name=titled(title)).get_by_role("checkbox", name=label, exact=True)
    return one.or_(many).first


def tap(page: Page, taps: Taps) -> None:
    """Pick values by field."""
    for title, labels in taps.items():
        for label in [labels] if isinstance(labels, str) else labels:
            pill(page, title, label).click()


def day_of(page: Page, title: str = "Datum") -> Locator:
    """The field of a day."""
    return text(page, title)


def give_day(page: Page, day: str, title: str = "Datum") -> None:
    """Type a day and leave its field."""
    give_number(page, title, day)


def number(page: Page, title: str) -> Locator:
    """The field of a number."""
    return text(page, title)


def give_number(page: Page, title: str, value: str) -> None:
    """Type a number and leave its field."""
    number(page, title).fill(value)
    number(page, title).press("Tab")


def text(page: Page, title: str) -> Locator:
    """The field of a text."""
    return page.get_by_role("textbox", name=titled(title))


def fill_consultation(page: Page, day: str = "05032018", persons: str = "2") -> None:
    """Fill in a consultation."""
    give_day(page, day)
    tap(page, CONSULTATION)
    give_number(page, "Beratene Personen", persons)


def button(page: Page, name: str) -> Locator:
    """A button by its whole name."""
    return page.get_by_role("button", name=name, exact=True)


def save(page: Page) -> int:
    """Save the form and return the number that the record got."""
    button(page, "Speichern").click()
    return saved(page)


def saved(page: Page) -> int:
    """The number in the message of success."""
    told = page.get_by_text(re.compile(r"Nr\. \d+ ist gespeichert\."))
    expect(told).to_be_visible()
    found = re.search(r"Nr\. (\d+) ist", told.inner_text())
    assert found
    look_at_list(page)
    return int(found[1])


def look_at_list(page: Page) -> None:
    """Scroll to the list: it shows what was saved once somebody looks at it."""
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    page.wait_for_timeout(150)  # until the page has asked for it
    settle(page)


def row_of(page: Page, row: int, table: str = LIST) -> Locator:
    """The cells of a row of a table on screen (from 0), as screen readers get them."""
    return page.get_by_role("region", name=table).locator("canvas table tbody tr").nth(row).locator("td")


def expect_row(page: Page, row: int, beginning: list[str | re.Pattern[str]]) -> None:
    """Wait until the first cells of a row of the list show these texts; the list follows what was saved."""
    for place, cell in enumerate(beginning):
        expect(row_of(page, row).nth(place)).to_have_text(cell)


def chart(page: Page, name: str) -> Locator:
    """A chart by the name that screen readers tell."""
    return page.locator(f'[role=graphics-document][aria-label="{name}"]')


def marks(page: Page, name: str) -> Locator:
    """The bars and cells of a chart; their labels end with title and number."""
    return chart(page, name).locator(".mark-rect.role-mark > path")


def pick_row(page: Page, row: int) -> None:
    """Pick a record in the list by its checkbox; the table is drawn, so a place is clicked."""
    grid = page.get_by_role("region", name=LIST).locator(".dvn-scroller")
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 15, "y": ROW_HEIGHT * (row + 1.5)})
