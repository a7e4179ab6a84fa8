"""Small tables as HTML: made once, and kept, where a grid would be written anew in every run of the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

import pandas as pd

from dashboard.written import Writer

_LINE = "border-bottom:1px solid color-mix(in srgb, currentColor 18%, transparent)"
_TABLE = "width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:0.9rem"
_CELL = f"padding:0.35rem 0.6rem;vertical-align:top;{_LINE}"
_LINK = "color:inherit;text-decoration:underline dotted;text-underline-offset:0.25em"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a number leads."""

    address: str
    says: str
    """What it is and what is there, for who doesn't see where it stands."""

    def around(self, text: str) -> str:
        """The text as a link."""
        said = escape(self.says)
        return (
            f"<a href='{escape(self.address)}' target='_self' style='{_LINK}' title='{said}' aria-label='{said}'>"
            f"{escape(text)}</a>"
        )


Links: TypeAlias = Mapping[tuple[int, str], Link]
"""By the row's position and the column's name."""


def html_table(
    frame: pd.DataFrame,
    headings: Mapping[str, str],
    writers: Mapping[str, Writer],
    links: Links,
    *,
    caption: str,
    language: str,
) -> str:
    """A frame as a table: numbers stand to the right as their writers write them; another first column heads the rows.

    A table that is wider than its place scrolls there; ``caption`` tells screen readers what it is.
    """
    names = [str(name) for name in frame.columns]
    head = "".join(_cell("th scope='col'", escape(headings[name]), right=name in writers) for name in names)
    rows = enumerate(frame.astype(object).itertuples(index=False, name=None))
    lines = (_line(names, row, writers, {name: links.get((at, name)) for name in names}, language) for at, row in rows)
    return (
        f"<div style='overflow-x:auto' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f"<table style='{_TABLE}'><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _line(
    names: Sequence[str],
    row: Iterable[Any],
    writers: Mapping[str, Writer],
    links: Mapping[str, Link | None],
    language: str,
) -> str:
    cells = []
    for place, (name, value) in enumerate(zip(names, row, strict=True)):
        text, link = _text(value, writers.get(name), language), links[name]
        told = link.around(text) if link and text else escape(text)
        heads = not place and name not in writers
        cells.append(_cell("th scope='row'" if heads else "td", told, right=name in writers))
    return f"<tr>{''.join(cells)}</tr>"


def _text(value: Any, writer: Writer | None, language: str) -> str:
    if writer is None:
        return str(value)
    return "" if pd.isna(value) else writer(value, language)


def _cell(tag: str, text: str, *, right: bool) -> str:
    return f"<{tag} style='{_CELL};text-align:{'right' if right else 'left'}'>{text}</{tag.split()[0]}>"
