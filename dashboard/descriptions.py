"""What a chart shows, in sentences with its numbers, for readers who do not see it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import formats
from dashboard.dimensions import Measure
from dashboard.translations import Translator, translator

SPOKEN = 12
"""Up to so many values are named one by one; of more, the highest and the lowest."""


def ranking(frame: pd.DataFrame, label: str, value: Measure, language: str) -> str:
    """Values from the highest to the lowest; of many, only both ends."""
    t = translator(language)
    ordered = frame.sort_values(value.column, ascending=False, kind="stable")
    named = _named(ordered, label, value, language)
    if len(named) <= SPOKEN:
        return t("{measure}: {values}.", measure=value.title, values=", ".join(named))
    return _ends(t, value.title, len(named), named[0], named[-1])


def course(frame: pd.DataFrame, label: str, value: Measure, language: str) -> str:
    """Values over time: from when to when, total, highest and lowest."""
    t = translator(language)
    ordered = _named(frame.sort_values(value.column, ascending=False, kind="stable"), label, value, language)
    span = t(
        "{measure} from {first} to {last}: {total} in all.",
        measure=value.title,
        first=frame[label].iloc[0],
        last=frame[label].iloc[-1],
        total=formats.number(frame[value.column].sum(), language, places=value.places),
    )
    return span + " " + t("Highest {highest}, lowest {lowest}.", highest=ordered[0], lowest=ordered[-1])


def shift(frame: pd.DataFrame, time_label: str, label: str, share: str, title: str, language: str) -> str:
    """Shares at the beginning and at the end."""
    t = translator(language)
    first, last = frame[time_label].iloc[0], frame[time_label].iloc[-1]
    sides = {
        side: ", ".join(
            f"{name} {formats.percent(part, language)}"
            for name, part in frame.loc[frame[time_label] == side, [label, share]].itertuples(index=False)
        )
        for side in (first, last)
    }
    text = t("{title}: in {first} {shares}.", title=title, first=first, shares=sides[first])
    return text if first == last else text + " " + t("In {last} {shares}.", last=last, shares=sides[last])


def table(frame: pd.DataFrame, row: str, column: str, value: Measure, language: str) -> str:
    """The highest and the lowest of all cells."""
    pairs = frame.assign(**{"_cell": frame[row] + " – " + frame[column]})
    return ranking(pairs, "_cell", value, language)


def marks(frame: pd.DataFrame, names: Mapping[str, str], values: Sequence[Measure], language: str) -> list[str]:
    """What each mark of a chart is: its names (column to title), then its numbers; what is empty is left out."""
    return [
        "; ".join(
            [
                *(f"{title}: {row[column]}" for column, title in names.items() if row[column]),
                *(
                    f"{value.title}: {formats.number(row[value.column], language, places=value.places)}"
                    for value in values
                    if row[value.column] == row[value.column]
                ),
            ]
        )
        for row in frame.to_dict("records")
    ]


def _named(ordered: pd.DataFrame, label: str, value: Measure, language: str) -> list[str]:
    counted = ordered[ordered[value.column].notna()]
    return [
        f"{name} {formats.number(number, language, places=value.places)}"
        for name, number in counted[[label, value.column]].itertuples(index=False)
    ]


def _ends(t: Translator, title: str, n: int, highest: str, lowest: str) -> str:
    count = t.plural("{title}: {n} value.", "{title}: {n} values.", n, title=title)
    return count + " " + t("Highest {highest}, lowest {lowest}.", highest=highest, lowest=lowest)
