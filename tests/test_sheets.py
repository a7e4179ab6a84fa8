"""The kind of a file is told by its content, and it comes back with a column of errors."""

import io

import pytest
from openpyxl import load_workbook

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


def test_a_text_file_comes_back_in_its_own_form_with_the_errors() -> None:
    content = old_excel(3)
    back = sheets.with_errors(sheets.read("a.csv", content), 2, {4: "Ort: „X“; falsch"}, "de").decode("cp1252")
    before, after = content.decode("cp1252").split("\r\n"), back.split("\r\n")
    assert after[2] == before[2][:-1] + ";Fehler"
    assert after[4] == before[4][:-1] + ';"Ort: „X“; falsch"'
    assert [after[place] for place in (0, 1, 3, 5)] == [before[place] for place in (0, 1, 3, 5)]


def test_old_errors_are_replaced_and_those_that_are_gone_go() -> None:
    first = sheets.with_errors(sheets.read("a.csv", b"a;b\n1;2\n3;4\n"), 0, {1: "falsch", 2: "auch"}, "de")
    assert first == b"a;b;Fehler\n1;2;falsch\n3;4;auch\n"
    assert sheets.with_errors(sheets.read("a.csv", first), 0, {2: "noch"}, "de") == b"a;b;Fehler\n1;2;\n3;4;noch\n"


def test_a_workbook_comes_back_as_a_workbook_and_old_errors_go() -> None:
    sheet = sheets.read("a.xlsx", visits_workbook(3))
    first = sheets.with_errors(sheet, 1, {2: "falsch", 3: "auch"}, "en")
    second = sheets.with_errors(sheets.read("a.xlsx", first), 1, {3: "noch"}, "en")
    column = [cell.value or "" for cell in load_workbook(io.BytesIO(second)).active["H"]]
    assert column == ["", "Errors", "", "noch", ""]
