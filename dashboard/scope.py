"""What the dashboard looks at: a period and filters, both in the address."""

from collections.abc import Iterator

import streamlit as st

from dashboard import addresses, session
from dashboard.addresses import END, PERIOD, REPORTING_PERIOD, START, View
from dashboard.filters import day_input, field_filters, sentence_of, set_where
from dashboard.formats import moment, period, plain
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.presets import FREE, PRESETS, REPORTING, Days, default, offered
from db import figures, kept_periods
from db.periods import is_running
from db.selection import Selection
from schemas.consultation import Consultation
from schemas.fields import fields
from schemas.reporting_period import ReportingPeriod
from schemas.roles import Action

NAME = "scope"
_CHOSEN_PERIOD = f"{NAME} {REPORTING_PERIOD}"
FILTERED = ("municipality", "client_group", "setting", "topics")
"""By what the dashboard is filtered, as fields of a consultation; others follow where they have the same field."""


def chosen_scope() -> Selection:
    """The period and filters that are chosen, after the widgets to choose them."""
    settings, reader, t = office().settings, session.reader(), session.texts()
    filtered = [fields(Consultation)[name] for name in FILTERED]
    known, periods = [PERIOD, REPORTING_PERIOD, START, END, *FILTERED], office().database.periods
    news = addresses.news(NAME, known, forgotten=not session.knows(f"{NAME} {PERIOD}"))
    if news is not None:
        _seed(news.get(PERIOD, [""])[-1], addresses.read(news, filtered, reader))
        session.remember(_CHOSEN_PERIOD, news.get(REPORTING_PERIOD, [""])[-1])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            t("Period"),
            offered(periods),
            format_func=lambda name: PRESETS[name].label.in_language(reader.language),
            key=f"{NAME} {PERIOD}",
            required=True,
            wrap=True,
        )
        preset = chosen if chosen in offered(periods) else default(settings, periods)
        start, end = PRESETS[preset].days(office().database.given.today, _chosen_days(preset))
        where = field_filters(NAME, filtered)
    if start and end and start > end:
        st.error(t("The period ends before it starts. Please change one of the two days."))
        st.stop()
    selection = Selection(start, end, where)
    free = Selection(start, end) if preset == FREE else Selection()
    named = addresses.parameters(View(Selection(free.start, free.end, where)))
    reporting = {REPORTING_PERIOD: [session.recall(_CHOSEN_PERIOD)]} if preset == REPORTING else {}
    addresses.write(NAME, {PERIOD: [preset], **reporting, **named}, known)
    _tell(selection)
    return selection


def _chosen_days(preset: str) -> Days:
    """The days of the presets that leave a choice, after the widgets for it."""
    t = session.texts()
    if preset == FREE:
        return day_input(t("from"), f"{NAME} {START}"), day_input(t("to"), f"{NAME} {END}")
    return _reporting_days() if preset == REPORTING else (None, None)


def _reporting_days() -> Days:
    """The days of the reporting period that is chosen, at first the current one; a single one needs no choice."""
    t, database = session.texts(), office().database
    by_number = {str(each.number): each for each in reversed(database.periods)}
    current = kept_periods.current(database.periods, database.given.today)
    if session.recall(_CHOSEN_PERIOD) not in by_number and current:
        session.remember(_CHOSEN_PERIOD, str(current.number))
    if len(by_number) > 1:
        st.selectbox(
            t("Reporting period"),
            list(by_number),
            format_func=lambda number: by_number[number].name,
            key=_CHOSEN_PERIOD,
            width=260,
        )
    chosen = by_number[session.recall(_CHOSEN_PERIOD)]
    return chosen.first_day, chosen.last_day


def _seed(preset: str, named: View) -> None:
    """Give the widgets what the address names; one without a period means its own days, else the office's default."""
    settings, periods = office().settings, office().database.periods
    days: Days = (named.selection.start, named.selection.end)
    if preset not in offered(periods):
        preset = FREE if any(days) and not preset else default(settings, periods)
    session.remember(f"{NAME} {PERIOD}", preset)
    for part, day in zip((START, END), days, strict=True):
        session.remember(f"{NAME} {part}", day)
    set_where(NAME, [fields(Consultation)[name] for name in FILTERED], named.selection.where)


def _compared(selection: Selection) -> Iterator[str]:
    """The days that the period is compared with, if it can be: as many as have passed of a running one."""
    t, database = session.texts(), office().database
    previous = figures.comparable(database, selection)
    if previous is not None:
        before = period(previous.start, previous.end, session.language())
        if is_running(selection, database.given.today):
            yield t("up to today compared with {period}", period=before)
        else:
            yield t("compared with {period}", period=before)


def _tell(selection: Selection) -> None:
    """The period in days, those it is compared with, and the filters."""
    t, language = session.texts(), session.language()
    told = " · ".join([period(selection.start, selection.end, language) or t("All days"), *_compared(selection)])
    filters = sentence_of([fields(Consultation)[name] for name in FILTERED], selection.where)
    st.caption(plain(f"{told} · {filters}" if filters else told))
    for closed in office().database.periods:
        if closed.closed and (closed.first_day, closed.last_day) == (selection.start, selection.end):
            _tell_of_frozen(closed)


def _tell_of_frozen(closed: ReportingPeriod) -> None:
    """That what is shown is counted now, and where the figures are that were frozen."""
    t, reader = session.texts(), session.reader()
    when = moment(closed.changed_at, reader.language, reader.zone)
    said = t(
        "These are the figures of now. {period} was closed {when}, and its figures were frozen then.",
        period=closed.name,
        when=when,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(said), width="content")
        if session.actor().may(Action.MANAGE_PERIODS):
            named = {REPORTING_PERIOD: str(closed.number)}
            st.page_link(page_of("periods"), label=t("The frozen figures"), icon=":material/lock:", query_params=named)
