"""Tables in text files as spreadsheets of all kinds write them: their encoding and separator are found out."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from db.import_refusals import CellTooLarge, FileUnreadable

SEPARATORS = (";", ",", "\t")
_OPENINGS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ENCODINGS = ("utf-8", "cp1252")
_LOOKED_AT = 200
"""Rows by which a separator is judged."""
_HINT = "sep="
"""How a first line tells Excel the separator."""
_END = "\0"
"""A line behind the last one, in which no text ends: if it is not a row of its own, a quotation mark is missing."""


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written, so that another one can be written alike."""

    encoding: str
    opening: bytes
    separator: str
    line_end: str
    hint: str = ""
    """The first line, if it does nothing but name the separator."""


LARGEST_CELL = 128 * 1024
"""Characters: what is longer is a quotation mark that nobody closed."""


def read(content: bytes) -> tuple[Iterator[list[str]], TextForm]:
    """The rows of a text file, and how it is written.

    Raises:
        FileUnreadable: it is no text.
        CellTooLarge: a cell does not end, while the rows are taken.
    """
    text, encoding, opening = _decoded(content)
    hint, text = _hint(text)
    separator = hint.strip()[len(_HINT) :] or _separator(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    return _rows(text, separator), TextForm(encoding, opening, separator, line_end, hint)


def write(rows: Iterable[Sequence[str]], form: TextForm) -> bytes:
    """Rows as a text file; a mark that its encoding lacks becomes a question mark."""
    stream = io.StringIO(newline="")
    stream.write(form.hint)
    csv.writer(stream, delimiter=form.separator, lineterminator=form.line_end).writerows(rows)
    return form.opening + stream.getvalue().encode(form.encoding, "replace")


def _decoded(content: bytes) -> tuple[str, str, bytes]:
    """The text, its encoding and what it opens with."""
    opening = next((each for each in _OPENINGS if content.startswith(each)), b"")
    for encoding in (_OPENINGS[opening],) if opening else (*_unmarked(content), *_ENCODINGS):
        try:
            text = content[len(opening) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding, opening
    raise FileUnreadable


def _unmarked(content: bytes) -> Iterator[str]:
    """UTF-16 without an opening, told by the zeros in every other byte."""
    if len(content) % 2 == 0:
        if content[1:200:2].count(0) > content[:200:2].count(0):
            yield "utf-16-le"
        elif content[:200:2].count(0):
            yield "utf-16-be"


def _hint(text: str) -> tuple[str, str]:
    first = text[:10].splitlines(keepends=True)[:1]
    named = first and first[0].lower().startswith(_HINT) and first[0].strip("\r\n")[len(_HINT) :] in SEPARATORS
    return (first[0], text[len(first[0]) :]) if named else ("", text)


def _separator(text: str) -> str:
    """The separator by which most rows have the same number of cells, more than one."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(rows, _LOOKED_AT) if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, times = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return times, width


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_CELL)  # of the whole process: whoever else reads CSV may have changed it
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator)
    number = 1
    try:
        for number, row in enumerate(reader, 2):
            if row == [_END]:
                return
            if row and row[-1].endswith(_END):
                raise CellTooLarge(row=number - 1)
            yield row
    except csv.Error as error:
        raise CellTooLarge(row=number) from error
