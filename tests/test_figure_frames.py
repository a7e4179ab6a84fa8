"""Every value has its place in the frame of a figure, also where nothing was counted."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.database import Database, open_database
from db.figures import FIGURES, compute
from db.selection import Selection
from tests.small_office import (
    EVERYTHING,
    JANUARY,
    TODAY,
    consultation,
    enter,
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


def test_months_without_a_record_are_there_with_zero(office: Database) -> None:
    assert rows(compute(office, "consultations_by_month", EVERYTHING)) == [
        (dt.date(2018, 1, 1), 2),
        (dt.date(2018, 2, 1), 1),
        (dt.date(2018, 3, 1), 0),
        (dt.date(2018, 4, 1), 1),
    ]


def test_an_open_period_reaches_from_the_first_to_the_last_record(office: Database) -> None:
    assert rows(compute(office, "home_visits_per_week_mean", EVERYTHING)) == [(1.0,)]
    weeks = compute(office, "home_visits_by_week", Selection(start=dt.date(2018, 1, 15)))["iso_week"]
    assert list(weeks) == ["2018-W03", "2018-W04"]


def test_the_last_day_of_a_year_can_lie_in_week_one_of_the_next(database: Database) -> None:
    enter(database, "consultations", consultation("2018-12-31", "school"))
    days = Selection(dt.date(2018, 12, 30), dt.date(2018, 12, 31))
    assert rows(compute(database, "consultations_by_week", days)) == [
        (dt.date(2018, 12, 24), "2018-W52", 0),
        (dt.date(2018, 12, 31), "2019-W01", 1),
    ]


def test_records_without_a_value_come_last_and_only_if_there_are_any(office: Database) -> None:
    assert rows(compute(office, "consultations_by_interpreter", EVERYTHING)) == [("yes", 1), ("no", 1), ("", 2)]
    assert rows(compute(office, "consultations_by_referred_to", EVERYTHING))[-1] == ("", 3)
    assert "" not in set(compute(office, "consultations_by_client_group", EVERYTHING)["client_group"])


def test_a_code_that_left_the_vocabulary_is_still_counted(database: Database) -> None:
    enter(database, "consultations", consultation("2018-01-01", "school"))
    with database.writing() as writing:
        writing.cursor.execute("UPDATE consultations SET setting = 'zeppelin', topics = ['weather']")
    assert rows(compute(database, "consultations_by_setting", EVERYTHING))[-1] == ("zeppelin", 1)
    assert rows(compute(database, "consultations_by_topic", EVERYTHING))[-1] == ("weather", 1)


@pytest.mark.parametrize("name", list(FIGURES))
@pytest.mark.parametrize("chosen", [EVERYTHING, JANUARY, Selection(dt.date(2030, 1, 1), dt.date(2029, 1, 1))])
def test_a_frame_has_the_declared_columns_and_types(office: Database, name: str, chosen: Selection) -> None:
    figure, frame = FIGURES[name], compute(office, name, chosen)
    assert list(frame.columns) == list(figure.columns)
    for column in figure.columns:
        wanted = {"int64", "float64", "Int64"} if column in figure.measures else {"object"}
        assert str(frame[column].dtype) in wanted


def test_labels_of_a_dimension_name_every_code(office: Database) -> None:
    for figure in FIGURES.values():
        for dimension, axis in figure.axes.items():
            labels = figure.labels(dimension, office.given.vocabularies)
            codes = set(compute(office, figure.name, EVERYTHING)[dimension])
            assert codes <= set(labels) or not callable(axis)


_consultations = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.dates(dt.date(2017, 7, 1), TODAY).map(dt.date.isoformat),
            "topics": st.lists(st.sampled_from(["school", "work", "housing"]), min_size=1, unique=True),
            "client_group": st.sampled_from(["recognised", "residents"]),
            "setting": st.sampled_from(["office", "remote"]),
            "municipality": st.sampled_from(["meinersen", None]),
            "interpreter": st.sampled_from([True, False, None]),
            "persons": st.just(1),
        }
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(_consultations)
def test_the_values_of_a_dimension_add_up_to_the_total(drawn: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, open_database(f"{folder}/office.duckdb", today=lambda: TODAY) as database:
        enter(database, "consultations", *drawn)
        for name in ("client_group", "setting", "municipality", "interpreter", "month", "week"):
            frame = compute(database, f"consultations_by_{name}", EVERYTHING)
            assert frame["consultations"].sum() == len(drawn)
        cross = compute(database, "topics_by_client_group", EVERYTHING).groupby("topic")["consultations"].sum()
        single = compute(database, "consultations_by_topic", EVERYTHING).set_index("topic")["consultations"]
        assert cross.to_dict() == single.to_dict()
