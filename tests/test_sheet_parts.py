"""The XML of a sheet is measured whatever its spelling, and a column is put in where it belongs."""

import pytest

from db import sheet_parts
from db.sheet_parts import Survey


def rows(inner: str) -> bytes:
    return f"<worksheet><cols><col min='1'/></cols><sheetData>{inner}</sheetData></worksheet>".encode()


def test_a_usual_sheet_needs_no_second_look() -> None:
    assert sheet_parts.survey(rows('<row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="CV199999"/></row>')) is None


@pytest.mark.parametrize(
    "inner",
    [
        '<row r="7"><c r="XFD7"><v>1</v></c></row>',
        "<row r='7'><c r='XFD7'><v>1</v></c></row>",
        '<row r="7"><c t="n" r="XFD7"><v>1</v></c></row>',
        '<row r="7"><c r="XFC7"/><c><v>1</v></c></row>',
        '<row r="6"/><row><c r="XFD7" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
    ids=["plain", "other quotes", "another order", "no place of its own", "a row without a number"],
)
def test_a_far_cell_is_found_however_it_is_written(inner: str) -> None:
    assert sheet_parts.survey(rows(inner)) == Survey(7, 16_384)


def test_a_cell_without_a_value_takes_no_room() -> None:
    assert sheet_parts.survey(rows('<row r="7"><c r="XFD7" s="1"/></row>')) == Survey()


def test_a_formula_without_a_result_and_an_error_are_found() -> None:
    inner = (
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="str"><f>""</f><v/></c><c r="C2"><f>1</f><v/></c></row>'
    )
    assert sheet_parts.survey(rows(inner)) == Survey(2, 3, {(1, 0): "#N/A"}, "C2")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<row r="1"><c r="A1" s="4"/></row>', '<row r="1"><c r="A1" s="4"/>NEW s="4" END</row>'),
        ('<row r="1" spans="1:1"><c r="A1"/></row>', '<row r="1"><c r="A1"/>NEW END</row>'),
        ('<row r="1"><c r="B1"><v>1</v></c></row>', '<row r="1">NEW END</row>'),
        ('<row r="1"><c r="B1" s="2"/><c r="C1" s="3"/></row>', '<row r="1">NEW END<c r="C1" s="3"/></row>'),
        ('<row r="1"><c r="A1"/><c r="C1"/></row>', '<row r="1"><c r="A1"/>NEW END<c r="C1"/></row>'),
        ('<row r="2"><c r="A2"/></row>', '<row r="2"><c r="A2"/></row>'),
    ],
    ids=["behind", "spans", "in place of a value", "in place of looks", "between", "another row"],
)
def test_a_cell_is_put_in_its_place(before: str, after: str) -> None:
    made = '<c r="B1"{} t="inlineStr"><is><t xml:space="preserve">a &lt; b</t></is></c>'
    looks = after.partition("NEW")[2].partition("END")[0].rstrip()
    wanted = after.replace(f"NEW{looks} END", made.format(looks))
    assert sheet_parts.with_column(rows(before), 1, {0: "a < b"}) == rows(wanted)


def test_a_prefix_of_names_is_kept() -> None:
    sheet = b'<x:row r="1"><x:c r="A1"/></x:row>'
    assert b'<x:c r="B1" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t>' in sheet_parts.with_column(
        sheet, 1, {0: "a"}
    )


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_are_called_as_spreadsheets_do(place: int, name: str) -> None:
    assert sheet_parts.letters(place) == name
