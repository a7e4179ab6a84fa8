"""Small tables as HTML: made once, and kept, where a grid would be written anew in every run of the page."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.written import Writer

_LINE = "border-bottom:1px solid color-mix(in srgb, currentColor 18%, transparent)"
_TABLE = "width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:0.9rem"
_CELL = f"padding:0.35rem 0.6rem;vertical-align:top;{_LINE}"


def html_table(
    frame: pd.DataFrame,
    headings: Mapping[str, str],
    writers: Mapping[str, Writer],
    links: Mapping[str, str],
    *,
    caption: str,
    language: str,
) -> str:
    """A frame as a table: the first column heads the rows, numbers stand to the right as their writers write them.

    ``links`` names columns that hold addresses, and the text of their links. A table that is wider than its place
    scrolls there; ``caption`` tells screen readers what it is.
    """
    names = [str(name) for name in frame.columns]
    head = "".join(_cell("th scope='col'", escape(headings[name]), right=name in writers) for name in names)
    lines = (
        _line(names, row, writers, links, language) for row in frame.astype(object).itertuples(index=False, name=None)
    )
    return (
        f"<div style='overflow-x:auto' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f"<table style='{_TABLE}'><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _line(
    names: Sequence[str], row: Iterable[Any], writers: Mapping[str, Writer], links: Mapping[str, str], language: str
) -> str:
    cells = []
    for place, (name, value) in enumerate(zip(names, row, strict=True)):
        if name in links:
            text = f"<a href='{escape(value)}' target='_self'>{escape(links[name])}</a>"
        elif name in writers:
            text = "" if pd.isna(value) else escape(writers[name](value, language))
        else:
            text = escape(str(value))
        cells.append(_cell("td" if place else "th scope='row'", text, right=name in writers))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(tag: str, text: str, *, right: bool) -> str:
    return f"<{tag} style='{_CELL};text-align:{'right' if right else 'left'}'>{text}</{tag.split()[0]}>"
