"""Everything at once as a ZIP file: records, figures, and what must be known to read them."""

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import duckdb
import pandas as pd

from db import datapackage, exports, figures
from db.database import Database
from db.delimited import Flavour, Reader
from db.exports import Table
from db.selection import Selection
from schemas.labels import Label
from schemas.record import Record

NAME = "integrationsbuero"
TITLE = Label("Integrationsbüro: Beratungen, Hausbesuche, Veranstaltungen und Projekte", "Integration office: records")
README = Label("LIESMICH.txt", "README.txt")
ROWS = Label("Zeilen", "Rows")
HOW_TO_READ = {
    "excel": Label(
        "Die Dateien sind für Tabellenprogramme mit deutscher Einstellung (Semikolon, Dezimalkomma, UTF-8).\n"
        "Ein Apostroph am Anfang eines Textes schützt davor, dass das Programm ihn als Formel, Zahl oder Datum liest.",
        "The files are meant for spreadsheets with German settings (semicolon, decimal comma, UTF-8).\n"
        "An apostrophe before a text keeps the program from reading it as a formula, a number or a date.",
    ),
    "machine": Label(
        "Die Dateien folgen RFC 4180 (Komma, UTF-8). Was ihre Spalten bedeuten, steht in datapackage.json,\n"
        "was die Schlüssel bedeuten, in vocabularies.csv.",
        "The files follow RFC 4180 (comma, UTF-8). datapackage.json says what their columns mean,\n"
        "vocabularies.csv what the codes mean.",
    ),
}
"""For each flavour, how its files are read."""


FOR_SPREADSHEETS = (".csv", ".xlsx")
"""What goes along but is not told of in ``datapackage.json``: programs would take it for a table of theirs."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along with tables."""

    path: str
    title: str
    mediatype: str
    content: bytes


class _Measured(io.RawIOBase):
    """Passes bytes on, and counts and hashes them on the way."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._hash, self.size = stream, hashlib.sha256(), 0

    def write(self, content: Any) -> int:
        self._hash.update(content)
        self.size += len(content)
        return int(self._stream.write(content))

    @property
    def facts(self) -> Mapping[str, Any]:
        """What datapackage.json says about the bytes of a file."""
        return {"bytes": self.size, "hash": f"sha256:{self._hash.hexdigest()}"}


def write(
    stream: BinaryIO,
    database: Database,
    selection: Selection,
    flavour: Flavour,
    reader: Reader,
    made: dt.datetime,
) -> None:
    """Write all selected records and every figure of the selection, as they are at one moment.

    ``made`` is that moment in UTC without offset; the same data at the same ``made`` give the same bytes.
    """
    with everything(database, selection, reader, made) as tables:
        lines = exports.circumstances(selection, made, reader, database.record_types)
        write_tables(stream, tables, flavour, reader, made, lines)


@contextmanager
def everything(
    database: Database, selection: Selection, reader: Reader, made: dt.datetime
) -> Iterator[Iterable[Table]]:
    """All selected records and every figure of the selection as tables, each to be read before the next."""
    with _snapshot(database, selection) as (cursor, frames):
        yield _tables(cursor, frames, database, selection, reader, made)


@contextmanager
def _snapshot(
    database: Database, selection: Selection
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Mapping[str, pd.DataFrame]]]:
    """A cursor that sees the records, and all figures, of one moment.

    While the figures are computed nobody writes; the records are then read from the cursor's transaction, which later
    writes don't touch.
    """
    with database.cursor() as cursor:
        with database.writing():
            cursor.begin()
            cursor.execute("SELECT count(*) FROM history")
            frames = figures.compute_all(database, figures.catalogue(database.record_types), selection)
        try:
            yield cursor, frames
        finally:
            cursor.rollback()


def _tables(
    cursor: duckdb.DuckDBPyConnection,
    frames: Mapping[str, pd.DataFrame],
    database: Database,
    selection: Selection,
    reader: Reader,
    made: dt.datetime,
) -> Iterator[Table]:
    for record_type in database.record_types:
        yield exports.of_records(cursor, record_type, selection, reader, beside=database.record_types)
    declared = figures.catalogue(database.record_types)
    for name, frame in frames.items():
        total = figures.total_of(declared[name], frames)
        table = exports.of_figure(declared[name], frame, selection, reader, made, total=total)
        yield Table(f"figures/{name}", table.title, table.columns, table.rows, table.schema, table.notes)


def write_records(
    stream: BinaryIO,
    database: Database,
    record_type: type[Record],
    selection: Selection,
    flavour: Flavour,
    reader: Reader,
    made: dt.datetime,
    *,
    search: str = "",
) -> None:
    """Write the records of one type that match, with their description."""
    lines = exports.circumstances(selection, made, reader, [record_type], search)
    with database.cursor() as cursor:
        table = exports.of_records(cursor, record_type, selection, reader, search=search)
        write_table(stream, table, flavour, reader, made, lines)


def write_table(
    stream: BinaryIO, table: Table, flavour: Flavour, reader: Reader, made: dt.datetime, lines: tuple[str, ...]
) -> None:
    """Write a single table for programs, whose CSV files have no place for period, filters and footnotes."""
    write_tables(stream, [table], flavour, reader, made, lines, title=table.title)


def write_tables(
    stream: BinaryIO,
    tables: Iterable[Table],
    flavour: Flavour,
    reader: Reader,
    made: dt.datetime,
    lines: tuple[str, ...] = (),
    *,
    title: str = "",
    beside: Iterable[Attached] = (),
) -> None:
    """Write tables as a ZIP file with their description; ``lines`` say what holds for all of them.

    Files ``beside`` them are described, too.
    """
    title = title or TITLE.in_language(reader.language)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        described, listed = [], []
        for table in (*tables, *_explanations(flavour, reader)):
            path = f"{table.name}.csv"
            with archive.open(entry(path, reader, made), "w", force_zip64=True) as file:
                measured = _Measured(file)
                rows = table.write(measured, flavour, reader)  # type: ignore[arg-type]
            described.append(_resource(table, path, measured.facts))
            listed.append(f"{path}: {table.title} ({ROWS.in_language(reader.language)}: {rows})")
        for each in beside:
            archive.writestr(entry(each.path, reader, made), each.content)
            described += [] if each.path.endswith(FOR_SPREADSHEETS) else [_attachment(each)]
            listed.append(f"{each.path}: {each.title}")
        if not flavour.notes_below:
            content = datapackage.package(NAME, title, made, described, lines)
            archive.writestr(entry("datapackage.json", reader, made), content)
        readme = "\n\n".join([title, "\n".join(lines), HOW_TO_READ[flavour.name].in_language(reader.language)])
        text = "\r\n".join((readme + "\n\n" + "\n".join(listed)).split("\n")) + "\r\n"
        archive.writestr(entry(README.in_language(reader.language), reader, made), text.encode("utf-8-sig"))


def _resource(table: Table, path: str, facts: Mapping[str, Any]) -> datapackage.Descriptor:
    name = table.name.replace("/", ".")
    return datapackage.resource(name, path, table.title, table.schema, notes=table.notes, **facts)


def _attachment(attached: Attached) -> datapackage.Descriptor:
    facts = {"bytes": len(attached.content), "hash": f"sha256:{hashlib.sha256(attached.content).hexdigest()}"}
    return datapackage.attachment(attached.path, attached.title, attached.mediatype, **facts)


def _explanations(flavour: Flavour, reader: Reader) -> list[Table]:
    """The table of all codes, where codes are written."""
    if flavour.notes_below:
        return []
    rows, schema = datapackage.value_rows(reader.vocabularies), datapackage.table_schema(datapackage.VALUES, reader)
    title = datapackage.VALUES_TITLE.in_language(reader.language)
    return [Table("vocabularies", title, datapackage.VALUES, rows, schema)]


def entry(path: str, reader: Reader, made: dt.datetime) -> zipfile.ZipInfo:
    """An entry of a ZIP file that is the same on every system."""
    local = made.replace(tzinfo=dt.UTC).astimezone(reader.zone)
    entry = zipfile.ZipInfo(path, local.timetuple()[:6])
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return entry
