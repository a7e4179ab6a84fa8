"""The office that this process serves: its open database and its settings, within reach of every screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.configuration import Settings

if TYPE_CHECKING:
    from dashboard.visits import Visits
    from db.database import Database  # at run time it would load pandera before the first page is served
    from db.office_settings import StoredSettings
    from schemas.roles import Actor


@dataclass(frozen=True, slots=True)
class Office:
    """One office: what it keeps, and how it was set up on this machine."""

    whole: "Database"
    """All that the office keeps. For what has no screen: signing in, watching sessions."""
    settings: Settings
    visits: "Visits | None" = None
    """Who is signed in, where the office is served."""
    rehearsing: "Actor | None" = None
    """For whom screens run while nobody is let in yet."""

    @property
    def database(self) -> "Database":
        """What the office keeps, for whoever looks at the screen that asks; where no screen runs, all of it.

        Raises:
            NotSignedIn: the session has just ended.
        """
        if get_script_run_ctx(suppress_warning=True) is None:
            return self.whole
        from dashboard import session  # it asks this module whom sessions belong to
        from db.sight import seen_by

        return seen_by(self.whole, session.actor())

    @property
    def own(self) -> "StoredSettings":
        """What the office has set for itself in the browser."""
        return self.whole.settings


_open: list[Office] = []


def office() -> Office:
    """The office that is open.

    Raises:
        RuntimeError: none is: the caller runs outside of ``opened_office``.
    """
    if not _open:
        raise RuntimeError("No office is open: screens run inside of opened_office(database, settings).")
    return _open[-1]


def presented(configured: Settings) -> "StoredSettings | Settings":
    """What tells the office's name and language: while it still opens, what it was configured with."""
    return _open[-1].own if _open else configured


@contextmanager
def opened_office(
    database: "Database", settings: Settings, visits: "Visits | None" = None, rehearsing: "Actor | None" = None
) -> Iterator[Office]:
    """Let every screen of this process work for one office. The database stays the caller's to close."""
    opened = Office(database, settings, visits, rehearsing)
    _open.append(opened)
    try:
        yield opened
    finally:
        _open.remove(opened)
