"""A figure on screen: drawn once for its numbers, told in words, empty periods said so."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import drawings
from dashboard.drawings import DRAWINGS
from dashboard.exhibits import COUNTED, Exhibit, drawn, exhibit
from dashboard.panels import _row
from db import figures, records
from db.database import Database
from db.delimited import Reader
from db.figure import Counts
from db.selection import Selection
from schemas import HomeVisit
from tests.actors import LEA
from tests.rehearsal import go_to, rehearsal
from tests.small_office import TODAY, small_office

EVERYTHING = Selection(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
NOTHING = Selection(dt.date(2017, 12, 1), dt.date(2017, 12, 31))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    with small_office(tmp_path) as database:
        yield database


def chart(database: Database, name: str, selection: Selection, language: str = "de") -> Any:
    figure = figures.catalogue(database.record_types)[name]
    return drawn(database, figure, figures.compute(database, name, selection), Reader(language))


@pytest.mark.parametrize("name", sorted(DRAWINGS))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_drawn_figure_has_a_name_and_its_numbers_in_words(office: Database, name: str, language: str) -> None:
    found = chart(office, name, EVERYTHING, language)
    assert found.alt
    assert found.description
    assert "datasets" in found.spec


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_nothing_to_count_is_not_drawn(office: Database, name: str) -> None:
    assert chart(office, name, NOTHING) is None


def test_a_figure_that_is_not_drawn_is_a_table_with_ways_to_its_records(office: Database) -> None:
    name = "project_activities_by_project"
    shown = exhibit(office, name, EVERYTHING, Reader("de"))
    assert shown.words.count("<tr>") == 1 + len(shown.frame)
    assert "<th scope='row'" in shown.words
    numbers = len(shown.frame) * len(figures.FIGURES[name].measures)
    assert shown.words.count("<a href='/project_activities?") == numbers
    assert "<table" not in exhibit(office, name, NOTHING, Reader("de")).words


def test_a_chart_is_drawn_anew_only_when_its_numbers_change(office: Database) -> None:
    topics, visits = (
        chart(office, "consultations_by_topic", EVERYTHING),
        chart(office, "home_visits_by_topic", EVERYTHING),
    )
    values = {"day": TODAY.replace(year=2018), "topics": ["crisis"], "municipality": "hillerse", "persons": 1}
    records.save(office, HomeVisit, str(uuid.uuid4()), values, by=LEA)
    assert chart(office, "consultations_by_topic", EVERYTHING) is topics
    changed = chart(office, "home_visits_by_topic", EVERYTHING)
    assert changed is not visits
    assert changed.spec.keys() == visits.spec.keys()


def test_what_a_panel_shows_is_made_once_for_one_state_of_the_records(office: Database) -> None:
    def shown(language: str = "de") -> Exhibit:
        return exhibit(office, "home_visits_by_topic", EVERYTHING, Reader(language))

    before = shown()
    assert shown() is before
    assert "In all: <b>3</b>" in shown("en").words
    values = {"day": TODAY.replace(year=2018), "topics": ["crisis"], "municipality": "hillerse", "persons": 1}
    records.save(office, HomeVisit, str(uuid.uuid4()), values, by=LEA)
    assert "Insgesamt: <b>3</b>" in before.words
    assert "Insgesamt: <b>4</b>" in shown().words


def test_a_chart_that_draws_only_the_last_rows_says_so(office: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drawings.MOST, "home_visits_by_week", 2)
    words = exhibit(office, "home_visits_by_week", EVERYTHING, Reader("de")).words
    assert re.search(r"Gezeichnet sind die letzten 2 von \d+", words), words


def test_a_chart_speaks_the_readers_language(office: Database) -> None:
    german, english = (chart(office, "consultations_by_topic", EVERYTHING, language).alt for language in ("de", "en"))
    assert german == "Beratungen nach Kategorie"
    assert english == "Consultations by Category"


def test_a_picked_mark_is_found_again_in_the_frame(office: Database) -> None:
    figure = figures.catalogue(office.record_types)["settings_by_month"]
    frame = figures.compute(office, figure.name, EVERYTHING)
    assert _row(figure, frame, {"month": "2018-02-01", "setting": "appointment", "nonsense": "x"}) == {
        "month": dt.date(2018, 2, 1),
        "setting": "appointment",
    }
    assert _row(figure, frame, {"month": "1999-01-01", "setting": "appointment"}) == {}


def test_what_is_counted_has_a_sentence_for_each_kind() -> None:
    assert set(COUNTED) == set(Counts)


def overview(database: Database, **address: str) -> Iterator[AppTest]:
    with rehearsal(database) as app:
        yield go_to(app, "overview", **address)


def texts(app: AppTest) -> str:
    return "\n".join(
        [*(each.value for each in (*app.info, *app.warning)), *(each.proto.body for each in app.get("html"))]
    )


def test_an_empty_period_says_so_in_every_panel(office: Database) -> None:
    for app in overview(office, period="free", **{"from": "2017-12-01", "to": "2017-12-31"}):
        told = [info.value for info in app.info if info.value == "In diesem Zeitraum ist nichts zu zählen."]
        assert len(told) == len(DRAWINGS)  # by month or by week, and the table of projects
        assert "Projekt" not in {column for table in app.dataframe for column in table.value.columns}
        assert not app.error


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption if "nicht gefiltert" in caption.value]


def test_a_key_figure_that_leaves_a_filter_aside_says_so(office: Database) -> None:
    for app in overview(office, period="last_year", client_group="recognised"):
        assert captions(app) == ["nicht gefiltert nach Personengruppe"] * 3  # visits, events, attendance
        assert "Der Filter „Personengruppe“ gilt nicht für Veranstaltungen" in app.metric[3].help
    for app in overview(office, period="last_year", municipality="leiferde"):
        assert not captions(app)


def test_every_figure_that_is_drawn_has_its_table_below_as_wide_as_the_page(office: Database) -> None:
    for app in overview(office, period="last_year"):
        titles = [expander.label for expander in app.expander if expander.label.startswith("Tabelle")]
        assert len(titles) == len(set(titles)) == len(DRAWINGS) - 1  # by month or by week
        assert titles[0] == "Tabelle und Download: Beratungen nach Kategorie"


def test_a_drawn_figure_can_be_taken_along_as_chart_and_as_workbook(office: Database) -> None:
    for app in overview(office, period="last_year"):
        app.session_state["table of consultations_by_topic"] = True
        labels = {each.key: each.proto.label for each in app.run().get("download_button")}
        assert labels["chart consultations_by_topic svg"] == "Diagramm als SVG"
        assert labels["chart consultations_by_topic png"] == "Diagramm als PNG"
        assert labels["figure consultations_by_topic xlsx"] == "Excel-Mappe"
        assert "chart projects svg" not in labels


def test_a_total_is_told_where_the_rows_do_not_add_up_to_it(office: Database) -> None:
    for app in overview(office, period="last_year"):
        assert "Insgesamt: <b>4</b>" in texts(app)
        assert "Insgesamt: <b>3</b>" in texts(app)


def test_events_without_attendance_are_pointed_out(office: Database) -> None:
    for app in overview(office, period="free"):
        assert "1 Veranstaltung ist vorbei und hat noch keine Teilnehmerzahl." in texts(app)
        (link,) = app.main.get("page_link")
        assert link.proto.label == "Diese Veranstaltungen ansehen"
        assert link.proto.page == "events"
        assert link.proto.query_string == f"state=planned&to={TODAY - dt.timedelta(days=1)}"
