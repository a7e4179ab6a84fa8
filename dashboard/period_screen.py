"""The reporting periods of the office as a screen: made, renamed, and taken through review, closing and reopening."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.addresses import REPORTING_PERIOD
from dashboard.begun import begun
from dashboard.filters import day_input
from dashboard.formats import moment, plain
from dashboard.formats import period as written
from dashboard.office import office
from dashboard.period_closings import closings, frozen
from dashboard.period_deeds import Place, Places, Shown, attempt, step, tell
from dashboard.period_history import period_history
from dashboard.period_review import review
from db import kept_periods, reporting_periods
from db.kept_periods import Periods
from db.period_refusals import DaysUnusable, NameTaken, NameUnusable, PeriodsOverlap
from schemas.refusals import Refused
from schemas.reporting_period import STATES, PeriodState, ReportingPeriod

_CHOSEN, _MADE = "chosen reporting period", "reporting periods made"


def periods_page() -> None:
    """See all reporting periods, work on one, and make a new one."""
    t, periods = session.texts(), office().database.periods
    tell()
    if periods:
        _table(periods)
        _period(_choice(periods))
    else:
        st.info(t("There is no reporting period yet. Make the first one with the days that the report is about."))
    st.header(t("Add a period"))
    _addition()


def _table(periods: Periods) -> None:
    t, language = session.texts(), session.language()
    newest = list(reversed(periods))
    columns = {
        t("Name"): [plain(period.name) for period in newest],
        t("Days"): [written(period.first_day, period.last_day, language) for period in newest],
        t("State"): [_state(period) for period in newest],
    }
    st.table(pd.DataFrame(columns), hide_index=True, alt=t("List of all reporting periods"))


def _state(period: ReportingPeriod) -> str:
    t, reader = session.texts(), session.reader()
    if period.closed:
        return t("closed {when}", when=moment(period.changed_at, reader.language, reader.zone))
    return STATES[period.state].in_language(reader.language)


def _choice(periods: Periods) -> ReportingPeriod:
    """The period to work on: at first the one that the address names, else the one in review, else an open one."""
    t, today = session.texts(), session.today()
    by_number = {period.number: period for period in reversed(periods)}
    if len(periods) == 1:
        return periods[0]
    named = st.query_params.pop(REPORTING_PERIOD, "")
    if named in map(str, by_number):
        session.remember(_CHOSEN, int(named))
    if session.recall(_CHOSEN) not in by_number:
        in_review = [period for period in by_number.values() if period.state is PeriodState.IN_REVIEW]
        over = [period for period in by_number.values() if not period.closed and period.last_day < today]
        first = next(iter([*in_review, *over]), None) or kept_periods.current(periods, today) or periods[0]
        session.remember(_CHOSEN, first.number)
    chosen = st.selectbox(
        t("Reporting period"), list(by_number), format_func=lambda number: by_number[number].name, key=_CHOSEN
    )
    return by_number[chosen]


def _period(period: ReportingPeriod) -> None:
    """What can be done to a period in its state, its closings, and its history."""
    screens: Mapping[PeriodState, Callable[[Shown], None]] = {
        PeriodState.OPEN: _open,
        PeriodState.IN_REVIEW: review,
        PeriodState.CLOSED: frozen,
    }
    st.header(plain(f"{period.name}: {STATES[period.state].in_language(session.language())}"))
    screens[period.state](Shown(period, *begun(period, widget=_widget, now=_now)))
    closings(period)
    period_history(period)


def _widget(began: ReportingPeriod) -> str:
    """One of the widgets that change a period."""
    first = {PeriodState.OPEN: "name of period", PeriodState.IN_REVIEW: "resume", PeriodState.CLOSED: "reason"}
    return f"{first[began.state]} {began.id} {began.version}"


def _now(period: ReportingPeriod) -> str:
    days = written(period.first_day, period.last_day, session.language())
    return f"{period.name}, {days}, {_state(period)}"


def _open(shown: Shown) -> None:
    """Name and days, the way into the review, and the way out for what was made by mistake."""
    t, database, by, period = session.texts(), office().database, session.actor(), shown.period
    if period.reason:
        st.info(plain(t("It was reopened. Reason: {reason}", reason=period.reason)), icon=":material/lock_open:")
    given = _description(f"period {shown.mark}", t("Save"), shown.began)

    def change() -> None:
        reporting_periods.change(
            database,
            period.id,
            version=shown.version,
            name=given.name,
            first_day=given.first,
            last_day=given.last,
            by=by,
        )

    if given.sent:
        said = t("{period} is changed.", period=given.name.strip())
        attempt(change, said, given.place, given.places, of=shown)
    buttons, wrong = st.container(horizontal=True), st.empty()
    with buttons:
        said = t("{period} is in review.", period=period.name)
        step("review", shown, reporting_periods.review, said, wrong, primary=True)
        if not period.ever_closed:
            said = t("{period} is removed.", period=period.name)
            step("remove", shown, reporting_periods.remove, said, wrong)
    st.caption(t("In review you go through a checklist; records are entered and changed as before."))


def _addition() -> None:
    """A form for a new period; its widgets get new keys after each, which empties them."""
    t, count = session.texts(), session.remembered(_MADE, int)
    given = _description(f"new period {count}", t("Add"))

    def add() -> None:
        reporting_periods.add(
            office().database, name=given.name, first_day=given.first, last_day=given.last, by=session.actor()
        )
        session.remember(_MADE, count + 1)

    if given.sent:
        attempt(add, t("{period} is added.", period=given.name.strip()), given.place, given.places)


@dataclass(frozen=True, slots=True)
class _Description:
    """What was given in a form for name and days, and where to tell what is wrong with it."""

    name: str
    first: dt.date | None
    last: dt.date | None
    place: Place
    places: Places
    sent: bool


def _description(key: str, word: str, period: ReportingPeriod | None = None) -> _Description:
    t = session.texts()
    first_key, last_key = f"first day of {key}", f"last day of {key}"
    if period:
        session.seed(first_key, period.first_day)
        session.seed(last_key, period.last_day)
    with st.form(f"form of {key}", enter_to_submit=False):
        longest = reporting_periods.LONGEST_NAME
        name = st.text_input(t("Name"), value=period.name if period else "", key=f"name of {key}", max_chars=longest)
        at_name = st.empty()
        with st.container(horizontal=True):
            first, last = day_input(t("First day"), first_key), day_input(t("Last day"), last_key)
        at_days = st.empty()
        sent = st.form_submit_button(word, type="secondary" if period else "primary")
    names: tuple[type[Refused], ...] = (NameUnusable, NameTaken)
    days: tuple[type[Refused], ...] = (DaysUnusable, PeriodsOverlap)
    places = dict.fromkeys(names, at_name) | dict.fromkeys(days, at_days)
    return _Description(name, first, last, at_name, places, sent)
