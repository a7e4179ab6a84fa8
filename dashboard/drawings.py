"""Which chart shows which figure."""

import pandas as pd
from altair import LayerChart

from dashboard import charts
from dashboard.formats import Reader
from dashboard.panels import cut, measure
from db.figure import Figure


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
    return charts.attendance(frame, "event", "title", came, marks, reader.language)
