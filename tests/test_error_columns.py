"""A file comes back with a column of errors, which is known again and told from one that the office has itself."""

import io

from openpyxl import load_workbook

from db import sheets
from db.error_columns import OVERFLOW, with_errors
from db.headings import headings
from tests.office_lists import old_excel, visits_workbook


def test_a_text_file_comes_back_in_its_own_form_with_the_errors() -> None:
    content = old_excel(3)
    back = with_errors(sheets.read("a.csv", content), 2, {4: "Ort: „X“; falsch"}, "de").decode("cp1252")
    before, after = content.decode("cp1252").split("\r\n"), back.split("\r\n")
    assert after[2] == before[2][:-1] + ";Fehler"
    assert after[4] == before[4][:-1] + ';"Ort: „X“; falsch"'
    assert [after[place] for place in (0, 1, 3, 5)] == [before[place] for place in (0, 1, 3, 5)]


def test_old_errors_are_replaced_and_those_that_are_gone_go() -> None:
    first = with_errors(sheets.read("a.csv", b"a;b\n1;2\n3;4\n"), 0, {1: "a: falsch", 2: OVERFLOW.de}, "de")
    assert first.startswith(b"a;b;Fehler\n1;2;a: falsch\n")
    assert with_errors(sheets.read("a.csv", first), 0, {2: "noch"}, "de") == b"a;b;Fehler\n1;2;\n3;4;noch\n"


def test_a_workbook_comes_back_as_a_workbook_and_old_errors_go() -> None:
    sheet = sheets.read("a.xlsx", visits_workbook(3))
    first = with_errors(sheet, 1, {2: "Datum: falsch", 3: "Persons advised: auch"}, "en")
    second = with_errors(sheets.read("a.xlsx", first), 1, {3: "noch"}, "en")
    column = [cell.value or "" for cell in load_workbook(io.BytesIO(second)).active["H"]]
    assert column == ["", "Errors", "", "noch", ""]


def test_a_column_of_the_office_with_the_same_name_is_its_own() -> None:
    content = b"a;Fehler\n1;3\n2;a: falsch\n"
    sheet = sheets.read("a.csv", content)
    assert [each.text for each in headings(sheet.rows, 0)] == ["a", "Fehler"]
    back = with_errors(sheet, 0, {1: "a: falsch"}, "de")
    assert back == b"a;Fehler;Fehler\n1;3;a: falsch\n2;a: falsch;\n"
    assert [each.place for each in headings(sheets.read("a.csv", back).rows, 0)] == [0, 1]
