"""Signing in at the organisation's OpenID provider (Keycloak, Entra ID) in place of a password of our own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from dashboard.configuration import Settings
from dashboard.office import office

if TYPE_CHECKING:
    from db.accounts import Account
    from db.database import Database

BACK = "/sign-in/openid/back"
"""Where the provider sends browsers back to; it must know this address."""
TO = "openid_to"
RANKED = ("lead", "staff", "reader")
"""Of several roles the first counts."""

log = logging.getLogger("buero")


class NotLetIn(Exception):
    """The provider did not say who it is, or said somebody who may not come in; the text is for the log."""


class Provider:
    """The provider of one office."""

    def __init__(self, settings: Settings) -> None:
        """The settings must name an issuer."""
        from authlib.integrations.starlette_client import OAuth

        self.settings = settings
        self._client = OAuth().register(
            "office",
            client_id=settings.openid_client_id,
            client_secret=settings.openid_client_secret.get_secret_value(),
            server_metadata_url=f"{settings.openid_issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "timeout": 10},
        )

    async def ask(self, request: Request, to: str) -> Response:
        """Send the browser to the provider, with state, nonce and a code challenge; afterwards it wants to go ``to``.

        Raises:
            NotLetIn: the provider does not answer.
        """
        request.session[TO] = to
        back = (self.settings.address or str(request.base_url).rstrip("/")) + BACK
        answer: Response = await _or_refused(lambda: self._client.authorize_redirect(request, back))
        return answer

    async def answer(self, request: Request) -> "tuple[Account, str]":
        """Who comes back from the provider, with an account that has the name and role from there; and where to go.

        Raises:
            NotLetIn: it is nobody who may come in.
        """
        expected = {
            "iss": {"essential": True, "value": self.settings.openid_issuer},
            "aud": {"essential": True, "value": self.settings.openid_client_id},
        }
        token = await _or_refused(lambda: self._client.authorize_access_token(request, claims_options=expected))
        claims = dict(token.get("userinfo") or {})
        if not claims.get("sub"):
            raise NotLetIn("the provider has sent no identity")
        if not named(claims, self.settings.openid_role_claim) and "access_token" in token:
            told = await _or_refused(lambda: self._client.userinfo(token=token))
            claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
        account = await asyncio.to_thread(account_of, office().database, claims, self.settings)
        return account, str(request.session.pop(TO, "/"))


def account_of(database: "Database", claims: Mapping[str, Any], settings: Settings) -> "Account":
    """The account of a person known by claims, made at the first time. It never is one that somebody else has made.

    Raises:
        NotLetIn: the claims give no role, or the account is disabled.
    """
    from db import accounts
    from db.account_refusals import AccountRefused
    from schemas.roles import OPERATOR, Role

    granted = role_of(claims, settings)
    if granted is None:
        raise NotLetIn("the claims give no role")
    subject = f"{settings.openid_issuer} {claims['sub']}"
    name = str(claims.get("name") or claims.get("preferred_username") or claims["sub"])[:100]
    account = accounts.find_subject(database, subject)
    if account and account.disabled:
        raise NotLetIn("the account is disabled")
    try:
        if account:
            return accounts.change(database, account.id, by=OPERATOR, name=name, role=Role(granted))
        unique = f"{claims['sub']}@{urlsplit(settings.openid_issuer).hostname}"
        wanted = str(claims.get("preferred_username") or claims.get("email") or unique)
        shown = unique if accounts.find(database, wanted) or not accounts.usable(wanted) else wanted
        return accounts.add(database, name=name, sign_in_name=shown, role=Role(granted), by=OPERATOR, subject=subject)
    except AccountRefused as refused:
        raise NotLetIn(str(refused)) from refused


async def _or_refused(ask: Callable[[], Awaitable[Any]]) -> Any:
    """What the provider answers; whatever goes wrong on the way is one error, and in the log.

    Raises:
        NotLetIn: it has not answered, or with something that can't be trusted.
    """
    import httpx2
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        return await ask()
    except (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, KeyError, RuntimeError) as error:
        log.warning("signing in at the OpenID provider failed: %s", error)
        raise NotLetIn("the provider's answer can't be used") from error


def named(claims: Mapping[str, Any], path: str) -> list[str]:
    """The values of a claim, which may lie deeper (``realm_access.roles``); one value is a list of one."""
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return [str(value) for value in values if value is not None]


def role_of(claims: Mapping[str, Any], settings: Settings) -> str | None:
    """The highest role that the claims give, None if none."""
    given = {settings.openid_roles.get(value) for value in named(claims, settings.openid_role_claim)}
    return next((role for role in RANKED if role in given), None)
