"""The column that tells what is wrong with each row: written beside the rows, and known again when it comes back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from db import text_files, workbooks
from db.sheets import Cell, Sheet, is_empty
from schemas import RECORDS
from schemas.fields import shown
from schemas.labels import Label

HEADING = Label("Fehler", "Errors")

OVERFLOW = Label(
    "Die Zeile hat mehr Zellen, als es Überschriften gibt. Fehlt irgendwo ein Anführungszeichen?",
    "The row has more cells than there are headings. Is a quotation mark missing somewhere?",
)
"""What is said of a row as a whole, and not of one of its columns."""


def line(column: str, sentence: str) -> str:
    """What is wrong with a cell, as it stands in the column of errors."""
    return f"{column}: {sentence}" if column else sentence


def is_errors(rows: Sequence[Sequence[Cell]], heading_row: int, place: int) -> bool:
    """Whether a column is the one that tells errors: called so, and with nothing in it but what we write there.

    An office may well have a column of the same name for something of its own.
    """
    heading = rows[heading_row][place]
    if not isinstance(heading, str) or heading.strip() not in (HEADING.de, HEADING.en):
        return False
    openings = tuple(_openings(rows[heading_row]))
    below = (row[place] for row in rows[heading_row + 1 :] if len(row) > place and not is_empty(row[place]))
    return all(isinstance(cell, str) and cell.strip().startswith(openings) for cell in below)


def _openings(headings: Iterable[Cell]) -> Iterator[str]:
    yield from (OVERFLOW.de, OVERFLOW.en)
    yield from (line(str(cell).strip(), "") for cell in headings if not is_empty(cell))
    for record_type in RECORDS.values():  # a field that has no column is called as the reader calls it
        yield from (
            line(name, "") for field in shown(record_type).values() for name in (field.label.de, field.label.en)
        )


def with_errors(sheet: Sheet, heading_row: int, errors: Mapping[int, str], language: str) -> bytes:
    """The same file with a column that tells the errors, by the row of the file (from 0).

    Errors that were told in it before go.
    """
    told = {heading_row: HEADING.in_language(language), **errors}
    place = _place(sheet.rows, heading_row)
    if sheet.form is None:
        emptied = {row: "" for row in range(heading_row, len(sheet.rows)) if len(sheet.rows[row]) > place}
        return workbooks.with_column(sheet.content, place, {**emptied, **told})
    rows = [_with_cell(row, place, told.get(number, "")) for number, row in enumerate(sheet.rows)]
    return text_files.write(rows, sheet.form)


def _with_cell(row: Sequence[str], place: int, text: str) -> list[str]:
    return [*row[:place], *[""] * (place - len(row)), text, *row[place + 1 :]] if any(row) or text else list(row)


def _place(rows: Sequence[Sequence[Cell]], heading_row: int) -> int:
    """Where the column of errors stands, or can stand: right of all that has a value."""
    for place in range(len(rows[heading_row])):
        if is_errors(rows, heading_row, place):
            return place
    return max((place + 1 for row in rows for place, cell in enumerate(row) if not is_empty(cell)), default=0)
