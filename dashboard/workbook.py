"""Tables as an Excel workbook: values with their types, a sheet for each table, and one that says what they are."""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice, zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from dashboard import formats
from dashboard.translations import msgid, translator
from db.delimited import SUPPRESSED, Column, Reader, absent, rounded
from db.exports import Table
from db.figure import Number
from db.report_content import ReportContent
from schemas.fields import Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""What a sheet has room for below its heading; what is more goes on in another sheet."""

LONGEST_PRINTED = 200
"""Characters of a title at the head or foot of a page."""

LONGEST_NAME = 31
"""Characters of the name of a sheet."""

OPTIONS = {"constant_memory": True}
"""A row that is written leaves the memory."""

HEADING: Mapping[str, Any] = {
    "bold": True,
    "text_wrap": True,
    "valign": "top",
    "bg_color": "#eff2f2",
    "font_color": "#1c2529",
    "bottom": 1,
}
TEXT_STAYS = "@"
"""The number format of text: a value that is edited in the spreadsheet stays text, too."""

A4, MARGINS = 9, {"left": 0.6, "right": 0.6, "top": 0.8, "bottom": 0.8}
WIDEST, NOTES_WIDTH = 60, 90
"""Characters: the widest column of a table, and the width on which notes are wrapped."""

WIDTHS: Mapping[type, int] = {dt.date: 12, dt.time: 8, dt.datetime: 18}
"""Characters that days and times take; numbers take as many as they have."""

LINE = 15
"""Points of one line of text."""

NOTES = msgid("Notes")

NUMERIC = (Kind.INTEGER, Kind.DECIMAL)
MONTH = "month"
"""The column whose days stand for months."""

DAYS = {"de": "dd.mm.yyyy", "en": "dd/mm/yyyy"}

Cell: TypeAlias = Callable[[Any], Any]
Row: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True)
class CellType:
    """How values of one kind stand in cells: what is stored, by which function of a sheet, in which number format."""

    stored: Callable[[Column, Reader], Cell]
    put: str
    look: Callable[[Column, str], str]


def _always(cell: Cell) -> Callable[[Column, Reader], Cell]:
    return lambda _column, _reader: cell


def _text(value: Any) -> str:
    """Text with line breaks as cells have them."""
    return "\n".join(str(value).replace("\r\n", "\n").split("\r"))


def _local(_column: Column, reader: Reader) -> Cell:
    return lambda value: value.replace(tzinfo=dt.UTC).astimezone(reader.zone).replace(tzinfo=None)


def _labelled(column: Column, reader: Reader) -> Cell:
    labels = reader.labels(column)
    return lambda code: labels.get(code) or str(code)


def _all_labelled(column: Column, reader: Reader) -> Cell:
    labels = reader.labels(column)
    return lambda codes: "; ".join(labels.get(code, code) for code in codes)


def _day_look(column: Column, language: str) -> str:
    return "mmm yyyy" if column.name == MONTH else DAYS["en" if language == "en" else "de"]


def _moment_look(column: Column, language: str) -> str:
    return f"{_day_look(column, language)} hh:mm"


def _whole_look(column: Column, _language: str) -> str:
    """A number that was counted is grouped; one that was entered, such as that of a record, is not."""
    return "0" if column.number is None else "#,##0"


def _decimal_look(column: Column, _language: str) -> str:
    return "0.00%" if column.number is Number.SHARE else "#,##0.00"


def _text_look(_column: Column, _language: str) -> str:
    return TEXT_STAYS


CELLS: Mapping[Kind, CellType] = {
    Kind.DAY: CellType(_always(lambda value: value), "write_datetime", _day_look),
    Kind.TIME: CellType(_always(lambda value: value), "write_datetime", lambda _column, _language: "hh:mm"),
    Kind.MOMENT: CellType(_local, "write_datetime", _moment_look),
    Kind.INTEGER: CellType(_always(int), "write_number", _whole_look),
    Kind.DECIMAL: CellType(
        lambda column, _reader: lambda value: float(rounded(value, column)), "write_number", _decimal_look
    ),
    Kind.TEXT: CellType(_always(_text), "write_string", _text_look),
    Kind.NOTE: CellType(_always(_text), "write_string", _text_look),
    Kind.CHOICE: CellType(_labelled, "write_string", _text_look),
    Kind.CHOICES: CellType(_all_labelled, "write_string", _text_look),
    Kind.FLAG: CellType(
        lambda _column, reader: lambda value: formats.flag(value, reader.language), "write_string", _text_look
    ),
}
"""Number formats are those of the file, in English; a spreadsheet shows point and comma as its reader has them."""


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is written."""

    sheet: "Worksheet"
    title: str
    notes: tuple[str, ...]
    rows: int = 0
    widths: list[int] = field(default_factory=list)


def write(
    stream: BinaryIO,
    tables: Iterable[Table],
    reader: Reader,
    made: dt.datetime,
    title: str,
    lines: Sequence[str] = (),
) -> int:
    """Write tables as a workbook and return the number of their rows.

    ``made`` is a point in time in UTC without offset: the same tables at the same ``made`` give the same bytes.
    ``lines`` say what holds for all tables.
    """
    from xlsxwriter import Workbook

    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": title, "created": made})
        sheets = [sheet for table in tables for sheet in _table_sheets(book, table, reader, title)]
        _notes_sheet(book, title, lines, sheets, reader.language)
    return sum(each.rows for each in sheets)


def _table_sheets(book: "Workbook", table: Table, reader: Reader, whole: str) -> Iterator[_Sheet]:
    """The sheets of one table, written: mostly one."""
    for rows in _parts(enumerate(table.rows)):
        begun = _begun(book, table, reader, whole)
        _write_rows(book, begun, table, rows, reader)
        _write_notes(book, begun)
        for place, width in enumerate(begun.widths):
            begun.sheet.set_column(place, place, width)
        if sum(begun.widths) <= NOTES_WIDTH:
            begun.sheet.set_portrait()
        yield begun


def _parts(rows: Iterable[tuple[int, Row]]) -> Iterator[Iterator[tuple[int, Row]]]:
    """The rows in parts that a sheet has room for, each to be read before the next; one if there are no rows."""
    remaining = iter(rows)
    yield islice(remaining, MOST_ROWS)
    for row in remaining:
        yield islice(chain([row], remaining), MOST_ROWS)


def _begun(book: "Workbook", table: Table, reader: Reader, whole: str) -> _Sheet:
    """A new sheet with its headings."""
    sheet = book.add_worksheet(sheet_name(table.title, [each.name for each in book.worksheets()]))
    headings = [column.label.in_language(reader.language) for column in table.columns]
    write_headings(book, sheet, headings, [column.kind in NUMERIC for column in table.columns])
    set_up_print(sheet, table.title, reader.language, whole)
    widths = [heading_width(heading) for heading in headings]
    return _Sheet(sheet, table.title, table.notes, widths=widths)


def heading_width(heading: str) -> int:
    """Characters of a column whose heading takes two lines at most, with room for the arrow of the filter."""
    return max(max(map(len, heading.split(" "))), -(-len(heading) // 2)) + 4


def write_headings(book: "Workbook", sheet: "Worksheet", headings: Sequence[str], numeric: Sequence[bool] = ()) -> None:
    """The first row: it stays in sight, and is printed on every page. Headings of numbers stand above them."""
    looks = {False: book.add_format(HEADING), True: book.add_format({**HEADING, "align": "right"})}
    sheet.set_row(0, 2 * LINE)
    for place, (heading, is_number) in enumerate(zip_longest(headings, numeric, fillvalue=False)):
        sheet.write_string(0, place, heading, looks[is_number])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def set_up_print(sheet: "Worksheet", title: str, language: str, whole: str = "") -> None:
    """Landscape, as wide as the paper, its title above; below, that of the whole and the number of the page."""
    page = translator(language)("Page {page} of {pages}", page="&P", pages="&N")
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)
    sheet.set_header(f"&L&B{_printed(title)}")
    sheet.set_footer(f"&L{_printed(whole)}&R{page}")


def _printed(title: str) -> str:
    """A title as headers and footers take it: of so many characters that the 255 of all are not passed."""
    return title.replace("&", "&&") if len(title) <= LONGEST_PRINTED else _shortened(title, LONGEST_PRINTED)


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """The title as the name of a sheet: of 31 characters at most, without those that have a meaning, only once."""
    known = {name.casefold() for name in taken}
    plain = "".join(" " if mark in "[]:*?/\\" else mark for mark in title).strip(" '") or "-"
    endings = chain([""], (f" ({number})" for number in count(2)))
    names = (_shortened(plain, LONGEST_NAME - len(ending)) + ending for ending in endings)
    return next(name for name in names if name.casefold() not in known)


def _shortened(text: str, longest: int) -> str:
    """The text, up to the last word that there is room for."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip(" '(") + "…"


def _write_rows(book: "Workbook", begun: _Sheet, table: Table, rows: Iterator[tuple[int, Row]], reader: Reader) -> None:
    looks = [_look(book, column, reader.language) for column in table.columns]
    cells = [CELLS[column.kind].stored(column, reader) for column in table.columns]
    puts = [getattr(begun.sheet, CELLS[column.kind].put) for column in table.columns]
    kept_back = book.add_format({"align": "right", "valign": "top"})
    names = [column.name for column in table.columns]
    for position, row in rows:
        begun.rows += 1
        for place, value in enumerate(row):
            if (position, names[place]) in table.suppressed:
                begun.sheet.write_string(begun.rows, place, SUPPRESSED, kept_back)
            elif not absent(value):
                stored = cells[place](value)
                puts[place](begun.rows, place, stored, looks[place])
                begun.widths[place] = max(begun.widths[place], _width(stored))
    begun.sheet.autofilter(0, 0, begun.rows, len(names) - 1)


def _look(book: "Workbook", column: Column, language: str) -> "Format":
    wraps = column.kind in (Kind.NOTE, Kind.TEXT, Kind.CHOICES)
    shown = {"num_format": CELLS[column.kind].look(column, language), "valign": "top", "text_wrap": wraps}
    to_the_left = {} if column.kind in NUMERIC else {"align": "left"}
    return book.add_format({**shown, **to_the_left})


def _width(stored: Any) -> int:
    """Characters that a stored value takes, with some room."""
    if isinstance(stored, str):
        return min(max(map(len, stored.split("\n"))), WIDEST) + 2
    return WIDTHS.get(type(stored)) or len(f"{stored:,}") + 3


def _write_notes(book: "Workbook", begun: _Sheet) -> None:
    """What is said about the table, below it, on the width of the paper."""
    look, width = book.add_format({"text_wrap": True, "valign": "top"}), 0
    last = -1
    while width < NOTES_WIDTH:
        last += 1
        width += begun.widths[last] if last < len(begun.widths) else 9
    for place, note in enumerate(begun.notes, start=begun.rows + 2):
        begun.sheet.set_row(place, LINE * (1 + len(note) // width))
        begun.sheet.merge_range(place, 0, place, max(last, 1), "", look)
        begun.sheet.write_string(place, 0, note, look)


def _notes_sheet(book: "Workbook", title: str, lines: Sequence[str], sheets: Sequence[_Sheet], language: str) -> None:
    """The last sheet: what the workbook is, and of each sheet its title, its rows and its notes."""
    t = translator(language)
    sheet, wrapped = book.add_worksheet(sheet_name(t(NOTES), [each.sheet.name for each in sheets])), {"text_wrap": True}
    bold, plain = book.add_format({"bold": True}), book.add_format({**wrapped, "valign": "top"})
    set_up_print(sheet, t(NOTES), language, title)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, NOTES_WIDTH)
    sheet.write_string(0, 0, title, bold)
    for place, line in enumerate(lines, start=1):
        sheet.write_string(place, 0, line)
    first = len(lines) + 2
    sheet.repeat_rows(first)
    for place, heading in enumerate((t("Sheet"), t(NOTES))):
        sheet.write_string(first, place, heading, book.add_format(HEADING))
    for row, each in enumerate(sheets, start=first + 1):
        notes = each.notes or (each.title, t.plural("{n} row", "{n} rows", each.rows))
        said = "\n".join(note for note in notes if note != each.sheet.name)
        sheet.set_row(row, LINE * sum(1 + len(line) // NOTES_WIDTH for line in said.split("\n")))
        sheet.write_url(row, 0, f"internal:{_quoted(each.sheet.name)}!A1", plain, each.sheet.name)
        sheet.write_string(row, 1, said, plain)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def of_report(content: ReportContent) -> bytes:
    """All tables of a report."""
    stream = io.BytesIO()
    lines = [f"{fact.name}: {fact.text}" for fact in content.facts]
    write(stream, [each.table for each in content.tables], content.reader, content.made, content.title, lines)
    return stream.getvalue()
