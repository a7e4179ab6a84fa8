"""Sessions of people who have signed in. They outlive a restart; browsers hold signed tokens, the database hashes."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from db import accounts, statements
from db.accounts import Account
from db.database import Database, now
from db.signing import Purpose, signed, verified
from db.tokens import hashed_token, new_token
from schemas.roles import Action, Actor, Role


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts."""

    idle: dt.timedelta
    """Without anything done."""
    whole: dt.timedelta
    """In all."""


@dataclass(frozen=True, slots=True)
class Session:
    """One open session."""

    token: str
    """The hash of its token."""
    actor: Actor
    began_at: dt.datetime
    seen_at: dt.datetime


def begin(database: Database, account: Account) -> str:
    """Open a session for somebody who has just proved who they are; returns its token.

    Raises:
        DatabaseUnavailable: the disk is full or failed.
    """
    token, moment = signed(database, Purpose.SESSION, new_token()), now()
    row = {"token": hashed_token(token), "account": account.id, "began_at": moment, "seen_at": moment}
    with database.writing() as writing:
        statements.insert(writing.cursor, "sessions", [row])
        writing.cursor.execute("UPDATE credentials SET last_sign_in = ? WHERE account = ?", [moment, account.id])
    return token


def is_ours(database: Database, token: str) -> bool:
    """Whether a token is signed as ours are; it says nothing of its session, and asks nobody for it."""
    return verified(database, Purpose.SESSION, token) is not None


def living(database: Database, tokens: Collection[str], limits: Limits | None = None) -> dict[str, Session]:
    """Those of some sessions (by the hashes of their tokens) that are open, with their persons as they are now.

    Without ``limits`` their time does not matter: who has them in memory knows better when they were used.
    """
    moment = now()
    earliest = (moment - limits.idle, moment - limits.whole) if limits else (dt.datetime.min, dt.datetime.min)
    with database.cursor() as cursor:
        rows = cursor.execute(
            "SELECT s.token, a.id, a.name, a.role, s.began_at, s.seen_at"
            " FROM sessions s JOIN accounts a ON a.id = s.account"
            " WHERE list_contains(?, s.token) AND NOT a.disabled AND s.seen_at > ? AND s.began_at > ?",
            [list(tokens), *earliest],
        ).fetchall()
    return {row[0]: Session(row[0], Actor(row[1], row[2], Role(row[3])), row[4], row[5]) for row in rows}


def note_seen(database: Database, seen: Mapping[str, dt.datetime], limits: Limits) -> None:
    """Store when sessions (by the hashes of their tokens) were last used, and forget those that are over.

    Raises:
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        for token, moment in seen.items():
            writing.cursor.execute("UPDATE sessions SET seen_at = ? WHERE token = ?", [moment, token])
        _forget_ended(writing.cursor, limits)


def end(database: Database, token: str) -> None:
    """End a session by the hash of its token.

    Raises:
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        statements.delete_where(writing.cursor, "sessions", token=token)


def end_all(database: Database, account_id: str, *, by: Actor) -> None:
    """Sign an account out everywhere; the history knows who did.

    Raises:
        Forbidden: it is somebody else's account, and the actor does not manage accounts.
        NoSuchAccount: there is none with this id.
        DatabaseUnavailable: the disk is full or failed.
    """
    if by.id != account_id:
        by.must(Action.MANAGE_ACCOUNTS)
    with database.writing() as writing:
        accounts.change_within(writing, account_id, by=by.id, action="sign_out")
        statements.delete_where(writing.cursor, "sessions", account=account_id)


def _forget_ended(cursor: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    moment = now()
    cursor.execute(
        "DELETE FROM sessions WHERE seen_at <= ? OR began_at <= ?", [moment - limits.idle, moment - limits.whole]
    )
