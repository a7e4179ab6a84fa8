"""What a chart is cut by and what it counts: codes and numbers with their names in the reader's language."""

import datetime as dt
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard import formats
from dashboard.translations import translator
from schemas.labels import Label

Grain = Literal["month", "week"]

LABEL_WIDTH = 24
"""Characters of a line of an axis label: the longest topic fits beside its bar on a phone."""

COLUMN_WIDTH = 12
"""The same above a column of a cross table."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of codes, with the label of each code in the order of the vocabulary. "" means "not stated"."""

    column: str
    title: str
    labels: Mapping[str, str]
    colours: tuple[str, ...] = ()
    """The codes in the order of their colours; empty: that of the labels."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of numbers, with the decimal places worth showing."""

    column: str
    title: str
    places: int = 0


def dimension(
    column: str, title: Label, labels: Mapping[str, Label], language: str, colours: tuple[str, ...] = ()
) -> Dimension:
    """A column of codes in the reader's language, as ``Figure.labels`` names them."""
    spoken = {code: label.in_language(language) for code, label in labels.items()}
    return Dimension(column, title.in_language(language), spoken, colours)


def labelled(frame: pd.DataFrame, cut: Dimension, language: str) -> pd.DataFrame:
    """The frame with the dimension's codes ("" for none) and their labels as columns ``<column>`` and
    ``<column>_label``; a code that left the vocabulary is its own label."""
    codes = frame[cut.column].astype(object).where(frame[cut.column].notna(), "")
    labels = {"": not_stated(cut, language), **cut.labels}
    return frame.assign(**{cut.column: codes, f"{cut.column}_label": [labels.get(code, code) for code in codes]})


def not_stated(cut: Dimension, language: str) -> str:
    """What stands in the place of a missing value."""
    t = translator(language)
    return cut.labels.get("", t("not stated"))


def order(cut: Dimension, language: str) -> list[str]:
    """All labels in the order of the vocabulary, "not stated" last."""
    return [*(label for code, label in cut.labels.items() if code), not_stated(cut, language)]


def coloured(cut: Dimension, language: str) -> list[str]:
    """All labels in the order of their colours, "not stated" first."""
    codes = cut.colours or [code for code in cut.labels if code]
    return [not_stated(cut, language), *(cut.labels.get(code, code) for code in codes)]


def timed(frame: pd.DataFrame, column: str, grain: Grain, language: str) -> pd.DataFrame:
    """The frame with its days (of months or weeks) as ISO text in ``<column>``, in order, and ``<column>_label``."""
    days = [_day(value) for value in frame[column]]
    name = formats.month if grain == "month" else formats.week
    labels = {f"{column}_label": [name(day, language) for day in days]}
    return frame.assign(**{column: [day.isoformat() for day in days], **labels}).sort_values(column)


def _day(value: object) -> dt.date:
    day: dt.date = pd.Timestamp(str(value)).date()
    return day


def wrapped(label: str, width: int = LABEL_WIDTH) -> str:
    """A label in lines short enough for an axis; breaks after spaces and slashes."""
    if len(label) <= width:
        return label
    lines = textwrap.wrap(label.replace("/", "/ "), width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(line.replace("/ ", "/") for line in lines)
