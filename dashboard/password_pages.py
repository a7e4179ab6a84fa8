"""Pages on which people set their passwords: behind a one-time link, and on the page of their own account."""

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import attempts
from dashboard.attempts import too_often
from dashboard.entrance import Entrance, Handler
from dashboard.office import office
from dashboard.plain_forms import sent_form
from dashboard.plain_pages import page, texts
from dashboard.translations import Translator, msgid
from dashboard.visits import VISIT, Visit

if TYPE_CHECKING:
    from db.account_refusals import WeakPassword
    from db.accounts import Account

WEAK = {
    "too_short": msgid("The password is too short. It needs at least {shortest} characters."),
    "too_long": msgid("The password is too long. It can have {longest} characters."),
    "personal": msgid("The password is easy to guess from your name or the office's. Please choose another."),
    "common": msgid("Many people have passwords like this one. Please choose another, for example four chance words."),
}
"""What is said to a weak password."""
DIFFERENT = msgid("The two passwords differ.")


class PasswordPages:
    """The pages of one server, which let in like its entrance."""

    def __init__(self, entrance: Entrance) -> None:
        self.entrance = entrance

    def way_in(self) -> Route:
        """Where one-time links lead to."""
        return self._route("/set-up/{token}", self.set_up)

    def own(self) -> Route:
        """Where one's own account is, for who is signed in."""
        return self._route("/account", self.account)

    def _route(self, path: str, handler: Handler) -> Route:
        return Route(path, self.entrance.guarded(handler, with_database=True), methods=["GET", "POST"])

    async def set_up(self, request: Request) -> Response:
        """A one-time link: the first lead's account, an invitation, or a new password."""
        from db import links

        t, token = texts(request, self.entrance.settings), request.path_params["token"]
        try:
            person = await asyncio.to_thread(links.target, office().database, token)
            if request.method == "GET":
                return self._ask_set_up(request, person)
            form = await sent_form(request)
            return await self._redeem(request, person, token, form)
        except links.LinkUsed:
            gone = t("This link was used already, or it has expired. Please ask the office's lead for a new one.")
            return page(request, self.entrance.settings, "told", t("Set up"), status=410, error=gone)

    async def _redeem(self, request: Request, person: "Account | None", token: str, form: dict[str, str]) -> Response:
        from db import links
        from db.account_refusals import AccountRefused, PersonUnnamed, WeakPassword

        t = texts(request, self.entrance.settings)
        names = {"name": form.get("full_name", ""), "sign_in_name": form.get("name", "")}
        again = {"full_name": names["name"], "name": names["sign_in_name"], "status": 422}
        if form.get("password") != form.get("again"):
            return self._ask_set_up(request, person, error=t(DIFFERENT), wrong="again", **again)
        try:
            async with self.entrance.hashing:
                account = await asyncio.to_thread(
                    links.redeem,
                    office().database,
                    token,
                    form.get("password", ""),
                    known=(office().own.office_name,),
                    **({} if person else names),
                )
        except WeakPassword as weak:
            return self._ask_set_up(request, person, error=said_to(t, weak), wrong="password", **again)
        except AccountRefused as refused:
            wrong = "full_name" if isinstance(refused, PersonUnnamed) else "name"
            error = refused.label.in_language(t.language)
            return self._ask_set_up(request, person, error=error, wrong=wrong, **again)
        self.entrance.visits.end_all(account.id)
        return await self.entrance.let_in(request, account, "/")

    def _ask_set_up(self, request: Request, person: "Account | None", **values: Any) -> Response:
        t = texts(request, self.entrance.settings)
        title = t("Choose a password") if person else t("Set up the office")
        shown = {"person": person, "first": person is None, "full_name": "", "name": "", "wrong": ""}
        shown["password_help"] = password_help(t)
        return page(request, self.entrance.settings, "set_up", title, **{**shown, **values})

    async def account(self, request: Request) -> Response:
        """One's own account: another password, and signing out."""
        from db import accounts
        from db.account_refusals import WeakPassword

        t, visit = texts(request, self.entrance.settings), request.scope[VISIT]
        account = await asyncio.to_thread(accounts.read, office().database, visit.actor.id)
        if account is None or request.method == "GET":
            return await self._ask_account(request, visit)
        form = await sent_form(request)
        if form.get("password") != form.get("again"):
            return await self._ask_account(request, visit, error=t(DIFFERENT), wrong="again", status=422)
        counters = self.entrance.attempts.inside(visit.token)
        wait = attempts.begin(counters)
        if wait > 0:
            return await self._ask_account(request, visit, error=too_often(t, wait), wrong="current", status=429)
        try:
            async with self.entrance.hashing:
                changed = await asyncio.to_thread(self._change_password, account, form)
        except WeakPassword as weak:
            attempts.succeeded(counters)  # the present one was right
            error = said_to(t, weak)
            return await self._ask_account(request, visit, error=error, wrong="password", status=422)
        if not changed:
            error = t("The present password is wrong.")
            return await self._ask_account(request, visit, error=error, wrong="current", status=401)
        attempts.succeeded(counters)
        self.entrance.visits.end_all(account.id)
        return await self.entrance.let_in(request, account, "/account?changed")

    def _change_password(self, account: "Account", form: dict[str, str]) -> bool:
        """Whether the present password was right and the new one is set."""
        from db import accounts

        if accounts.authenticate(office().database, account.sign_in_name, form.get("current", "")) is None:
            return False
        known = (office().own.office_name,)
        accounts.set_password(office().database, account.id, form["password"], by=account.actor, known=known)
        return True

    async def _ask_account(self, request: Request, visit: Visit, **values: Any) -> Response:
        from db import accounts
        from schemas.roles import ROLES

        t, actor = texts(request, self.entrance.settings), visit.actor
        account = await asyncio.to_thread(accounts.read, office().database, actor.id)
        has_password = await asyncio.to_thread(accounts.has_password, office().database, actor.id)
        shown = {"person": account, "role": ROLES[actor.role].in_language(t.language), "has_password": has_password}
        shown |= {"wrong": "", "password_help": password_help(t)}
        if "changed" in request.query_params and "error" not in values:
            shown["told"] = t("Your password is changed.")
        return page(request, self.entrance.settings, "account", t("Your account"), **{**shown, **values})


def said_to(t: Translator, weak: "WeakPassword") -> str:
    """What is said to a weak password."""
    from db.passwords import LONGEST, SHORTEST

    return t(WEAK[weak.weakness]).format(shortest=SHORTEST, longest=LONGEST)


def password_help(t: Translator) -> str:
    """What a password needs."""
    from db.passwords import SHORTEST

    return t("At least {shortest} characters, such as a sentence. Any characters, blanks too.", shortest=SHORTEST)
