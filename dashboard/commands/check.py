"""``buero check`` tells whether the history is whole and the records are as it says."""

import argparse
from typing import TYPE_CHECKING

from dashboard.commands.database import existing
from dashboard.commands.language import texts
from dashboard.sentences import Sentence, Stopped
from dashboard.translations import Translator, msgid

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser


def declare(commands: "Commands", kept: "Parser", t: Translator) -> None:
    """Add the command to the parser; ``kept`` has the options of all commands that take a database."""
    whole = t("check that history and records are whole and agree")
    commands.add_parser("check", parents=[kept], help=whole).set_defaults(command=_check)


def _check(given: argparse.Namespace) -> None:
    from dashboard.configuration import read_settings
    from db.integrity import verify

    settings = read_settings(database=given.database)
    with existing(settings) as database:
        t, verdict = texts(given, database), verify(database)
        for fault in verdict.faults:
            print(fault.label.in_language(t.language))
        if verdict.faults:
            raise Stopped(Sentence("{path} is not as its history says; see above.", path=settings.database_file))
    whole = msgid("All {n} entries of the history are whole, sealed by {seal}, and the records are as they say.")
    print(t(whole, n=verdict.entries, seal=verdict.last_hash))
