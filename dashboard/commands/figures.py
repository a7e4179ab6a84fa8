"""``buero figures`` prints figures: all of a period, live or as they were frozen, or those of a submitted report."""

import argparse
import sys
from typing import TYPE_CHECKING

from dashboard.commands.database import existing
from dashboard.commands.language import texts
from dashboard.commands.parser import day
from dashboard.commands.reading import add_language, reader_of
from dashboard.sentences import Misused, Sentence, Stopped
from dashboard.translations import Translator, msgid

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser
    from db.database import Database
    from db.delimited import Reader
    from db.exports import Table
    from schemas.reporting_period import ReportingPeriod


def declare(commands: "Commands", kept: "Parser", t: Translator) -> None:
    """Add the command to the parser; ``kept`` has the options of all commands that take a database."""
    figures = commands.add_parser("figures", parents=[kept], help=t("print all figures of a period"))
    figures.add_argument("--from", dest="first", type=day(t), metavar=t("DAY"), help=t("first day, YYYY-MM-DD"))
    figures.add_argument("--to", dest="last", type=day(t), metavar=t("DAY"), help=t("last day, included"))
    frozen = t("instead: the frozen figures of a closed reporting period")
    figures.add_argument("--period", metavar="NAME", help=frozen)
    submitted = t("instead: the tables of a submitted report, counted anew from its frozen figures")
    figures.add_argument("--report", type=int, metavar="N", help=submitted)
    figures.add_argument("--format", choices=["table", "csv", "json"], default="table")
    add_language(figures, t("of titles and labels (default: the office's)"))
    figures.set_defaults(command=_figures)


def _figures(given: argparse.Namespace) -> None:
    _check_days(given)
    from dashboard.configuration import read_settings

    settings = read_settings(database=given.database)
    from dashboard.printouts import PRINTOUTS, live_tables
    from db.selection import Selection

    with existing(settings) as database:
        reader = reader_of(given, settings, database)
        if given.report is not None:
            tables, reader = _report_tables(database, given.report)
        elif given.period:
            tables, reader = _frozen_tables(database, given, reader)
        else:
            tables = live_tables(database, Selection(given.first, given.last), reader)
        printed = PRINTOUTS[given.format](tables, reader)
    sys.stdout.buffer.write(printed.encode())


def _check_days(given: argparse.Namespace) -> None:
    if given.report is not None and (given.period or given.first or given.last):
        raise Misused(Sentence("A report has its own period: give --report alone."))
    if given.period and (given.first or given.last):
        raise Misused(Sentence("The days are those of the period: give --period, or --from and --to."))
    if given.period or given.report is not None:
        return
    if not (given.first and given.last):
        raise Misused(
            Sentence("Days are missing: give --from and --to, or --period for the figures of a closed period.")
        )
    if given.last < given.first:
        ends = Sentence("The period ends ({last}) before it starts ({first}).", first=given.first, last=given.last)
        raise Misused(ends)


def _frozen_tables(database: "Database", given: argparse.Namespace, reader: "Reader") -> tuple[list["Table"], "Reader"]:
    """The figures of the last closing of a period, and the reader with the value lists of then."""
    from db import frozen_figures

    period, t = _period(database, given.period), texts(given, database)
    closings = frozen_figures.closings(database, period.id)
    if not closings:
        days = f"--from {period.first_day} --to {period.last_day}"
        moving = msgid("{period} was not closed yet, so its figures still move; see them with {days}.")
        raise Stopped(Sentence(moving, period=period.name, days=days))
    if not period.closed:
        old = t("{period} was reopened; these are the figures of its last closing.", period=period.name)
        print(f"buero: {old}", file=sys.stderr)
    frozen = frozen_figures.read(database, closings[0])
    return frozen_figures.tables(frozen, reader), frozen_figures.reader_of(frozen, reader)


def _report_tables(database: "Database", number: int) -> tuple[list["Table"], "Reader"]:
    """The tables of a submitted report and its reader, if counting anew gives just what was submitted."""
    from dashboard.report_reprint import reprinted
    from db import reports

    report = reports.find(database, number)
    if report is None:
        numbers = ", ".join(str(each.number) for each in reports.everything(database)) or Sentence("none")
        missing = msgid("There is no report no. {number}; there are: {numbers}.")
        raise Stopped(Sentence(missing, number=number, numbers=numbers))
    content = reprinted(database, report)
    return [written.table for written in content.tables], content.reader


def _period(database: "Database", named: str) -> "ReportingPeriod":
    from db import reporting_periods

    period = reporting_periods.find(database, named)
    if period is None:
        names = ", ".join(each.name for each in database.periods) or Sentence("none")
        raise Stopped(Sentence("There is no reporting period {name!r}; there are: {names}.", name=named, names=names))
    return period
