"""The web application: Streamlit's with our routes and middleware, served while the office is still opening."""

import asyncio
import errno
import gc
import importlib
import os
import pkgutil
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.runtime.runtime_util import get_max_message_size_bytes
from streamlit.web.server.starlette import App

import dashboard
import db
from dashboard.configuration import Language, Settings
from dashboard.middleware import LANGUAGE_COOKIE, Closed, Page, Patience
from dashboard.office import office, opened_office

if TYPE_CHECKING:
    from db.database import Database

SCRIPT = Path(__file__).resolve().parent / "app.py"
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600
LOCAL_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
"""A path on this site. Browsers take // and /\\ for the start of another host's address."""
NOT_WARMED = ("app", "cli", "server")
"""Modules of ``dashboard`` that are started, not imported."""
PING_SECONDS = 30
GRACE_SECONDS = 5


class NotServed(Exception):
    """The application can't be served; the sentence says why."""


class Opening:
    """The office of one server. It opens in a thread: imports take two seconds, and the first page needs none."""

    def __init__(self, settings: Settings, announce: Callable[[], None] = lambda: None) -> None:
        """``announce`` is called in the event loop once the office is open or has failed to open."""
        self.settings, self.announce = settings, announce
        self.failure: NotServed | None = None
        self.succeeded = False
        self._over = asyncio.Event()

    async def over(self) -> None:
        """Wait until the office is open or has failed to open."""
        await self._over.wait()

    @asynccontextmanager
    async def lifespan(self, _app: App) -> AsyncIterator[None]:
        """Open the office when the server starts, close its database when the server stops."""
        with ExitStack() as until_closed:
            opening = asyncio.create_task(self._open(until_closed))
            yield
            await opening

    async def _open(self, until_closed: ExitStack) -> None:
        try:
            database = await asyncio.to_thread(_open_database, self.settings)
            until_closed.enter_context(database)
            until_closed.enter_context(opened_office(database, self.settings))
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
    from dashboard.warmup import warm_up
    from db import drafts
    from db.database import open_database
    from db.unavailable import DatabaseUnavailable

    try:
        database = open_database(settings.database_file, opened=settings.opened, time_zone=settings.time_zone)
    except DatabaseUnavailable as unavailable:
        raise NotServed(str(unavailable)) from unavailable
    drafts.erase_old(database)
    warm_up(database, settings)
    gc.freeze()  # 400,000 objects of the imports live as long as the process: no collection needs to look at them
    return database


def create_app(opening: Opening, script: Path = SCRIPT) -> App:
    """The ASGI application of an office; ``script`` is what Streamlit runs for each visitor."""
    settings = opening.settings
    return App(
        script,
        lifespan=opening.lifespan,
        routes=[Route("/healthz", _tell_health), Route("/language/{language}", _choose_language)],
        middleware=[
            Middleware(Closed),
            Middleware(Patience, opened=opening.over),
            Middleware(Page, title=settings.office_name, language=settings.language),
        ],
    )


def _tell_health(_request: Request) -> Response:
    """200 while the database answers, else 503."""
    import duckdb

    try:
        database = office().database
        with database.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (RuntimeError, duckdb.Error):
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ok", "revision": database.revision})


async def _choose_language(request: Request) -> Response:
    """Remember the reader's language and go back to the page; only to one of this site."""
    language = request.path_params["language"]
    if language not in get_args(Language):
        return PlainTextResponse("Not Found", status_code=404)
    wanted = request.query_params.get("to", "/")
    response = RedirectResponse(wanted if LOCAL_PATH.fullmatch(wanted) else "/", status_code=303)
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=LANGUAGE_COOKIE_SECONDS, path="/", samesite="lax")
    return response


def serve(settings: Settings, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the office until a signal says stop; ``announce`` gets the address when it is open. Port 0 is a free one.

    Raises:
        NotServed: the port is taken, or the database can't be used.
    """
    listening = _listen(host, port)
    opening = Opening(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(opening),
            loop="uvloop" if os.name != "nt" else "auto",
            ws="websockets-sansio",
            ws_max_size=get_max_message_size_bytes(),
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PING_SECONDS,
            ws_per_message_deflate=False,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )

    def opened() -> None:
        if not opening.succeeded:
            server.should_exit = True
        elif not server.should_exit:
            announce(address(listening))

    opening.announce = opened
    server.run(sockets=[listening])
    if not opening.succeeded:
        raise opening.failure or NotServed("The app could not be started; the log above tells the reason.")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, bound here so that a port in use is one sentence."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise NotServed(f"There is no address {host} with port {port} on this machine.") from error
    if os.name != "nt":  # there it would let two processes listen at one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
    except OSError as error:
        listening.close()
        why = {errno.EADDRINUSE: "it is in use already", errno.EACCES: "it is reserved"}.get(error.errno or 0, error)
        raise NotServed(f"The port {port} of {host} can't be used: {why}. Choose another with --port.") from error
    return listening


def address(listening: socket.socket) -> str:
    """Where a browser finds a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
