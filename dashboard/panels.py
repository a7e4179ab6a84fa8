"""A figure on screen: its chart, the same numbers as a table, what they count, and the records behind a click."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import charts, downloads, session
from dashboard.drawings import DRAWINGS
from dashboard.exhibits import exhibit, linked_table, numbers
from dashboard.formats import Reader
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.specifications import Specification
from dashboard.tables import record_address, table_columns
from dashboard.translations import translator
from db import figures
from db.figure import Figure
from db.selection import Selection


def panels(selection: Selection, *columns: Sequence[str], widths: Sequence[int] = ()) -> None:
    """Figures of the selection with everything that belongs to them, side by side, each column one below the other.

    Their tables follow below, as wide as the page: a column has no room for all of their numbers.
    """
    for column, names in zip(st.columns(widths or len(columns)), columns, strict=True):
        with column:
            for name in names:
                _panel(name, selection)
    for name in chain.from_iterable(columns):
        if name in DRAWINGS:
            _folded_table(name, selection)


def panel_alone(name: str, selection: Selection) -> None:
    """A figure with its table open, of which each number leads to its records."""
    _panel(name, selection)
    if name in DRAWINGS:
        database, reader = office().database, session.reader()
        figure, frame = figures.catalogue(database.record_types)[name], figures.compute(database, name, selection)
        st.html(linked_table(database, name, selection, reader))
        _buttons(figure, frame, selection)


def _panel(name: str, selection: Selection) -> None:
    """A figure as its chart; one that is not drawn as its table."""
    database, reader = office().database, session.reader()
    figure, t = figures.catalogue(database.record_types)[name], translator(reader.language)
    st.subheader(figure.title.in_language(reader.language))
    shown = exhibit(database, name, selection, reader)
    if shown.chart is not None:
        _chart(figure, shown.frame, selection, shown.chart)
    elif shown.empty:
        st.info(t("Nothing to count in this period."), icon=":material/inbox:")
    st.html(shown.words)
    if name not in DRAWINGS:
        _buttons(figure, shown.frame, selection)


def _folded_table(name: str, selection: Selection) -> None:
    """The table of a figure that is drawn, made once somebody opens it."""
    database, reader = office().database, session.reader()
    figure, t = figures.catalogue(database.record_types)[name], translator(reader.language)
    title = t("Table and download: {title}", title=figure.title.in_language(reader.language))
    opened = st.expander(title, on_change="rerun", key=f"table of {name}")
    if opened.open:
        with opened:
            _table(figure, figures.compute(database, name, selection), selection, reader)


def _chart(figure: Figure, frame: pd.DataFrame, selection: Selection, chart: Specification) -> None:
    """The chart; a click on a mark goes to the records that it counts."""
    selects: dict[str, Any] = {"on_select": "rerun", "selection_mode": charts.PICKED} if figure.drills else {}
    event: Any = st.vega_lite_chart(
        spec=chart.spec, alt=chart.alt, key=f"chart of {figure.name}", width="stretch", **selects
    )
    picked = event["selection"].get(charts.PICKED) if selects else None
    if picked:
        table, named = record_address(office().database, figure, selection, _row(figure, frame, picked[0]))
        st.switch_page(page_of(table), query_params=named)


def _row(figure: Figure, frame: pd.DataFrame, picked: Mapping[str, Any]) -> dict[str, Any]:
    """The row of the frame that was picked; days come back from the browser as text."""
    wanted = {name: str(value) for name, value in picked.items() if name in figure.dimensions}
    for row in frame.to_dict("records"):
        if all(str(row[name]) == text for name, text in wanted.items()):
            return {str(name): value for name, value in row.items() if name in (*wanted, "number")}
    return {}


def _table(figure: Figure, frame: pd.DataFrame, selection: Selection, reader: Reader) -> None:
    """The numbers of the chart, those of the period before beside them, and the way to take them along."""
    st.dataframe(
        numbers(office().database, figure, frame, selection, reader)(),
        column_config=table_columns(figure, reader),
        hide_index=True,
        placeholder="",  # else an empty number reads "None"
        alt=figure.title.in_language(reader.language),
        key=f"numbers of {figure.name}",
    )
    _buttons(figure, frame, selection)


def _buttons(figure: Figure, frame: pd.DataFrame, selection: Selection) -> None:
    with st.container(horizontal=True):
        downloads.figure_buttons(figure, selection)
        downloads.chart_buttons(figure, frame, selection)
