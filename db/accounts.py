"""Accounts: who the people of the office are. Every change is in the history, passwords never are."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import duckdb

from db import caches, history, passwords, statements
from db.account_refusals import (
    AccountChanged,
    LastLead,
    NameTaken,
    NameUnusable,
    NoSuchAccount,
    Oneself,
    PersonUnnamed,
    WeakPassword,
)
from db.database import Database, Writing, now
from schemas.roles import Action, Actor, Role

TABLE = "accounts"
PRODUCT = "Integrationsbüro"
"""A word that everybody tries first."""
SIGN_IN_NAME = re.compile(r"[^\s\x00-\x1f]{1,100}")


@dataclass(frozen=True, slots=True)
class Account:
    """One account as it is stored."""

    id: str
    number: int
    version: int
    name: str
    sign_in_name: str
    role: Role
    disabled: bool
    subject: str | None
    """Who this is at the OpenID provider, if the account signs in there."""
    created_at: Any
    created_by: str
    changed_at: Any
    changed_by: str
    password_seal: str | None = None
    """The hash of what is stored of the password; None for one that was set before the history told of it."""

    @property
    def actor(self) -> Actor:
        """The person behind the account, as the gates know them."""
        return Actor(self.id, self.name, self.role)


_LEADS = (
    "SELECT 1 FROM accounts a JOIN credentials c ON c.account = a.id"
    " WHERE a.role = ? AND NOT a.disabled AND (c.password IS NOT NULL OR a.subject IS NOT NULL)"
)
"""Leads who can sign in."""

COLUMNS = tuple(field.name for field in fields(Account))


def read(database: Database, account_id: str) -> Account | None:
    """The account with an id, None if there is none."""
    with database.cursor() as cursor:
        return _one(cursor, "id", account_id)


def find(database: Database, sign_in_name: str) -> Account | None:
    """The account that signs in by a name, in whatever case, None if there is none."""
    with database.cursor() as cursor:
        return _one(cursor, "sign_in_name", normal_name(sign_in_name))


def find_subject(database: Database, subject: str) -> Account | None:
    """The account of a person known to the OpenID provider, None if there is none."""
    with database.cursor() as cursor:
        return _one(cursor, "subject", subject)


def everybody(database: Database, *, by: Actor) -> list[tuple[Account, Any]]:
    """All accounts by name, each with the moment of its last sign-in (UTC, None if never).

    Raises:
        Forbidden: the actor does not manage accounts.
    """
    by.must(Action.MANAGE_ACCOUNTS)
    with database.cursor() as cursor:
        rows = cursor.execute(
            f"SELECT {_columns('a')}, c.last_sign_in FROM accounts a JOIN credentials c ON c.account = a.id"
            " ORDER BY lower(a.name), a.number"
        ).fetchall()
    return [(_account(row[:-1]), row[-1]) for row in rows]


def names(database: Database) -> Mapping[str, str]:
    """The names of all accounts by id, as the history and the records know people."""

    def ask() -> Mapping[str, str]:
        with database.cursor() as cursor:
            return names_in(cursor)

    found: Mapping[str, str] = caches.of(database).get(("names of accounts", database.revision), ask)
    return found


def names_in(cursor: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """The same, read now."""
    return dict(cursor.execute("SELECT id, name FROM accounts").fetchall())


def has_lead(database: Database) -> bool:
    """Whether somebody can sign in who leads the office."""
    with database.cursor() as cursor:
        return cursor.execute(f"{_LEADS} LIMIT 1", [Role.LEAD]).fetchone() is not None


def has_password(database: Database, account_id: str) -> bool:
    """Whether an account signs in by a password."""
    with database.cursor() as cursor:
        row = cursor.execute("SELECT password FROM credentials WHERE account = ?", [account_id]).fetchone()
    return row is not None and row[0] is not None


def add(
    database: Database, *, name: str, sign_in_name: str, role: Role, by: Actor, subject: str | None = None
) -> Account:
    """Make an account without a password: a one-time link lets its person set one.

    Raises:
        Forbidden: the actor does not manage accounts.
        PersonUnnamed: the name.
        NameTaken, NameUnusable: the sign-in name.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.MANAGE_ACCOUNTS)
    with database.writing() as writing:
        return add_within(writing, name=name, sign_in_name=sign_in_name, role=role, by=by.id, subject=subject)


def add_within(
    writing: Writing, *, name: str, sign_in_name: str, role: Role, by: str, subject: str | None = None
) -> Account:
    """Make an account as a part of a transaction; see ``add``."""
    wanted, moment, shown = normal_name(sign_in_name), now(), " ".join(name.split())
    if not 0 < len(shown) <= 100:
        raise PersonUnnamed
    if not usable(wanted):
        raise NameUnusable(name=sign_in_name)
    if _one(writing.cursor, "sign_in_name", wanted):
        raise NameTaken(name=wanted)
    (number,) = writing.take_numbers(TABLE, 1)
    made = Account(str(uuid.uuid4()), number, 1, shown, wanted, role, False, subject, moment, by, moment, by)
    statements.insert(writing.cursor, TABLE, [asdict(made)])
    statements.insert(writing.cursor, "credentials", [{"account": made.id, "password": None, "last_sign_in": None}])
    log(writing, "create", None, made, by)
    return made


def change(database: Database, account_id: str, *, by: Actor, version: int | None = None, **values: Any) -> Account:
    """Change ``name``, ``role``, ``disabled`` or ``subject`` of an account and return it as stored.

    ``version`` is that of the account as it was seen, None if it is to be changed whatever it is now.

    Whoever is disabled or gets another role is signed out everywhere in the same transaction: pages that are open
    may show what the new role must not see.

    Raises:
        Forbidden: the actor does not manage accounts.
        NoSuchAccount, AccountChanged, LastLead, Oneself: nothing was changed.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.MANAGE_ACCOUNTS)
    if by.id == account_id and values.get("disabled"):
        raise Oneself(name=by.name)
    with database.writing() as writing:
        return change_within(writing, account_id, by=by.id, version=version, **values)


def change_within(
    writing: Writing, account_id: str, *, by: str, action: str = "update", version: int | None = None, **values: Any
) -> Account:
    """Change an account as a part of a transaction; see ``change``. ``action`` is what the history calls it."""
    if not values.keys() <= {"name", "role", "disabled", "subject", "password_seal"}:
        raise KeyError(f"an account can't change {', '.join(values)}")
    current = _one(writing.cursor, "id", account_id)
    if current is None:
        raise NoSuchAccount(name=account_id)
    if version not in (None, current.version):
        raise AccountChanged(name=current.name)
    wanted = replace(current, **values)
    if wanted == current and action == "update":
        return current
    if _leads(current) and not _leads(wanted) and not _other_leads(writing.cursor, account_id):
        raise LastLead(name=current.sign_in_name)
    changed = replace(wanted, version=current.version + 1, changed_at=now(), changed_by=by)
    statements.update(writing.cursor, TABLE, asdict(changed), version=current.version)
    log(writing, action, current, changed, by)
    if changed.disabled or changed.role is not current.role:
        statements.delete_where(writing.cursor, "sessions", account=account_id)
    if changed.disabled:
        statements.delete_where(writing.cursor, "links", account=account_id)
    return changed


def set_password(database: Database, account_id: str, password: str, *, by: Actor, known: tuple[str, ...] = ()) -> None:
    """Give an account a new password and sign it out everywhere. ``known`` are further words that others know.

    Raises:
        Forbidden: it is somebody else's account, and the actor does not manage accounts.
        WeakPassword: it is not good enough.
        NoSuchAccount: there is none with this id.
        DatabaseUnavailable: the disk is full or failed.
    """
    if by.id != account_id:
        by.must(Action.MANAGE_ACCOUNTS)
    account = read(database, account_id)
    if account is None:
        raise NoSuchAccount(name=account_id)
    stored = checked(password, account.name, account.sign_in_name, *known)
    with database.writing() as writing:
        store_password(writing, account_id, stored, by=by.id)


def checked(password: str, *known: str) -> str:
    """The hash of a password that is good enough.

    Raises:
        WeakPassword: it is not.
    """
    found = passwords.weakness(password, (PRODUCT, *known))
    if found:
        raise WeakPassword(found)
    return passwords.hashed(password)


def store_password(writing: Writing, account_id: str, stored: str, *, by: str) -> Account:
    """Store a hashed password as a part of a transaction; all sessions and links of the account end."""
    changed = _replace_password(writing, account_id, stored, by=by, action="set_password")
    statements.delete_where(writing.cursor, "sessions", account=account_id)
    statements.delete_where(writing.cursor, "links", account=account_id)
    return changed


def _replace_password(writing: Writing, account_id: str, stored: str, *, by: str, action: str) -> Account:
    writing.cursor.execute("UPDATE credentials SET password = ? WHERE account = ?", [stored, account_id])
    return change_within(writing, account_id, by=by, action=action, password_seal=passwords.seal(stored))


def authenticate(database: Database, sign_in_name: str, password: str) -> Account | None:
    """The enabled account with this name and password, else None after the same time, whatever was wrong."""
    account = find(database, sign_in_name)
    stored = _stored_password(database, account)
    if not passwords.matches(stored, password) or account is None or stored is None or account.disabled:
        return None
    if passwords.outdated(stored):
        anew = passwords.hashed(password)
        with database.writing() as writing:
            if _stored_password(database, account) == stored:
                _replace_password(writing, account.id, anew, by=account.id, action="hash_password")
    return read(database, account.id)


def log(writing: Writing, action: str, before: Account | None, after: Account, by: str) -> None:
    """Write a change of an account into the history, as records are written into it."""
    history.add(writing, action, TABLE, [(asdict(before) if before else None, asdict(after))], by)


def _stored_password(database: Database, account: Account | None) -> str | None:
    with database.cursor() as cursor:
        row = cursor.execute(
            "SELECT password FROM credentials WHERE account = ?", [account.id if account else ""]
        ).fetchone()
    return row[0] if row else None


def _one(cursor: duckdb.DuckDBPyConnection, column: str, value: str) -> Account | None:
    row = cursor.execute(f"SELECT {_columns('a')} FROM accounts a WHERE a.{column} = ?", [value]).fetchone()
    return _account(row) if row else None


def _columns(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in COLUMNS)


def _account(row: tuple[Any, ...]) -> Account:
    values: Mapping[str, Any] = dict(zip(COLUMNS, row, strict=True))
    return Account(**{**values, "role": Role(values["role"])})


def _leads(account: Account) -> bool:
    return account.role is Role.LEAD and not account.disabled


def _other_leads(cursor: duckdb.DuckDBPyConnection, account_id: str) -> bool:
    return cursor.execute(f"{_LEADS} AND a.id <> ? LIMIT 1", [Role.LEAD, account_id]).fetchone() is not None


def usable(sign_in_name: str) -> bool:
    """Whether somebody could sign in by a name."""
    return SIGN_IN_NAME.fullmatch(normal_name(sign_in_name)) is not None


def normal_name(sign_in_name: str) -> str:
    """A sign-in name as it is stored: upper and lower case are the same."""
    return unicodedata.normalize("NFKC", sign_in_name).strip().casefold()
