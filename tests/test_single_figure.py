"""A figure can be looked at by itself: its address names it, whether or not the dashboard shows it else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.database import Database
from db.figures import FIGURES
from schemas.record import about
from tests.rehearsal import go_to, press, rehearsal
from tests.small_office import small_office

DAYS = {"period": "free", "from": "2018-01-01", "to": "2018-12-31"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with small_office(Path(tmp_path_factory.mktemp("office"))) as database:
        yield database


@pytest.fixture(scope="module")
def app(office: Database) -> Iterator[AppTest]:
    with rehearsal(office) as running:
        yield running


def tables(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.get("html") if "<table" in each.proto.body)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_view_of_its_own_with_its_numbers(app: AppTest, name: str) -> None:
    go_to(app, "overview", **DAYS, figure=name)
    assert not app.exception
    assert [each.value for each in app.header] == [about(FIGURES[name].record_type).plural.de]
    assert [each.value for each in app.subheader] == [FIGURES[name].title.de]
    assert not app.metric
    assert tables(app).count("<table") == 1 or any("nichts zu zählen" in each.value for each in app.info)


def test_its_numbers_lead_to_their_records(app: AppTest) -> None:
    go_to(app, "overview", **DAYS, figure="project_activities_by_project")
    assert "aria-label='2 Auftritte: Trommelgruppe. Einträge ansehen.'" in tables(app)
    assert "href='/project_activities?project=drum_group&amp;activity=performance&amp;from=" in tables(app)
    assert "aria-label='3,75 Helferstunden: Trommelgruppe. Einträge ansehen, die das zusammen ergeben.'" in tables(app)


def test_the_way_back_leads_to_all_figures_of_the_same_days(app: AppTest) -> None:
    go_to(app, "overview", **DAYS, figure="persons_advised")
    press(app, "Alle Zahlen zeigen")
    assert app.metric
    assert {name: app.query_params[name] for name in DAYS} == DAYS
    assert "figure" not in app.query_params


def test_a_figure_that_does_not_exist_is_told_and_all_are_shown(app: AppTest) -> None:
    go_to(app, "overview", **DAYS, figure="weather")
    assert "Diese Zahl gibt es nicht (mehr)." in [each.value for each in app.warning]
    assert app.metric
