"""The office opens while the server serves already: imports take two seconds, and the first page needs none."""

import asyncio
import gc
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message
from streamlit import runtime
from streamlit.web.server.starlette import App

import dashboard
import db
from dashboard.configuration import Settings
from dashboard.listening import NotServed
from dashboard.office import opened_office
from dashboard.visits import Visits

if TYPE_CHECKING:
    from db.database import Database

NOT_WARMED = ("app", "cli", "server")
"""Modules of ``dashboard`` that are started, not imported."""

log = logging.getLogger("buero")


class Opening:
    """The office of one server. It opens in a thread."""

    def __init__(self, settings: Settings, announce: Callable[[], None] = lambda: None) -> None:
        """``announce`` is called in the event loop once the office is open or has failed to open."""
        self.settings, self.announce = settings, announce
        self.failure: NotServed | None = None
        self.succeeded = False
        self.visits = Visits(settings)
        self.set_up = ""
        """The token of the link that makes the first lead's account, while there is none."""
        self._over = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    async def over(self) -> None:
        """Wait until the office is open or has failed to open."""
        await self._over.wait()

    async def opened(self) -> bool:
        """Wait like ``over``; whether the office is open."""
        await self._over.wait()
        return self.succeeded

    @asynccontextmanager
    async def lifespan(self, app: App) -> AsyncIterator[None]:
        """Open the office when the server starts, close its database when the server stops."""
        with ExitStack() as until_closed:
            opening = asyncio.create_task(self._open(app, until_closed))
            yield
            await opening
            if self._watching:
                self._watching.cancel()
                await asyncio.to_thread(self.visits.store)

    async def _open(self, app: App, until_closed: ExitStack) -> None:
        try:
            database = await asyncio.to_thread(_open_database, self.settings)
            until_closed.enter_context(database)
            await _warm_up(app, database, self.settings)
            until_closed.enter_context(opened_office(database, self.settings, self.visits))
            self.set_up = await asyncio.to_thread(_offer_set_up, database, self.settings)
            self._watching = asyncio.create_task(self.visits.watch())
            self.succeeded = True
        except NotServed as failure:
            self.failure = failure
        finally:
            self._over.set()
            self.announce()


def _open_database(settings: Settings) -> "Database":
    """The office's database, once everything that a session needs is imported."""
    for package in (db, dashboard):
        for module in pkgutil.iter_modules(package.__path__):
            if not (package is dashboard and module.name in NOT_WARMED):
                importlib.import_module(f"{package.__name__}.{module.name}")
    from dashboard import presets
    from db import drafts
    from db.database import open_database
    from db.unavailable import DatabaseUnavailable

    try:
        database = open_database(settings.database_file, first=settings.first, time_zone=settings.time_zone)
    except DatabaseUnavailable as unavailable:
        raise NotServed(unavailable.label) from unavailable
    drafts.erase_old(database)
    presets.take_over(database, settings)
    return database


async def _warm_up(app: App, database: "Database", settings: Settings) -> None:
    """Serve the start page once and run it, unseen, so that the first visitor waits no longer than the second.

    That counts and draws what it shows, and does what Streamlit does only once: its first element costs 0.3 s.
    """
    from schemas.roles import Actor, Role

    await _serve_unseen(app)
    if runtime.exists():
        with opened_office(database, settings, rehearsing=Actor("", "", Role.LEAD)):
            await runtime.get_instance().does_script_run_without_error()
    gc.freeze()  # 400,000 objects of the imports live as long as the process: no collection needs to look at them


async def _serve_unseen(app: ASGIApp) -> None:
    body: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return body.pop() if body else await asyncio.Future()  # a response goes on for as long as nobody leaves

    async def send(_: Message) -> None:
        pass

    asked = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "scheme": "http"}
    await app(asked, receive, send)


def _offer_set_up(database: "Database", settings: Settings) -> str:
    """The token of a link that makes the first lead's account, empty if there is one or the disk is full."""
    from db import links
    from db.unavailable import DatabaseUnavailable

    try:
        return "" if settings.demo else links.offer_set_up(database) or ""
    except DatabaseUnavailable:
        log.exception("no link for the first account could be made")
        return ""
