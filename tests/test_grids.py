"""Records stand in lists as readers write them, numbers and days as values that sort."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from dashboard.grids import column_config, grid_table
from db.delimited import Reader
from schemas import Consultation, Event, ProjectActivity
from schemas.fields import entered, fields

CONSULTATION = {
    "number": 7,
    "day": dt.date(2018, 3, 5),
    "topics": ["crisis", "housing"],
    "client_group": "recognised",
    "setting": None,
    "persons": 2,
    "minors": None,
    "interpreter": False,
    "note": "<b>Text</b>",
}


def shown(language: str) -> list[dict[str, Any]]:
    columns = [fields(Consultation)[name] for name in CONSULTATION]
    table = grid_table([CONSULTATION, CONSULTATION | {"minors": 1, "interpreter": None}], columns, Reader(language))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def test_codes_are_shown_as_labels_and_flags_as_words() -> None:
    german, english = shown("de")[0], shown("en")[0]
    assert german["topics"] == "Krisenintervention und Konfliktberatung, Wohnraum"
    assert (german["client_group"], english["client_group"]) == ("Anerkannt", "Recognised")
    assert (german["interpreter"], english["interpreter"]) == ("nein", "no")
    assert german["note"] == "<b>Text</b>"


def test_what_is_empty_stays_empty() -> None:
    first, second = shown("de")
    assert (first["setting"], second["interpreter"]) == ("", "")
    assert (first["minors"], second["minors"]) == (None, 1)


def test_numbers_and_days_stay_values_that_sort() -> None:
    columns = [fields(Consultation)[name] for name in ("day", "persons")]
    table = grid_table([CONSULTATION], columns, Reader())
    assert table.schema.types == [pa.date32(), pa.int64()]
    assert table.to_pylist() == [{"day": dt.date(2018, 3, 5), "persons": 2}]


def test_a_decimal_number_is_a_float_for_the_browser() -> None:
    hours = [fields(ProjectActivity)["helper_hours"]]
    table = grid_table([{"helper_hours": Decimal("1.25")}, {"helper_hours": None}], hours, Reader())
    assert table["helper_hours"].to_pylist() == [1.25, None]


def test_a_time_is_written_with_hours_and_minutes() -> None:
    table = grid_table([{"start": dt.time(9, 5)}], [fields(Event)["start"]], Reader())
    assert table["start"].to_pylist() == ["09:05"]


def test_no_records_make_a_table_with_all_columns() -> None:
    columns = list(entered(Consultation).values())
    assert grid_table([], columns, Reader()).column_names == [field.name for field in columns]


@pytest.mark.parametrize(("language", "title"), [("de", "Beratene Personen"), ("en", "Persons advised")])
def test_columns_are_titled_in_the_readers_language(language: str, title: str) -> None:
    config = column_config(list(entered(Consultation).values()), language)
    assert config["persons"]["label"] == title
    assert config["day"]["type_config"]["format"] == "DD.MM.YYYY"
    assert set(config) == set(entered(Consultation))
