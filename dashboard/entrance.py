"""The ways in and out: signing in, one-time links, one's own account, signing out. Streamlit has no part in them."""

import asyncio
import functools
import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import attempts, known_browsers
from dashboard.attempts import Attempts, too_often
from dashboard.configuration import Settings
from dashboard.gate import SESSION_COOKIE, SIGN_IN
from dashboard.office import office
from dashboard.openid import BACK, NotLetIn, Provider
from dashboard.plain_forms import FormRefused, sent_form
from dashboard.plain_pages import NOT_OPENED, TEMPLATES, page, refusal, texts
from dashboard.response_headers import behind_tls
from dashboard.visits import Visit, Visits

if TYPE_CHECKING:
    from db.accounts import Account

LOCAL_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
"""A path on this site. Browsers take // and /\\ for the start of another host's address."""
HASHED_AT_ONCE = 2
"""Passwords: each takes 64 MiB and a processor for a moment, so strangers must not start many."""

log = logging.getLogger("buero")

Handler = Callable[[Request], Awaitable[Response]]


class Entrance:
    """The pages in front of the app, of one server."""

    def __init__(self, settings: Settings, visits: Visits, opened: Callable[[], Awaitable[bool]]) -> None:
        """``opened`` waits for the office and tells whether it is open."""
        self.settings, self.visits, self._opened = settings, visits, opened
        self.attempts = Attempts()
        self.hashing = asyncio.Semaphore(HASHED_AT_ONCE)
        self._provider_name = settings.openid_name if settings.openid_issuer else ""

    def routes(self) -> list[Route]:
        """Where the pages are."""
        places: dict[str, tuple[Handler, list[str]]] = {
            SIGN_IN: (self._sign_in, ["GET", "POST"]),
            "/sign-out": (self._sign_out, ["GET", "POST"]),
        }
        if self.settings.openid_issuer:
            places |= {"/sign-in/openid": (self._ask_provider, ["GET"]), BACK: (self._answer_of_provider, ["GET"])}
        made = [Route(path, self.guarded(handler), methods=methods) for path, (handler, methods) in places.items()]
        return [*made, Route("/entrance.css", _style)]

    def guarded(self, handler: Handler, *, with_database: bool = False) -> Handler:
        """A handler that waits for the office if it needs it, and answers to forms that are none."""

        async def handle(request: Request) -> Response:
            needed = with_database or request.method == "POST" or SESSION_COOKIE in request.cookies
            if needed and not await self._opened():
                return refusal(request, self.settings, 503, NOT_OPENED)
            try:
                return await handler(request)
            except FormRefused as refused:
                return refusal(request, self.settings, refused.status, refused.sentence)

        return handle

    async def visit_of(self, request: Request) -> Visit | None:
        """Who asks, if signed in."""
        return await self.visits.admit(request.cookies.get(SESSION_COOKIE))

    async def let_in(self, request: Request, account: "Account", to: str) -> Response:
        """Begin a session for somebody who has proved who they are. A session that was there before ends."""
        from db import sessions

        before = await self.visit_of(request)
        if before:
            await self.visits.sign_out(before)
        token = await asyncio.to_thread(sessions.begin, office().database, account)
        secure = behind_tls(request.scope, self.settings.address)
        response = RedirectResponse(local(to), status_code=303)
        response.set_cookie(
            SESSION_COOKIE,
            token,
            max_age=self.settings.session_hours * 3600,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )
        known_browsers.remember(request, response, account.sign_in_name, secure=secure)
        return response

    async def _sign_in(self, request: Request) -> Response:
        if request.method == "POST":
            form = await sent_form(request)
            return await (self._choose if self.settings.demo else self._check)(request, form)
        to = local(request.query_params.get("to", "/"))
        if SESSION_COOKIE in request.cookies and await self.visit_of(request):
            return RedirectResponse(to, status_code=303)
        t = texts(request, self.settings)
        told = t("Your session has ended. Please sign in again.") if "ended" in request.query_params else ""
        return await self._ask(request, to, told=told)

    async def _ask(self, request: Request, to: str, *, status: int = 200, **values: Any) -> Response:
        """The sign-in page."""
        t = texts(request, self.settings)
        known = await self._people() if self.settings.demo else []
        people = _introduced(known, t.language) if known else []
        title = t("Sign in")
        shown = {"to": to, "name": "", "provider": self._provider_name, "people": people, **values}
        return page(request, self.settings, "sign_in", title, status=status, **shown)

    async def _check(self, request: Request, form: dict[str, str]) -> Response:
        """Sign in by name and password."""
        from db import accounts

        t, name, to = texts(request, self.settings), form.get("name", ""), local(form.get("to", "/"))
        counters = self.attempts.counters(request, accounts.normal_name(name))
        wait = attempts.begin(counters)
        if wait > 0:
            response = await self._ask(request, to, status=429, name=name, error=too_often(t, wait))
            response.headers["Retry-After"] = str(int(wait) + 1)
            return response
        async with self.hashing:
            account = await asyncio.to_thread(accounts.authenticate, office().database, name, form.get("password", ""))
        if account is None:
            return await self._ask(request, to, status=401, name=name, error=t("Name or password is wrong."))
        attempts.succeeded(counters)
        return await self.let_in(request, account, to)

    @functools.cached_property
    def _provider(self) -> Provider:
        return Provider(self.settings)

    async def _ask_provider(self, request: Request) -> Response:
        """Send the browser to the OpenID provider."""
        try:
            return await self._provider.ask(request, local(request.query_params.get("to", "/")))
        except NotLetIn:
            return await self._not_let_in(request)

    async def _answer_of_provider(self, request: Request) -> Response:
        """Let in who comes back from the OpenID provider."""
        if not await self._opened():
            return await self._not_let_in(request)
        try:
            account, to = await self._provider.answer(request)
        except NotLetIn as refused:
            log.warning("not let in by OpenID: %s", refused)
            return await self._not_let_in(request)
        return await self.let_in(request, account, to)

    async def _not_let_in(self, request: Request) -> Response:
        t = texts(request, self.settings)
        error = t(
            "Signing in with {provider} did not work, or you have no role in this office. Please try again, or ask "
            "the office's lead.",
            provider=self._provider_name,
        )
        return await self._ask(request, "/", status=401, error=error)

    async def _people(self) -> "list[Account]":
        if not await self._opened():
            return []
        from db import accounts  # not before: a thread imports the same while the office opens, in another order
        from schemas.roles import OPERATOR

        everybody = await asyncio.to_thread(accounts.everybody, office().database, by=OPERATOR)
        return [account for account, _ in everybody if not account.disabled]

    async def _choose(self, request: Request, form: dict[str, str]) -> Response:
        """Sign in as one of the demonstration's people; they have no passwords."""
        for account in await self._people():
            if account.id == form.get("account"):
                return await self.let_in(request, account, form.get("to", "/"))
        return await self._ask(request, local(form.get("to", "/")), status=401)

    async def _sign_out(self, request: Request) -> Response:
        """Sign out. A link from another site only leads to the button."""
        visit = await self.visit_of(request) if SESSION_COOKIE in request.cookies else None
        if visit and request.method == "GET" and request.headers.get("sec-fetch-site") != "same-origin":
            return page(request, self.settings, "sign_out", texts(request, self.settings)("Sign out"))
        if visit and request.method == "POST" and (await sent_form(request)).get("everywhere"):
            await self.visits.sign_out_everywhere(visit.actor)
        elif visit:
            await self.visits.sign_out(visit)
        response = RedirectResponse(SIGN_IN, status_code=303)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response


def _introduced(people: "list[Account]", language: str) -> list[tuple[str, str]]:
    """People by their ids, each with name and role."""
    from schemas.roles import ROLES

    return [(each.id, f"{each.name} ({ROLES[each.role].in_language(language)})") for each in people]


def local(path: str) -> str:
    """The path if it is on this site, else the start page."""
    return path if LOCAL_PATH.fullmatch(path) else "/"


async def _style(_request: Request) -> Response:
    return FileResponse(Path(TEMPLATES) / "entrance.css", headers={"Cache-Control": "max-age=3600"})
