"""The command ``buero``. What a subcommand needs is imported when it runs: the help must not wait for pandas."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from dashboard.commands import check, demo, export, figures, imports, run, user
from dashboard.commands.language import wanted
from dashboard.commands.parser import Parser, speaking
from dashboard.sentences import Stopped
from dashboard.translations import Translator, translator

COMMANDS = (run, demo, figures, export, imports, check, user)
"""The commands in the order of the help."""
DEFAULT = "de"


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command: 0 if it was done, 1 if it was refused, 2 if it was misused."""
    spoken = wanted(sys.argv[1:] if argv is None else argv)
    t = translator(spoken or DEFAULT)
    with speaking(t):
        given = _parser(t).parse_args(argv, argparse.Namespace(spoken=spoken))
    try:
        given.command(given)
        sys.stdout.flush()
    except Stopped as stopped:
        print(f"buero: {stopped.label.in_language(spoken or stopped.language or DEFAULT)}", file=sys.stderr)
        return stopped.status
    except BrokenPipeError:
        # Whoever read has seen enough. Python would complain again when it closes stdout at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Stopped.status
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _parser(t: Translator) -> Parser:
    parser = Parser(prog="buero", description=t("Records and figures of an integration office."))
    commands = parser.add_subparsers(required=True, metavar=t("COMMAND"))
    kept = Parser(add_help=False)
    kept.add_argument("--database", metavar=t("FILE"), help=t("file that keeps the records (default: BUERO_DATABASE)"))
    for command in COMMANDS:
        command.declare(commands, kept, t)
    return parser


if __name__ == "__main__":
    sys.exit(main())
