"""XLSX workbooks: the cells of the first sheet that has any, and the same workbook with a column added."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from db import sheet_parts
from db.import_refusals import FileTooLarge, FileUnreadable, NoResult, OtherWorkbook
from db.sheet_parts import Survey

OPENING = b"PK\x03\x04"
OTHERS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
"""How workbooks of old Excel begin, and those with a password."""

DAY_ZERO = dt.date(1899, 12, 30)
"""Day 0 of Excel's count, which takes 1900 for a leap year."""
_DAY_ZERO_OF_1904 = dt.date(1904, 1, 1)

MOST_ROWS, MOST_COLUMNS = 200_000, 500
_MOST_CELLS = 20_000_000
"""Of the rectangle that holds all values: a reader makes room for each of them."""
_MOST_BYTES = 512 * 1024 * 1024
"""What a workbook may unfold to: a file of 20 MB can unfold to a thousand times as much."""


def read(content: bytes) -> list[Sequence[Any]]:
    """The rows of the first sheet that has any, their values typed as the cells are.

    Raises:
        FileUnreadable, OtherWorkbook, FileTooLarge, NoResult: it can't be read.
    """
    with _unfolded(content) as archive:
        return _first_sheet(archive, content)[1]


def day_zero(content: bytes) -> dt.date:
    """The day that the workbook's count of days begins with, for days that stand there as plain numbers.

    Raises:
        FileUnreadable, OtherWorkbook, FileTooLarge: it can't be read.
    """
    with _unfolded(content) as archive:
        return _DAY_ZERO_OF_1904 if sheet_parts.counts_from_1904(archive) else DAY_ZERO


def with_column(content: bytes, place: int, cells: Mapping[int, str]) -> bytes:
    """The same workbook with texts at a place of the first sheet's rows, all counted from 0, and all else as it was."""
    stream = io.BytesIO()
    with _unfolded(content) as archive, zipfile.ZipFile(stream, "w") as made:
        part, _ = _first_sheet(archive, content)
        for each in archive.infolist():
            kept = archive.read(each)
            made.writestr(each, sheet_parts.with_column(kept, place, cells) if each.filename == part else kept)
    return stream.getvalue()


@contextmanager
def _unfolded(content: bytes) -> Iterator[zipfile.ZipFile]:
    """What is a workbook that can be unfolded. Its readers fail in many ways at what is none."""
    from python_calamine import CalamineError

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise OtherWorkbook if "mimetype" in names or "xl/workbook.bin" in names else FileUnreadable
            if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
                raise FileTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, CalamineError, ParseError, ExpatError) as error:
        raise FileUnreadable from error
    except (LookupError, ValueError, TypeError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise FileUnreadable from error


def _first_sheet(archive: zipfile.ZipFile, content: bytes) -> tuple[str, list[Sequence[Any]]]:
    """The part of the first sheet that has any rows, and these; of the first one if none has."""
    from python_calamine import CalamineWorkbook

    parts = sheet_parts.parts(archive)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for name, part in parts.items():
            found = _measured(archive.read(part))
            rows = _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False), found)
            if rows:
                return part, rows
    if not parts:
        raise FileUnreadable
    return next(iter(parts.values())), []


def _measured(xml: bytes) -> Survey:
    """What there is to know of a sheet before it is read: even an almost empty one can claim a million columns."""
    found = sheet_parts.survey(xml) or Survey()
    if found.height > MOST_ROWS or found.width > MOST_COLUMNS or found.height * found.width > _MOST_CELLS:
        raise FileTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
    if found.unresolved:
        raise NoResult(cell=found.unresolved)
    return found


def _rows(rows: list[list[Any]], found: Survey) -> list[Sequence[Any]]:
    """The rows up to the last one with a value, with errors like #N/A, which the reader leaves out."""
    for (row, column), text in found.errors.items():
        rows[row][column] = text
    last = next((place for place in range(len(rows), 0, -1) if any(cell != "" for cell in rows[place - 1])), 0)
    return list(rows[:last])
