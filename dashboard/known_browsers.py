"""Browsers in which somebody has signed in before: what strangers guess elsewhere must not keep that person out.

A cookie tells whose browser it is, and our signature that it is true (OWASP calls it a device cookie). It lets nobody
in; the failures of such a browser are only counted by themselves.
"""

import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response

from dashboard.middleware import BROWSER_COOKIE_SECONDS
from dashboard.office import office

KNOWN_COOKIE = "buero_known"
MOST = 10
"""People of one browser; who signed in longest ago is forgotten first."""


def mark(request: Request, name: str) -> str | None:
    """What tells this browser from all others, if the person of a sign-in name has signed in here; else None."""
    browser, people = _content(request)
    return browser if _person(name) in people else None


def remember(request: Request, response: Response, name: str, *, secure: bool) -> None:
    """Let the browser remember that the person of a sign-in name has signed in here."""
    from db.signing import Purpose, signed

    browser, people = _content(request)
    others = [each for each in people if each != _person(name)]
    content = ".".join([browser, *others[-(MOST - 1) :], _person(name)])
    response.set_cookie(
        KNOWN_COOKIE,
        signed(office().database, Purpose.BROWSER, content),
        max_age=BROWSER_COOKIE_SECONDS,
        path="/sign-in",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _content(request: Request) -> tuple[str, list[str]]:
    """The browser's mark and whom it knows; a new mark if it knows nobody."""
    from db.signing import Purpose, verified

    content = verified(office().database, Purpose.BROWSER, request.cookies.get(KNOWN_COOKIE, ""))
    browser, *people = content.split(".") if content else [secrets.token_urlsafe(16)]
    return browser, people


def _person(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
