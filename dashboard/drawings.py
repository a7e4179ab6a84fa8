"""Which chart shows which figure of the dashboard."""

from collections.abc import Callable, Mapping

import pandas as pd
from altair import LayerChart

from dashboard import charts
from dashboard.dimensions import Dimension, Measure, dimension
from dashboard.formats import Reader
from db.figure import Figure, Number

PLACES: Mapping[Number, int] = {Number.COUNT: 0, Number.SUM: 2, Number.MEAN: 1, Number.SHARE: 2, Number.NOTED: 0}


def cut(figure: Figure, name: str, reader: Reader) -> Dimension:
    """A dimension of a figure as charts take it."""
    labels, colours = figure.labels(name, reader.vocabularies), figure.colours(name, reader.vocabularies)
    return dimension(name, figure.columns[name], labels, reader.language, colours)


def measure(figure: Figure, name: str, reader: Reader) -> Measure:
    """A number of a figure as charts take it."""
    return Measure(name, figure.columns[name].in_language(reader.language), PLACES[figure.number(name)])


def ranking(frame: pd.DataFrame, figure: Figure, reader: Reader) -> LayerChart:
    """Sorted bars over the figure's only dimension."""
    return charts.bars(
        frame, cut(figure, figure.dimensions[0], reader), measure(figure, figure.measures[0], reader), reader.language
    )


def months(frame: pd.DataFrame, figure: Figure, reader: Reader) -> LayerChart:
    """A column for each month."""
    return charts.columns_over_time(
        frame, "month", "month", measure(figure, figure.measures[0], reader), reader.language
    )


def weeks(frame: pd.DataFrame, figure: Figure, reader: Reader) -> LayerChart:
    """A column for each ISO week, with a line at the mean."""
    return charts.columns_over_time(
        frame, "week", "week", measure(figure, figure.measures[0], reader), reader.language, mean=True
    )


def crossed(frame: pd.DataFrame, figure: Figure, reader: Reader) -> LayerChart:
    """A cross tabulation of the figure's two dimensions."""
    rows, columns = (cut(figure, name, reader) for name in figure.dimensions)
    return charts.cross_table(frame, rows, columns, measure(figure, figure.measures[0], reader), reader.language)


def shares(frame: pd.DataFrame, figure: Figure, reader: Reader) -> LayerChart:
    """The share of each setting in every month."""
    value = measure(figure, figure.measures[0], reader)
    return charts.shares_over_time(frame, "month", "month", cut(figure, "setting", reader), value, reader.language)


def turnout(frame: pd.DataFrame, figure: Figure, reader: Reader) -> LayerChart:
    """Who came to each event, against places and registrations."""
    came, *marks = (measure(figure, name, reader) for name in figure.measures)
    return charts.attendance(frame, "event", "title", "missing", came, marks, reader.language)


DRAWINGS: Mapping[str, Callable[[pd.DataFrame, Figure, Reader], LayerChart]] = {
    "consultations_by_topic": ranking,
    "topics_by_client_group": crossed,
    "consultations_by_month": months,
    "consultations_by_week": weeks,
    "settings_by_month": shares,
    "home_visits_by_week": weeks,
    "home_visits_by_topic": ranking,
    "attendance_by_event": turnout,
    "events_by_kind": ranking,
    "attendance_by_group": ranking,
}
"""The chart of each figure on the dashboard; a figure without one is shown as a table."""

MOST: Mapping[str, int] = {"attendance_by_event": 40}
"""Figures of which only the last rows are drawn: the table has them all."""
