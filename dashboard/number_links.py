"""Where the numbers of figures lead: to the records that each tells of, and to the figure by itself."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.addresses import FIGURE, PERIOD, View, parameters
from dashboard.plain_tables import Link, Links
from dashboard.presets import FREE
from dashboard.tables import BEFORE, address_of, headings, writers
from dashboard.translations import msgid, translator
from db import figures
from db.counted_records import Telling, behind
from db.database import Database
from db.figure import Figure
from db.selection import Selection

SAID: Mapping[Telling, str] = {
    Telling.COUNTED: msgid("{number} {what}. Show the records."),
    Telling.ADDED: msgid("{number} {what}. Show the records that add up to it."),
    Telling.COMPUTED: msgid("{number} {what}. Show the records that it is worked out from."),
}
"""What a link says of the records behind a number."""


def number_link(
    database: Database,
    figure: Figure,
    selection: Selection,
    row: Mapping[str, Any],
    measure: str,
    *,
    number: str,
    what: str,
    language: str,
    said: Mapping[Telling, str] = SAID,
) -> Link:
    """The way from a number, as it is written and called, to its records."""
    found = behind(database, figure.name, selection, row, measure)
    table, named = address_of(found, row)
    says = translator(language)(said[found.telling], number=number, what=what)
    return Link(f"/{table}?{urlencode(named, doseq=True)}", says)


def table_links(
    database: Database, figure: Figure, frame: pd.DataFrame, shown: pd.DataFrame, selection: Selection, language: str
) -> Links:
    """The links of a figure's table as ``tables.table_frame`` has ``shown`` it; ``frame`` has its codes."""
    written = writers(figure, map(str, shown.columns))
    sources = dict(_sources(database, figure, selection, language))
    texts = [name for name in map(str, shown.columns) if name not in written]
    links = {}
    for place, (row, told) in enumerate(zip(frame.to_dict("records"), shown.to_dict("records"), strict=True)):
        of = ", ".join(str(told[name]) for name in texts if told[name])
        for name in written:
            measure, days, heading = sources[name]
            links[place, name] = number_link(
                database,
                figure,
                days,
                {str(key): value for key, value in row.items()},
                measure,
                number="" if pd.isna(told[name]) else written[name](told[name], language),
                what=f"{heading}: {of}" if of else heading,
                language=language,
            )
    return links


def _sources(
    database: Database, figure: Figure, selection: Selection, language: str
) -> Iterator[tuple[str, tuple[str, Selection, str]]]:
    """By column: the measure, the selection that it is of, and what it is called."""
    names, before = headings(figure, language), figures.comparable(database, selection)
    for measure in figure.measures:
        yield measure, (measure, selection, names[measure])
    first = figure.measures[0]
    if before is not None:
        yield BEFORE, (first, before, f"{names[first]} ({names[BEFORE]})")


def figure_address(name: str, selection: Selection) -> str:
    """The dashboard with nothing but one figure."""
    named = {PERIOD: [FREE], **parameters(View(selection)), FIGURE: [name]}
    return f"/overview?{urlencode(named, doseq=True)}"
