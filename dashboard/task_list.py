"""What waits for the reader as a list: by kind, then by day, each task a link to the record where it is done."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from dashboard import live, session
from dashboard.addresses import RECORD
from dashboard.formats import moment, plain, typed, week, weekday
from dashboard.navigation import page_of
from dashboard.office import office
from dashboard.proposal_panel import answered_proposal
from dashboard.summaries import summary
from db import accounts, tasks
from db.proposed import Proposal
from db.tasks import Pile, Task, Waiting
from schemas.fields import shown
from schemas.record import Record, about
from schemas.roles import Action

TOLD = "told on tasks"

LOOKS = """<style>
[data-testid=stPageLink-NavLink] { height: auto }
[data-testid=stPageLink-NavLink] * { white-space: normal; overflow: visible; text-decoration: underline }
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stButton] { display: none }
  [data-testid=stMainBlockContainer] { padding: 0 }
  h2, h3 { break-after: avoid }
}
</style>"""
"""Links are as long as they are, on a phone too; on paper there are only the tasks."""


def tasks_page() -> None:
    """Everything that waits, followed as it changes."""
    live.follow()
    st.html(LOOKS)
    told = session.take(TOLD)
    if told:
        st.info(plain(told))
    found = tasks.waiting(office().database, session.actor())
    _overall(found)
    for kind, pile in found.items():
        st.header(kind.label.in_language(session.language()))
        if kind.name == "answered":
            for task in pile.tasks:
                _answer(task)
        else:
            _list(pile.tasks)
        _uncounted(pile)


def _overall(found: Mapping[Waiting, Pile]) -> None:
    """How much it is, and how much of it is late."""
    t, number, late = session.texts(), sum(pile.whole for pile in found.values()), sum(p.late for p in found.values())
    if number:
        counted = t.plural("{n} task", "{n} tasks", number)
        st.caption(" · ".join([counted, t.plural("{n} overdue", "{n} overdue", late)] if late else [counted]))
    elif session.actor().may(Action.DECIDE):
        st.success(t("Nothing waits: everything is done."), icon=":material/task_alt:")
    else:
        st.success(t("Nothing waits for you: everything is done."), icon=":material/task_alt:")


def _uncounted(pile: Pile) -> None:
    t, more = session.texts(), pile.whole - len(pile.tasks)
    if more:
        st.caption(t.plural("and {n} more", "and {n} more", more))


def _list(waiting: Sequence[Task]) -> None:
    """Links by day: late ones first, then the days of this week, next week, and what is later."""
    for (_, heading), together in groupby(waiting, key=_heading):
        if heading:
            st.subheader(heading)
        for task in together:
            _link(task.record_type, task.number, _line(task))


def _heading(task: Task) -> tuple[int, str]:
    """The part of the list that a task is in, with its heading."""
    t, language, today = session.texts(), session.language(), session.today()
    if task.day is None:
        return 0, ""
    if task.day < today:
        return 1, t("Overdue")
    monday = today - dt.timedelta(days=today.weekday())
    if task.day < monday + dt.timedelta(days=7):
        named = weekday(task.day, language)
        return 2, t("Today, {day}", day=named) if task.day == today else named
    if task.day < monday + dt.timedelta(days=14):
        return 3, t("Next week, {week}", week=week(task.day, language, year=False))
    return 4, t("Later")


def _link(record_type: type[Record], number: int, label: str) -> None:
    st.page_link(page_of(about(record_type).table), label=label, query_params={RECORD: str(number)})


def _line(task: Task) -> str:
    """A task in one line: when, what, and for the lead whose."""
    reader, parts = session.reader(), []
    if task.day is not None and _heading(task)[0] != 2:
        parts.append(weekday(task.day, reader.language, short=True))
    if task.proposal is not None:
        parts += _proposal(task, task.proposal)
    elif task.record is not None:
        parts.append(summary(task.record_type, task.record, reader, says=task.says))
    if session.actor().may(Action.DECIDE):
        parts.append(accounts.names(office().database).get(task.whose, task.whose))
    return " · ".join(typed(part) for part in parts if part)


def _proposal(task: Task, proposal: Proposal) -> Iterator[str]:
    """What somebody proposed to which record, and since when it waits."""
    t, reader, fields = session.texts(), session.reader(), shown(task.record_type)
    yield _record(task)
    names = [name for name in proposal.values(task.record_type) if name in fields]
    titles = ", ".join(fields[name].label.in_language(reader.language) for name in names)
    yield t("delete") if proposal.deletes else t("change: {fields}", fields=titles)
    yield t("since {when}", when=moment(proposal.created_at, reader.language, reader.zone))


def _record(task: Task) -> str:
    singular = about(task.record_type).singular.in_language(session.language())
    t = session.texts()
    return t("{record} no. {number}", record=singular, number=task.number)


def _answer(task: Task) -> None:
    """What became of an own proposal, until it is noted."""
    if task.proposal:
        with st.container(border=True):
            if task.proposal.ended_record:
                st.markdown(typed(_record(task)))
            else:
                _link(task.record_type, task.number, typed(_record(task)))
            answered_proposal(task.record_type, task.proposal, partial(session.remember, TOLD))
