"""The parser of the command line: argparse, made to speak the reader's language in one line."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from dashboard.sentences import Misused
from dashboard.translations import Translator, msgid

if TYPE_CHECKING:
    Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

LAST_PORT = 65_535

OF_ARGPARSE = (
    msgid("usage: "),
    msgid("options"),
    msgid("positional arguments"),
    msgid("show this help message and exit"),
    msgid("argument %(argument_name)s: %(message)s"),
    msgid("the following arguments are required: %s"),
    msgid("unrecognized arguments: %s"),
    msgid("expected one argument"),
    msgid("ignored explicit argument %r"),
    msgid("ambiguous option: %(option)s could match %(matches)s"),
    msgid("invalid choice: %(value)r (choose from %(choices)s)"),
    msgid("invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)"),
    msgid("invalid %(type)s value: %(value)r"),
)
"""What argparse says by itself to those who use our options, in the words of Python 3.11 to 3.14."""


@contextmanager
def speaking(t: Translator) -> Iterator[None]:
    """Let argparse say its own words through a translator; it has no other door than the name it calls gettext by."""
    before = vars(argparse)["_"]
    setattr(argparse, "_", t)  # noqa: B010  no stub tells of it
    try:
        yield
    finally:
        setattr(argparse, "_", before)  # noqa: B010


class Parser(argparse.ArgumentParser):
    """Says in one line what was misused; the usage is what ``--help`` is for."""

    def error(self, message: str) -> NoReturn:
        """End with the line."""
        self.exit(Misused.status, f"{self.prog}: {message}\n")


def port(t: Translator) -> Callable[[str], int]:
    """How a port to listen at is read."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and int(text) <= LAST_PORT):
            told = t("{text!r} is not a port from 1 to {last}, or 0 for a free one", text=text, last=LAST_PORT)
            raise argparse.ArgumentTypeError(told)
        return int(text)

    return read


def day(t: Translator) -> Callable[[str], dt.date]:
    """How a day is read."""

    def read(text: str) -> dt.date:
        try:
            return dt.datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            told = t("{text!r} is not a day in the form 2018-04-30", text=text)
            raise argparse.ArgumentTypeError(told) from None

    return read
