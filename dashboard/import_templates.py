"""Empty lists to be filled in with a spreadsheet and imported: a workbook for each record type, from its schema."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from dashboard import formats
from dashboard.field_hints import hints
from dashboard.translations import translator
from dashboard.workbook import CELLS, HEADING, LINE, heading_width, set_up_print, sheet_name, write_headings
from db.delimited import Reader, columns_of
from schemas.fields import Field, Kind, entered
from schemas.given import Given
from schemas.record import Record, about
from schemas.vocabulary import active

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_575
"""Rules and formats hold for all rows that a sheet has."""

REQUIRED: Mapping[str, Any] = {**HEADING, "bg_color": "#0b5a75", "font_color": "#ffffff"}
"""How the heading of a field looks that must be filled in; its comment says so, too."""

WIDE, NARROW = 34, 14
HINTS_WIDTH = 90
TEXTS = (Kind.TEXT, Kind.NOTE, Kind.CHOICES)

Validation = dict[str, Any]


def _days(field: Field, given: Given) -> Validation:
    """From the first day that a field can have; a formula, so that a template keeps up with the days."""
    first = given.opened if "opened" in field.bounds else dt.date(1990, 1, 1)
    last: Any = "=TODAY()" if "past" in field.bounds else dt.date(2100, 12, 31)
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}


def _times(_field: Field, _given: Given) -> Validation:
    return {"validate": "time", "criteria": "between", "minimum": dt.time(0, 0), "maximum": dt.time(23, 59)}


def _numbers(validate: str) -> Callable[[Field, Given], Validation]:
    def rule(field: Field, _given: Given) -> Validation:
        lowest, highest = field.bounds["minimum"], field.bounds["maximum"]
        return {"validate": validate, "criteria": "between", "minimum": lowest, "maximum": highest}

    return rule


def _lengths(field: Field, _given: Given) -> Validation:
    return {"validate": "length", "criteria": "<=", "value": field.bounds["longest"]}


def _any(_field: Field, _given: Given) -> Validation:
    return {"validate": "any"}


VALIDATIONS: Mapping[Kind, Callable[[Field, Given], Validation]] = {
    Kind.DAY: _days,
    Kind.TIME: _times,
    Kind.MOMENT: _any,
    Kind.INTEGER: _numbers("integer"),
    Kind.DECIMAL: _numbers("decimal"),
    Kind.TEXT: _lengths,
    Kind.NOTE: _lengths,
    Kind.CHOICE: _any,
    Kind.CHOICES: _any,
    Kind.FLAG: _any,
}
"""What a spreadsheet lets pass for each kind, where there is no list to choose from."""


def write(stream: BinaryIO, record_type: type[Record], given: Given, reader: Reader) -> None:
    """Write the template of a record type, as the office's lists and its first day are now.

    There is no row as an example: it would be imported. The second sheet has them.
    """
    from xlsxwriter import Workbook

    declared, t = list(entered(record_type).values()), translator(reader.language)
    title = about(record_type).plural.in_language(reader.language)
    with Workbook(stream) as book:
        book.set_properties({"title": title, "created": dt.datetime.combine(given.today, dt.time())})
        sheet = book.add_worksheet(sheet_name(title, []))
        told, lists = book.add_worksheet(t("Instructions")), book.add_worksheet(t("Lists"))
        lists.hide()
        write_headings(book, sheet, [field.label.in_language(reader.language) for field in declared])
        set_up_print(sheet, title, reader.language)
        for place, field in enumerate(declared):
            _column(book, sheet, place, field, given, reader)
            _rule(sheet, place, field, _listed(lists, place, choices(field, given, reader)), given, reader)
        _instructions(book, told, declared, given, reader)


def choices(field: Field, given: Given, reader: Reader) -> list[str]:
    """What can be chosen in a field, as the reader calls it; empty where it is not one of a list."""
    if field.kind is Kind.FLAG:
        return [formats.flag(True, reader.language), formats.flag(False, reader.language)]
    values = active(given.vocabularies)[field.vocabulary] if field.vocabulary else ()
    return [value.label.in_language(reader.language) for value in values]


def _listed(lists: "Worksheet", place: int, values: Sequence[str]) -> str:
    """Where a list stands on the hidden sheet: a spreadsheet takes no more than 255 characters at the field itself."""
    from xlsxwriter.utility import xl_range_abs

    for row, value in enumerate(values):
        lists.write_string(row, place, value)
    quoted = lists.name.replace("'", "''")
    return f"='{quoted}'!{xl_range_abs(0, place, len(values) - 1, place)}" if values else ""


def _column(book: "Workbook", sheet: "Worksheet", place: int, field: Field, given: Given, reader: Reader) -> None:
    """The heading with its comment, and the format of what is to come below."""
    heading, (column,) = field.label.in_language(reader.language), columns_of([field])
    if field.required:
        sheet.write_string(0, place, heading, book.add_format(REQUIRED))
    comment = "\n".join(hints(field, given, reader.language))
    size = {"width": 300, "height": 20 * (2 + comment.count("\n") + len(comment) // 45)}
    sheet.write_comment(0, place, comment, {"author": "", **size})
    shown = {"num_format": CELLS[field.kind].look(column, reader.language), "text_wrap": field.kind in TEXTS}
    width = max(heading_width(heading), WIDE if field.kind in TEXTS else NARROW)
    sheet.set_column(place, place, width, book.add_format({**shown, "valign": "top"}))


def _rule(sheet: "Worksheet", place: int, field: Field, listed: str, given: Given, reader: Reader) -> None:
    """What a spreadsheet checks while somebody types; of several values from a list it can't check any."""
    several = field.kind is Kind.CHOICES
    rule = {"validate": "list", "source": listed} if listed else VALIDATIONS[field.kind](field, given)
    if rule["validate"] == "any":
        return
    title = field.label.in_language(reader.language)[:32]
    message = " ".join(hints(field, given, reader.language))[:255]
    sheet.data_validation(
        *(1, place, LAST_ROW, place),
        {**rule, "error_title": title, "error_message": message, "show_error": not several},
    )


def _instructions(
    book: "Workbook", sheet: "Worksheet", declared: Sequence[Field], given: Given, reader: Reader
) -> None:
    """The same to read and to print: each field, what may stand in it, and what can be chosen."""
    t, plain = translator(reader.language), book.add_format({"text_wrap": True, "valign": "top"})
    write_headings(book, sheet, [t("Field"), t("What belongs there"), t("Values")])
    set_up_print(sheet, t("Instructions"), reader.language)
    for place, width in enumerate((WIDE, HINTS_WIDTH, WIDE)):
        sheet.set_column(place, place, width)
    for row, field in enumerate(declared, start=1):
        values = choices(field, given, reader)
        told = "\n".join(hints(field, given, reader.language))
        sheet.set_row(row, LINE * max(len(values), sum(1 + len(line) // HINTS_WIDTH for line in told.split("\n"))))
        for place, text in enumerate((field.label.in_language(reader.language), told, "\n".join(values))):
            sheet.write_string(row, place, text, plain)
