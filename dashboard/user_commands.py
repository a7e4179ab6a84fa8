"""What ``buero user`` does. It prints one-time links and never asks for, shows or takes a password."""

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dashboard.configuration import Settings

if TYPE_CHECKING:
    from db.accounts import Account
    from db.database import Database

ROLES = ("staff", "lead", "reader")  # spelled again: importing schemas loads pandera, and the help can't wait for it

Command = Callable[["Database", argparse.Namespace, Settings], list[str]]


def declare(parser: argparse.ArgumentParser, kept: argparse.ArgumentParser) -> None:
    """Add the commands to the parser of ``buero user``; ``kept`` has the options of all of them."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="user_command")
    made = {name: commands.add_parser(name, parents=[kept], help=help_) for name, (_, help_) in COMMANDS.items()}
    for name, command in made.items():
        if name != "list":
            command.add_argument("sign_in_name", metavar="SIGN_IN_NAME", help="by which the person signs in")
    made["add"].add_argument("--name", help="the person's name (default: the sign-in name)")
    made["add"].add_argument("--role", choices=ROLES, default="staff", help="default: %(default)s")
    made["role"].add_argument("role", choices=ROLES)


def _add(database: "Database", given: argparse.Namespace, settings: Settings) -> list[str]:
    from db import accounts
    from schemas.roles import OPERATOR, Role

    name, role = given.name or given.sign_in_name, Role(given.role)
    made = accounts.add(database, name=name, sign_in_name=given.sign_in_name, role=role, by=OPERATOR)
    return _link(database, made, settings)


def _list(database: "Database", _given: argparse.Namespace, _settings: Settings) -> list[str]:
    from db import accounts

    lines = []
    for account, last in accounts.everybody(database):
        seen = f"last signed in {last:%Y-%m-%d %H:%M} UTC" if last else "never signed in"
        state = "disabled" if account.disabled else "enabled"
        lines.append("\t".join([account.sign_in_name, account.name, account.role, state, seen]))
    return lines


def _disable(database: "Database", given: argparse.Namespace, _settings: Settings) -> list[str]:
    return _change(database, given, disabled=True)


def _enable(database: "Database", given: argparse.Namespace, _settings: Settings) -> list[str]:
    return _change(database, given, disabled=False)


def _role(database: "Database", given: argparse.Namespace, _settings: Settings) -> list[str]:
    from schemas.roles import Role

    return _change(database, given, role=Role(given.role))


def _reset_password(database: "Database", given: argparse.Namespace, settings: Settings) -> list[str]:
    return _link(database, _found(database, given), settings)


def _change(database: "Database", given: argparse.Namespace, **values: object) -> list[str]:
    from db import accounts
    from schemas.roles import OPERATOR

    accounts.change(database, _found(database, given).id, by=OPERATOR, **values)
    return []


def _found(database: "Database", given: argparse.Namespace) -> "Account":
    from db import accounts

    account = accounts.find(database, given.sign_in_name)
    if account is None:
        raise accounts.NoSuchAccount(given.sign_in_name)
    return account


def _link(database: "Database", account: "Account", settings: Settings) -> list[str]:
    """The one-time link by which an account's person sets a password."""
    from db import links
    from schemas.roles import OPERATOR

    place = settings.address or "http://127.0.0.1:8501"
    return [f"{place}/set-up/{links.invite(database, account.id, by=OPERATOR)}"]


COMMANDS: Mapping[str, tuple[Command, str]] = {
    "add": (_add, "make an account and print the one-time link by which its person sets a password"),
    "list": (_list, "print all accounts: sign-in name, name, role, state, last sign-in"),
    "disable": (_disable, "let a person in no more, and end what is open"),
    "enable": (_enable, "let a person in again"),
    "reset-password": (_reset_password, "print a one-time link by which a person sets a new password"),
    "role": (_role, "give a person another role"),
}
"""The commands with their helps."""
