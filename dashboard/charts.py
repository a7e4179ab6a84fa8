"""Frames drawn as charts in the reader's language.

Colours, fonts and text colours come from the theme when the chart is shown, so a chart fits the light and the dark
side: a label takes the colour at its position in the theme's list, and "not stated" the first one, which is grey.
Every chart function raises ``Empty`` for a frame without rows.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard import descriptions, formats
from dashboard.dimensions import COLUMN_WIDTH, Dimension, Grain, Measure, coloured, labelled, order, timed, wrapped
from dashboard.specifications import finished
from dashboard.translations import translator

PICKED = "picked"
"""Name of the selection; what is picked comes as ``{<column of the dimension>: code}``."""

PAGE = alt.ExprRef("background")
INK = alt.ExprRef("luminance(background) > 0.4 ? '#1c2529' : '#e6eaec'")
"""The text colour of the theme's side: marks that are text would else take the first chart colour."""

SPOKEN = alt.Description("spoken:N")
"""What a mark says to screen readers; Vega's own text names columns."""

LINES = "split(datum.label, '\\n')"
CENTRED: dict[str, Any] = {
    "condition": {"test": "true", "expr": "-6.5 * (length(split(datum.value, '\\n')) - 1)"},
    "value": 0,
}
"""Vega centres the first line of a label at its bar, not the label."""

IN_ORDER = alt.EncodingSortField("position", op="min")
"""Rows by their column ``position``: Vega keeps the order of the first rows it got when others take their place."""

LEGEND: dict[str, Any] = {
    "title": None,
    "orient": "top",
    "labelLimit": 0,
    "labelColor": INK,
    "columns": alt.ExprRef("max(1, floor(width / 150))"),
}
"""Legends above the chart, in as many columns as the page has room for."""

TIME_LABELS: dict[tuple[Grain, str], str] = {
    ("month", "de"): "[utcFormat(toDate(datum.value), '%b'), utcFormat(toDate(datum.value), '%Y')]",
    ("month", "en"): "[utcFormat(toDate(datum.value), '%b'), utcFormat(toDate(datum.value), '%Y')]",
    ("week", "de"): "[utcFormat(toDate(datum.value), 'KW %V'), utcFormat(toDate(datum.value), '%G')]",
    ("week", "en"): "[utcFormat(toDate(datum.value), 'W %V'), utcFormat(toDate(datum.value), '%G')]",
}
"""Axis labels of months and ISO weeks, the year in a line of its own; days come as ISO text, so UTC is exact."""


class Empty(ValueError):
    """There is nothing to draw; the page says so in words."""


def bars(frame: pd.DataFrame, category: Dimension, value: Measure, language: str) -> alt.LayerChart:
    """Horizontal bars, the longest on top, each with its number; a click picks the category's code."""
    rows = labelled(_drawn(frame, [category.column], [value]), category, language)
    rows = rows.sort_values(value.column, ascending=False, kind="stable")
    label = f"{category.column}_label"
    rows["axis_label"] = [wrapped(text) for text in rows[label]]
    rows["position"] = range(len(rows))
    rows["spoken"] = descriptions.marks(rows, {label: category.title}, [value], language)
    base = alt.Chart().encode(y=_labels("axis_label", sort=IN_ORDER))
    picked = alt.selection_point(name=PICKED, fields=[category.column])
    solid = base.mark_bar(cursor="pointer").encode(
        x=_length(value),
        color=_one_colour(value, [value.title], legend=False),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
        tooltip=[_named(label, category.title), _counted(value)],
        description=SPOKEN,
    )
    layers = alt.layer(solid.add_params(picked), *_numbers(base, value), data=rows)
    height = _room(rows["axis_label"], 12)
    return finished(
        layers, _name(value, [category], language), descriptions.ranking(rows, label, value, language), language, height
    )


def columns_over_time(
    frame: pd.DataFrame, time: str, grain: Grain, value: Measure, language: str, *, mean: bool = False
) -> alt.LayerChart:
    """One column a month or a week (``time`` holds its first day), optionally with a rule at the mean."""
    rows = timed(_drawn(frame, [time], [value]), time, grain, language)
    label, span = f"{time}_label", _span(grain, language)
    rows["spoken"] = descriptions.marks(rows, {label: span}, [value], language)
    picked = alt.selection_point(name=PICKED, fields=[time])
    columns = alt.Chart().mark_bar(cursor="pointer").encode(
        x=_moments(time, grain, language),
        y=alt.Y(f"{value.column}:Q", title=None, axis=_scale_axis(value.places)),
        color=_one_colour(value, [value.title], legend=False),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
        tooltip=[_named(label, span), _counted(value)],
        description=SPOKEN,
    )  # fmt: skip
    layers = [columns.add_params(picked), *(_mean(value, language) if mean else [])]
    spoken = descriptions.course(rows, label, value, language)
    return finished(alt.layer(*layers, data=rows), _rhythm(value.title, grain, language), spoken, language, height=260)


def _mean(value: Measure, language: str) -> list[alt.Chart]:
    t = translator(language)
    name = t("Mean")
    average = alt.Chart().transform_aggregate(mean=f"mean({value.column})")
    rule = average.mark_rule(aria=False, strokeDash=[6, 4], strokeWidth=1.5, color=INK).encode(y="mean:Q")
    words = alt.expr.format(alt.datum.mean, ",.1f")
    text = average.transform_calculate(words=f"'– – {name} ' + " + str(words)).mark_text(
        align="right", baseline="bottom", fontWeight=600, color=INK
    )
    return [rule, text.encode(y=alt.value(-6), x=alt.value("width"), text="words:N", description="words:N")]


def shares_over_time(
    frame: pd.DataFrame, time: str, grain: Grain, part: Dimension, value: Measure, language: str
) -> alt.LayerChart:
    """Columns of 100 %: the share of each part in every month or week."""
    rows = timed(_drawn(frame, [time, part.column], [value]), time, grain, language)
    rows = labelled(rows, part, language)
    label, time_label, span = f"{part.column}_label", f"{time}_label", _span(grain, language)
    t = translator(language)
    share = t("Share")
    positions = {text: position for position, text in enumerate(order(part, language))}
    rows["position"] = [positions.get(text, len(positions)) for text in rows[label]]
    rows = rows.sort_values([time, "position"])
    totals = rows.groupby(time)[value.column].transform("sum")
    rows["share"] = rows[value.column] / totals.where(totals > 0)
    rows["percent"] = ["" if pd.isna(part) else formats.percent(part, language) for part in rows["share"]]
    names = {time_label: span, label: part.title, "percent": share}
    rows["spoken"] = descriptions.marks(rows, names, [value], language)
    picked = alt.selection_point(name=PICKED, fields=[time, part.column])
    columns = alt.Chart().mark_bar(stroke=PAGE, strokeWidth=1, cursor="pointer").encode(
        x=_moments(time, grain, language),
        y=alt.Y("share:Q", stack="zero", title=None, scale=alt.Scale(domain=[0, 1]), axis=_scale_axis(0, "%")),
        order=alt.Order("position:Q"),
        color=_colours(rows, part, language),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
        tooltip=[
            _named(time_label, span),
            _named(label, part.title),
            alt.Tooltip("share:Q", title=share, format=".0%"),
            _counted(value),
        ],
        description=SPOKEN,
    )  # fmt: skip
    spoken = descriptions.shift(rows.dropna(subset="share"), time_label, label, "share", part.title, language)
    name = _rhythm(f"{value.title}, {part.title}", grain, language)
    return finished(alt.layer(columns.add_params(picked), data=rows), name, spoken, language, height=300)


def cross_table(
    frame: pd.DataFrame, row: Dimension, column: Dimension, value: Measure, language: str
) -> alt.LayerChart:
    """A cross tabulation: a cell for each pair, shaded by its number, which stands in it."""
    rows = _drawn(frame, [row.column, column.column], [value])
    rows = labelled(labelled(rows, row, language), column, language)
    lines, heads = order(row, language), order(column, language)
    rows["row_label"] = [wrapped(text) for text in rows[f"{row.column}_label"]]
    rows["column_label"] = [wrapped(text, COLUMN_WIDTH) for text in rows[f"{column.column}_label"]]
    names = {f"{row.column}_label": row.title, f"{column.column}_label": column.title}
    rows["spoken"] = descriptions.marks(rows, names, [value], language)
    base = alt.Chart().encode(
        y=_labels("row_label", sort=[wrapped(text) for text in lines]),
        x=_heads("column_label", rows["column_label"], sort=[wrapped(text, COLUMN_WIDTH) for text in heads]),
    )
    picked = alt.selection_point(name=PICKED, fields=[row.column, column.column])
    cells = base.mark_rect(stroke=PAGE, strokeWidth=2, cursor="pointer").encode(
        color=alt.Color(f"{value.column}:Q", legend=None, scale=alt.Scale(domainMin=0)),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
        tooltip=[*(_named(name, title) for name, title in names.items()), _counted(value)],
        description=SPOKEN,
    )
    text = base.mark_text(aria=False, color=INK, fontSize=13, tooltip=None).encode(
        text=alt.Text(f"{value.column}:Q", format=f",.{value.places}f")
    )
    spoken = descriptions.table(rows, f"{row.column}_label", f"{column.column}_label", value, language)
    height = _room(rows["row_label"], 16) + 40
    name = _name(value, [row, column], language)
    return finished(alt.layer(cells.add_params(picked), text, data=rows), name, spoken, language, height)


def attendance(
    frame: pd.DataFrame, event: str, label: str, overdue: str, came: Measure, marks: Sequence[Measure], language: str
) -> alt.LayerChart:
    """For each event (in the order of the frame) a bar for who ``came``, and a mark for each further number
    (places, registrations). An event without attendance says whether that is ``overdue`` or still to come. A click
    picks the id in column ``event``."""
    rows = _drawn(frame, [event, label, overdue], [came, *marks]).reset_index(drop=True)
    t = translator(language)
    repeats = rows.groupby(label).cumcount()
    told_apart = [f"{name} ({n + 1})" if n else name for name, n in zip(rows[label], repeats, strict=True)]
    rows["axis_label"] = [wrapped(name) for name in told_apart]
    rows["position"] = range(len(rows))
    absent = rows[overdue].map({True: t("not recorded"), False: t("planned")})
    rows["absent"] = absent.where(rows[came.column].isna(), "")
    names = {label: t("Event"), "absent": came.title}
    rows["spoken"] = descriptions.marks(rows, names, [came, *marks], language)
    titles = [came.title, *(mark.title for mark in marks)]
    base = alt.Chart().encode(
        y=_labels("axis_label", sort=IN_ORDER),
        tooltip=[_named(label, t("Event")), *(_counted(measure) for measure in (came, *marks))],
        description=SPOKEN,
    )
    picked = alt.selection_point(name=PICKED, fields=[event])
    solid = base.mark_bar(cursor="pointer").encode(
        x=_length(came, axis=_scale_axis(0)),
        color=_one_colour(came, titles),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
    )
    points = [
        base.mark_point(aria=False, filled=True, size=70, opacity=1, shape=shape, stroke=PAGE, strokeWidth=1).encode(
            x=_length(mark, axis=_scale_axis(0)), color=_one_colour(mark, titles)
        )
        for mark, shape in zip(marks, ("diamond", "circle", "square"), strict=False)
    ]
    noted = base.transform_filter("datum.absent")
    missing = noted.mark_text(align="left", dx=4, color=INK, fontStyle="italic").encode(
        x=alt.datum(0), text=alt.Text("absent:N")
    )
    layers = alt.layer(solid.add_params(picked), *points, missing, data=rows)
    height = _room(rows["axis_label"], 10) + 60
    name = t("{measure} by event", measure=came.title)
    return finished(layers, name, descriptions.ranking(rows, label, came, language), language, height)


def _name(value: Measure, cuts: Sequence[Dimension], language: str) -> str:
    t = translator(language)
    return t("{measure} by {dimensions}", measure=value.title, dimensions=" × ".join(cut.title for cut in cuts))


def _rhythm(title: str, grain: Grain, language: str) -> str:
    t = translator(language)
    return t("{measure} by month", measure=title) if grain == "month" else t("{measure} by week", measure=title)


def _span(grain: Grain, language: str) -> str:
    t = translator(language)
    return t("Month") if grain == "month" else t("Week")


def _drawn(frame: pd.DataFrame, columns: list[str], values: list[Measure]) -> pd.DataFrame:
    """The columns that are drawn, numbers as float (DuckDB's decimals would be objects), titles beside numbers."""
    if frame.empty:
        raise Empty("a chart needs at least one row")
    names = [value.column for value in values]
    numbers = frame[[*columns, *names]].astype(dict.fromkeys(names, "float64"))
    return numbers.assign(**{f"{value.column}_title": value.title for value in values})


def _room(labels: pd.Series, gap: int) -> int:
    """Pixels for one band a label, each as high as the label with the most lines."""
    lines: int = max(1 + text.count("\n") for text in labels)
    bands: int = len(set(labels))
    return bands * (14 * lines + gap)


def _length(value: Measure, axis: alt.Axis | None = None) -> alt.X:
    return alt.X(f"{value.column}:Q", title=None, axis=axis, scale=alt.Scale(zero=True))


def _labels(column: str, sort: Any) -> alt.Y:
    axis = alt.Axis(
        labelExpr=LINES, labelLimit=0, labelPadding=6, labelOverlap=False, labelColor=INK, labelOffset=CENTRED
    )
    return alt.Y(f"{column}:N", title=None, sort=sort, axis=axis)


def _heads(column: str, labels: pd.Series, sort: Any) -> alt.X:
    """Labels above columns; room for all their lines, as Vega lets the second one hang below the first."""
    lines: int = max(1 + text.count("\n") for text in labels)
    axis = alt.Axis(
        orient="top",
        labelExpr=LINES,
        labelAngle=0,
        labelAlign="center",
        labelLimit=0,
        labelOverlap=False,
        labelPadding=4 + 13 * (lines - 1),
        labelColor=INK,
    )
    return alt.X(f"{column}:N", title=None, sort=sort, axis=axis)


def _moments(time: str, grain: Grain, language: str) -> alt.X:
    labels = TIME_LABELS[grain, "en" if language == "en" else "de"]
    axis = alt.Axis(
        labelExpr=labels, labelAngle=0, labelOverlap="greedy", labelSeparation=6, labelPadding=6, labelColor=INK
    )
    return alt.X(f"{time}:O", title=None, axis=axis)


def _scale_axis(places: int, unit: str = "f") -> alt.Axis:
    return alt.Axis(
        format=f",.{places}{unit}", tickMinStep=1 if unit == "f" and not places else 0, tickCount=5, labelColor=INK
    )


def _named(column: str, title: str) -> alt.Tooltip:
    return alt.Tooltip(f"{column}:N", title=title)


def _counted(value: Measure) -> alt.Tooltip:
    return alt.Tooltip(f"{value.column}:Q", title=value.title, format=f",.{value.places}f")


def _numbers(base: alt.Chart, value: Measure) -> list[alt.Chart]:
    """The number at each bar's end, and room for it: an unseen mark beyond the longest bar."""
    text = base.mark_text(aria=False, align="left", dx=5, color=INK, tooltip=None)
    room = base.transform_calculate(room=alt.datum[value.column] * 1.15).mark_point(aria=False, opacity=0, tooltip=None)
    number = alt.Text(f"{value.column}:Q", format=f",.{value.places}f")
    return [text.encode(x=_length(value), text=number), room.encode(x=alt.X("room:Q", title=None, axis=None))]


def _one_colour(value: Measure, titles: Sequence[str], *, legend: bool = True) -> alt.Color:
    """The theme's colour at the measure's position among ``titles``, after the grey of "not stated"."""
    shown = alt.Legend(values=list(titles), **LEGEND) if legend else None
    return alt.Color(f"{value.column}_title:N", scale=alt.Scale(domain=["", *titles]), legend=shown)


def _colours(rows: pd.DataFrame, cut: Dimension, language: str) -> alt.Color:
    """One colour a label, given once and for all: the others keep theirs when some are absent."""
    known = order(cut, language)
    label = f"{cut.column}_label"
    strangers = [text for text in dict.fromkeys(rows[label]) if text not in known]
    present = [text for text in [*known, *strangers] if text in set(rows[label])]
    scale = alt.Scale(domain=[*coloured(cut, language), *strangers])
    return alt.Color(f"{label}:N", scale=scale, legend=alt.Legend(values=present, **LEGEND))
