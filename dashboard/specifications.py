"""Charts as the browser takes them: numbers in the reader's custom, data apart from the drawing."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
from altair.utils import schemapi

schemapi.DEBUG_MODE = False  # checking each part while it is made takes a third of the drawing; the tests check all

ROWS = "rows"
"""Name of a chart's data set."""

DAYS = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"]
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
SHORT_MONTHS = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]

LOCALES: dict[str, alt.Locale] = {
    "de": alt.Locale(
        number=alt.NumberLocale(
            decimal=",", thousands=".", grouping=[3], currency=["", "\u00a0€"], percent="\u00a0%", minus="−"
        ),
        time=alt.TimeLocale(
            dateTime="%A, %e. %B %Y, %X",
            date="%d.%m.%Y",
            time="%H:%M:%S",
            periods=["", ""],
            days=DAYS,
            shortDays=[name[:2] for name in DAYS],
            months=MONTHS,
            shortMonths=SHORT_MONTHS,
        ),
    ),
    "en": alt.Locale(number=alt.NumberLocale(decimal=".", thousands=",", grouping=[3], currency=["£", ""], minus="−")),
}


@dataclass(frozen=True, slots=True)
class Specification:
    """A chart as ``st.vega_lite_chart(spec=…, alt=…)`` takes it, and its numbers in words for the page to show.

    The data are Arrow bytes and the words stand apart, so the specification itself stays the same when only numbers
    change: the browser then replaces the numbers instead of drawing anew. ``alt`` is short because Streamlit repeats
    it in the names of the buttons above the chart.
    """

    spec: dict[str, Any]
    alt: str
    description: str


def finished(layers: Any, name: str, description: str, language: str, height: int) -> alt.LayerChart:
    """The layers as a chart as wide as its place on the page, with its name, its description and its language.

    Set attribute by attribute: ``properties`` and ``configure`` copy and validate the chart, which takes 15 ms.
    """
    chart: alt.LayerChart = layers
    chart.description, chart.usermeta = description, {"alt": name}
    chart.width, chart.height = "container", height
    chart.autosize = alt.AutoSizeParams(type="fit", contains="padding", resize=True)
    chart.config = alt.Config(
        locale=LOCALES["en" if language == "en" else "de"],
        axis=alt.AxisConfig(aria=False),  # Vega words axes and legends in English; marks and description say it all
        legend=alt.LegendConfig(aria=False),
    )
    return chart


def specification(chart: alt.LayerChart) -> Specification:
    """The chart ready to be shown; worth keeping for as long as its data stay the same.

    Unvalidated: the chart functions are tested against the Vega-Lite schema, and validation takes most of the time.
    """
    bare = chart.copy(deep=False)
    bare.data, bare.description, bare.usermeta = alt.NamedData(ROWS), alt.Undefined, alt.Undefined
    spec = {**bare.to_dict(validate=False), "datasets": {ROWS: arrow(chart.data)}}
    return Specification(spec, chart.usermeta["alt"], chart.description)


def arrow(frame: pd.DataFrame) -> bytes:
    """The frame as an Arrow stream, without pandas' own metadata."""
    rows = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return bytes(sink.getvalue())
