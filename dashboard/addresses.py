"""What a page looks at, as parameters of its address: a view can be kept as a bookmark, sent, and linked to.

``?topics=school,housing&topics=crisis&from=2018-01-01``: commas mean any of the codes, a repeated name means that
both must hold, as a click on a bar within a filtered view needs it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.choices import options
from dashboard.formats import Reader
from dashboard.widgets import EARLIEST, LATEST
from db.selection import NO_VALUE, Selection
from schemas.fields import Field

START, END, SEARCH, RECORD, PERIOD = "from", "to", "search", "record", "period"
"""Names in the address; a filtered field stands there under its own name."""

NONE = "none"
"""How the code of "no value" is spelled in an address."""

Parameters = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the selection, and the words searched for."""

    selection: Selection = Selection()
    search: str = ""


def read(fields: Sequence[Field], reader: Reader) -> View:
    """The view that the present address names; what it names wrongly is left out."""
    where = []
    for field in fields:
        allowed = options(field, reader)
        for part in st.query_params.get_all(field.name):
            named = [NO_VALUE if code == NONE else code for code in part.split(",")]
            wanted = tuple(code for code in allowed if code in named)
            if wanted:
                where.append((field.name, wanted))
    start, end = (_day(st.query_params.get(name, "")) for name in (START, END))
    return View(Selection(start, end, tuple(where)), st.query_params.get(SEARCH, ""))


def parameters(view: View) -> Parameters:
    """The view as parameters of an address."""
    named: Parameters = {}
    for name, wanted in view.selection.where:
        if wanted:
            named.setdefault(name, []).append(",".join(code or NONE for code in wanted))
    days = {START: view.selection.start, END: view.selection.end}
    named |= {name: [day.isoformat()] for name, day in days.items() if day is not None}
    return named | ({SEARCH: [view.search]} if view.search else {})


def changed_outside(name: str, known: Sequence[str]) -> bool:
    """Whether the address says something else than this page wrote there last: a link or the back button was used.

    An address that says nothing is left by a change of page; then the page shows what it showed before.
    """
    present, written = _present(known), session.recall(_written(name))
    return written is None or bool(present and present != written)


def write(name: str, named: Parameters, known: Sequence[str]) -> None:
    """Put the view into the address; parameters that are not ``known`` are left alone."""
    if _present(known) != named:
        others = {key: st.query_params.get_all(key) for key in st.query_params if key not in known}
        st.query_params.from_dict(others | named)
    session.remember(_written(name), named)


def _present(known: Sequence[str]) -> Parameters:
    return {key: st.query_params.get_all(key) for key in known if key in st.query_params}


def _written(name: str) -> str:
    return f"address of {name}"


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
