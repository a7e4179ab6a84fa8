"""Figures follow from a record type alone."""

from decimal import Decimal
from pathlib import Path

import pytest

from db.database import open_database
from db.figure import Figure
from db.figures import FIGURES, catalogue, compute, figures_of
from schemas import RECORDS, columns
from schemas.labels import Label
from schemas.record import Record
from tests.small_office import EVERYTHING, TODAY, enter, rows


class Market(Record, table="markets", singular=Label("Markt", "Market"), plural=Label("Märkte", "Markets")):
    """A record type that no other module knows."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True)
    place: columns.Choice = columns.choice(Label("Ort", "Place"), "municipality", dimension=True)
    partners: columns.Choices = columns.choices(Label("Partner", "Partners"), "partner", dimension=True)
    stalls: columns.Integer = columns.integer(Label("Stände", "Stalls"), measure=True)
    income: columns.Decimal = columns.decimal(Label("Erlös", "Income"), measure=True)


def test_a_record_type_of_ones_own_has_its_figures(tmp_path: Path) -> None:
    assert list(figures_of(Market)) == ["markets", "markets_by_month", "markets_by_place", "markets_by_partners"]
    with open_database(tmp_path / "own.duckdb", today=lambda: TODAY, record_types=[Market]) as database:
        first = {"day": "2018-05-01", "place": "leiferde", "stalls": 7, "income": Decimal("12.50")}
        second = {"day": "2018-07-01", "partners": ["police", "school"], "stalls": 2, "income": Decimal("0.25")}
        enter(database, "markets", first, second)
        assert rows(compute(database, "markets", EVERYTHING)) == [(2, 9, 12.75)]
        assert list(compute(database, "markets_by_month", EVERYTHING)["markets"]) == [1, 0, 1]
        assert rows(compute(database, "markets_by_place", EVERYTHING))[1] == ("leiferde", 1)
        assert rows(compute(database, "markets_by_partners", EVERYTHING))[-1] == ("", 1)
        assert "consultations" not in catalogue(database.record_types)


def test_every_record_type_has_derived_figures_and_no_number_two_names() -> None:
    for record_type in RECORDS.values():
        missing = set(figures_of(record_type)) - set(FIGURES)
        assert missing <= {"consultations_by_topics", "home_visits_by_topics"}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)
def test_a_figure_is_declared_in_full(figure: Figure) -> None:
    assert set(figure.dimensions) | set(figure.measures) | set(figure.computed) <= set(figure.columns)
    assert set(figure.axes) in (set(), set(figure.dimensions))
    assert bool(figure.sql) != bool(figure.rollup_of)
    assert not figure.total or (FIGURES[figure.total].dimensions, FIGURES[figure.total].unit) == ((), figure.unit)
    for label in (figure.title, figure.unit, *figure.columns.values(), *figure.footnotes):
        assert label.de
        assert label.en
