"""The dashboard in a real browser: the published figures, live, with the records behind them, and as files to take."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, Locator, Page, expect

from tests import browsing
from tests.browsing import button, chart, marks, visit
from tests.conftest import REPORTED, Serve

pytestmark = pytest.mark.browser

TOPICS = "Beratungen nach Kategorie"
PUBLISHED = {
    "Krisenintervention und Konfliktberatung": 70,
    "Schulische Angelegenheiten": 80,
    "Praktikum/Ausbildung/Arbeit": 80,
    "Behördenangelegenheiten": 150,
    "Alltagsfragen": 100,
    "Wohnraum": 70,
    "Unterstützung fachärztliche Anbindung": 15,
}
CHARTS = {
    "Beratungen nach Kategorie": "consultations_by_topic",
    "Beratungen nach Kategorie × Personengruppe": "topics_by_client_group",
    "Beratungen je Monat": "consultations_by_month",
    "Kontakte, Art je Monat": "settings_by_month",
    "Hausbesuche je Woche": "home_visits_by_week",
    "Hausbesuche nach Themen": "home_visits_by_topic",
    "Teilnehmende je Veranstaltung": "attendance_by_event",
    "Veranstaltungen nach Veranstaltungsart": "events_by_kind",
    "Teilnehmende nach Gruppe": "attendance_by_group",
}
"""Names of the charts, as screen readers tell them, and of their figures."""


def visit_dashboard(page: Page, address: str, path: str = "") -> None:
    """Open the dashboard and wait for its last chart."""
    visit(page, address, path)
    expect(marks(page, "Teilnehmende nach Gruppe").first).to_be_attached(timeout=browsing.LONG)


def key_figures(page: Page) -> list[str]:
    """The numbers at the top."""
    return page.get_by_test_id("stMetricValue").all_inner_texts()


def numbers_of(page: Page, name: str) -> list[str]:
    """The number of each mark of a chart, as its label tells it."""
    labels = marks(page, name).evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))")
    return [label.replace("\n", " ").rsplit(": ", 1)[1] for label in labels]


def test_the_dashboard_shows_the_figures_of_the_published_report(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app)
    assert key_figures(page) == ["500", "914", "5,0", "30", "1.762"]
    labels = marks(page, TOPICS).evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))")
    drawn = [re.search(r"Kategorie: (.+); Beratungen: (\d+)", label) for label in labels]
    assert {found[1]: int(found[2]) for found in drawn if found} == PUBLISHED
    expect(page.get_by_text("Insgesamt: 500").first).to_be_visible()
    expect(page.get_by_text("Eine Beratung kann mehrere Kategorien berühren").first).to_be_visible()
    expect(page.get_by_text("Mittel 5,0").first).to_be_visible()


def test_bars_are_sorted_and_carry_their_numbers(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app)
    numbers = [int(number) for number in numbers_of(page, TOPICS)]
    assert numbers == sorted(PUBLISHED.values(), reverse=True)
    assert [
        int(text) for text in chart(page, TOPICS).locator(".mark-text.role-mark text").all_text_contents()
    ] == numbers


def open_table(page: Page, figure: str) -> Locator:
    """The table of a figure, opened."""
    panel = page.locator(f".st-key-table-of-{figure}")
    panel.get_by_text("Tabelle und Download").click()
    expect(button(page, "Excel (deutsch)").and_(panel.get_by_role("button"))).to_be_visible()
    browsing.settle(page)
    return panel


def test_every_chart_has_its_table_its_numbers_in_words_and_the_time_it_was_made(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app)
    assert page.locator("[role=graphics-document]").count() == len(CHARTS)
    assert page.get_by_text(re.compile(r"Stand \d\d\.\d\d\.\d{4} \d\d:\d\d\.")).count() == len(CHARTS) + 1
    for name, figure in CHARTS.items():
        drawn = numbers_of(page, name)
        panel = open_table(page, figure)
        table = panel.locator("canvas table")
        table.locator("tbody tr").first.wait_for(state="attached")
        assert int(table.get_attribute("aria-rowcount") or 0) - 1 == len(drawn)
        shown = set(table.locator("td").all_text_contents())
        assert shown & set(drawn), name
        hidden = panel.locator(".dvn-scroller").evaluate("grid => grid.scrollWidth - grid.clientWidth")
        assert hidden == 0, f"{name}: {hidden} pixels of the table are hidden"
    spoken = page.locator("[role=graphics-document] [aria-label]").evaluate_all(
        "marks => marks.map(mark => mark.getAttribute('aria-label'))"
    )
    assert not [label for label in spoken if re.search("axis|legend|_|consultations|visits", label)]
    expect(page.get_by_role("button", name=re.compile("^Show data"))).to_have_count(0)
    words = page.locator("p[style*=clip-path]").all_text_contents()
    assert len(words) == len(CHARTS)
    assert words[0].startswith("Beratungen: Behördenangelegenheiten 150, Alltagsfragen 100,")


@pytest.mark.parametrize(
    ("name", "bar"),
    [
        (TOPICS, 3),
        ("Beratungen nach Kategorie × Personengruppe", 4),
        ("Kontakte, Art je Monat", 4),
        ("Hausbesuche je Woche", 7),
        ("Veranstaltungen nach Veranstaltungsart", 0),
    ],
)
def test_a_click_on_a_bar_leads_to_as_many_records_as_it_counts(
    page: Page, running_app: str, name: str, bar: int
) -> None:
    visit_dashboard(page, running_app)
    counted = int(numbers_of(page, name)[bar])
    marks(page, name).nth(bar).click()
    expect(page.get_by_text(f"{counted} Einträge")).to_be_visible(timeout=browsing.LONG)
    listed = page.get_by_role("region", name=browsing.LIST).locator("canvas table")
    listed.wait_for(state="attached")
    assert int(listed.get_attribute("aria-rowcount") or 0) - 1 == min(counted, 15)
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Übersicht")).to_be_visible()
    expect(marks(page, name).nth(bar)).to_be_attached()
    assert key_figures(page)[0] == "500"


def test_a_click_on_an_event_leads_to_its_record(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app)
    marks(page, "Teilnehmende je Veranstaltung").nth(7).click()
    shown = page.get_by_test_id("stMain")
    expect(shown).to_contain_text("Titel: Fest der Kulturen", timeout=browsing.LONG)
    expect(shown).to_contain_text("Teilnehmende: 365")


def test_a_click_within_a_filtered_view_keeps_the_filters(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app, "?period=reporting&municipality=leiferde,hillerse&topics=housing,school")
    counted = int(numbers_of(page, TOPICS)[1])
    assert 1 < counted < 150
    marks(page, TOPICS).nth(1).click()
    expect(page.get_by_text(f"{counted} Einträge")).to_be_visible(timeout=browsing.LONG)
    expect(page.get_by_text("Ort: Leiferde oder Hillerse").last).to_be_visible()


def calendar(page: Page, title: str) -> Locator:
    """One end of the period."""
    return page.get_by_role("group", name=title).first


def choose_day(page: Page, day: str, title: str) -> None:
    """Type a day as TTMMJJJJ into one end of the period."""
    calendar(page, title).get_by_role("spinbutton").first.click()
    page.keyboard.type(day)


def test_period_and_filters_stand_in_the_address_and_make_the_same_view_elsewhere(
    page: Page, browser: Browser, running_app: str
) -> None:
    visit_dashboard(page, running_app)
    page.get_by_role("radio", name="Frei", exact=True).click()
    expect(calendar(page, "bis")).to_be_visible()
    browsing.settle(page)
    choose_day(page, "01012018", "von")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("from=2018-01-01"))
    choose_day(page, "31032018", "bis")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("to=2018-03-31"))
    button(page, "Filter").click()
    page.get_by_role("combobox", name=re.compile("Ort")).click()
    expect(page.get_by_role("option", name="Alle auswählen")).to_be_visible()
    page.get_by_role("option", name="Leiferde").click()
    expect(page).to_have_url(re.compile("municipality=leiferde"))
    expect(page.get_by_text("1 Filter gesetzt")).to_be_visible()
    expect(page.get_by_role("dialog", name="Filter")).to_be_visible()
    expect(page.get_by_text("01.01.2018 – 31.03.2018 · verglichen mit")).to_be_visible()
    browsing.settle(page)
    seen = key_figures(page)
    assert 0 < int(seen[0]) < 200
    elsewhere = browsing.new_browser(browser)
    same = elsewhere.new_page()
    visit_dashboard(same, running_app, page.url.removeprefix(f"{running_app}/"))
    assert key_figures(same) == seen
    expect(same.get_by_text("Ort: Leiferde")).to_be_visible()
    assert same.url == page.url
    elsewhere.close()


@pytest.mark.parametrize(
    "path",
    [
        "?period=nonsense&from=31.12.2018&to=9999-99-99&municipality=atlantis&topics=%00,%3Cscript%3E&x=1",
        "consultations?record=99999999999999999999&topics=none,,crisis&from=0001-01-01&search=%25%27%22%3B--",
        "events?kind=%F0%9F%92%A5&kind=&to=2018-02-30&record=-1",
    ],
)
def test_junk_in_the_address_is_ignored(page: Page, running_app: str, path: str) -> None:
    visit(page, running_app, path)
    expect(page.get_by_test_id("stMain")).not_to_contain_text("Das hat nicht geklappt.")
    if path.startswith("?"):
        expect(marks(page, TOPICS).first).to_be_attached()
        assert key_figures(page)[0] == "500"
    else:
        expect(page.get_by_text(re.compile("Einen Eintrag mit der Nummer .+ gibt es nicht"))).to_be_visible()
        expect(button(page, "Speichern")).to_be_visible()


def test_an_empty_period_says_so(page: Page, running_app: str) -> None:
    visit(page, running_app, "?period=free&from=2017-07-01&to=2017-07-01&municipality=hillerse")
    expect(page.get_by_text("In diesem Zeitraum ist nichts zu zählen.").first).to_be_visible()
    expect(page.get_by_text("Das hat nicht geklappt.")).to_have_count(0)
    assert key_figures(page)[0] == "0"


def test_a_period_that_ends_before_it_starts_is_refused(page: Page, running_app: str) -> None:
    visit(page, running_app, "?period=free&from=2018-02-01&to=2018-01-01")
    expect(page.get_by_text("Der Zeitraum endet, bevor er beginnt.")).to_be_visible()


def test_the_dashboard_speaks_english_after_a_click_and_german_after_another(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible(timeout=browsing.LONG)
    assert page.locator("html").get_attribute("lang") == "en"
    expect(chart(page, "Consultations by Category")).to_be_attached(timeout=browsing.LONG)
    expect(page.get_by_test_id("stMetricValue").last).to_have_text("1,762")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1, name="Übersicht")).to_be_visible(timeout=browsing.LONG)
    assert page.locator("html").get_attribute("lang") == "de"


def test_a_saved_record_moves_the_figures_in_another_browser(
    page: Page, browser: Browser, demo_file: Path, serve: Serve
) -> None:
    address = serve(demo_file, **REPORTED)
    visit_dashboard(page, address)
    elsewhere = browsing.new_browser(browser)
    desk = elsewhere.new_page()
    visit(desk, address, "consultations")
    browsing.fill_consultation(desk)
    page.bring_to_front()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 700)")
    page.evaluate("document.querySelectorAll('[role=graphics-document], svg.marks').forEach(node => node.seen = true)")
    scrolled = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    assert scrolled > 300
    button(desk, "Speichern").click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("501")
    expect(chart(page, TOPICS).locator(".mark-text.role-mark")).to_contain_text("101")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == scrolled
    new = "nodes => nodes.filter(node => !node.seen).length"
    assert page.locator("[role=graphics-document], svg.marks").evaluate_all(new) == 0
    elsewhere.close()


def taken(page: Page, name: str) -> tuple[str, bytes]:
    """Name and content of the file behind the last download button of this name."""
    with page.expect_download() as download:
        button(page, name).last.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_list_is_taken_along_as_it_is_filtered(page: Page, running_app: str) -> None:
    visit(page, running_app, "consultations?topics=crisis&from=2017-07-01&to=2018-04-30")
    expect(page.get_by_text("70 Einträge")).to_be_visible()
    button(page, "Herunterladen").click()
    name, content = taken(page, "Excel (deutsch)")
    assert name == "Beratungen_2017-07-01-bis-2018-04-30_Excel-deutsch.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 70
    assert all("Krisenintervention und Konfliktberatung" in row["Themen"] for row in rows)
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", rows[0]["Datum"])
    name, content = taken(page, "Maschinenlesbar")
    assert name == "Beratungen_2017-07-01-bis-2018-04-30_Maschinenlesbar.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "datapackage.json" in archive.namelist()
        rows = list(csv.DictReader(io.StringIO(archive.read("consultations.csv").decode())))
    assert len(rows) == 70
    assert all("crisis" in row["topics"] for row in rows)


def test_a_figure_is_taken_along_with_period_and_footnotes(page: Page, running_app: str) -> None:
    visit_dashboard(page, running_app, "?period=reporting&municipality=meinersen")
    panel = open_table(page, "consultations_by_topic")
    with page.expect_download() as download:
        panel.get_by_role("button", name="Excel (deutsch)").click()
    named = "Beratungen-nach-Kategorie_2017-07-01-bis-2018-04-30_Excel-deutsch.csv"
    assert download.value.suggested_filename == named
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    shown = dict(rows[1:8])
    assert shown.keys() == PUBLISHED.keys()
    drawn = sorted(int(number) for number in numbers_of(page, TOPICS))
    assert sorted(int(number) for number in shown.values()) == drawn
    for note in ("Zeitraum: 01.07.2017 bis 30.04.2018", "Filter: Ort: Meinersen", "Eine Beratung kann mehrere"):
        assert note in text
    with page.expect_download() as download:
        panel.get_by_role("button", name="Maschinenlesbar").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "datapackage.json" in archive.namelist()
        assert any(name.endswith("consultations_by_topic.csv") for name in archive.namelist())


def test_everything_at_once_is_taken_along_as_an_archive(page: Page, running_app: str) -> None:
    visit(page, running_app, "downloads")
    with page.expect_download() as download:
        button(page, "Maschinenlesbar").first.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        package = json.loads(archive.read("datapackage.json"))
        paths = [resource["path"] for resource in package["resources"]]
        records = list(csv.DictReader(io.StringIO(archive.read("consultations.csv").decode())))
        figure = list(csv.DictReader(io.StringIO(archive.read("figures/consultations_by_topic.csv").decode())))
    assert {"consultations.csv", "figures/consultations_by_topic.csv", "vocabularies.csv"} <= set(paths)
    assert len(records) == 500
    assert sorted(int(row["consultations"]) for row in figure) == sorted(PUBLISHED.values())
