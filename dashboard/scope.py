"""What the dashboard looks at: a period and filters, both in the address."""

import datetime as dt

import streamlit as st

from dashboard import addresses, session
from dashboard.addresses import END, PERIOD, START, View
from dashboard.filters import day_input, field_filters, sentence_of, set_where
from dashboard.formats import period, plain
from dashboard.office import office
from dashboard.presets import FREE, PRESETS, offered
from db import figures
from db.selection import Selection
from schemas.consultation import Consultation
from schemas.fields import fields

NAME = "scope"
FILTERED = ("municipality", "client_group", "setting", "topics")
"""By what the dashboard is filtered, as fields of a consultation; others follow where they have the same field."""


def chosen_scope() -> Selection:
    """The period and filters that are chosen, after the widgets to choose them."""
    settings, reader, t = office().settings, session.reader(), session.texts()
    filtered = [fields(Consultation)[name] for name in FILTERED]
    known = [PERIOD, START, END, *FILTERED]
    news = addresses.news(NAME, known, forgotten=not session.knows(f"{NAME} {PERIOD}"))
    if news is not None:
        _seed(news.get(PERIOD, [""])[-1], addresses.read(news, filtered, reader))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            t("Period"),
            offered(settings),
            format_func=lambda name: PRESETS[name].label.in_language(reader.language),
            key=f"{NAME} {PERIOD}",
            required=True,
            wrap=True,
        )
        preset = chosen or settings.default_period
        start, end = PRESETS[preset].days(office().database.given.today, settings)
        if preset == FREE:
            start, end = day_input(t("from"), f"{NAME} {START}"), day_input(t("to"), f"{NAME} {END}")
        where = field_filters(NAME, filtered)
    if start and end and start > end:
        st.error(t("The period ends before it starts. Please change one of the two days."))
        st.stop()
    selection = Selection(start, end, where)
    free = Selection(start, end) if preset == FREE else Selection()
    named = addresses.parameters(View(Selection(free.start, free.end, where)))
    addresses.write(NAME, {PERIOD: [preset], **named}, known)
    _tell(selection)
    return selection


def _seed(preset: str, named: View) -> None:
    """Give the widgets what the address names; an address without a period means the office's default."""
    settings = office().settings
    days: tuple[dt.date | None, dt.date | None] = (named.selection.start, named.selection.end)
    if preset not in offered(settings):
        preset = settings.default_period
    session.remember(f"{NAME} {PERIOD}", preset)
    for part, day in zip((START, END), days, strict=True):
        session.remember(f"{NAME} {part}", day)
    set_where(NAME, [fields(Consultation)[name] for name in FILTERED], named.selection.where)


def _tell(selection: Selection) -> None:
    """The period in days, the one it is compared with, and the filters."""
    t, language = session.texts(), session.language()
    previous = figures.comparable(office().database, selection)
    told = period(selection.start, selection.end, language) or t("All days")
    if previous is not None:
        told += " · " + t("compared with {period}", period=period(previous.start, previous.end, language))
    filters = sentence_of([fields(Consultation)[name] for name in FILTERED], selection.where)
    st.caption(plain(f"{told} · {filters}" if filters else told))
