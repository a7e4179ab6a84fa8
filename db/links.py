"""One-time links: the first lead's set-up, invitations and new passwords. Nobody ever tells anybody a password."""

import datetime as dt

import duckdb

from db import accounts, statements
from db.account_refusals import AccountDisabled
from db.accounts import Account
from db.database import Database, now
from db.tokens import hashed_token, new_token
from schemas.roles import OPERATOR, Action, Actor, Role

SET_UP_KEPT = dt.timedelta(days=1)
INVITATION_KEPT = dt.timedelta(days=7)


class LinkUsed(Exception):
    """The link was used, has expired, or never was one."""


def offer_set_up(database: Database) -> str | None:
    """The token of a new link that makes the first lead's account, None if a lead can sign in. Older ones end.

    Raises:
        DatabaseUnavailable: the disk is full or failed.
    """
    if accounts.has_lead(database):
        return None
    token = new_token()
    with database.writing() as writing:
        writing.cursor.execute("DELETE FROM links WHERE account IS NULL")
        _keep(writing.cursor, token, None, SET_UP_KEPT)
    return token


def invite(database: Database, account_id: str, *, by: Actor) -> str:
    """The token of a new link by which an account's person sets a password. Older ones of the account end.

    The history tells who made it.

    Raises:
        Forbidden: the actor does not manage accounts.
        NoSuchAccount, AccountDisabled: there is none with this id, or its person must not get in.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.MANAGE_ACCOUNTS)
    token = new_token()
    with database.writing() as writing:
        account = accounts.change_within(writing, account_id, by=by.id, action="invite")
        if account.disabled:
            raise AccountDisabled(name=account.sign_in_name)
        statements.delete_where(writing.cursor, "links", account=account_id)
        _keep(writing.cursor, token, account_id, INVITATION_KEPT)
    return token


def target(database: Database, token: str) -> Account | None:
    """Whose password a link sets, None if it makes the first lead's account.

    Raises:
        LinkUsed: it leads nowhere.
    """
    with database.cursor() as cursor:
        account_id = _account_of(cursor, token)
    if account_id is None:
        return None
    account = accounts.read(database, account_id)
    if account is None or account.disabled:
        raise LinkUsed
    return account


def redeem(
    database: Database,
    token: str,
    password: str,
    *,
    name: str = "",
    sign_in_name: str = "",
    known: tuple[str, ...] = (),
) -> Account:
    """Set the password of the link's account and end the link. A set-up link makes the lead's account by the names.

    Raises:
        LinkUsed: it leads nowhere.
        WeakPassword: the password is not good enough; the link still holds.
        AccountRefused: the account can't be made; the link still holds.
        DatabaseUnavailable: the disk is full or failed.
    """
    account = target(database, token)
    named = (account.name, account.sign_in_name) if account else (name, sign_in_name)
    stored = accounts.checked(password, *named, *known)
    with database.writing() as writing:
        account_id = _account_of(writing.cursor, token)  # somebody else may have been faster
        if account_id is None:
            by = OPERATOR.id
            made = accounts.add_within(writing, name=name, sign_in_name=sign_in_name, role=Role.LEAD, by=by)
            writing.cursor.execute("DELETE FROM links WHERE account IS NULL")
            account_id = made.id
        return accounts.store_password(writing, account_id, stored, by=account_id)


def _keep(cursor: duckdb.DuckDBPyConnection, token: str, account_id: str | None, kept: dt.timedelta) -> None:
    moment = now()
    cursor.execute("DELETE FROM links WHERE expires_at < ?", [moment])
    row = {"token": hashed_token(token), "account": account_id, "expires_at": moment + kept}
    statements.insert(cursor, "links", [row])


def _account_of(cursor: duckdb.DuckDBPyConnection, token: str) -> str | None:
    row = cursor.execute(
        "SELECT account FROM links WHERE token = ? AND expires_at > ?", [hashed_token(token), now()]
    ).fetchone()
    if row is None:
        raise LinkUsed
    account_id: str | None = row[0]
    return account_id
