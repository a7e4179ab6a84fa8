"""Text files are read whatever their encoding, separator and line ends, and written alike."""

import csv

import pytest

from db import text_files
from db.import_refusals import CellTooLarge, FileUnreadable
from tests.office_lists import written

ROWS = [
    ["Datum", "Ort", "Notiz"],
    ["1.2.2018", "Müden (Aller)", "erst a, dann b; c"],
    ["2.2.2018", "Leiferde", "zwei\nZeilen"],
]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("separator", text_files.SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_and_written_again_byte_for_byte(encoding: str, separator: str, line_end: str) -> None:
    content = written(ROWS, separator, line_end).encode(encoding)
    rows, form = text_files.read(content)
    found = list(rows)
    assert found == ROWS
    assert form.separator == separator
    assert text_files.write(found, form) == content


def test_a_comma_within_cells_does_not_make_it_the_separator() -> None:
    rows, form = text_files.read(b"Tag;Themen\n1.2.18;a, b, c\n2.2.18;d\n3.2.18;e, f\n")
    assert form.separator == ";"
    assert list(rows)[1] == ["1.2.18", "a, b, c"]


def test_a_first_line_that_names_the_separator_is_no_row() -> None:
    content = b"sep=,\r\na,b\r\n1;2,3\r\n"
    rows, form = text_files.read(content)
    found = list(rows)
    assert found == [["a", "b"], ["1;2", "3"]]
    assert text_files.write(found, form) == content


@pytest.mark.parametrize("content", [b"a;b\0;c\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x81", b"\xff\xfea"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        list(text_files.read(content)[0])


@pytest.mark.parametrize("rest", [b"x" * 200_000, b"x\n4;5\n6;7", b"x\n4;5\n", b""])
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_row(rest: bytes) -> None:
    csv.field_size_limit(10**9)  # as another library may have left it
    rows, _ = text_files.read(b'a;b\n1;2\n3;"' + rest)
    with pytest.raises(CellTooLarge, match="In row 3 "):
        list(rows)
