"""How a file is read is guessed, completed by answers, and remembered for the next file."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pytest
import xlsxwriter

from db import import_readings, imports, sheets
from db.database import Database
from db.import_checks import judge
from db.import_readings import Reading, explaining, left_out, must_be_complete, proposed, without
from db.import_refusals import ColumnsMissing, ColumnTwice, MarkUnknown, NoHeadings
from db.number_marks import Mark
from db.sheets import Sheet
from schemas import Consultation, ProjectActivity
from tests.actors import ANNA
from tests.importing import judged, stored
from tests.office_lists import written

HOURS = (
    "Datum;Projekt;Aktivität;Helferstunden\n1.2.2018;Trommelgruppe;Auftritt;1.234\n2.2.2018;Trommelgruppe;Treffen;7\n"
).encode()


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return sheets.read("liste.csv", written(rows).encode())


def test_required_fields_without_a_column_are_named_at_once(database: Database) -> None:
    reading = proposed(database, sheet(("Datum", "Ort"), ("1.2.2018", "Leiferde")), Consultation)
    with pytest.raises(ColumnsMissing, match="Topics, Client group, Setting, Persons advised"):
        must_be_complete(reading, sheet(("Datum", "Ort"), ("1.2.2018", "Leiferde")))


def test_a_field_can_have_one_column_only(database: Database) -> None:
    two = sheet(("Datum", "Tag"), ("1.2.2018", "2.2.2018"))
    reading = replace(proposed(database, two, Consultation), fields={0: "day", 1: "day"})
    with pytest.raises(ColumnTwice, match="Day is assigned"):
        must_be_complete(reading, two)


def test_columns_that_are_not_taken_are_named_if_anything_stands_in_them(database: Database) -> None:
    rows = sheet(("Datum", "Augenfarbe", "Leer"), ("1.2.2018", "blau", ""))
    assert [each.text for each in left_out(proposed(database, rows, Consultation), rows)] == ["Augenfarbe"]


def test_a_row_without_headings_is_none(database: Database) -> None:
    rows = sheet(("Datum", "Ort"), ("", ""), ("1.2.2018", "Leiferde"))
    with pytest.raises(NoHeadings):
        proposed(database, rows, Consultation, row=1)


def test_an_ambiguous_number_is_asked_about_and_the_answer_is_remembered(database: Database) -> None:
    with pytest.raises(MarkUnknown, match=r"Helferstunden are ambiguous, such as 1\.234"):
        judged(database, ProjectActivity, HOURS)
    read = sheets.read("stunden.csv", HOURS)
    answered = replace(proposed(database, read, ProjectActivity), marks={"helferstunden": Mark.COMMA})
    imports.store(database, judge(database, read, answered), "a", by=ANNA)
    assert [row["helper_hours"] for row in stored(database, ProjectActivity)] == [Decimal(1234), Decimal(7)]
    assert len(judged(database, ProjectActivity, HOURS).duplicates) == 2


def test_a_column_that_tells_its_decimal_mark_is_not_asked_about(database: Database) -> None:
    found = judged(database, ProjectActivity, HOURS.replace(b";7\n", b";7,5\n"))
    assert found.columns["helper_hours"] == [Decimal(1234), Decimal("7.5")]


def test_columns_and_words_that_were_chosen_are_remembered(database: Database) -> None:
    rows = [
        ("Wann", "Worum", "Personengruppe", "Art", "Personen", "Ort"),
        ("1.2.2018", "Wohnung", "Anerkannt", "Büro", "2", "Leiferde"),
    ]
    fields = {0: "day", 1: "topics", 2: "client_group", 3: "setting", 4: "persons"}
    reading = explaining(Reading(Consultation, 0, fields), "topic", "Wohnung", "housing")
    imports.store(database, judge(database, sheet(*rows), reading), "a", by=ANNA)
    again = proposed(database, sheet(*rows), Consultation)
    assert again.fields == fields
    assert judge(database, sheet(*rows), again).columns["topics"] == [["housing"]]


def test_a_word_that_was_emptied_is_forgotten(database: Database) -> None:
    rows = [
        ("Datum", "Themen", "Personengruppe", "Art", "Personen"),
        ("1.2.2018", "Wohnung", "Anerkannt", "Büro", "2"),
        ("2.2.2018", "Wohnraum", "Anerkannt", "Büro", "2"),
    ]
    file = sheet(*rows)
    explained = explaining(proposed(database, file, Consultation), "topic", "Wohnung", "housing")
    imports.store(database, judge(database, file, explained), "a", by=ANNA)
    emptied = without(proposed(database, file, Consultation), "topic", "Wohnung")
    judged_anew = judge(database, file, emptied)
    imports.store(database, judged_anew, "b", by=ANNA, good_rows_only=True, duplicates_too=True)
    assert proposed(database, file, Consultation).explained == {}


def test_a_file_for_programs_keeps_its_apostrophes_and_one_for_people_loses_its_guards(database: Database) -> None:
    rows = ["1.2.2018", "Wohnraum", "Anerkannt", "Büro", "2", "'=x"]
    names = ["day", "topics", "client_group", "setting", "persons", "note"]
    labels = ["Datum", "Themen", "Personengruppe", "Art der Beratung", "Beratene Personen", "Bemerkung"]
    for headings, note in ((names, "'=x"), (labels, "=x")):
        assert judged(database, Consultation, written([headings, rows]).encode()).columns["note"] == [note]


def test_what_stands_in_the_file_is_told_for_a_field(database: Database) -> None:
    rows = sheet(("Datum", "Ort"), ("1.2.2018", "Leiferde"))
    reading = proposed(database, rows, Consultation)
    assert import_readings.cell_text(reading, rows, 1, "municipality") == "Leiferde"
    assert import_readings.cell_text(reading, rows, 1, "note") == ""


def test_days_that_are_plain_numbers_in_a_workbook_are_counted_as_it_counts(database: Database) -> None:
    """Old Excel for the Mac counts from 1904: read by the usual count, a day would be four years too early."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Datum", "Projekt", "Aktivität"])
        page.write_row(1, 0, [41_638, "Trommelgruppe", "Auftritt"])
    assert list(judged(database, ProjectActivity, stream.getvalue()).columns["day"]) == [dt.date(2017, 12, 31)]
