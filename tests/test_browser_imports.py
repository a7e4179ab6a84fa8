"""The place for a file speaks the reader's language, and what is given there comes to its preview."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import settle, visit
from tests.office_lists import old_excel

pytestmark = pytest.mark.browser


def test_a_file_is_chosen_refused_and_previewed_in_german(running_app: str, page: Page) -> None:
    visit(page, running_app, "imports")
    page.get_by_label("Was steht darin?").click()
    page.get_by_role("option", name="Beratungen", exact=True).click()
    settle(page)
    expect(page.get_by_role("button", name="Datei auswählen")).to_be_visible()
    expect(page.get_by_role("link", name="Link to heading")).to_have_count(0)
    expect(page.get_by_test_id("stFileUploader")).not_to_contain_text("per file", use_inner_text=True)
    place = page.get_by_test_id("stFileUploaderDropzoneInput")
    place.set_input_files({"name": "gross.csv", "mimeType": "text/csv", "buffer": bytes(21 * 1024 * 1024)})
    expect(page.get_by_test_id("stFileChip")).to_have_attribute("aria-invalid", "true")
    said = page.get_by_test_id("stFileChips").evaluate("chips => getComputedStyle(chips, '::after').content")
    assert said == '"Diese Datei wird nicht angenommen: eine auf einmal, bis 20 MB."'
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_test_id("stFileChip").get_by_role("button").focus()
    place.set_input_files({"name": "alt.csv", "mimeType": "text/csv", "buffer": old_excel(12)})
    expect(page.get_by_text("12 Zeilen sind neu und ohne Fehler")).to_be_visible()
    expect(page.get_by_role("button", name="Andere Datei")).to_be_focused()
