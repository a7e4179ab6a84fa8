"""``buero export`` writes records as CSV or XLSX, or everything as one file."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dashboard.commands import record_types
from dashboard.commands.database import existing
from dashboard.commands.reading import add_language, reader_of
from dashboard.sentences import Misused, Sentence, Stopped
from dashboard.system_errors import explained
from dashboard.translations import Translator

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser
    from db.database import Database
    from db.delimited import Reader

ALL = "all"
FLAVOUR_OF = {"csv": "machine", "csv-excel": "excel"}
"""The flavour of CSV behind each value of ``--format``."""

ZIP, XLSX = "zip", "xlsx"
BINARY = (ZIP, XLSX)


def declare(commands: "Commands", kept: "Parser", t: Translator) -> None:
    """Add the command to the parser; ``kept`` has the options of all commands that take a database."""
    export = commands.add_parser("export", parents=[kept], help=t("write records as CSV, XLSX or ZIP"))
    which = t("such as consultations, or their name; all for everything")
    export.add_argument("record_type", metavar=t("RECORD_TYPE"), help=which)
    export.add_argument("--format", choices=[*FLAVOUR_OF, *BINARY], help=t("default: csv, for all zip"))
    export.add_argument("--output", type=Path, metavar=t("FILE"), help=t("default: standard output"))
    add_language(export, t("of headings and labels (default: the office's)"))
    export.set_defaults(command=_export)


def _export(given: argparse.Namespace) -> None:
    from dashboard.configuration import read_settings

    table = _table(given.record_type)
    wanted = given.format or (ZIP if table == ALL else "csv")
    _check(table, wanted, given.output)
    settings = read_settings(database=given.database)
    with existing(settings) as database, _output(given.output) as stream:
        _write(stream, database, table, wanted, reader_of(given, settings, database))


def _table(name: str) -> str:
    table = ALL if name == ALL else record_types.table_of(name)
    if table is None:
        known = record_types.names()
        raise Misused(
            Sentence("There are no records {name!r}; there are {names}, and {all}.", name=name, names=known, all=ALL)
        )
    return table


def _check(table: str, wanted: str, output: Path | None) -> None:
    if wanted != XLSX and (table == ALL) != (wanted == ZIP):
        raise Misused(
            Sentence("A ZIP file holds everything, a CSV file one record type; a workbook (xlsx) can hold either.")
        )
    if wanted in BINARY and output is None and sys.stdout.isatty():
        raise Misused(Sentence("Such a file can't be shown on a terminal; name a file with --output."))


def _write(stream: BinaryIO, database: "Database", table: str, wanted: str, reader: "Reader") -> None:
    from dashboard import office_workbooks
    from db import archive, exports
    from db.database import now
    from db.delimited import FLAVOURS
    from db.selection import Selection
    from schemas import RECORDS

    if wanted == ZIP:
        archive.write(stream, database, Selection(), FLAVOURS["machine"], reader, now())
    elif wanted == XLSX and table == ALL:
        office_workbooks.write_everything(stream, database, Selection(), reader, now())
    elif wanted == XLSX:
        office_workbooks.write_records(stream, database, RECORDS[table], Selection(), reader, now())
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
        raise Stopped(Sentence("{path} can't be written: {why}.", path=path, why=explained(error))) from error
    finally:
        part.unlink(missing_ok=True)
