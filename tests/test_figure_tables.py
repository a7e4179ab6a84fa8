"""Figures as tables on screen: labels, the period before, and links to just the records that a row counts."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import addresses
from dashboard.drawings import PLACES
from dashboard.exhibits import numbers
from dashboard.tables import BEFORE, RECORDS, table_columns, table_frame
from dashboard.written import NUMBERS
from db import figures, listing, records
from db.database import Database, open_database
from db.delimited import Reader
from db.figure import Counts, Number
from db.selection import Selection
from schemas import RECORDS as TYPES
from schemas.fields import dimensions
from tests.conftest import TODAY
from tests.small_office import JANUARY, small_office

REPORTED = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
GERMAN = Reader()


@pytest.fixture(scope="module")
def demo(demo_original: Path) -> Iterator[Database]:
    """The demo records; nobody writes."""
    with open_database(demo_original, today=lambda: TODAY) as database:
        yield database


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The small office."""
    with small_office(tmp_path_factory.mktemp("tables")) as database:
        yield database


DRILLED = [name for name, figure in figures.catalogue(tuple(TYPES.values())).items() if figure.drills]


@pytest.mark.parametrize("name", DRILLED)
@pytest.mark.parametrize(
    "selection",
    [REPORTED, Selection(dt.date(2018, 1, 1), dt.date(2018, 3, 15), (("municipality", ("meinersen", "leiferde")),))],
    ids=["all", "filtered"],
)
def test_a_link_leads_to_as_many_records_as_its_row_counts(demo: Database, name: str, selection: Selection) -> None:
    figure = figures.catalogue(demo.record_types)[name]
    frame = figures.compute(demo, name, selection)
    table = table_frame(demo, figure, frame, selection, GERMAN)
    for link, row in zip(table[RECORDS], frame.to_dict("records"), strict=True):
        address = urlsplit(link)
        record_type, named = TYPES[address.path[1:]], parse_qs(address.query)
        if addresses.RECORD in named:
            found = records.find(demo, record_type, int(named[addresses.RECORD][0]))
            assert found
            assert found["title"] == row["title"]
        elif figure.counts is not Counts.PERSONS:
            view = addresses.read(named, dimensions(record_type), GERMAN)
            assert listing.count(demo, record_type, view.selection) == row[figure.measures[0]], link


def test_codes_are_shown_as_labels_in_the_readers_language(office: Database) -> None:
    figure = figures.catalogue(office.record_types)["consultations_by_client_group"]
    frame = figures.compute(office, figure.name, Selection())
    german = table_frame(office, figure, frame, Selection(), GERMAN)
    english = table_frame(office, figure, frame, Selection(), Reader("en"))
    assert list(german["client_group"])[:3] == ["Asylverfahren", "Anerkannt", "Einwohner/Ehrenamt"]
    assert list(english["client_group"])[:3] == ["Asylum procedure", "Recognised", "Residents/volunteers"]
    assert list(german["consultations"])[:3] == [0, 3, 1]


def test_the_period_before_stands_beside_the_numbers(office: Database) -> None:
    february = Selection(dt.date(2018, 2, 1), dt.date(2018, 2, 28))
    figure = figures.catalogue(office.record_types)["consultations_by_topic"]
    frame = figures.compute(office, figure.name, february)
    table = table_frame(office, figure, frame, february, GERMAN).set_index("topic")
    assert table.loc["Wohnraum", "consultations"] == 1
    assert table.loc["Wohnraum", BEFORE] == 0
    assert table.loc["Schulische Angelegenheiten", "consultations"] == 0
    assert table.loc["Schulische Angelegenheiten", BEFORE] == 2


def test_the_period_before_stands_next_to_the_number_that_it_is_compared_with(office: Database) -> None:
    february = Selection(dt.date(2018, 2, 1), dt.date(2018, 2, 28))
    figure = figures.catalogue(office.record_types)["project_activities_by_project"]
    table = table_frame(office, figure, figures.compute(office, figure.name, february), february, GERMAN)
    assert list(table.columns)[:4] == ["project", "activities", BEFORE, "performances"]


def test_columns_that_repeat_others_or_say_nothing_are_left_out(office: Database) -> None:
    def shown(name: str, selection: Selection) -> list[str]:
        figure = figures.catalogue(office.record_types)[name]
        return list(table_frame(office, figure, figures.compute(office, name, selection), selection, GERMAN).columns)

    assert shown("home_visits_by_week", JANUARY) == ["week", "visits", "mean", RECORDS]
    event = ["title", "day", "kind", "places", "registrations", "attendance"]
    assert shown("attendance_by_event", JANUARY) == [*event, RECORDS]
    assert shown("attendance_by_event", Selection()) == [*event, "missing", RECORDS]


def test_rows_over_time_have_no_period_before(office: Database) -> None:
    figure = figures.catalogue(office.record_types)["consultations_by_month"]
    table = table_frame(office, figure, figures.compute(office, figure.name, JANUARY), JANUARY, GERMAN)
    assert BEFORE not in table
    assert list(table["month"]) == ["Jan. 2018"]


def read(demo: Database, name: str, column: str, reader: Reader) -> str:
    """The first cell of a column of a table of figures, as it is read."""
    figure, selection = figures.catalogue(demo.record_types)[name], REPORTED
    frame = figures.compute(demo, name, selection)
    styler = numbers(demo, figure, frame, selection, reader)()
    place = list(styler.data.columns).index(column)
    assert styler.data[column].dtype.kind in "if"  # so it sorts as a number
    cells = [cell for cell in styler._translate(False, False)["body"][0] if cell["type"] == "td"]
    return str(cells[place]["display_value"])


@pytest.mark.parametrize(
    ("name", "column", "german", "english"),
    [
        ("home_visits_by_week", "mean", "5,0", "5.0"),
        ("settings_by_month", "share", "47\N{NO-BREAK SPACE}%", "47%"),
        ("project_activities_by_project", "helper_hours", "329,75", "329.75"),
        ("project_activities_by_project", "visitors", "2.021", "2,021"),
    ],
)
def test_numbers_of_tables_are_written_for_the_reader(
    demo: Database, name: str, column: str, german: str, english: str
) -> None:
    assert read(demo, name, column, GERMAN) == german
    assert read(demo, name, column, Reader("en")) == english


def test_every_number_of_a_figure_can_be_written() -> None:
    assert set(NUMBERS) == set(Number) == set(PLACES)


@pytest.mark.parametrize("name", sorted(figures.catalogue(tuple(TYPES.values()))))
def test_every_column_that_is_shown_has_a_heading(office: Database, name: str) -> None:
    figure = figures.catalogue(office.record_types)[name]
    frame = figures.compute(office, name, Selection())
    table = table_frame(office, figure, frame, Selection(), GERMAN)
    assert set(table.columns) <= set(table_columns(figure, GERMAN))
    assert len(table) == len(frame)
    assert "id" not in table
