"""Filters of lists and of the dashboard: what is picked is selected, said in words, and stands in the address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import lists
from db import listing
from db.database import Database
from schemas import Consultation
from schemas.fields import dimensions
from tests.rehearsal import go_to, press, rehearsal
from tests.small_office import small_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A small year of four consultations."""
    folder: Path = tmp_path_factory.mktemp("filters")
    with small_office(folder) as database:
        yield database


@pytest.fixture
def app(office: Database) -> Iterator[AppTest]:
    with rehearsal(office) as app:
        yield app


def numbers(app: AppTest) -> list[int]:
    """The numbers of the listed records."""
    return list(app.dataframe[0].value["number"]) if app.dataframe else []


def counted(app: AppTest) -> str:
    """The line above the list."""
    return next(str(caption.value) for caption in app.caption if "Eintr" in str(caption.value)).replace("\\", "")


def opened(app: AppTest, table: str) -> None:
    """Open the filters, as a click on their button does."""
    app.session_state[f"{table} filters"] = True
    app.run()


@pytest.mark.parametrize(
    ("address", "found", "words"),
    [
        ({"topics": "school"}, [2, 1], "2 Einträge · Themen: Schulische Angelegenheiten"),
        ({"topics": "school,crisis"}, [4, 2, 1], "oder"),
        ({"municipality": "none"}, [4, 3, 1], "Ort: keine Angabe"),
        ({"case_code": "some"}, [4, 3, 1], "Fallkürzel: vorhanden"),
        ({"case_code": "none"}, [2], "Fallkürzel: keine Angabe"),
        ({"interpreter": "yes"}, [2], "1 Eintrag · Sprachmittlung: ja"),
        ({"from": "2018-02-01"}, [4, 3], "2 Einträge"),
        ({"to": "2018-01-31", "client_group": "residents"}, [2], "Personengruppe: Einwohner/Ehrenamt"),
        ({"search": "f-0001"}, [3, 1], "2 Einträge"),
        ({"search": "4"}, [4, 1], "Eintr"),
    ],
)
def test_a_list_shows_what_its_address_names(
    app: AppTest, address: dict[str, str], found: list[int], words: str
) -> None:
    go_to(app, "consultations", **address)
    if "search" not in address or address["search"] != "4":
        assert numbers(app) == found
    else:
        assert 4 in numbers(app)
    assert words in counted(app)


def test_a_field_that_is_named_twice_must_satisfy_both(app: AppTest) -> None:
    go_to(app, "consultations")
    app.query_params["topics"] = ["housing", "work"]
    app.run()
    assert numbers(app) == [4]


def test_more_than_are_counted_are_told_rounded_down_and_from_a_figure_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    monkeypatch.setattr(lists, "ROUNDED", 2)
    with small_office(tmp_path) as database, rehearsal(database) as app:
        go_to(app, "consultations")
        assert counted(app).startswith("Mehr als 2 Einträge")
        go_to(app, "consultations", **{"from": "2017-07-01"})
        assert counted(app).startswith("4 Einträge")


def test_an_empty_cell_is_empty(app: AppTest) -> None:
    go_to(app, "consultations")
    assert app.dataframe[0].value.isna().any(axis=None)
    assert app.dataframe[0].proto.HasField("placeholder")
    assert app.dataframe[0].proto.placeholder == ""


def test_nothing_found_says_how_to_find_more(app: AppTest) -> None:
    go_to(app, "consultations", search="nichts davon")
    assert not app.dataframe
    assert "Kein Eintrag passt dazu. Weniger Filter oder ein anderer Zeitraum finden mehr." in [
        info.value for info in app.info
    ]


def test_a_list_says_that_its_period_ends_before_it_starts(app: AppTest) -> None:
    go_to(app, "consultations", **{"from": "2018-03-05", "to": "2018-03-04"})
    assert [error.value for error in app.error] == [
        "Der Zeitraum endet, bevor er beginnt. Bitte einen der beiden Tage ändern."
    ]
    assert "Kein Eintrag passt" not in " ".join(info.value for info in app.info)


def order(app: AppTest) -> list[str]:
    """Whether form or list comes first: the two elements of the form, and the heading of the list."""
    shown = [element for element in app.main if element.type in ("header", "bidi_component")]
    return ["heading" if element.type == "header" else element.type for element in shown]


def test_a_list_that_was_asked_for_stands_before_the_form(app: AppTest) -> None:
    go_to(app, "consultations")
    assert order(app) == ["bidi_component", "bidi_component", "heading"]
    app.query_params["topics"] = "school"
    app.run()
    assert order(app) == ["heading", "bidi_component", "bidi_component"]


def test_what_is_typed_into_the_search_stands_in_the_address(app: AppTest) -> None:
    go_to(app, "consultations")
    app.text_input(key="consultations search").set_value("F-0002").run()
    assert numbers(app) == [4]
    assert app.query_params["search"] == "F-0002"


def test_a_filter_that_is_picked_selects_and_stands_in_the_address(app: AppTest) -> None:
    go_to(app, "consultations")
    opened(app, "consultations")
    chosen = {box.label: box for box in app.multiselect}
    assert list(chosen) == [field.label.de for field in dimensions(Consultation)]
    chosen["Themen"].set_value(["school"]).run()
    assert numbers(app) == [2, 1]
    assert app.query_params["topics"] == "school"
    opened(app, "consultations")
    press(app, "Alle Filter entfernen")
    assert numbers(app) == [4, 3, 2, 1]
    assert "topics" not in app.query_params


def test_a_number_is_filtered_by_where_a_figure_led_there_and_the_filter_can_be_taken_off(app: AppTest) -> None:
    go_to(app, "consultations", minors="some")
    assert "davon Minderjährige: vorhanden" in counted(app)
    opened(app, "consultations")
    (box,) = [box for box in app.multiselect if box.label == "davon Minderjährige"]
    assert box.options == ["vorhanden", "keine Angabe"]
    box.set_value([]).run()
    assert numbers(app) == [4, 3, 2, 1]
    assert "minors" not in app.query_params


def figures(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ({"period": "year"}, "0"),
        ({"period": "last_year"}, "4"),
        ({"period": "free", "from": "2018-01-01", "to": "2018-01-31"}, "2"),
        ({"period": "free"}, "4"),
        ({"period": "last_year", "topics": "school"}, "2"),
        ({"period": "last_year", "topics": "school", "municipality": "leiferde"}, "1"),
        ({"period": "nonsense"}, "0"),
    ],
    ids=str,
)
def test_the_dashboard_counts_what_its_address_names(app: AppTest, address: dict[str, str], first: str) -> None:
    go_to(app, "overview", **address)
    assert figures(app)[0] == first


def test_a_period_that_ends_before_it_starts_is_told_and_counts_nothing(app: AppTest) -> None:
    go_to(app, "overview", **{"period": "free", "from": "2018-02-01", "to": "2018-01-01"})
    assert [error.value for error in app.error] == [
        "Der Zeitraum endet, bevor er beginnt. Bitte einen der beiden Tage ändern."
    ]
    assert not app.metric


def test_the_dashboard_says_with_which_days_it_compares(app: AppTest) -> None:
    named: dict[str, Any] = {"period": "free", "from": "2018-02-01", "to": "2018-02-28", "setting": "office"}
    go_to(app, "overview", **named)
    assert app.caption[0].value.replace("\\", "") == (
        "01.02.2018 – 28.02.2018 · verglichen mit 01.01.2018 – 31.01.2018 · Art der Beratung: Büro"
    )


def test_a_period_that_is_not_over_is_compared_up_to_today(app: AppTest) -> None:
    go_to(app, "overview", period="month")
    assert app.caption[0].value.replace("\\", "") == (
        "01.01.2019 – 31.01.2019 · bis heute verglichen mit 01.12.2018 – 15.12.2018"
    )
