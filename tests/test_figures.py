"""Figures are counted on one state of the records and once."""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from db.database import Database, open_database
from db.figures import FIGURES, comparable, compute, compute_all, footnotes
from db.selection import Selection
from tests.small_office import (
    EVERYTHING,
    JANUARY,
    TODAY,
    consultation,
    enter,
    event,
    rows,
    small_office,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with small_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def test_filters_narrow_what_is_counted(office: Database) -> None:
    school = Selection(where=(("topics", ("school",)),))
    assert rows(compute(office, "consultations", school)) == [(2,)]
    assert rows(compute(office, "home_visits_by_municipality", school))[0] == ("meinersen", 2)


def test_a_filter_that_does_not_apply_is_said(office: Database) -> None:
    chosen = Selection(where=(("client_group", ("recognised",)), ("topics", ("school",))))
    assert rows(compute(office, "home_visits", chosen))[0][0] == 2
    states, note = footnotes(FIGURES["home_visits"], chosen)
    assert states.de == "Gezählt werden Hausbesuche mit dem Status „durchgeführt“."
    assert note.de == "Der Filter „Personengruppe“ gilt nicht für Hausbesuche: sie sind ungefiltert gezählt."
    assert footnotes(FIGURES["consultations"], chosen) == ()
    assert note in footnotes(FIGURES["settings_by_month"], chosen)


def test_an_unknown_figure_is_an_error(database: Database) -> None:
    with pytest.raises(KeyError, match="weather"):
        compute(database, "weather", EVERYTHING)


def test_a_write_shows_in_the_next_figure(database: Database) -> None:
    assert rows(compute(database, "consultations", EVERYTHING)) == [(0,)]
    enter(database, "consultations", consultation("2018-01-01", "school"))
    assert rows(compute(database, "consultations", EVERYTHING)) == [(1,)]


def test_a_new_day_shows_in_events_without_attendance(tmp_path: Path) -> None:
    today = [TODAY]
    with open_database(tmp_path / "office.duckdb", today=lambda: today[0]) as database:
        enter(database, "events", event("2019-01-15", "talk"))
        assert rows(compute(database, "events_without_attendance", EVERYTHING)) == [(0,)]
        today[0] = dt.date(2019, 1, 16)
        assert rows(compute(database, "events_without_attendance", EVERYTHING)) == [(1,)]


def test_nothing_is_counted_again_while_nothing_changes(office: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    names = list(FIGURES)
    before = compute_all(office, names, JANUARY)
    monkeypatch.setattr(office, "cursor", lambda: pytest.fail("a query was made"))
    after = compute_all(office, names, JANUARY)
    for name in names:
        pd.testing.assert_frame_equal(before[name], after[name])


def test_what_a_caller_does_to_a_frame_stays_with_the_caller(office: Database) -> None:
    spoiled = compute(office, "consultations_by_topic", EVERYTHING)
    spoiled.loc[:, "consultations"] = 99
    spoiled["topic"] = "x"
    assert list(compute(office, "consultations_by_topic", EVERYTHING)["consultations"]) == [1, 2, 2, 0, 0, 2, 0]


def test_databases_do_not_share_what_they_remember(office: Database, tmp_path: Path) -> None:
    compute(office, "consultations", EVERYTHING)
    with open_database(tmp_path / "other.duckdb", today=lambda: TODAY) as other:
        assert rows(compute(other, "consultations", EVERYTHING)) == [(0,)]


def test_figures_counted_together_see_one_state_of_the_records(database: Database) -> None:
    done = threading.Event()

    def write() -> None:
        for day in range(1, 29):
            enter(database, "consultations", consultation(f"2018-02-{day:02}", "school"))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        frames = compute_all(database, ["consultations_by_setting", "consultations_by_contact"], EVERYTHING)
        assert len({int(frame["consultations"].sum()) for frame in frames.values()}) == 1
    writer.join()


def test_a_month_that_is_not_over_is_counted_against_as_much_of_the_one_before(tmp_path: Path) -> None:
    february = Selection(dt.date(2018, 2, 1), dt.date(2018, 2, 28))
    with open_database(tmp_path / "office.duckdb", today=lambda: dt.date(2018, 2, 15)) as database:
        enter(database, "consultations", *(consultation(day, "school") for day in ("2018-01-15", "2018-01-16")))
        before = comparable(database, february)
        assert before == Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 15))
        assert rows(compute(database, "consultations", before)) == [(1,)]
        assert comparable(database, Selection(dt.date(2017, 7, 1), dt.date(2018, 2, 28))) is None
