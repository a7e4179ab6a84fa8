"""``buero user`` makes and changes accounts. It prints one-time links and never asks for, shows or takes a password."""

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.commands.database import existing, opened
from dashboard.commands.language import texts
from dashboard.translations import Translator, msgid

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser
    from dashboard.configuration import Settings
    from db.accounts import Account
    from db.database import Database

ROLES = ("staff", "lead", "reader")  # spelled again: importing schemas loads pandera, and the help can't wait for it

FIRST = msgid(
    "Makes and changes accounts. While the app runs, it owns the database: stop it first, or use its page of accounts. "
    "One-time links begin with BUERO_ADDRESS, without it with http://127.0.0.1:8501."
)

Change = Callable[["Database", argparse.Namespace, "Settings"], list[str]]


def declare(commands: "Commands", kept: "Parser", t: Translator) -> None:
    """Add the command with its own commands to the parser; ``kept`` has the options of all of them."""
    summary = t("make and change accounts while the app does not run")
    user = commands.add_parser("user", help=summary, description=t(FIRST))
    user.set_defaults(command=_user)
    changes = user.add_subparsers(required=True, metavar=t("COMMAND"), dest="user_command")
    made = {name: changes.add_parser(name, parents=[kept], help=t(help_)) for name, (_, help_) in CHANGES.items()}
    for name, change in made.items():
        if name != "list":
            change.add_argument("sign_in_name", metavar=t("SIGN_IN_NAME"), help=t("by which the person signs in"))
    made["add"].add_argument("--name", help=t("the person's name (default: the sign-in name)"))
    made["add"].add_argument("--role", choices=ROLES, default="staff", help=t("default: %(default)s"))
    made["role"].add_argument("role", choices=ROLES)


def _user(given: argparse.Namespace) -> None:
    from dashboard.configuration import read_settings

    settings = read_settings(database=given.database)
    change, _ = CHANGES[given.user_command]
    with (opened if given.user_command == "add" else existing)(settings) as database:
        lines = change(database, given, settings)
    for line in lines:
        print(line)


def _add(database: "Database", given: argparse.Namespace, settings: "Settings") -> list[str]:
    from db import accounts
    from schemas.roles import OPERATOR, Role

    name, role = given.name or given.sign_in_name, Role(given.role)
    made = accounts.add(database, name=name, sign_in_name=given.sign_in_name, role=role, by=OPERATOR)
    return _link(database, made, settings)


def _list(database: "Database", given: argparse.Namespace, _settings: "Settings") -> list[str]:
    from db import accounts
    from schemas.roles import OPERATOR

    lines, t = [], texts(given, database)
    for account, last in accounts.everybody(database, by=OPERATOR):
        at = f"{last:%Y-%m-%d %H:%M} UTC" if last else ""
        seen = t("last signed in {moment}", moment=at) if last else t("never signed in")
        state = t("disabled") if account.disabled else t("enabled")
        lines.append("\t".join([account.sign_in_name, account.name, account.role, state, seen]))
    return lines


def _disable(database: "Database", given: argparse.Namespace, _settings: "Settings") -> list[str]:
    return _change(database, given, disabled=True)


def _enable(database: "Database", given: argparse.Namespace, _settings: "Settings") -> list[str]:
    return _change(database, given, disabled=False)


def _role(database: "Database", given: argparse.Namespace, _settings: "Settings") -> list[str]:
    from schemas.roles import Role

    return _change(database, given, role=Role(given.role))


def _reset_password(database: "Database", given: argparse.Namespace, settings: "Settings") -> list[str]:
    return _link(database, _found(database, given), settings)


def _change(database: "Database", given: argparse.Namespace, **values: Any) -> list[str]:
    from db import accounts
    from schemas.roles import OPERATOR

    accounts.change(database, _found(database, given).id, by=OPERATOR, **values)
    return []


def _found(database: "Database", given: argparse.Namespace) -> "Account":
    from db import accounts
    from db.account_refusals import NoSuchAccount

    account = accounts.find(database, given.sign_in_name)
    if account is None:
        raise NoSuchAccount(name=given.sign_in_name)
    return account


def _link(database: "Database", account: "Account", settings: "Settings") -> list[str]:
    """The one-time link by which an account's person sets a password."""
    from db import links
    from schemas.roles import OPERATOR

    place = settings.address or "http://127.0.0.1:8501"
    return [f"{place}/set-up/{links.invite(database, account.id, by=OPERATOR)}"]


CHANGES: Mapping[str, tuple[Change, str]] = {
    "add": (_add, msgid("make an account and print the one-time link by which its person sets a password")),
    "list": (_list, msgid("print all accounts: sign-in name, name, role, state, last sign-in")),
    "disable": (_disable, msgid("let a person in no more, and end what is open")),
    "enable": (_enable, msgid("let a person in again")),
    "reset-password": (_reset_password, msgid("print a one-time link by which a person sets a new password")),
    "role": (_role, msgid("give a person another role")),
}
"""The commands with their helps."""
