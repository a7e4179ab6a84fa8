"""The table of pages names files that exist, and has a page for every record type."""

import sys
from pathlib import Path

import pytest

from dashboard import navigation
from dashboard.navigation import PAGES, Screen, page_of, screens, screens_of
from dashboard.server import SCRIPT
from schemas import RECORDS
from schemas.record import about
from schemas.roles import Role
from tests.rehearsal import rehearsal
from tests.small_office import small_office

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


@pytest.mark.parametrize(("role", "start"), [(Role.STAFF, "tasks"), (Role.LEAD, "overview"), (Role.READER, "released")])
def test_the_start_page_is_the_roles(role: Role, start: str) -> None:
    assert screens_of(role)[0].name == start
    assert [screen.name for screen in screens() if role in screen.start] == [start]


def test_staff_finds_the_figures_at_an_address_of_their_own() -> None:
    assert "overview" in [screen.name for screen in screens_of(Role.STAFF)][1:]


def test_a_page_is_called_by_what_a_role_sees_there() -> None:
    (tasks,) = [screen for screen in screens() if screen.name == "tasks"]
    assert [tasks.title_for(role).de for role in (Role.STAFF, Role.LEAD)] == ["Meine Aufgaben", "Aufgaben aller"]


OFFICES = {*RECORDS, "overview", "tasks", "imports", "downloads", "released"}
PAGES_OF = {
    Role.STAFF: OFFICES,
    Role.LEAD: OFFICES | {"periods", "reports", "vocabularies", "accounts", "settings"},
    Role.READER: {"released"},
}
"""Which pages the office has decided to give to whom, spelled out once more."""


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_pages_that_the_office_has_decided(role: Role) -> None:
    assert {screen.name for screen in screens_of(role)} == PAGES_OF[role]


@pytest.mark.parametrize("table", RECORDS)
def test_a_record_type_has_a_page_named_after_its_table(table: str) -> None:
    (screen,) = [screen for screen in screens() if screen.name == table]
    assert screen.title == about(RECORDS[table]).plural
    assert page_of(table) == screen.file


def test_a_record_type_without_an_icon_of_its_own_gets_a_pencil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ICONS", {})
    assert {screen.icon for screen in screens() if screen.name in RECORDS} == {":material/edit_note:"}


def test_the_entry_script_puts_only_the_products_folder_on_the_path_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(SCRIPT.parent)
    with small_office(tmp_path) as database, rehearsal(database) as app:
        monkeypatch.setattr(sys, "path", [folder, *sys.path])
        app.run()
        assert folder not in sys.path
        before = list(sys.path)
        app.run()
        assert sys.path == before
