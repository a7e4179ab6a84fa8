"""The table of pages: what the frame offers, and what the tests walk through."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from schemas import RECORDS
from schemas.labels import Label
from schemas.record import about
from schemas.roles import Action, Role, allowed

PAGES = Path(__file__).resolve().parent.parent / "pages"

TODAY = Label("Heute", "Today")
FIGURES = Label("Zahlen", "Figures")
ENTRY = Label("Erfassen", "Enter")
REPORTS = Label("Berichte", "Reports")
ADMINISTRATION = Label("Verwaltung", "Administration")

ICONS = {
    "consultations": ":material/forum:",
    "home_visits": ":material/home:",
    "events": ":material/event:",
    "projects": ":material/handshake:",
    "project_activities": ":material/directions_bike:",
    "performance_requests": ":material/music_note:",
}
"""Icons of record types; one that is not named here gets a pencil."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its script in ``pages/`` and its name in the address, title, icon and section, and what it is for."""

    name: str
    title: Label
    icon: str
    section: Label
    needs: Action
    """What one must be allowed to; for others the page does not exist, and its address leads nowhere."""
    start: frozenset[Role] = frozenset()
    """Who begins here: to them it is the page without a name in the address."""
    lead_title: Label | None = None
    """Its title for the lead, where that sees more there."""

    @property
    def file(self) -> Path:
        """The script of the page."""
        return PAGES / f"{self.name}.py"

    def title_for(self, role: Role) -> Label:
        """Its title as people of a role read it."""
        return self.lead_title if self.lead_title and role is Role.LEAD else self.title


FIRST = (
    Screen(
        "overview",
        Label("Übersicht", "Overview"),
        ":material/monitoring:",
        FIGURES,
        Action.SEE_FIGURES,
        start=frozenset({Role.LEAD}),
    ),
    Screen(
        "tasks",
        Label("Meine Aufgaben", "My tasks"),
        ":material/checklist:",
        TODAY,
        Action.SEE_RECORDS,
        start=frozenset({Role.STAFF}),
        lead_title=Label("Aufgaben aller", "Everybody's tasks"),
    ),
)
"""The pages before those of the record types."""

LAST = (
    Screen("imports", Label("Tabellen einlesen", "Import tables"), ":material/upload_file:", ENTRY, Action.ENTER),
    Screen(
        "downloads",
        Label("Tabellen herunterladen", "Download tables"),
        ":material/download:",
        FIGURES,
        Action.SEE_FIGURES,
    ),
    Screen(
        "released",
        Label("Freigegebene Berichte", "Released reports"),
        ":material/task:",
        REPORTS,
        Action.SEE_RELEASED,
        start=frozenset({Role.READER}),
    ),
    Screen("reports", Label("Berichte", "Reports"), ":material/description:", REPORTS, Action.RELEASE),
    Screen(
        "periods",
        Label("Berichtszeiträume", "Reporting periods"),
        ":material/event_available:",
        ADMINISTRATION,
        Action.MANAGE_PERIODS,
    ),
    Screen(
        "vocabularies",
        Label("Listen", "Lists"),
        ":material/list_alt:",
        ADMINISTRATION,
        Action.EDIT_VOCABULARIES,
    ),
    Screen(
        "accounts",
        Label("Konten", "Accounts"),
        ":material/manage_accounts:",
        ADMINISTRATION,
        Action.MANAGE_ACCOUNTS,
    ),
    Screen(
        "settings",
        Label("Einstellungen", "Settings"),
        ":material/tune:",
        ADMINISTRATION,
        Action.CHANGE_SETTINGS,
    ),
)
"""The pages after them."""


def screens() -> tuple[Screen, ...]:
    """All pages. Every record type of the registry has one, named after its table."""
    entry = (
        Screen(table, about(record_type).plural, ICONS.get(table, ":material/edit_note:"), ENTRY, Action.SEE_RECORDS)
        for table, record_type in RECORDS.items()
    )
    return (*FIRST, *entry, *LAST)


def screens_of(role: Role) -> tuple[Screen, ...]:
    """The pages of a role, its start page first."""
    mine = [screen for screen in screens() if allowed(role, screen.needs)]
    return tuple(sorted(mine, key=lambda screen: role not in screen.start))


def pages(language: str, role: Role) -> dict[str, list[st.Page]]:
    """The pages of a role by section, with titles in a language, as ``st.navigation`` takes them."""
    sections: dict[str, list[st.Page]] = {}
    for place, screen in enumerate(screens_of(role)):
        page = st.Page(
            screen.file,
            title=screen.title_for(role).in_language(language),
            icon=screen.icon,
            url_path=screen.name,
            default=place == 0,
        )
        sections.setdefault(screen.section.in_language(language), []).append(page)
    return sections


def page_of(table: str) -> Path:
    """The page that shows the records of a table."""
    return PAGES / f"{table}.py"
