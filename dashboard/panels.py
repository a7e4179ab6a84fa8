"""A figure on screen: its chart, the same numbers as a table, what they count, and the records behind a click."""

import datetime as dt
import html
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from dashboard import charts, downloads, session
from dashboard.drawings import DRAWINGS, MOST
from dashboard.formats import Reader, moment, number
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.specifications import Specification, arrow, specification
from dashboard.tables import record_address, table_columns, table_frame
from dashboard.translations import msgid
from db import caches, figures
from db.database import Database, now
from db.figure import Counts, Figure
from db.selection import Selection

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


def panel(name: str, selection: Selection, *, total: str = "") -> None:
    """One figure of the selection with everything that belongs to it; one that is not drawn shows its table.

    ``total`` names a figure of one number that is told besides, where the rows don't add up to it.
    """
    database, reader, t = office().database, session.reader(), session.texts()
    figure = figures.catalogue(database.record_types)[name]
    st.subheader(figure.title.in_language(reader.language))
    frame, made = _counted(database, figure, selection)
    chart = drawn(database, figure, frame, reader)
    if chart is not None:
        _chart(figure, frame, selection, chart)
    elif name in DRAWINGS or frame.empty:
        st.info(t("Nothing to count in this period."), icon=":material/inbox:")
    if chart is not None and len(frame) > MOST.get(name, len(frame)):
        st.markdown(t("The last {most} of {n} are drawn; the table has them all.", most=MOST[name], n=len(frame)))
    if total:
        whole = int(figures.compute(database, total, selection).iloc[0, 0])
        st.markdown(t("In all: {number}", number=f"**{number(whole, reader.language)}**"))
    _fine_print(figure, selection, reader, chart, made)
    if name not in DRAWINGS:
        _table(figure, frame, selection, reader)
        return
    opened = st.expander(t("Table and download"), on_change="rerun", key=f"table of {name}")
    if opened.open:
        with opened:
            _table(figure, frame, selection, reader)


def _counted(database: Database, figure: Figure, selection: Selection) -> tuple[pd.DataFrame, dt.datetime]:
    """The figure's frame, and when it was counted."""
    key = ("counted", database.revision, database.given.today, figure.name, selection)
    made: dt.datetime = caches.of(database).get(key, now)
    return figures.compute(database, figure.name, selection), made


def drawn(database: Database, figure: Figure, frame: pd.DataFrame, reader: Reader) -> Specification | None:
    """The chart of a frame, None where there is nothing to draw.

    Drawing takes ten times as long as everything else, so a chart is drawn once for the numbers that it shows: a
    record of one kind leaves the charts of the others as they are.
    """
    if figure.name not in DRAWINGS or frame.empty:
        return None
    if not frame[list(figure.measures)].fillna(0).to_numpy().any() and "missing" not in frame:
        return None
    shown = frame.tail(MOST.get(figure.name, len(frame)))
    key = ("drawn", figure.name, reader.language, id(reader.vocabularies), arrow(shown))
    chart: Specification = caches.of(database).get(
        key, lambda: specification(DRAWINGS[figure.name](shown, figure, reader))
    )
    return chart


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


def _fine_print(
    figure: Figure, selection: Selection, reader: Reader, chart: Specification | None, made: dt.datetime
) -> None:
    """What the numbers count, how they are meant, and when they were counted."""
    t = session.texts()
    notes = [t(COUNTED[figure.counts])]
    notes += [note.in_language(reader.language) for note in figures.footnotes(figure, selection)]
    as_of = t("As of {moment}.", moment=moment(made, reader.language, reader.zone))
    spoken = f"<p style='{UNSEEN}'>{html.escape(chart.description)}</p>" if chart else ""
    st.html(f"{spoken}<p style='{FINE}'>{html.escape(' '.join([*notes, as_of]))}</p>")


def _table(figure: Figure, frame: pd.DataFrame, selection: Selection, reader: Reader) -> None:
    """The numbers of the chart, those of the period before beside them, and the way to take them along."""
    database = office().database
    key = ("table", database.revision, database.given.today, figure.name, selection, reader.language)
    table = caches.of(database).get(
        key, lambda: pa.Table.from_pandas(table_frame(database, figure, frame, selection, reader), preserve_index=False)
    )
    st.dataframe(
        table,
        column_config=table_columns(figure, reader),
        hide_index=True,
        alt=figure.title.in_language(reader.language),
        key=f"numbers of {figure.name}",
    )
    with st.container(horizontal=True):
        downloads.figure_buttons(figure, frame, selection)
