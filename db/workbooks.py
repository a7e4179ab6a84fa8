"""XLSX workbooks: the cells of the first sheet that has any, and the same workbook with a column added."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from db.import_refusals import FileTooLarge, FileUnreadable, NoResult, OtherWorkbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

OPENING = b"PK\x03\x04"
OTHERS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
"""How workbooks of old Excel begin, and those with a password."""

MOST_ROWS, MOST_COLUMNS = 200_000, 500
_MOST_BYTES = 512 * 1024 * 1024
"""What a workbook may unfold to: a file of 20 MB can unfold to a thousand times as much."""
_FORMULA = re.compile(rb"<f[ >/]")
_WIDTH = 60
"""Of the column that is added, in characters."""


def read(content: bytes) -> list[Sequence[Any]]:
    """The rows of the first sheet that has any, their values typed as the cells are.

    Raises:
        FileUnreadable, OtherWorkbook, FileTooLarge, NoResult: it can't be read.
    """
    has_formulas = _look_into(content)
    with _opened(content, data_only=True, read_only=True) as book:
        name, rows = _first_sheet(book)
    if has_formulas:
        with _opened(content, read_only=True) as formulas:
            _must_have_results(formulas[name], rows)
    return rows


def with_column(content: bytes, place: int, cells: Mapping[int, str]) -> bytes:
    """The same workbook with texts at a place of the first sheet's rows, all counted from 0, and all else as it was."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    with _opened(content) as book:
        sheet = next((each for each in book.worksheets if _has_values(each)), book.worksheets[0])
        for turn, (row, text) in enumerate(sorted(cells.items())):
            cell = sheet.cell(row + 1, place + 1)
            cell.value, cell.data_type = text, "s"  # a text that begins like a formula stays a text
            cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=turn == 0)
        sheet.column_dimensions[get_column_letter(place + 1)].width = _WIDTH
        stream = io.BytesIO()
        book.save(stream)
    return stream.getvalue()


def _has_values(sheet: Any) -> bool:
    return any(value is not None for row in sheet.iter_rows(values_only=True) for value in row)


def _look_into(content: bytes) -> bool:
    """Whether there are formulas in what is a workbook that can be unfolded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise OtherWorkbook if "mimetype" in names or "xl/workbook.bin" in names else FileUnreadable
            if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
                raise FileTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
            sheets = [name for name in names if name.startswith("xl/worksheets/")]
            return any(_has_formula(archive, name) for name in sheets if name.endswith(".xml"))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise FileUnreadable from error


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as stream:
        return any(_FORMULA.search(part) for part in iter(lambda: stream.read(1 << 20), b""))


@contextmanager
def _opened(content: bytes, **options: bool) -> Iterator["Workbook"]:
    """The workbook. openpyxl fails in many ways at what is none."""
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it leaves out: looks, and what only Excel knows
        try:
            book = load_workbook(io.BytesIO(content), **options)
            yield book
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError) as error:
            raise FileUnreadable from error
        except zipfile.BadZipFile as error:
            raise FileUnreadable from error
    book.close()


def _first_sheet(book: "Workbook") -> tuple[str, list[Sequence[Any]]]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # a sheet can claim a million columns
        rows = list(_taken(sheet.iter_rows(values_only=True)))
        if rows:
            return sheet.title, rows
    return "", []


def _taken(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows up to the last one with a value."""
    empty = 0
    for number, row in enumerate(rows):
        if number >= 1_048_576 or (len(row) > MOST_COLUMNS and any(each is not None for each in row[MOST_COLUMNS:])):
            raise FileTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
        if all(each is None for each in row):
            empty += 1
            continue
        if number >= MOST_ROWS:
            raise FileTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
        yield from [()] * empty
        empty = 0
        yield row[:MOST_COLUMNS]


def _must_have_results(formulas: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Go on only if every formula has a result: else its value would be lost without a word."""
    formulas.reset_dimensions()
    for number, (cells, values) in enumerate(zip(formulas.iter_rows(), rows, strict=False), 1):
        for cell, value in zip(cells, values, strict=False):
            if value is None and cell.data_type == "f":
                raise NoResult(cell=f"{cell.column_letter}{number}")
