"""The web application: Streamlit's with our routes and middleware, served while the office is still opening."""

import asyncio
import functools
import ipaddress
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from streamlit.web.server.starlette import App

from dashboard.configuration import Language, Settings
from dashboard.entrance import Entrance, local
from dashboard.gate import SESSION_COOKIE, Gate
from dashboard.listening import BoundedHeaders, NotServed, address, listen
from dashboard.middleware import LANGUAGE_COOKIE, Closed, Page, Patience
from dashboard.office import office, presented
from dashboard.open_pages import LARGEST_MESSAGE
from dashboard.opening import Opening
from dashboard.own_pages import Own
from dashboard.password_pages import PasswordPages
from dashboard.plain_pages import refusal
from dashboard.response_headers import ResponseHeaders
from dashboard.sentences import Sentence
from dashboard.translations import msgid
from dashboard.uploads import Uploads

if TYPE_CHECKING:
    from db.database import Database

SCRIPT = Path(__file__).resolve().parent / "app.py"
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600
PING_SECONDS = 30
GRACE_SECONDS = 5


def create_app(opening: Opening, script: Path = SCRIPT) -> ASGIApp:
    """The ASGI application of an office: the gate, behind it the pages in front of Streamlit, and Streamlit.

    ``script`` is what Streamlit runs for each visitor.
    """
    settings = opening.settings
    in_front = Entrance(settings, opening.visits, opening.opened)
    passwords = PasswordPages(in_front)
    ways_in = [
        *in_front.routes(),
        passwords.way_in(),
        Route("/healthz", functools.partial(_tell_health, opening)),
        Route("/language/{language}", _choose_language),
    ]
    entrance = Starlette(
        routes=[*ways_in, passwords.own()],
        exception_handlers={405: functools.partial(_refuse_method, settings)},
        middleware=[Middleware(SessionMiddleware, **_on_the_way(settings))] if settings.openid_issuer else [],
    )
    app = App(
        script,
        lifespan=opening.lifespan,
        middleware=[
            Middleware(Closed),
            Middleware(Uploads),
            Middleware(Patience, opened=opening.over),
            Middleware(Page, presented=functools.partial(presented, settings), address=settings.address),
        ],
    )
    own = Own(app, entrance, settings)
    gate = Gate(own, opening.visits, opening.opened, settings, ways_in)
    return ResponseHeaders(gate, settings.address)


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


async def _refuse_method(settings: Settings, request: Request, _error: Exception) -> Response:
    return refusal(request, settings, 405, msgid("This address does not take such requests."))


async def _tell_health(opening: Opening, request: Request) -> Response:
    """200 while the office is open and its database answers, else 503; how much was written only who may see it."""
    unavailable = JSONResponse({"status": "unavailable"}, status_code=503)
    if not opening.succeeded:
        return unavailable  # before anything is imported: a thread imports the same just then, in another order
    import duckdb

    from schemas.roles import Action

    try:
        database = office().database
        await asyncio.to_thread(_ask, database)
    except (RuntimeError, duckdb.Error):
        return unavailable
    visit = await opening.visits.admit(request.cookies.get(SESSION_COOKIE))
    sees = visit is not None and visit.actor.may(Action.SEE_FIGURES)
    return JSONResponse({"status": "ok"} | ({"revision": database.revision} if sees else {}))


def _ask(database: "Database") -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")


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
    listening = listen(host, port)
    if settings.demo and not ipaddress.ip_address(listening.getsockname()[0]).is_loopback:
        listening.close()
        only_here = msgid("The demonstration lets everybody in, so it can't listen at {host} but at this machine only.")
        raise NotServed(Sentence(only_here, host=host))
    opening = Opening(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(opening),
            proxy_headers=bool(settings.address),  # without a proxy, whoever asks could claim any address
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
        unknown = Sentence("The app could not be started; the log above tells the reason.")
        raise opening.failure or NotServed(unknown)
