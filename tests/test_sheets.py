"""The kind of a file is told by its content, and it comes back with a column of errors."""

import pytest

from db import sheets, workbooks
from db.import_refusals import FileEmpty, FileTooLarge, FileUnreadable, OtherWorkbook
from tests.office_lists import old_excel, visits_workbook, workbook

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("leer.csv", b"", FileEmpty),
        ("leer.csv", b"\xef\xbb\xbf", FileEmpty),
        ("leer.csv", b";;;\r\n;;;\r\n", FileEmpty),
        ("leer.xlsx", workbook([]), FileEmpty),
        ("bild.xlsx", PICTURE, FileUnreadable),
        ("bild.csv", PICTURE, FileUnreadable),
        ("alt.xls", workbooks.OTHERS[0] + bytes(100), OtherWorkbook),
        ("breit.csv", b"a;" * 600 + b"\n1;2\n", FileTooLarge),
        ("lang.csv", b"a;b\n" * 200_001, FileTooLarge),
    ],
)
def test_what_is_no_table_is_refused_in_both_languages(name: str, content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        sheets.read(name, content)
    label = getattr(refused.value, "label")  # noqa: B009  every refusal has one
    assert label.de != label.en


def test_a_wrong_ending_does_no_harm() -> None:
    assert sheets.read("liste.csv", visits_workbook(2)).kind == "xlsx"
    assert sheets.read("liste.xlsx", old_excel(2)).kind == "csv"
