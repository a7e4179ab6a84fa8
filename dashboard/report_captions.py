"""What the captions of a report's charts add to their titles: the highest value, or that something is not drawn."""

import pandas as pd

from dashboard import report_tables
from dashboard.translations import msgid, translator
from db.delimited import Column, Reader
from db.disclosure import SafeFigure
from db.report_figures import is_number

NOT_DRAWN = msgid("Numbers that are kept back are not drawn.")

MOST_NAMED = 2
"""Of more rows that share the highest value, none is named."""


def chart_remark(safe: SafeFigure, drawn: pd.DataFrame, number: Column, reader: Reader) -> str:
    """What the caption of a chart says. Where numbers are kept back, nobody may be told that one is the highest."""
    t = translator(reader.language)
    if any(name == number.name for _, name in safe.suppressed):
        return t(NOT_DRAWN)
    highest = drawn[number.name].max()
    naming = next(column for column in safe.figure.columns if not is_number(column))
    names = [
        report_tables.cell(value, naming, reader) for value in drawn.loc[drawn[number.name] == highest, naming.name]
    ]
    value = report_tables.cell(highest, number, reader)
    if len(names) > MOST_NAMED:
        return t("Highest value: {value}.", value=value)
    return t("Highest value: {value} ({names}).", value=value, names=", ".join(names))
