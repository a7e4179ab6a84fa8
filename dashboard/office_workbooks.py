"""What the office has as workbooks: a list, a closed period, or everything."""

import datetime as dt
from typing import BinaryIO

from dashboard import workbook
from db import archive, exports, frozen_figures
from db.database import Database
from db.delimited import Reader
from db.frozen_figures import Closing
from db.selection import Selection
from schemas.record import Record


def write_records(
    stream: BinaryIO,
    database: Database,
    record_type: type[Record],
    selection: Selection,
    reader: Reader,
    made: dt.datetime,
    *,
    search: str = "",
) -> None:
    """Write the records of one type that match; ``made`` is a point in time in UTC without offset, here and below."""
    lines = exports.circumstances(selection, made, reader, [record_type], search)
    with database.cursor() as cursor:
        table = exports.of_records(cursor, record_type, selection, reader, search=search)
        workbook.write(stream, [table], reader, made, table.title, lines)


def write_everything(
    stream: BinaryIO, database: Database, selection: Selection, reader: Reader, made: dt.datetime
) -> None:
    """Write all selected records and every figure of the selection, as they are at one moment."""
    lines = exports.circumstances(selection, made, reader, database.record_types)
    with archive.everything(database, selection, reader, made) as tables:
        workbook.write(stream, tables, reader, made, archive.TITLE.in_language(reader.language), lines)


def write_frozen(stream: BinaryIO, database: Database, closing: Closing, reader: Reader) -> None:
    """Write all figures of a closing as they were then."""
    frozen = frozen_figures.read(database, closing)
    reader = frozen_figures.reader_of(frozen, reader)
    lines = frozen_figures.circumstances(closing, reader)
    workbook.write(stream, frozen_figures.tables(frozen, reader), reader, closing.moment, closing.name, lines)
