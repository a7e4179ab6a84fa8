"""Filters as widgets, and what they select; they stand in the address, too."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import addresses, session
from dashboard.addresses import END, SEARCH, START, View
from dashboard.choices import option_name, options
from dashboard.widgets import EARLIEST, LATEST
from db.selection import Selection
from schemas.fields import Field

Where = tuple[tuple[str, tuple[str, ...]], ...]


def _known(fields: Sequence[Field]) -> list[str]:
    return [START, END, SEARCH, *(field.name for field in fields)]


def follow_address(name: str, fields: Sequence[Field]) -> bool:
    """Take over the view of a list that an address names; whether the visitor has come to look at one."""
    if addresses.changed_outside(name, _known(fields)):
        named = addresses.read(fields, session.reader())
        selection = named.selection
        seed_fields(name, fields, selection.where)
        for part, value in {START: selection.start, END: selection.end, SEARCH: named.search}.items():
            session.remember(f"{name} {part}", value)
        session.remember(f"{name} looked at", named != View())
    return bool(session.recall(f"{name} looked at"))


def record_filters(name: str, fields: Sequence[Field]) -> View:
    """Search, period and filters of a list of records."""
    t, known = session.texts(), _known(fields)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(t("Search in text and number"), key=f"{name} {SEARCH}", live="300ms", width=260)
        start, end = day_input(t("from"), f"{name} {START}"), day_input(t("to"), f"{name} {END}")
        where = field_filters(name, fields)
    view = View(Selection(start, end, where), (search or "").strip())
    addresses.write(name, addresses.parameters(view), known)
    return view


def seed_fields(name: str, fields: Sequence[Field], where: Where) -> None:
    """Give the filter widgets the codes of ``where``; what one widget can't hold is kept beside them."""
    first = dict(reversed(where))
    for field in fields:
        session.remember(f"{name} {field.name}", list(first.get(field.name, ())))
    rest = list(where)
    for pair in first.items():
        rest.remove(pair)
    session.remember(f"{name} besides", tuple(rest))


def field_filters(name: str, fields: Sequence[Field]) -> Where:
    """One filter for each field, behind a button that tells how many are set; the codes that are wanted."""
    t, reader = session.texts(), session.reader()
    for field in fields:
        session.seed(f"{name} {field.name}", [])
    besides: Where = session.recall(f"{name} besides") or ()
    chosen = [field for field in fields if session.recall(f"{name} {field.name}")]
    number = len(chosen) + len(besides)
    with st.popover(
        t.plural("{n} filter", "{n} filters", number) if number else t("Filters"),
        icon=":material/filter_alt:",
        type="primary" if number else "secondary",
        key=f"{name} filters",
    ):
        found = []
        for field in fields:
            codes = st.multiselect(
                field.label.in_language(reader.language),
                options(field, reader),
                format_func=partial(option_name, field, reader=reader),
                key=f"{name} {field.name}",
                placeholder=t("all"),
            )
            found += [(field.name, tuple(codes))] if codes else []
        if number:
            st.button(t("Remove all filters"), on_click=seed_fields, args=(name, fields, ()), key=f"{name} unfilter")
    return (*found, *besides)


def sentence_of(fields: Sequence[Field], where: Where) -> str:
    """The filters in words: ``Ort: Meinersen oder Leiferde · Themen: Wohnraum``."""
    t, reader = session.texts(), session.reader()
    by_name = {field.name: field for field in fields}
    parts = []
    for name, wanted in where:
        field = by_name[name]
        either = t("or")
        names = f" {either} ".join(option_name(field, code, reader) for code in wanted)
        parts.append(f"{field.label.in_language(reader.language)}: {names}")
    return " · ".join(parts)


def day_input(label: str, key: str) -> dt.date | None:
    """A calendar for one end of a period."""
    session.seed(key, None)
    chosen: dt.date | None = st.date_input(
        label, value=None, min_value=EARLIEST, max_value=LATEST, format="DD.MM.YYYY", key=key, width=150
    )
    return chosen
