"""Templates of lists: headings, rules and drop-downs that follow from the schema and the office's lists."""

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from dashboard import import_templates
from dashboard.import_templates import write
from db.delimited import Reader
from schemas import RECORDS
from schemas.fields import entered
from schemas.given import Given
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES, Value

GIVEN = Given(today=dt.date(2018, 5, 8), opened=dt.date(2017, 7, 1))


def template(table: str, language: str = "de", given: Given = GIVEN) -> Workbook:
    stream = io.BytesIO()
    write(stream, RECORDS[table], given, Reader(language))
    return openpyxl.load_workbook(stream)


def place(table: str, name: str) -> int:
    return list(entered(RECORDS[table])).index(name) + 1


def rules(book: Workbook) -> Mapping[int, Any]:
    """The validation of each column, by its number."""
    found = book.worksheets[0].data_validations.dataValidation
    return {next(iter(each.sqref.ranges)).min_col: each for each in found}


def offered(book: Workbook, formula: str) -> list[str]:
    """The values of a drop-down."""
    sheet, area = formula.replace("'", "").split("!")
    first, _, last = area.replace("$", "").partition(":")
    return [row[0].value for row in book[sheet][f"{first}:{last or first}"]]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("table", RECORDS)
def test_a_template_has_a_heading_and_a_comment_for_each_field_and_no_row(table: str, language: str) -> None:
    book, declared = template(table, language), entered(RECORDS[table]).values()
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [field.label.in_language(language) for field in declared]
    assert sheet.max_row == 1
    comments = [cell.comment.text for cell in sheet[1]]
    for field, comment in zip(declared, comments, strict=True):
        assert comment.startswith({"de": "Pflichtangabe.", "en": "Must be filled in."}[language]) == field.required
        assert not field.help or field.help.in_language(language) in comment


def test_a_field_with_a_list_has_it_to_choose_from() -> None:
    book = template("consultations")
    rule = rules(book)[place("consultations", "client_group")]
    assert (rule.type, rule.showErrorMessage) == ("list", True)
    assert offered(book, rule.formula1) == ["Asylverfahren", "Anerkannt", "Einwohner/Ehrenamt"]
    assert book[rule.formula1.split("!")[0].strip("'")].sheet_state == "hidden"


def test_of_a_field_with_several_values_one_is_chosen_and_more_can_be_typed() -> None:
    book = template("consultations")
    rule = rules(book)[place("consultations", "topics")]
    assert (rule.type, rule.showErrorMessage or False) == ("list", False)
    assert len(offered(book, rule.formula1)) == 7


def test_yes_and_no_are_chosen_in_the_language_of_the_reader() -> None:
    book = template("home_visits", "en")
    assert offered(book, rules(book)[place("home_visits", "volunteer")].formula1) == ["yes", "no"]


def test_days_keep_within_what_the_field_allows() -> None:
    book = template("consultations")
    rule = rules(book)[place("consultations", "day")]
    opened = (GIVEN.opened - dt.date(1899, 12, 30)).days
    assert (rule.type, rule.formula1, rule.formula2) == ("date", str(opened), "TODAY()")
    assert rules(template("home_visits"))[1].formula2 == str((dt.date(2100, 12, 31) - dt.date(1899, 12, 30)).days)


def test_numbers_and_texts_keep_within_their_bounds() -> None:
    book = template("home_visits")
    persons, note = (rules(book)[place("home_visits", name)] for name in ("persons", "note"))
    assert (persons.type, persons.formula1, persons.formula2) == ("whole", "0", "99")
    assert "Eine ganze Zahl von 0 bis 99." in persons.error
    assert (note.type, note.operator, note.formula1) == ("textLength", "lessThanOrEqual", "280")


def test_what_is_typed_is_formatted_as_what_it_is() -> None:
    sheet = template("home_visits").worksheets[0]
    assert sheet.column_dimensions["A"].number_format == "dd.mm.yyyy"


def test_the_office_s_own_values_are_offered_and_retired_ones_are_not() -> None:
    places = (Value("here", Label("Hier", "Here")), Value("gone", Label("Fort", "Gone"), retired=True))
    given = Given(GIVEN.today, GIVEN.opened, {**VOCABULARIES, "municipality": places})
    book = template("home_visits", given=given)
    assert offered(book, rules(book)[place("home_visits", "municipality")].formula1) == ["Hier"]


def test_the_instructions_tell_the_same_to_read() -> None:
    book = template("project_activities")
    rows = {row[0]: row[1:] for row in book["Anleitung"].iter_rows(min_row=2, values_only=True)}
    told, values = rows["Projekt"]
    assert told == "Pflichtangabe.\nEin Wert aus der Liste."
    assert values == "Trommelgruppe\nFahrradwerkstatt"
    assert "Eine Zahl von 0 bis 9.999 mit höchstens 2 Nachkommastellen." in rows["Helferstunden"][0]


def test_the_same_lists_give_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        import_templates.write(stream, RECORDS["events"], GIVEN, Reader())
    assert first.getvalue() == second.getvalue()
