"""The table of pages names files that exist, and has a page for every record type."""

import pytest

from dashboard import navigation
from dashboard.navigation import PAGES, Screen, page_of, screens
from schemas import RECORDS
from schemas.record import about

IDS = [screen.name for screen in screens()]


@pytest.mark.parametrize("screen", screens(), ids=IDS)
def test_a_page_has_its_script_and_titles_in_both_languages(screen: Screen) -> None:
    assert screen.file.is_file()
    assert screen.title.de
    assert screen.title.en
    assert screen.icon.startswith(":material/")


def test_every_script_of_the_pages_folder_is_in_the_navigation() -> None:
    assert {path.stem for path in PAGES.glob("*.py")} - {"__init__"} == set(IDS)


def test_no_two_pages_share_an_address() -> None:
    assert len(set(IDS)) == len(IDS)


def test_the_start_page_is_the_overview() -> None:
    assert screens()[0].name == "overview"


@pytest.mark.parametrize("table", RECORDS)
def test_a_record_type_has_a_page_named_after_its_table(table: str) -> None:
    (screen,) = [screen for screen in screens() if screen.name == table]
    assert screen.title == about(RECORDS[table]).plural
    assert page_of(table) == screen.file


def test_a_record_type_without_an_icon_of_its_own_gets_a_pencil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ICONS", {})
    assert {screen.icon for screen in screens() if screen.name in RECORDS} == {":material/edit_note:"}
