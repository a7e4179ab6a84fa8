"""The period that the dashboard looks at: each reporting period by its name, bookmarkable, and told if it is closed."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import reporting_periods
from db.database import Database
from schemas.roles import Role
from tests.actors import LEA
from tests.conftest import OPENED
from tests.rehearsal import go_to, rehearsal
from tests.reported import WINTER, closed, made, period
from tests.small_office import small_office

AUTUMN = (OPENED.replace(month=9), OPENED.replace(month=12, day=31))
IN_WINTER = "01.01.2018 – 31.03.2018"


def told(app: AppTest) -> str:
    """What stands below the choice of the period."""
    return app.caption[0].value.replace("\\", "")


def test_the_current_period_is_shown_at_first_and_others_by_their_name(database: Database) -> None:
    made(database, "Herbst", AUTUMN)
    made(database)
    with rehearsal(database, default_period="reporting") as app:
        (chooser,) = app.selectbox
        assert (chooser.label, chooser.options) == ("Berichtszeitraum", ["Winter", "Herbst"])
        assert told(app).startswith(IN_WINTER)
        assert app.query_params["reporting"] == "2"
        chooser.select("1").run()
        assert told(app).startswith("01.09.2017 – 31.12.2017")
        assert app.query_params["reporting"] == "1"


def test_an_address_names_one_period_and_what_it_says_wrongly_is_left_out(database: Database) -> None:
    made(database, "Herbst", AUTUMN)
    made(database)
    with rehearsal(database) as app:
        go_to(app, "overview", period="reporting", reporting="1")
        assert told(app).startswith("01.09.2017 – 31.12.2017")
        go_to(app, "downloads")
        for wrong in ("7", "x", ""):
            go_to(app, "overview", period="reporting", reporting=wrong)
            assert told(app).startswith(IN_WINTER), wrong


@pytest.mark.parametrize(
    ("address", "days"),
    [
        ({}, "01.01.2018 – 31.12.2018"),
        ({"from": "2018-02-01", "to": "2018-02-10"}, "01.02.2018 – 10.02.2018"),
        ({"period": "nonsense", "from": "2018-02-01"}, "01.01.2018 – 31.12.2018"),
    ],
)
def test_filters_hold_without_a_period_and_days_are_one(database: Database, address: dict[str, str], days: str) -> None:
    with rehearsal(database, at_first={"municipality": "meinersen", **address}) as app:
        assert told(app).startswith(days)
        assert told(app).endswith("Ort: Meinersen")
        assert app.query_params["municipality"] == "meinersen"


def test_a_single_period_needs_no_choice(database: Database) -> None:
    made(database)
    with rehearsal(database, default_period="reporting") as app:
        assert list(app.selectbox) == []
        assert told(app).startswith(IN_WINTER)


def test_without_periods_the_year_is_shown(database: Database) -> None:
    with rehearsal(database, default_period="reporting") as app:
        go_to(app, "overview", period="reporting", reporting="1")
        assert told(app).startswith("01.01.2018 – 31.12.2018")


def test_beside_the_figures_of_now_a_closed_period_is_told_with_the_way_to_the_frozen_ones(database: Database) -> None:
    made(database)
    with rehearsal(database, default_period="reporting") as app:
        assert not frozen(app)
        closed(database)
        app.run()
        assert frozen(app)
        assert "Zu den festgeschriebenen Zahlen" in [link.proto.label for link in app.get("page_link")]
        go_to(app, "overview", period="free", **{"from": WINTER[0].isoformat(), "to": WINTER[1].isoformat()})
        assert frozen(app)
        go_to(app, "overview", period="free", **{"from": WINTER[0].isoformat(), "to": "2018-03-30"})
        assert not frozen(app)
    with rehearsal(database, role=Role.STAFF, default_period="reporting") as app:
        go_to(app, "overview")
        assert frozen(app)
        assert "Zu den festgeschriebenen Zahlen" not in [link.proto.label for link in app.get("page_link")]


def frozen(app: AppTest) -> bool:
    """Whether it is told that the figures of the winter are frozen."""
    said = [caption.value.replace("\\", "") for caption in app.caption]
    return any(each.startswith("Das sind die Zahlen von jetzt. „Winter“ wurde am ") for each in said)


@pytest.mark.parametrize("gone", [True, False])
def test_a_chosen_period_that_is_removed_makes_way_for_the_current_one(tmp_path: Path, gone: bool) -> None:
    with small_office(tmp_path) as database:
        made(database, "Herbst", AUTUMN)
        made(database)
        with rehearsal(database, default_period="reporting") as app:
            app.selectbox[0].select("1").run()
            if gone:
                reporting_periods.remove(database, period(database, "Herbst").id, version=1, by=LEA)
            app.run()
            assert not app.exception
            assert told(app).startswith(IN_WINTER if gone else "01.09.2017 – 31.12.2017")
