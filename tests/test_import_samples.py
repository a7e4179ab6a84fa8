"""Lists as offices have them are imported as they stand: those that lie beside a clone, and such as tests make."""

import datetime as dt
import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from dashboard import import_templates
from db.database import Database
from db.delimited import Reader
from schemas import Consultation, Event, HomeVisit
from tests.importing import brought_in, judged, stored
from tests.office_lists import EVENTS, NOTES, SHARED, old_excel, unicode_text, visits_workbook

beside = pytest.mark.skipif(not SHARED.is_dir(), reason="no samples lie beside this clone")
TOPICS = {"crisis": 70, "school": 80, "work": 80, "authorities": 150, "everyday": 100, "housing": 70, "specialists": 15}
"""The published figures of SGM/2018/169."""


def sample(name: str) -> bytes:
    return (SHARED / name).read_bytes()


def test_a_list_of_old_excel_is_imported_to_the_letter(database: Database) -> None:
    assert brought_in(database, Consultation, old_excel(40)).records == 40
    records = stored(database, Consultation)
    assert [record["note"] or "" for record in records[:5]] == list(NOTES)
    assert records[3]["topics"] == ["school", "work", "everyday", "housing"]
    assert Counter(record["contact"] for record in records) == {"first": 20, "follow_up": 20}


def test_the_same_list_as_unicode_text_is_known_already(database: Database) -> None:
    brought_in(database, Consultation, old_excel(40))
    assert len(judged(database, Consultation, unicode_text(25)).duplicates) == 25


def test_a_workbook_of_visits_is_imported(database: Database) -> None:
    assert brought_in(database, HomeVisit, visits_workbook(30)).records == 30
    records = stored(database, HomeVisit)
    assert Counter(record["volunteer"] for record in records) == {True: 20, False: 10}
    assert {record["state"] for record in records} == {"done"}


def test_an_english_list_of_events_is_imported(database: Database) -> None:
    brought_in(database, Event, EVENTS)
    records = stored(database, Event)
    assert [record["title"] for record in records] == ["Gesprächsrunde (Nr. 1)", "Sommerfest", "Abend"]
    assert [record["attendance"] for record in records] == [19, 1200, 8]
    assert records[0]["partners"] == ["district", "police"]


def test_a_template_that_was_filled_in_is_imported(database: Database) -> None:
    stream, reader = io.BytesIO(), Reader("de", database.given.vocabularies)
    import_templates.write(stream, Event, database.given, reader)
    book = load_workbook(stream)
    sheet = book.worksheets[0]
    headings = {str(cell.value): cell.column for cell in sheet[1]}
    filled = {"Titel": "Abend", "Veranstaltungsart": "Vortrag", "Datum": dt.datetime(2018, 2, 14), "Teilnehmende": 7}
    for title, value in filled.items():
        column = next(place for heading, place in headings.items() if heading.startswith(title))
        sheet.cell(2, column).value = value
    book.save(stream)
    assert brought_in(database, Event, stream.getvalue()).records == 1
    assert stored(database, Event)[0]["attendance"] == 7


@beside
def test_the_consultations_beside_this_clone_give_the_published_figures(database: Database) -> None:
    assert brought_in(database, Consultation, sample("beratungen_2017-18.csv")).records == 500
    counts = Counter(topic for record in stored(database, Consultation) for topic in record["topics"])
    assert counts == TOPICS
    again = judged(database, Consultation, sample("beratungen_unicode.txt"))
    assert (len(again.rows), len(again.duplicates)) == (120, 120)


@beside
def test_the_other_samples_beside_this_clone_are_imported(database: Database) -> None:
    assert brought_in(database, HomeVisit, sample("hausbesuche.xlsx"), import_id="visits").records == 225
    weeks = {record["day"].isocalendar()[:2] for record in stored(database, HomeVisit)}
    assert len(weeks) <= 45
    assert brought_in(database, Event, sample("veranstaltungen.csv"), import_id="events").records == 30
    assert sum(record["attendance"] for record in stored(database, Event)) == 1762


@beside
def test_of_the_faulty_sample_twelve_rows_are_refused(database: Database) -> None:
    found = judged(database, Consultation, sample("beratungen_fehler.csv"))
    assert [position + 1 for position in sorted(found.refused)] == list(range(2, 36, 3))
    assert len(found.chosen()) == 28
