"""Records stand in lists as readers write them, numbers and days as values that sort."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from dashboard.grids import column_config, grid, grid_table
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


def listed(language: str, **values: Any) -> Any:
    """A list of one activity as it is given to ``st.dataframe``."""
    columns = [fields(ProjectActivity)[name] for name in values]
    return grid([values], columns, Reader(language))()


def texts(styler: Any) -> list[str]:
    """What stands in the first row."""
    return [cell["display_value"] for cell in styler._translate(False, False)["body"][0] if cell["type"] == "td"]


@pytest.mark.parametrize(("language", "written"), [("de", ["1234", "1.500", "2,5"]), ("en", ["1234", "1,500", "2.5"])])
def test_numbers_are_written_for_the_reader_and_those_of_records_plainly(language: str, written: list[str]) -> None:
    shown = listed(language, number=1234, visitors=1500, helper_hours=Decimal("2.50"))
    assert texts(shown) == written
    assert shown.data["visitors"].tolist() == [1500]
    assert shown.data["helper_hours"].tolist() == [2.5]


def test_an_empty_number_stays_empty_beside_written_ones() -> None:
    assert texts(listed("de", visitors=None, helper_hours=Decimal("0.25"))) == ["", "0,25"]


def test_a_list_whose_numbers_read_the_same_everywhere_needs_no_writing() -> None:
    assert isinstance(listed("de", number=1234, visitors=999, helper_hours=None), pa.Table)


def test_a_time_is_written_with_hours_and_minutes() -> None:
    table = grid_table([{"start": dt.time(9, 5)}], [fields(Event)["start"]], Reader())
    assert table["start"].to_pylist() == ["09:05"]


def test_no_records_make_a_table_with_all_columns() -> None:
    columns = list(entered(Consultation).values())
    assert grid_table([], columns, Reader()).column_names == [field.name for field in columns]


@pytest.mark.parametrize(
    ("language", "title", "day"), [("de", "Beratene Personen", "DD.MM.YYYY"), ("en", "Persons advised", "DD/MM/YYYY")]
)
def test_columns_are_titled_and_days_written_in_the_readers_language(language: str, title: str, day: str) -> None:
    config = column_config(list(entered(Consultation).values()), language)
    assert config["persons"]["label"] == title
    assert config["day"]["type_config"]["format"] == day
    assert set(config) == set(entered(Consultation))
