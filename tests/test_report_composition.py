"""A report tells the protected figures of its closing, in tables, charts and words, and the same for ever."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import printouts, report_files
from dashboard.report_composition import composed, number_names
from db import disclosure, frozen_figures, report_documents, reports
from db.database import Database, open_database
from db.delimited import FLAVOURS, SUPPRESSED
from db.kept_reports import Report
from db.report_content import Paragraph, ReportContent, Written
from db.report_figures import BEFORE, INSERTED, numbers, told
from schemas.report import SECTIONS
from tests.conftest import TODAY
from tests.reported import closed, made
from tests.reports_made import BERLIN, DAYS, begun, drafted, submitted
from tests.small_office import consultation, enter, visit

PUBLISHED = ["500", "70", "80", "80", "150", "100", "70", "15"]
"""The table of SGM/2018/169: the total, then the categories in their order."""


@pytest.fixture(scope="module")
def demo(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo records with a closed period and a report that was submitted; nobody writes."""
    path = tmp_path_factory.mktemp("composed") / "demo.duckdb"
    path.write_bytes(demo_original.read_bytes())
    with open_database(path, today=lambda: TODAY) as database:
        made(database, days=DAYS)
        closed(database)
        submitted(database)
        yield database


@pytest.fixture
def content(demo: Database) -> ReportContent:
    return composed(demo, reports.everything(demo)[0], BERLIN)


@pytest.fixture
def spring(database: Database) -> Report:
    """A draft on two months with few consultations, and two months before with other ones."""
    rows = {
        "2018-01-10": ("school", 6),
        "2018-03-10": ("school", 8),
        "2018-03-11": ("work", 2),
        "2018-04-12": ("housing", 9),
    }
    for day, (topic, count) in rows.items():
        enter(database, "consultations", *(consultation(day, topic) for _ in range(count)))
    enter(database, "home_visits", visit("2018-03-08", "school"))
    made(database, days=(dt.date(2018, 3, 1), dt.date(2018, 4, 30)))
    closed(database)
    return begun(database)


def table(content: ReportContent, name: str) -> Written:
    return next(each for each in content.tables if each.table.name == name)


def texts(content: ReportContent) -> list[str]:
    return [block.text for section in content.sections for block in section.blocks if isinstance(block, Paragraph)]


def test_the_table_of_the_demo_report_is_the_published_one(content: ReportContent) -> None:
    assert [row[1] for row in table(content, "consultations_by_topic").cells] == PUBLISHED
    assert table(content, "consultations_by_topic").cells[0][0] == "Insgesamt"
    assert [row[1] for row in table(content, "consultations_by_topic").table.rows] == list(map(int, PUBLISHED[1:]))
    assert "Im Berichtszeitraum fanden 500 Beratungen statt." in texts(content)[1]
    assert texts(content)[2] == "Im Mittel wurden 5,0 Hausbesuche in der Woche gemacht."


def test_every_section_has_its_figures_and_every_table_says_rule_and_sign(content: ReportContent) -> None:
    assert [section.heading for section in content.sections] == [each.heading.de for each in SECTIONS][:-1]
    assert [each.table.name for each in content.tables] == [each.figure for rows in INSERTED.values() for each in rows]
    assert [each.name for each in content.charts] == [
        each.figure for rows in INSERTED.values() for each in rows if each.chart
    ]
    for each in content.tables:
        assert [note.startswith(SUPPRESSED) for note in each.notes].count(True) == 1, each.table.name


def test_the_first_page_and_the_end_say_what_was_filled_in(content: ReportContent) -> None:
    facts = {fact.name: fact.text for fact in content.facts}
    assert facts["Vorlagennummer"] == "SGM/2018/169"
    assert (facts["Art"], facts["Status"]) == ("Tischvorlage", "öffentlich")
    assert facts["Berichtszeitraum"] == "01.07.2017 – 30.04.2018"
    assert content.course.rows == (("Ausschuss", "08.05.2018", "7.", "zur Kenntnis genommen"),)
    assert [fact.text for fact in content.answers] == ["nein", "nein", "ja"]
    assert [block.text for block in content.closing[1].blocks if isinstance(block, Paragraph)] == [
        "Fotos der Trommelgruppe",
        "Flyer",
    ]
    assert content.file_name == "Tischvorlage_SGM-2018-169"


def test_a_chart_stands_alone_as_plain_json_and_is_told_in_words(content: ReportContent) -> None:
    for chart in content.charts:
        assert json.loads(json.dumps(chart.specification))["config"]["background"] == "#ffffff"
        assert chart.alternative


def test_the_same_report_gives_the_same_bytes_and_its_document_the_same_report(
    demo: Database, content: ReportContent
) -> None:
    again = composed(demo, reports.everything(demo)[0], BERLIN)
    assert report_documents.written(again) == report_documents.written(content)
    read = report_documents.read(report_documents.written(content))
    assert report_documents.written(read) == report_documents.written(content)
    assert read.tables[0].table.rows == content.tables[0].table.rows
    assert [each.specification for each in read.charts] == [each.specification for each in content.charts]


def test_small_numbers_are_kept_back_in_words_tables_charts_and_files(database: Database, spring: Report) -> None:
    content = composed(database, spring, BERLIN)
    topics = table(content, "consultations_by_topic")
    cells = {row[0]: row[1:] for row in topics.cells}
    assert cells["Praktikum/Ausbildung/Arbeit"][0] == SUPPRESSED
    assert any(place for place, name in topics.table.suppressed if name == "consultations")
    (chart,) = [each for each in content.charts if each.name == "consultations_by_topic"]
    assert "Praktikum" not in chart.alternative
    assert "nicht gezeichnet" in chart.alternative
    assert "Praktikum" not in json.dumps(chart.specification, ensure_ascii=False)
    for flavour in FLAVOURS.values():
        stream = io.BytesIO()
        topics.table.write(stream, flavour, content.reader)
        line = next(line for line in stream.getvalue().decode().splitlines() if "ork" in line or "Arbeit" in line)
        assert SUPPRESSED in line
        assert "2" not in line
    assert topics.table.schema["missingValues"] == ["", SUPPRESSED]
    for print_out in printouts.PRINTOUTS.values():
        assert SUPPRESSED in print_out([topics.table], content.reader)


def test_the_period_before_stands_beside_and_its_small_numbers_and_differences_are_kept_back(
    database: Database, spring: Report
) -> None:
    content = composed(database, spring, BERLIN)
    topics = table(content, "consultations_by_topic")
    assert topics.headings[1:] == ("Beratungen", "Zeitraum davor", "Veränderung")
    cells = {row[0]: row[1:] for row in topics.cells}
    assert cells["Schulische Angelegenheiten"] == ("8", "6", "+2")
    assert cells["Praktikum/Ausbildung/Arbeit"][2] == SUPPRESSED
    assert ("Verglichen mit", "01.01.2018 – 28.02.2018") in [(fact.name, fact.text) for fact in content.facts]
    assert len(table(content, "consultations_by_month").headings) == 2
    kinds = table(content, "events_by_kind")
    assert kinds.headings[1:5] == ("Veranstaltungen", "Zeitraum davor", "Veränderung", "Teilnehmende")
    assert [column.name for column in kinds.table.columns][1:5] == ["events", "before", "change", "attendance"]
    assert {row[1:6] for row in kinds.table.rows} == {(0, 0, 0, 0, None)}


def test_the_period_before_is_frozen_with_the_closing(database: Database, spring: Report) -> None:
    enter(database, "consultations", *(consultation("2018-01-20", "school") for _ in range(50)))
    cells = {row[0]: row[1:] for row in table(composed(database, spring, BERLIN), "consultations_by_topic").cells}
    assert cells["Schulische Angelegenheiten"][1] == "6"


def test_an_office_that_was_not_open_before_compares_with_nothing(demo: Database, content: ReportContent) -> None:
    closing = frozen_figures.closings(demo, reports.everything(demo)[0].period)[0]
    assert frozen_figures.read(demo, closing).before == {}
    (told,) = [fact.text for fact in content.facts if fact.name == "Verglichen mit"]
    assert told == "nichts: Für 01.09.2016 – 30.06.2017 hat das Büro keine vollständigen Zahlen"
    assert not [note for each in content.tables for note in each.notes if "davor" in note]
    assert table(content, "consultations_by_topic").headings == ("Kategorie", "Beratungen")


def test_a_comparison_names_its_days_and_files_give_the_totals_of_both_periods(
    database: Database, spring: Report
) -> None:
    content = composed(database, spring, BERLIN)
    topics = table(content, "consultations_by_topic")
    assert topics.notes[0] == "Zeitraum davor: 01.01.2018 – 28.02.2018"
    assert "Zeitraum davor: 01.01.2018 bis 28.02.2018" in topics.table.notes
    assert {"Gesamtzahl: 19", "Gesamtzahl im Zeitraum davor: 6"} <= set(topics.table.notes)
    months = table(content, "consultations_by_month")
    assert not [note for note in (*months.notes, *months.table.notes) if "davor" in note]
    english = table(composed(database, replace(spring, language="en"), BERLIN), "consultations_by_topic")
    assert "Period before: 2018-01-01 to 2018-02-28" in english.table.notes


def test_a_total_that_is_kept_back_has_the_sign_in_files_too(database: Database) -> None:
    enter(database, "consultations", *(consultation("2018-01-10", "school") for _ in range(3)))
    enter(database, "consultations", *(consultation("2018-03-10", "school") for _ in range(9)))
    made(database, days=(dt.date(2018, 3, 1), dt.date(2018, 4, 30)))
    closed(database)
    topics = table(composed(database, begun(database), BERLIN), "consultations_by_topic")
    assert f"Gesamtzahl im Zeitraum davor: {SUPPRESSED}" in topics.table.notes


def test_captions_tell_the_days_and_the_highest_value_unless_something_is_kept_back(
    content: ReportContent, database: Database, spring: Report
) -> None:
    assert table(content, "consultations_by_topic").remark == "01.07.2017 – 30.04.2018"
    remarks = {chart.name: chart.remark for chart in content.charts}
    assert remarks["consultations_by_topic"] == "Höchster Wert: 150 (Behördenangelegenheiten)."
    assert remarks["home_visits_by_week"] == "Höchster Wert: 9 (KW 17 2018)."
    remarks = {chart.name: chart.remark for chart in composed(database, spring, BERLIN).charts}
    assert remarks["consultations_by_topic"] == "Zurückgehaltene Zahlen sind nicht gezeichnet."


def test_numbers_are_named_in_both_languages_and_by_row_and_period(database: Database, spring: Report) -> None:
    content = told(database, spring)
    known = numbers(content)
    assert known["beratungen"].value == known["consultations"].value == 19
    before = known["beratungen, zeitraum davor"]
    assert (before.value, before.figure, before.selection.start) == (6, f"{BEFORE}consultations", dt.date(2018, 1, 1))
    assert known["beratungen nach kategorie: wohnraum"].row == {"topic": "housing"}
    assert known["beratungen nach kategorie: praktikum/ausbildung/arbeit"].kept_back
    offered = number_names(content, "de")
    assert offered["Beratungen"] == "19"
    assert "Beratungen nach Kategorie: Praktikum/Ausbildung/Arbeit" not in offered


def test_a_number_in_a_text_is_marked_where_it_stands(database: Database, spring: Report) -> None:
    text = "Es waren {beratungen} im {Zeitraum}, {Unsinn} {Beratungen nach Kategorie: Praktikum/Ausbildung/Arbeit}."
    draft = replace(spring, outlook=text)
    outlook = composed(database, draft, BERLIN).sections[-1].blocks[0]
    assert isinstance(outlook, Paragraph)
    assert outlook.text == f"Es waren 19 im 01.03.2018 bis 30.04.2018, {{Unsinn}} {SUPPRESSED}."
    assert [outlook.text[each.start : each.end] for each in outlook.numbers] == ["19", SUPPRESSED]
    assert outlook.numbers[0].name == "Beratungen"


def test_a_report_in_english_is_english_throughout(database: Database) -> None:
    made(database, days=DAYS)
    closed(database)
    content = composed(database, begun(database, language="en"), BERLIN)
    assert "There were 0 consultations in the period." in texts(content)[1]
    assert content.answers_heading == "Participation"
    assert content.tables[0].cells[0][0] == "Total"


def test_all_that_any_report_of_a_closing_can_tell_is_protected_together(
    database: Database, spring: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []

    def remembered(figures: dict[str, object], *others: object) -> object:
        asked.append(set(figures))
        return whole(figures, *others)  # type: ignore[arg-type]

    whole = disclosure.safe
    monkeypatch.setattr(disclosure, "safe", remembered)
    composed(database, spring, BERLIN)
    composed(database, replace(spring, outlook="anders"), BERLIN)
    (figures,) = asked
    assert {"consultations", "consultations_by_topic", f"{BEFORE}consultations_by_topic"} < figures


def test_every_file_of_a_report_has_its_kind_and_a_file_of_another_version_too() -> None:
    assert set(report_files.KINDS) == set(report_files.WRITERS)
    assert report_files.kind_of("of another version").ending == "_of another version"


def test_a_draft_without_any_fact_can_be_composed(database: Database) -> None:
    made(database, days=DAYS)
    closed(database)
    content = composed(database, begun(database), BERLIN)
    assert (content.title, content.file_name, content.course.rows) == ("", "Bericht_1", ())
    assert drafted(database).number == 2
