"""The gate in front of everything: without a session nothing of the app is served, no script runs, no file answers."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from http.cookies import CookieError
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.middleware import NOT_PAGES
from dashboard.visits import Visit, Visits

SESSION_COOKIE = "buero_session"
SIGN_IN = "/sign-in"

OPEN = re.compile(
    r"/healthz|/language/\w+|/sign-in(?:/openid(?:/back)?)?|/sign-out|/set-up/[\w-]+|/entrance\.css"
    r"|/app/static/(?:icon\.svg|atkinson-hyperlegible-next-[\w-]+\.woff2)",
    re.ASCII,
)
"""What answers to everybody: the ways in, and what their pages are drawn with. Whole paths, never beginnings."""

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""
LARGEST_HEADERS = 32 * 1024
VISIT = "buero.visit"
"""Where the scope of a request holds its visit."""

REFUSED = 1008  # "policy violation": before the handshake is answered, servers turn it into 403
ENDED = 4401
REST_SECONDS = 20.0
"""A session that was used so short ago need not be told that it is used."""


class Gate:
    """Lets requests and websockets of somebody who is signed in pass to the app."""

    def __init__(self, app: ASGIApp, visits: Visits, opened: Callable[[], Awaitable[bool]], address: str = "") -> None:
        """``opened`` waits for the office and tells whether it is open; ``address`` is the one that browsers use."""
        self.app, self.visits, self._opened = app, visits, opened
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass or refuse."""
        if scope["type"] == "http":
            answer = await self._refusal(scope)
            await (answer or self.app)(scope, receive, send)
        elif scope["type"] == "websocket":
            visit = await self._visit(scope) if is_from_here(scope, self._address) else None
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
            return PlainTextResponse("The headers are too large.", status_code=431)
        if scope["method"] not in SAFE and not is_from_here(scope, self._address):
            return PlainTextResponse("This was sent from another site.", status_code=403)
        if OPEN.fullmatch(scope["path"]):
            return None
        if _cookie(scope) and not await self._opened():
            return PlainTextResponse("The office could not be opened.", status_code=503)
        visit = await self._visit(scope)
        if visit is None:
            return _to_sign_in(scope)
        scope[VISIT] = visit
        if is_page(scope):
            visit.use()
        return None

    async def _visit(self, scope: Scope) -> Visit | None:
        token = _cookie(scope)
        return await self.visits.admit(token) if token and await self._opened() else None


class OpenPage:
    """A websocket under a visit: it ends when the visit does, and what comes through it keeps the visit alive."""

    def __init__(self, visit: Visit, send: Send) -> None:
        self._visit, self._send = visit, send
        self._accepted = False
        self._running: asyncio.Future[None] | None = None

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Let the app serve the page until either side or the gate closes it."""

        async def received() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and self._visit.rests(REST_SECONDS) and was_done(message):
                self._visit.use()
            return message

        self._running = asyncio.ensure_future(app(scope, received, self._sent))
        self._visit.pages[self] = self.close
        try:
            await self._running
        except asyncio.CancelledError:
            self._running.cancel()
            if not self._visit.ended:
                raise
        finally:
            self._visit.pages.pop(self, None)

    async def _sent(self, message: Message) -> None:
        if self._visit.ended:
            return
        self._accepted = self._accepted or message["type"] == "websocket.accept"
        await self._send(message)

    async def close(self) -> None:
        """Send the browser to the sign-in page, and end what runs for it."""
        try:
            if self._accepted:
                await self._send({"type": "websocket.send", "bytes": _redirect()})
            await self._send({"type": "websocket.close", "code": ENDED})
        except RuntimeError:
            pass  # the browser was faster
        finally:
            if self._running:
                self._running.cancel()


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


def is_page(scope: Scope) -> bool:
    """Whether somebody goes to a page, and no program asks for a file."""
    if scope["method"] not in ("GET", "HEAD") or NOT_PAGES.search(scope["path"]):
        return False
    headers = HTTPConnection(scope).headers
    return headers.get("sec-fetch-mode", "navigate") == "navigate" and "text/html" in headers.get("accept", "")


def was_done(message: Message) -> bool:
    """Whether a message to Streamlit comes from something that a person did, and not from a page that looks again."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg

    try:
        sent = BackMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        return False
    return sent.WhichOneof("type") == "rerun_script" and not sent.rerun_script.is_auto_rerun


def _redirect() -> bytes:
    """What makes Streamlit's page go to the sign-in page."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    message = ForwardMsg()
    message.auth_redirect.url = f"{SIGN_IN}?ended"
    return bytes(message.SerializeToString())


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
