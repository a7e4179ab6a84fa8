"""The gate in front of everything: without a session nothing of the app is served, no script runs, no file answers."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from http.cookies import CookieError
from pathlib import Path
from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.configuration import Settings
from dashboard.middleware import NOT_PAGES
from dashboard.open_pages import SIGN_IN as SIGN_IN
from dashboard.open_pages import OpenPage
from dashboard.plain_pages import NOT_OPENED, refusal
from dashboard.translations import msgid
from dashboard.uploads import UPLOAD
from dashboard.visits import VISIT, Visit, Visits

SESSION_COOKIE = "buero_session"

DRAWN_WITH = frozenset(
    f"/app/static/{file.name}"
    for file in (Path(__file__).resolve().parent / "static").iterdir()
    if file.suffix in (".svg", ".woff2")
)
"""Files that the pages in front of the app are drawn with: they answer to everybody, like the ways in."""

MEDIA = re.compile(r"/+media(?:/|$)")

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""
LARGEST_HEADERS = 32 * 1024

REFUSED = 1008  # "policy violation": before the handshake is answered, servers turn it into 403


class Gate:
    """Lets requests and websockets of somebody who is signed in pass to the app."""

    def __init__(
        self,
        app: ASGIApp,
        visits: Visits,
        opened: Callable[[], Awaitable[bool]],
        settings: Settings,
        ways_in: Sequence[BaseRoute] = (),
    ) -> None:
        """``opened`` waits for the office and tells whether it is open.

        ``ways_in`` answer to everybody. They are the routes themselves, so that nothing else can answer in their place.
        """
        self.app, self.visits, self._opened = app, visits, opened
        self.settings, self._ways_in = settings, ways_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass or refuse."""
        if scope["type"] == "http":
            answer = await self._refusal(scope)
            await (answer or self.app)(scope, receive, send)
        elif scope["type"] == "websocket":
            visit = await self._visit(scope) if is_from_here(scope, self.settings.address) else None
            if visit is None:
                await receive()  # the handshake
                await send({"type": "websocket.close", "code": REFUSED})
            else:
                await OpenPage(visit, send).run(self.app, resuming_own(scope, visit), receive)
        else:
            await self.app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        """Why a request does not pass, None if it does; then its scope holds its visit."""
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
            return self._told(scope, 431, msgid("The request is too large."))
        if scope["method"] not in SAFE and not is_from_here(scope, self.settings.address):
            return self._told(scope, 403, msgid("This was sent from another site."))
        if scope["path"] in DRAWN_WITH or answers(self._ways_in, scope):
            return None
        if _cookie(scope) and not await self._opened():
            return self._told(scope, 503, NOT_OPENED)
        visit = await self._visit(scope)
        if visit is None:
            return _to_sign_in(scope)
        if not is_own(scope["path"], visit):
            return PlainTextResponse("Not Found", status_code=404)
        scope[VISIT] = visit
        if is_page(scope):
            visit.use()
        return None

    def _told(self, scope: Scope, status: int, sentence: str) -> Response:
        return refusal(Request(scope), self.settings, status, sentence)

    async def _visit(self, scope: Scope) -> Visit | None:
        token = _cookie(scope)
        return await self.visits.admit(token) if token and await self._opened() else None


def answers(routes: Iterable[BaseRoute], scope: Scope) -> bool:
    """Whether one of some routes answers a request, if only to say that it does not take the method."""
    return any(route.matches(scope)[0] is not Match.NONE for route in routes)


def is_from_here(scope: Scope, address: str = "") -> bool:
    """Whether a page of this site sent a request. Browsers say where from; who says nothing is not believed."""
    headers = HTTPConnection(scope).headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin"):
        return False
    if origin is None:
        return site is not None
    host = headers.get("host", "").lower()
    return origin in (f"http://{host}", f"https://{host}", address) if host else False


def resuming_own(scope: Scope, visit: Visit) -> Scope:
    """The scope of a websocket without the Streamlit session that it wants to resume, unless it began under the visit.

    Streamlit takes the id for proof enough. It is the third of the subprotocols.
    """
    offered = HTTPConnection(scope).headers.get("sec-websocket-protocol", "").split(",")
    if len(offered) < 3 or offered[2].strip() in visit.sessions:
        return scope
    others = [(name, value) for name, value in scope["headers"] if name != b"sec-websocket-protocol"]
    kept = (b"sec-websocket-protocol", ",".join(offered[:2]).encode("latin-1"))
    return {**scope, "headers": [*others, kept]}


def is_own(path: str, visit: Visit) -> bool:
    """Whether a file is one that a visit was told of, and an upload one to a session of it; true for other paths.

    Streamlit takes knowing the address for proof enough.
    """
    upload = UPLOAD.match(path)
    return upload["session"] in visit.sessions if upload else not MEDIA.match(path) or path in visit.files


def is_page(scope: Scope) -> bool:
    """Whether somebody goes to a page, and no program asks for a file."""
    if scope["method"] not in ("GET", "HEAD") or NOT_PAGES.search(scope["path"]):
        return False
    headers = HTTPConnection(scope).headers
    return headers.get("sec-fetch-mode", "navigate") == "navigate" and "text/html" in headers.get("accept", "")


def _to_sign_in(scope: Scope) -> Response:
    if not is_page(scope):
        return PlainTextResponse("Please sign in.", status_code=401)
    query = scope["query_string"].decode("latin-1")
    wanted = quote(scope["path"]) + (f"?{query}" if query else "")
    return RedirectResponse(SIGN_IN if wanted == "/" else f"{SIGN_IN}?to={quote(wanted, safe='/')}", status_code=303)


def _cookie(scope: Scope) -> str | None:
    try:
        return HTTPConnection(scope).cookies.get(SESSION_COOKIE)
    except CookieError:
        return None
