"""The web application: Streamlit's with our routes and middleware, served while the office is still opening."""

import asyncio
import errno
import functools
import gc
import importlib
import ipaddress
import logging
import os
import pkgutil
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.web.server.starlette import App
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

import dashboard
import db
from dashboard.configuration import Language, Settings
from dashboard.entrance import Entrance, local
from dashboard.gate import LARGEST_HEADERS, VISIT, Gate, is_page
from dashboard.middleware import LANGUAGE_COOKIE, Closed, Page, Patience
from dashboard.office import office, opened_office, presented
from dashboard.open_pages import LARGEST_MESSAGE
from dashboard.password_pages import PasswordPages
from dashboard.plain_pages import page, texts
from dashboard.response_headers import ResponseHeaders
from dashboard.visits import Visits

if TYPE_CHECKING:
    from db.database import Database

SCRIPT = Path(__file__).resolve().parent / "app.py"
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600
NOT_WARMED = ("app", "cli", "server")
"""Modules of ``dashboard`` that are started, not imported."""
PING_SECONDS = 30
GRACE_SECONDS = 5


log = logging.getLogger("buero")


class NotServed(Exception):
    """The application can't be served; the sentence says why."""


class Opening:
    """The office of one server. It opens in a thread: imports take two seconds, and the first page needs none."""

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
        raise NotServed(str(unavailable)) from unavailable
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


def create_app(opening: Opening, script: Path = SCRIPT) -> ASGIApp:
    """The ASGI application of an office: the gate, behind it the pages in front of Streamlit, and Streamlit.

    ``script`` is what Streamlit runs for each visitor.
    """
    settings = opening.settings
    ways_in = Entrance(settings, opening.visits, opening.opened)
    entrance = Starlette(
        routes=[
            *ways_in.routes(),
            *PasswordPages(ways_in).routes(),
            Route("/healthz", functools.partial(_tell_health, opening)),
            Route("/language/{language}", _choose_language),
        ],
        middleware=[Middleware(SessionMiddleware, **_on_the_way(settings))] if settings.openid_issuer else [],
    )
    app = App(
        script,
        lifespan=opening.lifespan,
        middleware=[
            Middleware(Closed),
            Middleware(Patience, opened=opening.over),
            Middleware(Page, presented=functools.partial(presented, settings)),
        ],
    )
    own = Own(app, entrance, settings)
    return ResponseHeaders(Gate(own, opening.visits, opening.opened, settings.address))


def _on_the_way(settings: Settings) -> dict[str, Any]:
    """The cookie of somebody who is on the way to the OpenID provider and back. A restart in between starts anew."""
    return {
        "secret_key": secrets.token_hex(32),
        "session_cookie": "buero_openid",
        "max_age": 600,
        "path": "/sign-in/openid",
        "same_site": "lax",
        "https_only": settings.address.startswith("https://"),
    }


class BoundedHeaders(HttpToolsProtocol):
    """Closes a connection whose headers do not end. The parser would keep them all, of whoever asks."""

    _kept: int | None = None
    """Bytes since the request began, None once its headers are whole."""

    def data_received(self, data: bytes) -> None:
        """Parse what has come."""
        super().data_received(data)
        if self._kept is not None:
            self._kept += len(data)
            if self._kept > LARGEST_HEADERS * 2:
                self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._kept = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its headers are whole."""
        self._kept = None
        super().on_headers_complete()


class Own:
    """Sends requests for our own pages to them, everything else to Streamlit."""

    def __init__(self, app: ASGIApp, entrance: Starlette, settings: Settings) -> None:
        self.app, self.entrance, self.settings = app, entrance, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by the path."""
        if scope["type"] == "http":
            if any(route.matches(scope)[0] is not Match.NONE for route in self.entrance.routes):
                await self.entrance(scope, receive, send)
                return
            if _begins(scope):
                query = scope["query_string"].decode("latin-1")
                await RedirectResponse(f"/?{query}" if query else "/")(scope, receive, send)
                return
            if _leads_nowhere(scope):
                t = texts(Request(scope), self.settings)
                lost = page(Request(scope), self.settings, "lost", t("There is no such page"), status=404)
                await lost(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _begins(scope: Scope) -> bool:
    """Whether somebody goes to the start page of their role by its name, which Streamlit does not know of it then."""
    from dashboard.navigation import screens_of

    if VISIT not in scope or not is_page(scope):
        return False
    return bool(scope["path"].strip("/") == screens_of(scope[VISIT].actor.role)[0].name)


def _leads_nowhere(scope: Scope) -> bool:
    """Whether somebody goes to what is no page for their role. Streamlit would say so in English."""
    from dashboard.navigation import screens_of

    if VISIT not in scope or not is_page(scope):
        return False
    return scope["path"].strip("/") not in {"", *(screen.name for screen in screens_of(scope[VISIT].actor.role))}


def _tell_health(opening: Opening, _request: Request) -> Response:
    """200 while the office is open and its database answers, else 503."""
    import duckdb

    try:
        if not opening.succeeded:
            raise RuntimeError("The office is not open yet.")
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
    response = RedirectResponse(local(wanted), status_code=303)
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=LANGUAGE_COOKIE_SECONDS, path="/", samesite="lax")
    return response


def serve(settings: Settings, host: str, port: int, announce: Callable[[str, str], None]) -> None:
    """Serve the office until a signal says stop. Port 0 is a free one.

    ``announce`` gets two addresses when the office is open: the app's, and the one-time link for the first lead's
    account, empty if there is one.

    Raises:
        NotServed: the port is taken, the database can't be used, or a demonstration is to be served to others.
    """
    listening = _listen(host, port)
    if settings.demo and not ipaddress.ip_address(listening.getsockname()[0]).is_loopback:
        listening.close()
        raise NotServed(f"The demonstration lets everybody in, so it can't listen at {host} but at this machine only.")
    opening = Opening(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(opening),
            loop="uvloop" if os.name != "nt" else "auto",
            http=BoundedHeaders,
            ws="websockets-sansio",
            ws_max_size=LARGEST_MESSAGE,
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
            place = address(listening)
            announce(place, f"{settings.address or place}/set-up/{opening.set_up}" if opening.set_up else "")

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
