"""How tests get in: people and their sessions are written into the database before a server opens it."""

from pathlib import Path

import argon2

from dashboard.gate import SESSION_COOKIE
from db import accounts, sessions
from db.accounts import Account
from db.database import Database, open_database
from schemas.roles import OPERATOR, Role

PASSWORD = "regenschirm auf dem kamel"
"""Of everybody in tests."""
_STORED = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

_tokens: dict[str, dict[Role, str]] = {}
"""Sessions by the address of the server."""


def add_person(database: Database, sign_in_name: str, role: Role = Role.STAFF) -> Account:
    """An account with ``PASSWORD``; one without a password gets it."""
    person = accounts.find(database, sign_in_name) or accounts.add(
        database, name=sign_in_name.capitalize(), sign_in_name=sign_in_name, role=role, by=OPERATOR
    )
    if accounts.has_password(database, person.id):
        return person
    with database.writing() as writing:
        return accounts.store_password(writing, person.id, _STORED, by=OPERATOR.id)


def add_people(database: Database) -> dict[Role, str]:
    """One account for each role, named after it, with ``PASSWORD``; returns a token of a session for each."""
    return {role: sessions.begin(database, add_person(database, role, role)) for role in Role}


def prepare(path: Path) -> dict[Role, str]:
    """Let people into the database of a file that is about to be served."""
    with open_database(path) as database:
        return add_people(database)


def remember(address: str, tokens: dict[Role, str]) -> None:
    """Remember whose sessions a server knows."""
    _tokens[address] = tokens


def token(address: str, role: Role = Role.LEAD) -> str:
    """The token of a session at a server, empty if it knows none."""
    return _tokens.get(address, {}).get(role, "")


def cookie(address: str, role: Role = Role.LEAD) -> str:
    """The header that brings a session's cookie."""
    return f"{SESSION_COOKIE}={token(address, role)}"
