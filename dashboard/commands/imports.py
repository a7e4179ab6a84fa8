"""``buero import`` stores the rows of a CSV or XLSX file as records: all of them or none, or the good ones only."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands import record_types
from dashboard.commands.database import opened
from dashboard.commands.reading import add_language, reader_of
from dashboard.sentences import Misused, Sentence, Stopped
from dashboard.system_errors import explained
from dashboard.translations import Translator, translator

if TYPE_CHECKING:
    from dashboard.commands.parser import Commands, Parser
    from db.database import Database
    from db.delimited import Reader
    from db.import_checks import Judged
    from db.import_readings import Reading
    from db.sheets import Sheet

MARKS = ("comma", "point")
_LONGEST = 40
"""Characters of a value that are shown."""
_SHOWN = 50
"""Errors on the terminal; the file of errors has all."""


def declare(commands: "Commands", kept: "Parser", t: Translator) -> None:
    """Add the command to the parser; ``kept`` has the options of all commands that take a database."""
    imports = commands.add_parser("import", parents=[kept], help=t("store the rows of a CSV or XLSX file as records"))
    imports.add_argument("record_type", metavar=t("RECORD_TYPE"), help=t("such as consultations, or their name"))
    imports.add_argument("file", type=Path, metavar=t("FILE"), help=t("CSV or XLSX"))
    good = t("leave rows with errors out (default: store all rows or none)")
    imports.add_argument("--good-rows-only", action="store_true", help=good)
    again = t("store rows again that are stored already")
    imports.add_argument("--with-duplicates", action="store_true", help=again)
    told = t("write the same file with a column that tells the errors")
    imports.add_argument("--errors", type=Path, metavar=t("FILE"), help=told)
    imports.add_argument("--decimal-mark", choices=MARKS, help=t("of numbers that can be read in two ways"))
    add_language(imports, t("of messages (default: the office's)"))
    imports.set_defaults(command=_import)


def _import(given: argparse.Namespace) -> None:
    from dashboard.configuration import read_settings
    from db import sheets
    from db.import_checks import judge

    table, content = _table(given.record_type), _content(given.file)
    settings = read_settings(database=given.database)
    with opened(settings) as database:
        reader = reader_of(given, settings, database)
        sheet = sheets.read(given.file.name, content)
        reading = _reading(database, sheet, table, given.decimal_mark)
        judged = judge(database, sheet, reading)
        _tell(judged, reader, given)
        _store(database, judged, reader, given)


def _table(name: str) -> str:
    table = record_types.table_of(name)
    if table is None:
        unknown = Sentence("There are no records {name!r}; there are {names}.", name=name, names=record_types.names())
        raise Misused(unknown)
    return table


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stopped(Sentence("{path} can't be read: {why}.", path=path, why=explained(error))) from error


def _reading(database: "Database", sheet: "Sheet", table: str, mark: str | None) -> "Reading":
    """How the file is read, with the decimal mark that was asked for."""
    from dataclasses import replace

    from db.headings import plain
    from db.import_readings import ambiguous_marks, proposed
    from db.number_marks import Mark
    from schemas import RECORDS

    reading = proposed(database, sheet, RECORDS[table])
    if mark is None:
        return reading
    marks = {plain(heading.text): Mark(mark) for heading, _ in ambiguous_marks(reading, sheet)}
    return replace(reading, marks={**reading.marks, **marks})


def _tell(judged: "Judged", reader: "Reader", given: argparse.Namespace) -> None:
    """What is wrong with the file, and which columns are not taken, on standard error; the file of errors if wanted."""
    from dashboard.import_verdicts import errors, told
    from db.error_columns import with_errors
    from db.import_readings import left_out

    t = translator(reader.language)
    others = ", ".join(heading.text for heading in left_out(judged.reading, judged.sheet))
    if others:
        print(t("Columns that are not taken: {columns}", columns=others), file=sys.stderr)
    lines = list(told(judged, reader))
    for each in lines[:_SHOWN]:
        place = t("Row {row}", row=each.row) + (f", {each.column}" if each.column else "")
        print(": ".join(filter(None, (place, each.value[:_LONGEST], each.sentence))), file=sys.stderr)
    if len(lines) > _SHOWN:
        print(t.plural("and {n} more error", "and {n} more errors", len(lines) - _SHOWN), file=sys.stderr)
    if given.errors and lines:
        _write(given.errors, with_errors(judged.sheet, judged.reading.row, errors(judged, reader), reader.language))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Stopped(Sentence("{path} can't be written: {why}.", path=path, why=explained(error))) from error


def _store(database: "Database", judged: "Judged", reader: "Reader", given: argparse.Namespace) -> None:
    """Store what is to be stored, and say how much it was. That all that is sound is stored already is no failure."""
    import uuid

    from dashboard.import_verdicts import remarks
    from db import imports
    from schemas.roles import OPERATOR

    t, again, good_only = translator(reader.language), given.with_duplicates, given.good_rows_only
    known_already = judged.duplicates and not judged.chosen(duplicates_too=again) and (good_only or not judged.refused)
    stored = 0
    if not known_already:
        made = imports.store(
            database,
            judged,
            str(uuid.uuid4()),
            by=OPERATOR,
            good_rows_only=good_only,
            duplicates_too=again,
        )
        stored = made.records
    print(t.plural("{n} row imported", "{n} rows imported", stored))
    for line in remarks(judged, t, duplicates_too=again):
        print(line)
