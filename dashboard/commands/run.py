"""``buero run`` serves the app until somebody stops it."""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from dashboard.commands.parser import port
from dashboard.sentences import Misused, Sentence
from dashboard.translations import Translator, translator

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser
    from dashboard.configuration import Settings

HERE = "127.0.0.1"
PORT = 8501


def declare(commands: "Commands", kept: "Parser", t: Translator) -> None:
    """Add the command to the parser; ``kept`` has the options of all commands that take a database."""
    run = commands.add_parser("run", parents=[kept], help=t("serve the app"))
    run.add_argument("--host", default=HERE, help=t("address to listen at (default: %(default)s)"))
    add_port(run, t)
    run.set_defaults(command=_run)


def add_port(parser: "Parser", t: Translator) -> None:
    """The option ``--port``."""
    parser.add_argument("--port", type=port(t), default=PORT, help=t("port to listen at (default: %(default)s)"))


def _run(given: argparse.Namespace) -> None:
    from dashboard.configuration import read_settings

    settings = read_settings(database=given.database)
    if settings.demo:
        raise Misused(
            Sentence("The demonstration lets everybody in, so it is no setting of an office: use buero demo.")
        )
    serve_office(settings, given.host, given.port, given.spoken)


def serve_office(settings: "Settings", host: str, port: int, spoken: str | None) -> None:
    """Serve an office and tell where, in the language ``spoken``, else in the office's."""
    from dashboard.office import presented
    from dashboard.server import serve

    def announce(address: str, set_up: str) -> None:
        office = presented(settings)
        t = translator(spoken or office.language)
        print(t("{office} is running at {address}", office=office.office_name, address=address), flush=True)
        if set_up:
            once = t("There is no lead's account yet. This link makes it; it works once and for a day:")
            print(f"{once}\n{set_up}", flush=True)

    with until_stopped():
        serve(settings, host, port, announce)


@contextmanager
def until_stopped() -> Iterator[None]:
    """Let SIGTERM end the process through its ``with`` blocks, like Ctrl-C: both are ways to say that it is enough."""

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
