"""The command ``buero``. What a subcommand needs is imported when it runs: the help must not wait for pandas."""

import argparse
import datetime as dt
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO, NoReturn
from zoneinfo import ZoneInfo

from dashboard import user_commands
from dashboard.configuration import Settings, WrongSetting, read_settings

if TYPE_CHECKING:
    from db.database import Database
    from db.delimited import Reader
    from db.exports import Table

REFUSED, USAGE = 1, 2
LAST_PORT = 65_535

ALL = "all"
FLAVOUR_OF = {"csv": "machine", "csv-excel": "excel"}
"""The flavour of CSV behind each value of ``--format``."""
RUNNING = {"de": "läuft unter", "en": "is running at"}
SET_UP = {
    "de": "Noch gibt es kein Konto der Leitung. Dieser Link legt es an; er gilt einmal und einen Tag lang:",
    "en": "There is no lead's account yet. This link makes it; it works once and for a day:",
}
DEMO_PEOPLE = {"staff": "Mia Meyer", "lead": "Lea Lang", "reader": "Rolf Richter"}
"""Who signs in at the demonstration, by role."""
DEMO_PERIOD = (dt.date(2017, 7, 1), dt.date(2018, 4, 30))
"""The period of the published report, SGM/2018/169."""


class Refused(Exception):
    """The command can't be carried out; the sentence says why."""


class Misused(Exception):
    """The command makes no sense as it was given; the sentence says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command: 0 if it was done, 1 if it was refused, 2 if it was misused."""
    given = _parser().parse_args(argv)
    try:
        given.command(given)
        sys.stdout.flush()
    except Refused as refusal:
        return _say(refusal, REFUSED)
    except (Misused, WrongSetting) as misuse:
        return _say(misuse, USAGE)
    except BrokenPipeError:
        # Whoever read has seen enough. Python would complain again when it closes stdout at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _say(error: Exception, status: int) -> int:
    print(f"buero: {error}", file=sys.stderr)
    return status


class _Parser(argparse.ArgumentParser):
    """Says in one line what was misused; the usage is what ``--help`` is for."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="buero", description="Records and figures of an integration office.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    kept = _Parser(add_help=False)
    kept.add_argument("--database", metavar="URL", help="file that keeps the records (default: BUERO_DATABASE)")

    run = commands.add_parser("run", parents=[kept], help="serve the app")
    run.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    run.add_argument("--port", type=_port, default=8501, help="port to listen at (default: %(default)s)")
    run.set_defaults(command=_run)

    demo = commands.add_parser("demo", help="serve the app on a throw-away database with fictional records")
    demo.add_argument("--port", type=_port, default=8501, help="port to listen at (default: %(default)s)")
    demo.add_argument("--into", type=Path, metavar="FILE", help="write the records into a new database and stop")
    demo.set_defaults(command=_demo)

    figures = commands.add_parser("figures", parents=[kept], help="print all figures of a period")
    figures.add_argument("--from", dest="first", type=_day, metavar="DAY", help="first day, YYYY-MM-DD")
    figures.add_argument("--to", dest="last", type=_day, metavar="DAY", help="last day, included")
    figures.add_argument("--period", metavar="NAME", help="instead: the frozen figures of a closed reporting period")
    figures.add_argument("--format", choices=["table", "csv", "json"], default="table")
    figures.add_argument("--language", choices=["de", "en"], help="of titles and labels (default: the office's)")
    figures.set_defaults(command=_figures)

    export = commands.add_parser("export", parents=[kept], help="write records as CSV or ZIP")
    export.add_argument("record_type", metavar="RECORD_TYPE", help="such as consultations, or all for everything")
    export.add_argument("--format", choices=[*FLAVOUR_OF, "zip"], help="default: csv, for all zip")
    export.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")
    export.add_argument("--language", choices=["de", "en"], help="of headings and labels (default: the office's)")
    export.set_defaults(command=_export)

    check = commands.add_parser("check", parents=[kept], help="check that history and records are whole and agree")
    check.set_defaults(command=_check)

    user = commands.add_parser("user", help="make and change accounts while the app does not run")
    user_commands.declare(user, kept)
    user.set_defaults(command=_user)
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to {LAST_PORT}, or 0 for a free one")
    return int(text)


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day in the form 2018-04-30") from None


def _run(given: argparse.Namespace) -> None:
    settings = read_settings(database=given.database)
    if settings.demo:
        raise Misused("The demonstration lets everybody in, so it is no setting of an office: use buero demo.")
    _serve(settings, given.host, given.port)


def _demo(given: argparse.Namespace) -> None:
    if given.into:
        _fill(given.into)
        return
    with _until_stopped(), tempfile.TemporaryDirectory(prefix="buero-demo-") as folder:
        database = Path(folder) / "demo.duckdb"
        settings = _demo_settings(database)
        _fill(database)
        _let_in(settings)
        _serve(settings, "127.0.0.1", given.port)


def _let_in(settings: Settings) -> None:
    """One account for each role, to choose from without a password, and something to do for them."""
    from db import accounts, demo_plans
    from schemas.roles import OPERATOR, ROLES, Role

    with _opened(settings) as database:
        people = {}
        for role, label in ROLES.items():
            name = f"{DEMO_PEOPLE[role]} ({label.in_language(settings.language)})"
            people[role] = accounts.add(database, name=name, sign_in_name=role, role=role, by=OPERATOR)
        demo_plans.plan(database, people[Role.STAFF].actor)


def _demo_settings(database: Path) -> Settings:
    first, last = DEMO_PERIOD
    return read_settings(
        database=str(database),
        opened=first,
        reporting_start=first,
        reporting_end=last,
        default_period="reporting",
        demo=True,
    )


def _fill(path: Path) -> None:
    """Write the demo records into a new database; what was written of it disappears if that fails."""
    if path.exists():
        raise Refused(f"{path} exists already; demo records go into a new database only.")
    settings = _demo_settings(path)
    from db import demo

    try:
        with _opened(settings) as database:
            demo.fill(database)
    except BaseException:
        for left in (path, path.with_name(f"{path.name}.wal")):
            left.unlink(missing_ok=True)
        raise


def _serve(settings: Settings, host: str, port: int) -> None:
    from dashboard.office import presented
    from dashboard.server import NotServed, serve

    def announce(address: str, set_up: str) -> None:
        office = presented(settings)
        print(f"{office.office_name} {RUNNING[office.language]} {address}", flush=True)
        if set_up:
            print(f"{SET_UP[office.language]}\n{set_up}", flush=True)

    with _until_stopped():
        try:
            serve(settings, host, port, announce)
        except NotServed as reason:
            raise Refused(str(reason)) from reason


@contextmanager
def _until_stopped() -> Iterator[None]:
    """Let SIGTERM end the process through its ``with`` blocks, like Ctrl-C: both are ways to say that it is enough."""

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _opened(settings: Settings) -> Iterator["Database"]:
    """The database of the settings, closed afterwards."""
    from db.database import open_database
    from db.unavailable import DatabaseUnavailable

    path = settings.database_file
    try:
        with open_database(path, first=settings.first, time_zone=settings.time_zone) as database:
            yield database
    except DatabaseUnavailable as unavailable:
        raise Refused(str(unavailable)) from unavailable


@contextmanager
def _existing(settings: Settings) -> Iterator["Database"]:
    """A database to read from. A misspelt path must not make a new, empty one."""
    if not settings.database_file.exists():
        raise Refused(f"There is no database {settings.database_file}.")
    with _opened(settings) as database:
        yield database


def _reader(given: argparse.Namespace, settings: Settings, database: "Database") -> "Reader":
    from db.delimited import Reader

    language = given.language or database.settings.language
    return Reader(language, database.given.vocabularies, ZoneInfo(settings.time_zone))


def _figures(given: argparse.Namespace) -> None:
    _misused_days(given)
    settings = read_settings(database=given.database)
    from dashboard.printouts import PRINTOUTS, live_tables
    from db.selection import Selection

    with _existing(settings) as database:
        reader = _reader(given, settings, database)
        if given.period:
            tables, reader = _frozen_tables(database, given.period, reader)
        else:
            tables = live_tables(database, Selection(given.first, given.last), reader)
        printed = PRINTOUTS[given.format](tables, reader)
    sys.stdout.buffer.write(printed.encode())


def _misused_days(given: argparse.Namespace) -> None:
    if given.period and (given.first or given.last):
        raise Misused("The days are those of the period: give --period, or --from and --to.")
    if not given.period and not (given.first and given.last):
        raise Misused("Days are missing: give --from and --to, or --period for the figures of a closed period.")
    if not given.period and given.last < given.first:
        raise Misused(f"The period ends ({given.last}) before it starts ({given.first}).")


def _frozen_tables(database: "Database", named: str, reader: "Reader") -> tuple[list["Table"], "Reader"]:
    """The figures of the last closing of a period, and the reader with the value lists of then."""
    from db import frozen_figures, reporting_periods

    period = reporting_periods.find(database, named)
    if period is None:
        names = ", ".join(each.name for each in database.periods) or "none"
        raise Refused(f"There is no reporting period {named!r}; there are: {names}.")
    closings = frozen_figures.closings(database, period.id)
    if not closings:
        days = f"--from {period.first_day} --to {period.last_day}"
        raise Refused(f"{period.name} was not closed yet, so its figures still move; see them with {days}.")
    if not period.closed:
        print(f"buero: {period.name} was reopened; these are the figures of its last closing.", file=sys.stderr)
    frozen = frozen_figures.read(database, closings[0])
    return frozen_figures.tables(frozen, reader), frozen_figures.reader_of(frozen, reader)


def _export(given: argparse.Namespace) -> None:
    from schemas import RECORDS

    wanted = given.format or ("zip" if given.record_type == ALL else "csv")
    if given.record_type not in (*RECORDS, ALL):
        raise Misused(f"There are no records {given.record_type!r}; there are {', '.join(RECORDS)}, and {ALL}.")
    if (given.record_type == ALL) != (wanted == "zip"):
        raise Misused(
            "A ZIP file holds everything, a CSV file one record type: export all as zip, else csv or csv-excel."
        )
    if wanted == "zip" and given.output is None and sys.stdout.isatty():
        raise Misused("A ZIP file can't be shown on a terminal; name a file with --output.")
    settings = read_settings(database=given.database)
    with _existing(settings) as database, _output(given.output) as stream:
        _write(stream, database, given.record_type, wanted, _reader(given, settings, database))


def _check(given: argparse.Namespace) -> None:
    settings = read_settings(database=given.database)
    from db.integrity import verify

    with _existing(settings) as database:
        verdict = verify(database)
    for fault in verdict.faults:
        print(fault.sentence)
    if verdict.faults:
        raise Refused(f"{settings.database_file} is not as its history says; see above.")
    sealed = f", sealed by {verdict.last_hash}" if verdict.entries else ""
    print(f"All {verdict.entries} entries of the history are whole{sealed}, and the records are as they say.")


def _user(given: argparse.Namespace) -> None:
    settings = read_settings(database=given.database)
    from db.accounts import AccountRefused

    command, _ = user_commands.COMMANDS[given.user_command]
    with (_opened if given.user_command == "add" else _existing)(settings) as database:
        try:
            lines = command(database, given, settings)
        except AccountRefused as refused:
            raise Refused(str(refused)) from refused
    for line in lines:
        print(line)


def _write(stream: BinaryIO, database: "Database", table: str, wanted: str, reader: "Reader") -> None:
    from db import archive, exports
    from db.database import now
    from db.delimited import FLAVOURS
    from db.selection import Selection
    from schemas import RECORDS

    if wanted == "zip":
        archive.write(stream, database, Selection(), FLAVOURS["machine"], reader, now())
    else:
        exports.write_records(stream, database, RECORDS[table], Selection(), FLAVOURS[FLAVOUR_OF[wanted]], reader)


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise Refused(f"{path} can't be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
