"""What a page looks at, as parameters of its address: a view can be kept as a bookmark, sent, and linked to.

``?topics=school,housing&topics=crisis&from=2018-01-01``: commas mean any of the codes, a repeated name means that
both must hold, as a click on a bar within a filtered view needs it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.choices import options
from dashboard.formats import Reader
from db.selection import NO_VALUE, SOME_VALUE, UNSPLIT, Selection
from schemas.fields import Field

START, END, SEARCH, RECORD, PERIOD, REPORTING_PERIOD = "from", "to", "search", "record", "period", "reporting"
FIGURE, REPORT = "figure", "report"
"""Names in the address; a filtered field stands there under its own name."""

SPELLED: Mapping[str, str] = {NO_VALUE: "none", SOME_VALUE: "some", UNSPLIT: "rest"}
"""How the codes that are no values are spelled in an address."""

EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2150, 12, 31)
"""Wide limits for days that are looked for."""

_BEGUN = "address written by a page"

Parameters = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the selection, and the words searched for."""

    selection: Selection = Selection()
    search: str = ""


def read(named: Parameters, fields: Sequence[Field], reader: Reader) -> View:
    """The view that parameters of an address mean; what they say wrongly is left out."""
    where = []
    for field in fields:
        allowed = options(field, reader)
        for part in named.get(field.name, []):
            wanted = tuple(code for code in allowed if SPELLED.get(code, code) in part.split(","))
            if wanted:
                where.append((field.name, wanted))
    start, end, search = (named.get(name, [""])[-1] for name in (START, END, SEARCH))
    return View(Selection(_day(start), _day(end), tuple(where)), search)


def parameters(view: View) -> Parameters:
    """The view as parameters of an address."""
    named: Parameters = {}
    for name, wanted in view.selection.where:
        if wanted:
            named.setdefault(name, []).append(",".join(SPELLED.get(code, code) for code in wanted))
    days = {START: view.selection.start, END: view.selection.end}
    named |= {name: [day.isoformat()] for name, day in days.items() if day is not None}
    return named | ({SEARCH: [view.search]} if view.search else {})


def news(name: str, known: Sequence[str], *, forgotten: bool) -> Parameters | None:
    """The parameters that the widgets of a page have to take over; None if they go on as they are.

    Those are what a link or the back button brought. Where the address says nothing, it was left by a change of page,
    and the page shows again what it showed before: its widgets are ``forgotten`` by then.
    """
    present, written = _present(known), session.recall(_written(name))
    if written is None or (present and present != written):
        return present
    return written if forgotten else None


def write(name: str, named: Parameters, known: Sequence[str]) -> None:
    """Put the view into the address; parameters that are not ``known`` are left alone."""
    if {key: st.query_params.get_all(key) for key in st.query_params if key in known} != named:
        others = {key: st.query_params.get_all(key) for key in st.query_params if key not in known}
        st.query_params.from_dict(others | named)
    session.remember(_written(name), named)
    session.remember(_BEGUN, True)


def _present(known: Sequence[str]) -> Parameters:
    """What the address says to a page. Streamlit can leave the parameters of one page to another (back button): those
    that pages wrote name a period for dashboards, for lists never. What a session begins with is meant for its page,
    however it was typed."""
    if session.recall(_BEGUN) and (PERIOD in st.query_params) is not (PERIOD in known):
        return {}
    return {key: st.query_params.get_all(key) for key in known if key in st.query_params}


def _written(name: str) -> str:
    return f"view of {name}"


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
