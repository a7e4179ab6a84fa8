"""A figure on screen: its chart, the same numbers as a table, what they count, and the records behind a click."""

import datetime as dt
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import altair as alt
import pandas as pd
import streamlit as st

from dashboard import charts, downloads, session
from dashboard.dimensions import Dimension, Measure, dimension
from dashboard.formats import Reader, moment, number
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.specifications import Specification, specification
from dashboard.tables import record_address, table_columns, table_frame
from dashboard.translations import msgid
from db import caches, figures
from db.database import now
from db.figure import Counts, Figure, Number
from db.selection import Selection

Draw: TypeAlias = Callable[[pd.DataFrame, Figure, Reader], alt.LayerChart]

COUNTED: Mapping[Counts, str] = {
    Counts.CONTACTS: msgid("Counts contacts."),
    Counts.PERSONS: msgid("Counts persons."),
    Counts.CASES: msgid("Counts cases."),
    Counts.ACTS: msgid("Counts the office's own activities."),
}
"""German statistics keep contacts, persons and cases apart: every figure says which it counts."""

UNSEEN = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap"
"""Style of what is there for screen readers only: the numbers of a chart in words."""

FINE = "margin:0;font-size:0.85rem;opacity:0.8"
"""Style of the fine print."""

PLACES: Mapping[Number, int] = {Number.COUNT: 0, Number.SUM: 2, Number.MEAN: 1, Number.NOTED: 0}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for the browser (None where there is nothing to draw), and when its numbers were counted."""

    chart: Specification | None
    made: dt.datetime


@dataclass(frozen=True, slots=True)
class _Key:
    """What a drawn chart depends on."""

    revision: int
    today: dt.date
    figure: str
    selection: Selection
    language: str


def cut(figure: Figure, name: str, reader: Reader) -> Dimension:
    """A dimension of a figure as charts take it."""
    return dimension(name, figure.columns[name], figure.labels(name, reader.vocabularies), reader.language)


def measure(figure: Figure, name: str, reader: Reader) -> Measure:
    """A number of a figure as charts take it."""
    return Measure(name, figure.columns[name].in_language(reader.language), PLACES[figure.number(name)])


def panel(name: str, selection: Selection, draw: Draw | None = None, *, total: str = "", most: int = 0) -> None:
    """One figure of the selection with everything that belongs to it; without ``draw``, its table stands open.

    ``total`` names a figure of one number that is told besides, where the rows don't add up to it. The chart shows
    the last ``most`` rows (0: all) and says so where the table has more.
    """
    database, reader, t = office().database, session.reader(), session.texts()
    figure = figures.catalogue(database.record_types)[name]
    st.subheader(figure.title.in_language(reader.language))
    frame = figures.compute(database, name, selection)
    drawn = _drawn(figure, frame.tail(most) if most else frame, selection, draw, reader)
    if drawn.chart is not None:
        _chart(figure, frame, selection, drawn.chart)
    elif draw is not None or frame.empty:
        st.info(t("Nothing to count in this period."), icon=":material/inbox:")
    if drawn.chart is not None and 0 < most < len(frame):
        st.markdown(t("The last {most} of {n} are drawn; the table has them all.", most=most, n=len(frame)))
    if total:
        whole = int(figures.compute(database, total, selection).iloc[0, 0])
        st.markdown(t("In all: {number}", number=f"**{number(whole, reader.language)}**"))
    _fine_print(figure, selection, reader, drawn)
    if draw is None:
        _table(figure, frame, selection, reader)
        return
    opened = st.expander(t("Table and download"), on_change="rerun", key=f"table of {name}")
    if opened.open:
        with opened:
            _table(figure, frame, selection, reader)


def _drawn(figure: Figure, frame: pd.DataFrame, selection: Selection, draw: Draw | None, reader: Reader) -> Drawn:
    """The chart, drawn once for each revision: drawing takes ten times as long as everything else."""
    database = office().database
    key = _Key(database.revision, database.given.today, figure.name, selection, reader.language)

    def produce() -> Drawn:
        counted = frame[list(figure.measures)].fillna(0).to_numpy().any() or "missing" in frame
        if draw is None or frame.empty or not counted:
            return Drawn(None, now())
        return Drawn(specification(draw(frame, figure, reader)), now())

    drawn: Drawn = caches.of(database).get(key, produce)
    return drawn


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


def _fine_print(figure: Figure, selection: Selection, reader: Reader, drawn: Drawn) -> None:
    """What the numbers count, how they are meant, and when they were counted."""
    t = session.texts()
    notes = [t(COUNTED[figure.counts])]
    notes += [note.in_language(reader.language) for note in figures.footnotes(figure, selection)]
    as_of = t("As of {moment}.", moment=moment(drawn.made, reader.language, reader.zone))
    spoken = f"<p style='{UNSEEN}'>{html.escape(drawn.chart.description)}</p>" if drawn.chart else ""
    st.html(f"{spoken}<p style='{FINE}'>{html.escape(' '.join([*notes, as_of]))}</p>")


def _table(figure: Figure, frame: pd.DataFrame, selection: Selection, reader: Reader) -> None:
    """The numbers of the chart, those of the period before beside them, and the way to take them along."""
    st.dataframe(
        table_frame(office().database, figure, frame, selection, reader),
        column_config=table_columns(figure, reader),
        hide_index=True,
        alt=figure.title.in_language(reader.language),
        key=f"numbers of {figure.name}",
    )
    with st.container(horizontal=True):
        downloads.figure_buttons(figure, frame, selection)
