"""Filters as widgets, and what they select; they stand in the address, too."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboard import addresses, session
from dashboard.addresses import EARLIEST, END, LATEST, SEARCH, START, View
from dashboard.choices import offered, option_name
from dashboard.office import office
from db import vocabularies
from db.selection import Selection
from schemas.fields import Field

Where = tuple[tuple[str, tuple[str, ...]], ...]


def _known(fields: Sequence[Field]) -> list[str]:
    return [START, END, SEARCH, *(field.name for field in fields)]


def follow_address(name: str, fields: Sequence[Field]) -> bool:
    """Take over the view of a list that an address names; whether the visitor has come to look at one."""
    known = _known(fields)
    news = addresses.news(name, known, forgotten=not session.knows(f"{name} {SEARCH}"))
    if news is not None:
        named = addresses.read(news, fields, session.reader())
        selection = named.selection
        set_where(name, fields, selection.where)
        for part, value in {START: selection.start, END: selection.end, SEARCH: named.search}.items():
            session.remember(f"{name} {part}", value)
        session.remember(f"{name} looked at", any(key in st.query_params for key in known))
    return bool(session.recall(f"{name} looked at"))


def record_filters(name: str, fields: Sequence[Field], *, beside: Callable[[View], None] = lambda _: None) -> View:
    """Search, period and filters of a list of records; ``beside`` adds in the same line what works on the view."""
    t, known = session.texts(), _known(fields)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(t("Search in text and number"), key=f"{name} {SEARCH}", live="300ms", width=260)
        start, end = day_input(t("from"), f"{name} {START}"), day_input(t("to"), f"{name} {END}")
        view = View(Selection(start, end, field_filters(name, fields)), (search or "").strip())
        addresses.write(name, addresses.parameters(view), known)
        beside(view)
    return view


def set_where(name: str, fields: Sequence[Field], where: Where) -> None:
    """Filter by ``where`` from here on, whatever the widgets showed."""
    session.remember(f"{name} where", where)
    for field in fields:
        session.take(_key(name, field.name))


def field_filters(name: str, fields: Sequence[Field]) -> Where:
    """One filter for each field, behind a button, and how many are set; the codes that are wanted.

    What is no dimension has one only while it is filtered by, as from a figure. A field can be wanted twice
    (``addresses``): its widget changes the first, the others stay until all are removed.
    """
    t = session.texts()
    where: Where = session.recall(f"{name} where") or ()
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        # With another label or look, it would be another popover to Streamlit, and close.
        opened = st.popover(t("Filters"), icon=":material/filter_alt:", key=f"{name} filters", on_change="rerun")
        if where:
            st.badge(t.plural("{n} filter is set", "{n} filters are set", len(where)))
    if opened.open:
        with opened:
            _widgets(name, fields, where)
    return where


def _widgets(name: str, fields: Sequence[Field], where: Where) -> None:
    t, reader = session.texts(), session.reader()
    first = dict(reversed(where))
    for field in (each for each in fields if each.dimension or each.name in first):
        chosen = first.get(field.name, ())
        session.seed(_key(name, field.name), list(chosen))
        st.multiselect(
            field.label.in_language(reader.language),
            offered(field, reader, _found(field, chosen)),
            format_func=partial(option_name, field, reader=reader),
            key=_key(name, field.name),
            placeholder=t("all"),
            on_change=_take_over,
            args=(name, field.name),
        )
    if where:
        st.button(t("Remove all filters"), on_click=set_where, args=(name, fields, ()), key=f"{name} unfilter")


def _found(field: Field, chosen: Sequence[str]) -> set[str]:
    """The codes of a field that records have, or that are filtered by; asked only if there are retired ones."""
    vocabulary, database = field.vocabulary or "", office().database
    if not any(value.retired for value in database.given.vocabularies.get(vocabulary, ())):
        return set()
    return {*chosen, *vocabularies.uses(database, vocabulary)}


def _take_over(name: str, field: str) -> None:
    """Put what was chosen for a field in the place of what was wanted of it first."""
    where: Where = session.recall(f"{name} where") or ()
    chosen = tuple(session.recall(_key(name, field)) or ())
    place = next((place for place, (wanted, _) in enumerate(where) if wanted == field), len(where))
    new = ((field, chosen),) if chosen else ()
    session.remember(f"{name} where", where[:place] + new + where[place + 1 :])


def _key(name: str, field: str) -> str:
    return f"{name} filtered by {field}"


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
