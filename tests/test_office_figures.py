"""Consultations, home visits, events and projects, counted by hand."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from db import caches, demo
from db.database import Database, open_database
from db.figure import Counts
from db.figures import FIGURES, compute, compute_all
from db.selection import Selection
from schemas.consultation import Consultation
from schemas.fields import fields
from tests.small_office import (
    EVERYTHING,
    JANUARY,
    TODAY,
    enter,
    rows,
    small_office,
    visit,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with small_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def test_the_total_counts_consultations_and_a_category_those_that_touch_it(office: Database) -> None:
    assert rows(compute(office, "consultations", EVERYTHING)) == [(4,)]
    assert rows(compute(office, "consultations_by_topic", EVERYTHING)) == [
        ("crisis", 1),
        ("school", 2),
        ("work", 2),
        ("authorities", 0),
        ("everyday", 0),
        ("housing", 2),
        ("specialists", 0),
    ]


def test_both_ends_of_the_period_are_counted(office: Database) -> None:
    assert rows(compute(office, "consultations", JANUARY)) == [(2,)]
    inner = Selection(dt.date(2018, 1, 2), dt.date(2018, 1, 30))
    assert rows(compute(office, "consultations", inner)) == [(0,)]


def test_persons_contacts_and_cases_are_kept_apart(office: Database) -> None:
    assert rows(compute(office, "persons_advised", EVERYTHING)) == [(6, 2)]
    assert rows(compute(office, "cases", EVERYTHING)) == [(2, 1)]
    kept_apart = [FIGURES[name].counts for name in ("consultations", "persons_advised", "cases", "events_held")]
    assert kept_apart == [Counts.CONTACTS, Counts.PERSONS, Counts.CASES, Counts.ACTS]


def test_weeks_without_a_visit_are_there_and_in_the_mean(office: Database) -> None:
    frame = compute(office, "home_visits_by_week", JANUARY)
    assert rows(frame) == [
        (dt.date(2018, 1, 1), "2018-W01", 0, 0.6),
        (dt.date(2018, 1, 8), "2018-W02", 2, 0.6),
        (dt.date(2018, 1, 15), "2018-W03", 0, 0.6),
        (dt.date(2018, 1, 22), "2018-W04", 1, 0.6),
        (dt.date(2018, 1, 29), "2018-W05", 0, 0.6),
    ]
    assert rows(compute(office, "home_visits_per_week_mean", JANUARY)) == [(0.6,)]


def test_weeks_to_come_and_before_the_office_opened_do_not_lower_the_mean(database: Database) -> None:
    enter(database, "home_visits", visit("2019-01-14", "school"))
    this_year = Selection(dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert rows(compute(database, "home_visits_per_week_mean", this_year)) == [(1 / 3,)]
    first_year = compute(database, "consultations_by_month", Selection(dt.date(2017, 1, 1), dt.date(2017, 12, 31)))
    assert first_year["month"].iloc[0] == dt.date(2017, 7, 1)


def test_there_is_no_mean_of_no_weeks(database: Database) -> None:
    assert compute(database, "home_visits_per_week_mean", EVERYTHING)["mean"].isna().all()


def test_home_visits_are_counted_by_topic(office: Database) -> None:
    frame = compute(office, "home_visits_by_topic", EVERYTHING)
    counted = {topic: visits for topic, visits in rows(frame) if visits}
    assert counted == {"school": 2, "housing": 2}


def test_topics_are_crossed_with_client_groups(office: Database) -> None:
    frame = compute(office, "topics_by_client_group", EVERYTHING)
    assert len(frame) == 7 * 3
    counted = [row for row in rows(frame) if row[2]]
    assert counted == [
        ("crisis", "recognised", 1),
        ("school", "recognised", 1),
        ("school", "residents", 1),
        ("work", "recognised", 2),
        ("housing", "recognised", 2),
    ]


def test_consultations_have_one_group_at_most_so_topics_may_be_rolled_up() -> None:
    assert fields(Consultation)["client_group"].kind.value == "choice"
    assert 2 * len(FIGURES) < caches.SIZE


def test_home_visits_are_one_more_setting(office: Database) -> None:
    frame = compute(office, "settings_by_month", Selection(dt.date(2018, 1, 1), dt.date(2018, 3, 31)))
    january, february, march = frame.iloc[:5], frame.iloc[5:10], frame.iloc[10:]
    assert list(january["setting"]) == ["open_hour", "appointment", "office", "remote", "home_visit"]
    assert list(january["contacts"]) == [1, 0, 1, 0, 3]
    assert list(january["share"]) == [0.2, 0.0, 0.2, 0.0, 0.6]
    assert list(february["contacts"]) == [0, 1, 0, 0, 0]
    assert list(march["contacts"]) == [0, 0, 0, 0, 0]
    assert march["share"].isna().all()


def test_an_event_counts_as_held_once_its_attendance_is_told(office: Database) -> None:
    assert rows(compute(office, "events_held", EVERYTHING)) == [(2,)]
    held = {kind: events for kind, events, *_ in rows(compute(office, "events_by_kind", EVERYTHING)) if events}
    assert held == {"festival": 1, "talk": 1}


def test_attendance_is_summed_over_the_events_that_have_one(office: Database) -> None:
    assert rows(compute(office, "attendance", EVERYTHING)) == [(50, 2, 25.0)]
    by_kind = compute(office, "events_by_kind", EVERYTHING).set_index("kind")
    assert by_kind.loc["talk", "attendance"] == 10
    assert by_kind.loc["talk", "mean"] == 10.0
    assert pd.isna(by_kind.loc["training", "mean"])


def test_attendance_of_no_group_is_shown_last(office: Database) -> None:
    assert rows(compute(office, "attendance_by_group", EVERYTHING)) == [
        ("refugees", 14),
        ("volunteers", 6),
        ("residents", 0),
        ("children", 5),
        ("", 25),
    ]


def test_attendance_is_missing_from_the_day_after_the_event(office: Database) -> None:
    frame = compute(office, "attendance_by_event", EVERYTHING)
    assert list(frame["missing"]) == [False, False, True, False, False]
    assert [None if pd.isna(number) else number for number in frame["places"]] == [50, None, None, None, 20]
    assert rows(compute(office, "events_without_attendance", EVERYTHING)) == [(1,)]


def test_projects_are_counted_by_what_they_do(office: Database) -> None:
    assert rows(compute(office, "project_activities_by_project", EVERYTHING)) == [
        ("drum_group", 2, 2, 0, 0, 150, 3, 3.75, 0),
        ("bicycle_workshop", 1, 0, 1, 0, 8, 0, 0.0, 5),
    ]


def test_the_demo_records_have_the_figures_of_the_published_report(database: Database) -> None:
    """Progress report SGM/2018/169: about 500 consultations, five home visits a week, 30 events, 15 performances."""
    demo.fill(database)
    period = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
    frames = compute_all(database, FIGURES, period)
    assert rows(frames["consultations"]) == [(500,)]
    assert list(frames["consultations_by_topic"]["consultations"]) == [70, 80, 80, 150, 100, 70, 15]
    assert round(frames["home_visits_per_week_mean"]["mean"].iloc[0], 1) == 5.0
    assert rows(frames["events_held"]) == [(30,)]
    assert frames["project_activities_by_project"].set_index("project").loc["drum_group", "performances"] == 15
