"""Records are entered, changed and deleted in a real browser, and nothing that was typed gets lost."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from schemas.roles import Role
from tests.conftest import ROOT, serving

pytest.importorskip("playwright")

from playwright.sync_api import Browser, Page, expect

from tests import browsing, signing_in
from tests.browsing import (
    button,
    day_of,
    expect_row,
    give_day,
    give_number,
    number,
    pill,
    revision,
    row_of,
    save,
    tap,
    text,
    visit,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser

MISSING = "Bitte angeben."
FOUND_AGAIN = "Noch nicht gespeicherte Eingaben von vorhin sind wieder da."
UNSENT = "Noch nicht gesendet: die Änderung an Beratung Nr. 21 wartet."
NO_ANSWER = "Der Server antwortet nicht."
TOO_MANY_MINORS = "Es können nicht mehr Minderjährige als Personen sein."
NASTY = "<b>fett</b> [a](javascript:alert(1)) :material/home: '; DROP TABLE consultations; -- =1+1 $x^2$ **dick** #1"


@pytest.fixture(scope="module")
def office(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app with the demo records; each test works on records of its own."""
    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("entry") / "demo.duckdb")
    with serving(Path(copy)) as address:
        yield address


@pytest.fixture(scope="module")
def other_desk(browser: Browser) -> "Iterator[BrowserContext]":
    """A second browser."""
    context = browsing.new_browser(browser)
    yield context
    context.close()


@pytest.fixture
def other(other_desk: "BrowserContext") -> Iterator[Page]:
    """An empty page in the browser of somebody else."""
    other_desk.clear_cookies()
    page = other_desk.new_page()
    yield page
    page.close()


def seen_by_server(page: Page) -> None:
    """Wait until the server has everything that was typed: it answers to the last number, which is wrong."""
    give_number(page, "davon Minderjährige", "9")
    expect(page.get_by_text(TOO_MANY_MINORS)).to_be_visible()


def test_a_consultation_entered_with_taps_is_confirmed_linked_and_first_in_the_list(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    browsing.fill_consultation(page, "05032018", persons="3")
    stored = save(page)
    expect_row(page, 0, [str(stored), "ohne Wiedervorlage", "2018-03-05", "Alltagsfragen, Wohnraum"])
    expect(pill(page, "Personengruppe", "Anerkannt")).not_to_be_checked()
    page.get_by_role("link", name=f"Nr. {stored} ansehen").click()
    expect(page).to_have_url(re.compile(rf"record={stored}"))
    shown = page.get_by_test_id("stMain")
    expect(shown).to_contain_text(f"Beratung Nr. {stored}")
    expect(shown).to_contain_text("Datum: 05.03.2018")
    expect(shown).to_contain_text("Beratene Personen: 3")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(page: Page, office: str) -> None:
    before = revision(office)
    visit(page, office, "consultations")
    give_number(page, "Beratene Personen", "2")
    tap(page, {"Personengruppe": "Asylverfahren"})
    give_day(page, "01012100")
    text(page, "Fallkürzel").fill("Meier")
    button(page, "Speichern").click()
    form = page.get_by_test_id("stMain")
    expect(form).to_contain_text("Noch nicht gespeichert. Bitte ansehen: Datum, Themen, Art der Beratung, Fallkürzel")
    expect(form).to_contain_text("Das Datum liegt in der Zukunft. Spätestens heute,")
    expect(form).to_contain_text("Bitte mindestens einen Wert auswählen.")
    expect(form).to_contain_text("Bitte auswählen.")
    expect(form).to_contain_text("Bitte in dieser Form schreiben: F-0042.")
    expect(number(page, "Beratene Personen")).to_have_value("2")
    expect(pill(page, "Personengruppe", "Asylverfahren")).to_be_checked()
    expect(text(page, "Fallkürzel")).to_have_value("Meier")
    expect(day_of(page)).to_have_value("01.01.2100")
    assert revision(office) == before


def test_a_message_stands_below_its_field(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    give_number(page, "Beratene Personen", "0")
    sentence = page.get_by_text("Bitte eine ganze Zahl von 1 bis 99 angeben.")
    field, told = number(page, "Beratene Personen").bounding_box(), sentence.bounding_box()
    assert field
    assert told
    assert 0 < told["y"] - field["y"] < 80
    assert abs(told["x"] - field["x"]) < 40


def test_enter_in_a_field_does_not_save(page: Page, office: str) -> None:
    before = revision(office)
    visit(page, office, "consultations")
    browsing.fill_consultation(page)
    for field in (text(page, "Bemerkung"), text(page, "Fallkürzel"), number(page, "davon Minderjährige")):
        field.press("Enter")
    seen_by_server(page)
    expect(page.get_by_text("gespeichert")).to_have_count(0)
    assert revision(office) == before


def test_a_double_click_on_save_stores_one_record(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    browsing.fill_consultation(page)
    before = revision(office)
    button(page, "Speichern").dblclick()
    stored = browsing.saved(page)
    expect(page.get_by_text("Noch nicht gespeichert")).to_have_count(0)
    assert revision(office) == before + 1
    expect_row(page, 0, [str(stored)])
    expect_row(page, 1, [str(stored - 1)])


def test_day_setting_and_place_stay_for_the_next_entry_if_wanted(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    browsing.fill_consultation(page, "06032018")
    page.get_by_text("Für den nächsten Eintrag behalten: Datum, Art der Beratung, Ort").click()
    first = save(page)
    expect(day_of(page)).to_have_value("06.03.2018")
    expect(pill(page, "Art der Beratung", "Büro")).to_be_checked()
    expect(pill(page, "Ort", "Leiferde")).to_be_checked()
    expect(pill(page, "Personengruppe", "Anerkannt")).not_to_be_checked()
    expect(number(page, "Beratene Personen")).to_have_value("")
    tap(page, {"Themen": "Wohnraum", "Personengruppe": "Anerkannt"})
    give_number(page, "Beratene Personen", "1")
    button(page, "Speichern").click()
    expect(page.get_by_text(f"Nr. {first + 1} ist gespeichert.")).to_be_visible()
    expect_row(page, 0, [str(first + 1), "ohne Wiedervorlage", "2018-03-06"])


def test_a_reload_finds_the_unsaved_form_again(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    browsing.fill_consultation(page)
    text(page, "Bemerkung").press_sequentially("Rückfrage nötig")
    seen_by_server(page)
    page.reload()
    expect(page.get_by_text(FOUND_AGAIN)).to_be_visible()
    expect_filled(page, "Rückfrage nötig")
    give_number(page, "davon Minderjährige", "1")
    save(page)
    page.reload()
    expect(button(page, "Speichern")).to_be_visible()
    browsing.settle(page)
    expect(page.get_by_text(FOUND_AGAIN)).to_have_count(0)
    expect(text(page, "Bemerkung")).to_have_value("")


def expect_filled(page: Page, note: str) -> None:
    """The form as ``fill_consultation`` left it."""
    expect(text(page, "Bemerkung")).to_have_value(note)
    expect(number(page, "Beratene Personen")).to_have_value("2")
    expect(pill(page, "Themen", "Wohnraum")).to_be_checked()
    expect(pill(page, "Personengruppe", "Anerkannt")).to_be_checked()
    expect(day_of(page)).to_have_value("05.03.2018")


def test_a_reload_right_after_a_key_finds_every_letter_again(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    tap(page, {"Personengruppe": "Anerkannt"})
    text(page, "Bemerkung").press_sequentially("Mitten im Wo")
    page.reload()
    expect(text(page, "Bemerkung")).to_have_value("Mitten im Wo")
    expect(pill(page, "Personengruppe", "Anerkannt")).to_be_checked()


def test_who_signs_in_next_in_the_same_tab_sees_nothing_of_what_was_typed(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    text(page, "Bemerkung").press_sequentially("nicht für andere")
    visit(page, office, "consultations", role=Role.STAFF)
    expect(page.get_by_text("Angemeldet als")).to_be_visible()
    expect(text(page, "Bemerkung")).to_have_value("")


def test_a_day_is_typed_as_people_write_it_and_shown_in_full(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    give_day(page, "5.3.18")
    expect(day_of(page)).to_have_value("05.03.2018")
    day_of(page).press("ArrowDown")
    expect(day_of(page)).to_have_value("04.03.2018")
    give_day(page, "31.2.18")
    expect(page.get_by_text("Bitte ein Datum angeben, zum Beispiel 31.12.2018.")).to_be_visible()
    expect(day_of(page)).to_have_value("31.2.18")


def test_half_a_value_is_no_mistake_while_somebody_types(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    day_of(page).press_sequentially("5.3")
    page.wait_for_timeout(1200)
    expect(page.get_by_text("Bitte ein Datum angeben")).to_have_count(0)
    text(page, "Fallkürzel").press_sequentially("F-0")
    page.wait_for_timeout(1200)
    expect(page.get_by_text("Bitte in dieser Form schreiben: F-0042.")).to_have_count(0)
    text(page, "Fallkürzel").press("Tab")
    expect(page.get_by_text("Bitte in dieser Form schreiben: F-0042.")).to_be_visible()


def test_a_second_tap_takes_a_value_back(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    for title, label in (("Ort", "Leiferde"), ("Themen", "Wohnraum")):
        pill(page, title, label).click()
        expect(pill(page, title, label)).to_be_checked()
        pill(page, title, label).click()
        expect(pill(page, title, label)).not_to_be_checked()
    pill(page, "Ort", "Leiferde").click()
    pill(page, "Ort", "Leiferde").press("Delete")
    expect(pill(page, "Ort", "Leiferde")).not_to_be_checked()


def test_the_explanation_of_a_field_opens_by_a_button(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    expect(page.get_by_text("zum Beispiel F-0042", exact=False)).not_to_be_visible()
    button(page, "Erklärung: Fallkürzel").click()
    expect(button(page, "Erklärung: Fallkürzel")).to_have_attribute("aria-expanded", "true")
    described = text(page, "Fallkürzel").get_attribute("aria-describedby")
    assert described
    expect(page.locator(f"#{described.split()[-1]}")).to_be_visible()


def test_a_change_of_page_and_back_finds_the_unsaved_form_again(page: Page, office: str) -> None:
    visit(page, office, "consultations")
    browsing.fill_consultation(page)
    text(page, "Bemerkung").press_sequentially("Gleich zurück")
    seen_by_server(page)
    page.get_by_role("link", name="Hausbesuche").click()
    expect(page.get_by_role("heading", name="Neuer Eintrag: Hausbesuch")).to_be_visible()
    expect(number(page, "Angetroffene Personen")).to_have_value("")
    page.get_by_role("link", name="Beratungen").click()
    expect(page.get_by_role("heading", name="Neuer Eintrag: Beratung")).to_be_visible()
    expect_filled(page, "Gleich zurück")


def test_two_tabs_of_one_browser_keep_their_unsaved_forms_apart(page: Page, office: str) -> None:
    other = page.context.new_page()
    for tab, note in ((page, "erster"), (other, "zweiter")):
        tab.bring_to_front()
        visit(tab, office, "consultations")
        browsing.fill_consultation(tab)
        text(tab, "Bemerkung").press_sequentially(note)
        seen_by_server(tab)
        give_number(tab, "davon Minderjährige", "1")
    other.reload()
    expect(text(other, "Bemerkung")).to_have_value("zweiter")
    expect(text(page, "Bemerkung")).to_have_value("erster")
    before = revision(office)
    numbers = [save(other), save(page)]
    assert revision(office) == before + 2
    for stored, note in zip(numbers, ("zweiter", "erster"), strict=True):
        visit(page, office, f"consultations?record={stored}")
        expect(page.get_by_test_id("stMain")).to_contain_text(f"Bemerkung: {note}")


def open_for_editing(page: Page, office: str, record: int) -> None:
    visit(page, office, f"consultations?record={record}")
    button(page, "Bearbeiten").click()
    expect(button(page, "Abbrechen")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Beratung Nr. {record} bearbeiten")).to_be_visible()
    browsing.settle(page)


@pytest.mark.parametrize(
    ("record", "choice", "note", "in_another_tab"),
    [(11, "Meine Werte speichern", "meine", False), (12, "Gespeicherte Werte übernehmen", "ihre", True)],
)
def test_whoever_saves_second_sees_both_values_and_is_asked(
    page: Page, other: Page, office: str, record: int, choice: str, note: str, in_another_tab: bool
) -> None:
    other = page.context.new_page() if in_another_tab else other
    open_for_editing(page, office, record)
    open_for_editing(other, office, record)
    text(other, "Bemerkung").fill("ihre")
    save(other)
    text(page, "Bemerkung").fill("meine")
    button(page, "Speichern").click()
    expect(
        page.get_by_text("Jemand hat diesen Eintrag inzwischen geändert. Welche Werte sollen gelten?")
    ).to_be_visible()
    differences = page.get_by_test_id("stDataFrameResizable").first.locator("canvas table tbody tr")
    expect(differences.first.locator("td")).to_have_text(["Bemerkung", "meine", "ihre"])
    expect(differences).to_have_count(1)
    before = revision(office)
    button(page, choice).click()
    if note == "meine":
        assert browsing.saved(page) == record
        assert revision(office) == before + 1
    else:
        expect(text(page, "Bemerkung")).to_have_value("ihre")
        assert revision(office) == before
    visit(other, office, f"consultations?record={record}")
    expect(other.get_by_test_id("stMain")).to_contain_text(f"Bemerkung: {note}")


@pytest.mark.parametrize(
    ("record", "choice", "kept"), [(13, "Als neuen Eintrag speichern", True), (14, "Meine Eingaben verwerfen", False)]
)
def test_whoever_edits_a_record_that_was_deleted_meanwhile_is_asked(
    page: Page, other: Page, office: str, record: int, choice: str, kept: bool
) -> None:
    open_for_editing(page, office, record)
    visit(other, office, f"consultations?record={record}")
    button(other, "Löschen").click()
    button(other, "Ja, löschen").click()
    expect(other.get_by_text(f"Eintrag Nr. {record} ist gelöscht.")).to_be_visible()
    text(page, "Bemerkung").fill("trotzdem wichtig")
    button(page, "Speichern").click()
    expect(
        page.get_by_text("Jemand hat diesen Eintrag inzwischen gelöscht. Ihre Eingaben sind noch da.")
    ).to_be_visible()
    expect(text(page, "Bemerkung")).to_have_value("trotzdem wichtig")
    button(page, choice).click()
    if kept:
        visit(other, office, f"consultations?record={browsing.saved(page)}")
        expect(other.get_by_test_id("stMain")).to_contain_text("Bemerkung: trotzdem wichtig")
    else:
        expect(page.get_by_role("heading", name="Neuer Eintrag: Beratung")).to_be_visible()
        expect(text(page, "Bemerkung")).to_have_value("")


def test_a_record_picked_in_the_list_is_edited_in_place(page: Page, office: str) -> None:
    visit(page, office, "home_visits")
    picked = row_of(page, 2).first.text_content()
    browsing.pick_row(page, 2)
    button(page, "Bearbeiten").click()
    expect(page.get_by_role("heading", name=f"Hausbesuch Nr. {picked} bearbeiten")).to_be_visible()
    give_number(page, "Angetroffene Personen", "17")
    before = revision(office)
    assert save(page) == int(picked or 0)
    assert revision(office) == before + 1
    expect(page.get_by_role("heading", name="Neuer Eintrag: Hausbesuch")).to_be_visible()
    page.get_by_role("link", name=f"Nr. {picked} ansehen").click()
    expect(page.get_by_test_id("stMain")).to_contain_text("Angetroffene Personen: 17")


def test_what_a_click_leads_to_is_brought_into_view(page: Page, office: str) -> None:
    visit(page, office, "home_visits")
    for deed, heading in (("Bearbeiten", "bearbeiten"), ("Duplizieren", "Neuer Eintrag: Hausbesuch")):
        browsing.pick_row(page, 3)
        button(page, deed).click()
        expect(page.get_by_role("heading", name=heading)).to_be_in_viewport()
    stored = save(page)
    link = page.get_by_role("link", name=f"Nr. {stored} ansehen")
    link.scroll_into_view_if_needed()
    link.click()
    expect(page.get_by_text(f"Hausbesuch Nr. {stored}", exact=True)).to_be_in_viewport()


def test_that_a_record_of_the_list_is_deleted_is_said_in_view(page: Page, office: str) -> None:
    visit(page, office, "events")
    picked = row_of(page, 3).first.text_content()
    browsing.pick_row(page, 3)
    button(page, "Löschen").click()
    button(page, "Ja, löschen").click()
    expect(page.get_by_text(f"Eintrag Nr. {picked} ist gelöscht.")).to_be_in_viewport()


def test_a_duplicate_is_a_new_record_with_the_same_values(page: Page, office: str) -> None:
    visit(page, office, "home_visits?record=20")
    button(page, "Duplizieren").click()
    expect(page.get_by_role("heading", name="Neuer Eintrag: Hausbesuch")).to_be_visible()
    expect(day_of(page)).to_have_value(re.compile(r"20\d\d"))
    day, month, year = day_of(page).input_value().split(".")
    before = revision(office)
    stored = save(page)
    assert revision(office) == before + 1
    assert stored > 20
    expect_row(page, 0, [str(stored), "durchgeführt", f"{year}-{month}-{day}"])


def test_deleting_asks_first(page: Page, office: str) -> None:
    before = revision(office)
    visit(page, office, "home_visits?record=30")
    button(page, "Löschen").click()
    expect(page.get_by_text("Diesen Eintrag löschen? Er verschwindet aus allen Zahlen.")).to_be_visible()
    button(page, "Behalten").click()
    expect(button(page, "Löschen")).to_be_visible()
    assert revision(office) == before
    button(page, "Löschen").click()
    button(page, "Ja, löschen").click()
    expect(page.get_by_text("Eintrag Nr. 30 ist gelöscht.")).to_be_visible()
    expect(page.get_by_text("Einen Eintrag mit der Nummer 30 gibt es nicht (mehr).")).to_be_visible()
    assert revision(office) == before + 1


ENTRIES: dict[str, tuple[browsing.Taps, dict[str, str], dict[str, str]]] = {
    "consultations": (
        {**browsing.CONSULTATION, "Sprachmittlung": "nein", "Vermittelt an": ["Jobcenter", "Kita"]},
        {"Beratene Personen": "2", "Dauer": "45"},
        {"Fallkürzel": "F-0042"},
    ),
    "home_visits": (
        {"Themen": ["Wohnraum"], "Ort": "Müden (Aller)", "Ehrenamt dabei": "ja"},
        {"Angetroffene Personen": "4"},
        {"Bemerkung": "Heizung"},
    ),
    "events": (
        {"Veranstaltungsart": "Fest", "Partner": ["Polizei"]},
        {"Plätze": "50", "Teilnehmende": "40", "davon Kinder": "12"},
        {"Titel": "Kinderfest"},
    ),
    "projects": ({"Projekt": "Trommelgruppe"}, {"Festes Team": "6"}, {}),
    "project_activities": (
        {"Projekt": "Fahrradwerkstatt", "Aktivität": "Öffnungstag"},
        {"Helferstunden": "7,5", "Reparierte Fahrräder": "3"},
        {},
    ),
}
"""For each page the taps, numbers and texts of a record."""


@pytest.mark.parametrize("name", ENTRIES)
def test_a_record_of_every_type_can_be_entered(page: Page, office: str, name: str) -> None:
    taps, numbers, texts = ENTRIES[name]
    visit(page, office, name)
    give_day(page, "02032018", "Beginn" if name == "projects" else "Datum")
    tap(page, taps)
    for title, value in numbers.items():
        give_number(page, title, value)
    for title, value in texts.items():
        text(page, title).fill(value)
    stored = save(page)
    page.get_by_role("link", name=f"Nr. {stored} ansehen").click()
    shown = page.get_by_test_id("stMain")
    expect(shown).to_contain_text("02.03.2018")
    for title, value in {**numbers, **texts}.items():
        expect(shown).to_contain_text(f"{title}: {value}")
    for title, labels in taps.items():
        expect(shown).to_contain_text(f"{title}: {labels if isinstance(labels, str) else ', '.join(labels)}")


def test_a_consultation_can_be_entered_with_the_keyboard_alone(page: Page, office: str) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})  # so that the list has room for what is looked at
    visit(page, office, "consultations")
    before = revision(office)

    def go_to(name: str, role: str) -> None:
        """Press Tab until the element that a screen reader would call so has the focus."""
        wanted = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
        for _ in range(60):
            if wanted.evaluate("element => element === element.getRootNode().activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"Tab does not lead to {name}")

    go_to("Datum *", "textbox")
    page.keyboard.type("7.3.18")
    go_to("Krisenintervention und Konfliktberatung", "checkbox")
    page.keyboard.press("Space")
    go_to("Asylverfahren", "radio")
    page.keyboard.press("Space")
    go_to("Offene Sprechstunde", "radio")
    page.keyboard.press("Space")
    go_to("Beratene Personen *", "textbox")
    page.keyboard.type("1")
    go_to("Speichern", "button")
    page.keyboard.press("Enter")
    browsing.saved(page)
    assert revision(office) == before + 1
    expect_row(
        page,
        0,
        [
            re.compile(r"^\d+$"),
            "ohne Wiedervorlage",
            "2018-03-07",
            "Krisenintervention und Konfliktberatung",
            "Asylverfahren",
            "Offene Sprechstunde",
        ],
    )


def test_what_somebody_types_is_shown_as_it_was_typed(page: Page, office: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    visit(page, office, "events")
    give_day(page, "08032018")
    tap(page, {"Veranstaltungsart": "Vortrag"})
    text(page, "Titel").fill(NASTY)
    stored = save(page)
    expect_row(page, 0, [re.compile(r"^\d+$"), "geplant", NASTY])
    page.get_by_role("link", name=f"Nr. {stored} ansehen").click()
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(f"Titel: {NASTY}")
    expect(main.locator("b, a[href^='javascript'], .katex")).to_have_count(0)
    visit(page, office, "events?search=" + "%3Cb%3Efett&period=free")
    expect_row(page, 0, [re.compile(r"^\d+$"), "geplant", NASTY])
    visit(page, office, "?period=free&from=2018-03-08&to=2018-03-08")
    expect(page.locator("svg.marks", has_text="<b>fett</b>").first).to_be_visible()
    expect(page.get_by_test_id("stMain").locator("b:text('fett'), a[href^='javascript'], .katex")).to_have_count(0)
    assert dialogs == []


@contextmanager
def process(database: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``buero run`` at a port (0: a free one), and its address."""
    command = [sys.executable, "-m", "dashboard.cli", "run", "--database", str(database), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        try:
            yield running, running.stdout.readline().split()[-1]
        finally:
            running.kill()


def test_what_is_typed_while_the_server_is_gone_is_saved_once_it_is_back(page: Page, demo_file: Path) -> None:
    tokens = signing_in.prepare(demo_file)
    with process(demo_file, 0) as (running, address):
        signing_in.remember(address, tokens)
        visit(page, address, "consultations")
        browsing.fill_consultation(page)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        text(page, "Bemerkung").press_sequentially("während der Störung")
    with process(demo_file, urlsplit(address).port or 0):
        browsing.settle(page)
        expect(text(page, "Bemerkung")).to_have_value("während der Störung")
        expect(button(page, "Speichern")).to_be_enabled()
        before = revision(address)
        stored = save(page)
        assert revision(address) == before + 1
        page.get_by_role("link", name=f"Nr. {stored} ansehen").click()
        expect(page.get_by_test_id("stMain")).to_contain_text("Bemerkung: während der Störung")


def test_a_change_that_is_saved_while_the_server_is_gone_waits_for_its_record(page: Page, demo_file: Path) -> None:
    tokens = signing_in.prepare(demo_file)
    with process(demo_file, 0) as (running, address):
        signing_in.remember(address, tokens)
        open_for_editing(page, address, 21)
        before = revision(address)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        text(page, "Bemerkung").fill("während der Störung")
        button(page, "Speichern").click()
        lost = page.get_by_role("dialog", name="Verbindung unterbrochen")
        expect(lost).to_be_visible(timeout=browsing.LONG)
        expect(lost).to_contain_text("Der Server antwortet nicht")
        expect(lost.get_by_text("Streamlit")).to_be_hidden()
    with process(demo_file, urlsplit(address).port or 0):
        expect(page.get_by_role("heading", name="Neuer Eintrag: Beratung")).to_be_visible(timeout=browsing.LONG)
        expect(text(page, "Bemerkung")).to_have_value("")
        expect(page.get_by_text(UNSENT)).to_be_visible()
        button(page, "Weitermachen").click()
        expect(text(page, "Bemerkung")).to_have_value("während der Störung")
        expect(page.get_by_text(UNSENT)).to_have_count(0)
        assert revision(address) == before
        assert save(page) == 21


def test_a_click_on_save_while_the_server_is_gone_stores_one_record(page: Page, demo_file: Path) -> None:
    tokens = signing_in.prepare(demo_file)
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    with process(demo_file, 0) as (running, address):
        signing_in.remember(address, tokens)
        visit(page, address, "consultations")
        browsing.fill_consultation(page)
        before = revision(address)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        button(page, "Speichern").click()
        expect(page.get_by_text(NO_ANSWER)).to_be_visible()
    with process(demo_file, urlsplit(address).port or 0):
        expect(page.get_by_text(re.compile(r"Nr\. \d+ ist gespeichert\."))).to_be_visible(timeout=browsing.LONG)
        expect(number(page, "Beratene Personen")).to_have_value("")
        expect(page.get_by_text(NO_ANSWER)).to_have_count(0)
        expect(button(page, "Speichern")).to_be_enabled()
        browsing.saved(page)
        heard = len(sent)
        page.wait_for_timeout(1200)
        assert len(sent) == heard
        page.reload()
        browsing.settle(page)
        expect(button(page, "Speichern")).to_be_visible()
        expect(number(page, "Beratene Personen")).to_have_value("")
        assert revision(address) == before + 1


def test_a_server_that_was_killed_still_has_the_unsaved_form(page: Page, demo_file: Path) -> None:
    tokens = signing_in.prepare(demo_file)
    with process(demo_file, 0) as (running, address):
        signing_in.remember(address, tokens)
        visit(page, address, "consultations")
        browsing.fill_consultation(page)
        text(page, "Bemerkung").press_sequentially("vor dem Absturz")
        seen_by_server(page)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    with process(demo_file, urlsplit(address).port or 0):
        page.reload()
        expect(page.get_by_text(FOUND_AGAIN)).to_be_visible(timeout=browsing.LONG)
        expect_filled(page, "vor dem Absturz")
        expect(number(page, "davon Minderjährige")).to_have_value("9")
