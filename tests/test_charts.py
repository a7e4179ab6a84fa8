"""Charts say the same as their frames: to the eye, to a click and to a screen reader."""

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from dashboard import charts
from dashboard.dimensions import Dimension, Measure, dimension, labelled, order, timed, wrapped
from dashboard.specifications import ROWS, specification
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES

COUNT = Measure("n", "Beratungen")


def cut(column: str, vocabulary: str, language: str = "de") -> Dimension:
    labels = {value.code: value.label for value in VOCABULARIES[vocabulary]}
    return dimension(column, Label(column.title(), column.title()), labels, language)


TOPICS = cut("topic", "topic")
GROUPS = cut("group", "client_group")
SETTINGS = cut("setting", "setting")

BY_TOPIC = pd.DataFrame({"topic": ["school", "authorities", None, "specialists"], "n": [80, 1150, 4, 15]})
CROSSED = pd.DataFrame(
    {"topic": ["school", "school", "work"], "group": ["recognised", "residents", ""], "n": [5, 0, 9]}
)
MONTHLY = pd.DataFrame({"month": [dt.date(2018, 2, 1), dt.date(2018, 1, 1)], "n": [Decimal(30), Decimal(50)]})
WEEKLY = pd.DataFrame({"week": pd.to_datetime(["2018-01-01", "2018-01-08"]), "n": [5, 0]})
SHARED = pd.DataFrame(
    {
        "month": [dt.date(2018, 1, 1)] * 2 + [dt.date(2018, 2, 1)] * 2,
        "setting": ["", "open_hour"] * 2,
        "n": [1, 3, 0, 0],
    }
)
EVENTS = pd.DataFrame(
    {
        "id": ["e1", "e2", "e3"],
        "label": ["01.12.2017 Fest", "02.12.2017 Vortrag", "02.12.2017 Vortrag"],
        "attendance": pd.array([40, None, 7], dtype="Int64"),
        "places": pd.array([50, 20, None], dtype="Int64"),
        "late": [False, True, False],
    }
)
CAME, PLACES = Measure("attendance", "Teilnehmende"), Measure("places", "Plätze")

DRAWINGS: dict[str, Callable[[str], alt.LayerChart]] = {
    "bars": lambda language: charts.bars(BY_TOPIC, cut("topic", "topic", language), COUNT, language),
    "months": lambda language: charts.columns_over_time(MONTHLY, "month", "month", COUNT, language),
    "weeks": lambda language: charts.columns_over_time(WEEKLY, "week", "week", COUNT, language, mean=True),
    "shares": lambda language: charts.shares_over_time(SHARED, "month", "month", SETTINGS, COUNT, language),
    "cross table": lambda language: charts.cross_table(CROSSED, TOPICS, GROUPS, COUNT, language),
    "attendance": lambda language: charts.attendance(EVENTS, "id", "label", "late", CAME, [PLACES], language),
}
EVERY_CHART = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS.keys())


def rows_of(chart: alt.LayerChart) -> list[dict[str, Any]]:
    """What the browser gets."""
    sent = specification(chart).spec["datasets"][ROWS]
    rows: list[dict[str, Any]] = pa.ipc.open_stream(io.BytesIO(sent)).read_all().to_pylist()
    return rows


def drawing(chart: alt.LayerChart) -> dict[str, Any]:
    return {name: part for name, part in specification(chart).spec.items() if name != "datasets"}


@EVERY_CHART
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_chart_is_valid_vega_lite(draw: Callable[[str], alt.LayerChart], language: str) -> None:
    draw(language).to_dict(validate=True)


@EVERY_CHART
def test_german_charts_write_german_numbers_and_months(draw: Callable[[str], alt.LayerChart]) -> None:
    locale = drawing(draw("de"))["config"]["locale"]
    assert (locale["number"]["decimal"], locale["number"]["thousands"]) == (",", ".")
    assert locale["time"]["shortMonths"][2] == "März"


@EVERY_CHART
def test_a_chart_can_be_picked_from_by_a_name_the_page_knows(draw: Callable[[str], alt.LayerChart]) -> None:
    assert [param["name"] for param in drawing(draw("de"))["params"]] == [charts.PICKED]


@EVERY_CHART
def test_no_colour_is_fixed_so_that_the_theme_gives_them(draw: Callable[[str], alt.LayerChart]) -> None:
    spec = json.dumps(drawing(draw("de"))).replace(json.dumps(charts.INK.to_dict())[1:-1], "")
    assert "#" not in spec


@EVERY_CHART
def test_a_chart_has_a_short_name_and_a_description_with_numbers(draw: Callable[[str], alt.LayerChart]) -> None:
    shown = specification(draw("de"))
    assert 0 < len(shown.alt) < 80
    assert any(mark.isdigit() for mark in shown.description)


@EVERY_CHART
@pytest.mark.parametrize("language", ["de", "en"])
def test_marks_speak_words_and_axes_are_silent(draw: Callable[[str], alt.LayerChart], language: str) -> None:
    chart, words = draw(language), {"spoken", "words"}
    for layer in drawing(chart)["layer"]:
        silent = layer["mark"].get("aria") is False
        assert silent or layer["encoding"]["description"]["field"] in words
    assert drawing(chart)["config"]["axis"] == drawing(chart)["config"]["legend"] == {"aria": False}
    titles = {part.split(": ")[0] for row in rows_of(chart) for part in row["spoken"].split("; ")}
    assert titles.isdisjoint(rows_of(chart)[0])


def test_a_mark_says_its_names_and_its_numbers_as_the_reader_writes_them() -> None:
    spoken = {name: [row["spoken"] for row in rows_of(draw("de"))] for name, draw in DRAWINGS.items()}
    assert spoken["bars"][0] == "Topic: Behördenangelegenheiten; Beratungen: 1.150"
    assert (
        spoken["shares"][0]
        == "Monat: Jan. 2018; Setting: Offene Sprechstunde; Anteil: 75\N{NO-BREAK SPACE}%; Beratungen: 3"
    )
    assert spoken["attendance"] == [
        "Veranstaltung: 01.12.2017 Fest; Teilnehmende: 40; Plätze: 50",
        "Veranstaltung: 02.12.2017 Vortrag; Teilnehmende: nicht erfasst; Plätze: 20",
        "Veranstaltung: 02.12.2017 Vortrag; Teilnehmende: 7",
    ]


def test_a_frame_without_rows_is_not_drawn() -> None:
    with pytest.raises(charts.Empty):
        charts.bars(BY_TOPIC.head(0), TOPICS, COUNT, "de")


def test_bars_come_from_the_highest_to_the_lowest_with_the_code_to_pick() -> None:
    rows = rows_of(DRAWINGS["bars"]("de"))
    assert [(row["topic"], row["n"]) for row in rows] == [
        ("authorities", 1150), ("school", 80), ("specialists", 15), ("", 4)
    ]  # fmt: skip
    assert drawing(DRAWINGS["bars"]("de"))["params"][0]["select"]["fields"] == ["topic"]


def test_every_layer_of_bars_is_sorted_by_its_rows_and_not_by_the_rows_before() -> None:
    chart = DRAWINGS["bars"]("de")
    sorts = [layer["encoding"]["y"]["sort"] for layer in drawing(chart)["layer"]]
    assert sorts == [{"field": "position", "op": "min"}] * len(sorts)
    assert [row["position"] for row in rows_of(chart)] == [0, 1, 2, 3]


def test_the_description_of_bars_names_every_number_as_the_reader_writes_it() -> None:
    assert specification(DRAWINGS["bars"]("de")).description == (
        "Beratungen: Behördenangelegenheiten 1.150, Schulische Angelegenheiten 80, "
        "Unterstützung fachärztliche Anbindung 15, keine Angabe 4."
    )
    assert "Dealings with authorities 1,150" in specification(DRAWINGS["bars"]("en")).description


def test_the_description_of_many_values_names_both_ends() -> None:
    many = {f"t{n}": Label(f"Thema {n}", f"Topic {n}") for n in range(30)}
    frame = pd.DataFrame({"topic": list(many), "n": range(30)})
    text = charts.bars(frame, dimension("topic", Label("Thema", "Topic"), many, "de"), COUNT, "de").description
    assert text == "Beratungen: 30 Werte. Höchster Wert: Thema 29 29, niedrigster: Thema 0 0."


def test_only_the_data_change_when_only_numbers_change() -> None:
    more = charts.bars(BY_TOPIC.assign(n=BY_TOPIC["n"] * 2), TOPICS, COUNT, "de")
    assert drawing(more) == drawing(DRAWINGS["bars"]("de"))
    assert rows_of(more) != rows_of(DRAWINGS["bars"]("de"))


def colours(chart: alt.LayerChart) -> dict[str, Any]:
    found: dict[str, Any] = drawing(chart)["layer"][0]["encoding"]["color"]
    return found


def test_a_value_keeps_its_colour_when_others_are_absent_or_added() -> None:
    few = SHARED[SHARED["setting"] == "open_hour"]
    wider = {**SETTINGS.labels, "home_visit": "Hausbesuch"}
    every, some, more = (
        colours(charts.shares_over_time(frame, "month", "month", Dimension("setting", "Art", labels), COUNT, "de"))
        for frame, labels in ((SHARED, SETTINGS.labels), (few, SETTINGS.labels), (SHARED, wider))
    )
    assert some["scale"] == every["scale"]
    assert more["scale"]["domain"][: len(every["scale"]["domain"])] == every["scale"]["domain"]
    assert some["legend"]["values"] == ["Offene Sprechstunde"]


def test_a_value_not_stated_takes_the_grey_and_comes_last() -> None:
    found = colours(DRAWINGS["shares"]("de"))
    assert found["scale"]["domain"][0] == "keine Angabe"
    assert found["legend"]["values"] == ["Offene Sprechstunde", "keine Angabe"]


def test_a_code_that_left_the_vocabulary_is_still_drawn_and_takes_no_other_colour() -> None:
    frame = pd.concat([SHARED, pd.DataFrame({"month": [dt.date(2018, 1, 1)], "setting": ["castle"], "n": [4]})])
    found = colours(charts.shares_over_time(frame, "month", "month", SETTINGS, COUNT, "de"))
    assert found["scale"]["domain"][:-1] == colours(DRAWINGS["shares"]("de"))["scale"]["domain"]
    assert found["legend"]["values"][-1] == "castle"


def test_shares_add_up_to_one_and_an_empty_month_has_none() -> None:
    rows = rows_of(DRAWINGS["shares"]("de"))
    assert [row["share"] for row in rows] == [0.75, 0.25, None, None]


def test_columns_stand_in_the_order_of_time_and_pick_the_first_day() -> None:
    rows = rows_of(DRAWINGS["months"]("de"))
    assert [(row["month"], row["month_label"], row["n"]) for row in rows] == [
        ("2018-01-01", "Jan. 2018", 50.0), ("2018-02-01", "Feb. 2018", 30.0)
    ]  # fmt: skip


def test_a_course_is_described_with_total_highest_and_lowest() -> None:
    assert specification(DRAWINGS["months"]("de")).description == (
        "Beratungen von Jan. 2018 bis Feb. 2018: insgesamt 80. Höchster Wert: Jan. 2018 50, niedrigster: Feb. 2018 30."
    )


def test_an_event_without_attendance_says_so_and_equal_names_stay_two_events() -> None:
    rows = rows_of(DRAWINGS["attendance"]("de"))
    assert [row["absent"] for row in rows] == ["", "nicht erfasst", ""]
    assert len({row["axis_label"] for row in rows}) == 3


def test_an_event_still_to_come_is_planned_and_lacks_nothing() -> None:
    ahead = EVENTS.assign(late=False)
    german, english = (
        rows_of(charts.attendance(ahead, "id", "label", "late", CAME, [PLACES], language)) for language in ("de", "en")
    )
    assert [row["absent"] for row in german] == ["", "geplant", ""]
    assert [row["absent"] for row in english] == ["", "planned", ""]


def test_weeks_are_named_after_iso() -> None:
    frame = timed(pd.DataFrame({"week": [dt.date(2018, 12, 31)]}), "week", "week", "de")
    assert list(frame["week_label"]) == ["KW 01 2019"]


def test_long_labels_break_at_spaces_and_slashes_and_lose_no_letter() -> None:
    long = "Praktikum/Ausbildung/Arbeit und Unterstützung"
    assert wrapped(long) == "Praktikum/Ausbildung/\nArbeit und Unterstützung"
    assert wrapped("Wohnraum") == "Wohnraum"


def test_the_name_for_not_stated_may_come_with_the_dimension() -> None:
    named = Dimension("topic", "Thema", {"school": "Schule", "": "ohne"})
    assert order(named, "de") == ["Schule", "ohne"]
    assert list(labelled(BY_TOPIC, named, "de")["topic_label"]) == ["Schule", "authorities", "ohne", "specialists"]


def test_colours_follow_their_own_order_and_not_that_of_the_list() -> None:
    moved = Dimension("setting", "Art", dict(reversed(list(SETTINGS.labels.items()))), tuple(SETTINGS.labels))
    found = colours(charts.shares_over_time(SHARED, "month", "month", moved, COUNT, "de"))
    assert found["scale"]["domain"] == colours(DRAWINGS["shares"]("de"))["scale"]["domain"]
