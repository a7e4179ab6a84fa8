"""What is done to requests before Streamlit sees them, and to its page before the browser does."""

import functools
import html
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, get_args

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.configuration import Language
from dashboard.response_headers import behind_tls
from dashboard.streamlit_words import WORDS

LANGUAGE_COOKIE = "buero_language"
BROWSER_COOKIE = "buero_browser"
"""Names a browser, not a person: drafts on the server hang on it."""
BROWSER_COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep none longer

CLOSED = ("/_stcore/metrics", "/_stcore/agent")
"""Doors of Streamlit that tell or do things for whoever knocks."""

NOT_PAGES = re.compile(r"/(?:_stcore|static|media|component|app/static)/|\.\w{2,5}$")
"""Paths under which no page is; every other one gets Streamlit's HTML page."""

UNSENT = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since", b"if-range")
"""Request headers that would bring the page compressed, in part or not at all."""

WITHOUT_SCRIPT = {
    "de": "Diese Anwendung braucht JavaScript. Bitte im Browser einschalten.",
    "en": "This application needs JavaScript. Please switch it on in the browser.",
}

WITHOUT_SERVER = {
    "de": {
        "title": "Verbindung unterbrochen",
        "sentence": "Der Server antwortet nicht. Ihre Eingaben bleiben hier erhalten; sobald er wieder da ist, geht es "
        "weiter.",
        "close": "Schließen",
    },
    "en": {
        "title": "Connection lost",
        "sentence": "The server does not answer. What you typed is kept here; it goes on once the server is back.",
        "close": "Close",
    },
}
"""What ``static/words.js`` says while the server is away."""

OWN_WORDS: Mapping[str, Mapping[str, str]] = {"de": WORDS, "en": {}}
"""What ``static/words.js`` says instead of Streamlit's words."""

STYLE = """<style>
/* White on the primary colour and the primary colour as text can't both reach AA contrast in the dark theme. */
button[data-variant][data-selected=true], [data-testid=stTab][data-selected=true] { color: inherit !important; }
/* At Streamlit's 60 % captions miss it too. */
[data-testid=stCaptionContainer] { opacity: 0.8 !important; }
/* A link to each heading is a stop for the keyboard, in English, and leads nowhere that a reader needs. */
[data-testid=stHeaderActionElements] { display: none !important; }
/* HTML of our own would have the browser's colours of links. */
[data-testid=stHtml] a { color: inherit; }
/* The data of a chart are made for drawing it; its numbers stand in the table below, in the reader's language. */
[data-testid=stElementToolbarButton]:has([aria-label^="Show data"]),
[data-testid=stElementToolbarButton]:has([aria-label^="Copy Vega-Lite spec"]) { display: none; }
</style>"""


class Presented(Protocol):
    """What a page in front of the app tells of the office."""

    @property
    def office_name(self) -> str:
        """Its name."""

    @property
    def language(self) -> Language:
        """That of readers who have not chosen."""


class Closed:
    """Answers 404 at paths that Streamlit would serve to everybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        if scope["type"] == "http" and any(f"{scope['path']}/".startswith(f"{path}/") for path in CLOSED):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Patience:
    """Lets a session start only once the office is open; the page itself is served at once."""

    def __init__(self, app: ASGIApp, opened: Callable[[], Awaitable[object]]) -> None:
        self.app, self.opened = app, opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, a websocket after waiting."""
        if scope["type"] == "websocket":
            await self.opened()
        await self.app(scope, receive, send)


class Page:
    """Makes Streamlit's HTML page the office's own: language, title, and a cookie that names the browser."""

    def __init__(self, app: ASGIApp, presented: Callable[[], Presented], address: str) -> None:
        """``presented`` tells the office's name and its language, which can change; ``address`` is set or empty."""
        self.app, self.presented, self.address = app, presented, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite pages, pass everything else on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or NOT_PAGES.search(scope["path"]):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in UNSENT]
        asked = {**scope, "headers": headers, "method": "GET"}  # a HEAD must tell the length of the rewritten page
        await self.app(asked, receive, _Rewriting(send, functools.partial(self._own, scope), scope["method"] == "HEAD"))

    def _own(self, scope: Scope, start: Message, body: bytes) -> bytes:
        """The page as this browser gets it; the headers in ``start`` are brought in line."""
        cookies = HTTPConnection(scope).cookies
        office = self.presented()
        language = chosen_language(cookies, office.language)
        page = rewritten(body, language, office.office_name)
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Length"] = str(len(page))
        headers.add_vary_header("Cookie")
        for stale in ("ETag", "Last-Modified", "Accept-Ranges"):
            del headers[stale]
        if not cookies.get(BROWSER_COOKIE):
            headers.append("Set-Cookie", _browser_cookie(secure=behind_tls(scope, self.address)))
        return page


class _Rewriting:
    """Sends on what the application sends; an HTML page is held back until it is whole, and rewritten."""

    def __init__(self, send: Send, rewrite: Callable[[Message, bytes], bytes], without_body: bool) -> None:
        self.send, self.rewrite, self.without_body = send, rewrite, without_body
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message if not self.without_body else {**message, "body": b""})
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                page = self.rewrite(self.start, self.body)
                await self.send(self.start)
                await self.send({"type": "http.response.body", "body": b"" if self.without_body else page})


def _is_page(start: Message) -> bool:
    content_type = MutableHeaders(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and content_type.startswith("text/html"))


def chosen_language(cookies: Mapping[str, str], default: Language) -> Language:
    """The language that the reader chose, else the office's."""
    chosen = cookies.get(LANGUAGE_COOKIE)
    return next((language for language in get_args(Language) if language == chosen), default)


@functools.lru_cache(maxsize=8)
def rewritten(page: bytes, language: Language, title: str) -> bytes:
    """Streamlit's page in the language, with our title and style, and without its invitations to programs."""
    text = page.decode()
    text = text.replace('<html lang="en">', f'<html lang="{language}">', 1)
    text = text.replace("<title>Streamlit</title>", f"<title>{html.escape(title)}</title>", 1)
    text = re.sub(r'(?s)<!--(?:(?!-->).)*RFC 8631.*?-->\s*<link rel="service-desc"[^>]*>', "", text)
    facts = {**WITHOUT_SERVER[language], "words": json.dumps(OWN_WORDS[language], ensure_ascii=False)}
    said = "".join(f' data-{name}="{html.escape(fact)}"' for name, fact in facts.items())
    others = "".join(
        f'<script type="module" src="/app/static/{name}.js"></script>' for name in ("popovers", "going_on")
    )
    scripts = f'<script defer src="/app/static/words.js"{said}></script>{others}'
    text = text.replace("</head>", f"{scripts}{STYLE}</head>", 1)
    text = re.sub(r"(?s)<noscript>.*?</noscript>", f"<noscript>{WITHOUT_SCRIPT[language]}</noscript>", text)
    return text.encode()


def _browser_cookie(*, secure: bool) -> str:
    named = f"{BROWSER_COOKIE}={secrets.token_urlsafe(24)}"
    line = f"{named}; Max-Age={BROWSER_COOKIE_SECONDS}; Path=/; HttpOnly; SameSite=Lax"
    return f"{line}; Secure" if secure else line
