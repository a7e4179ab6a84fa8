"""The history of a reporting period on the screen: who took which step and when, and why it was reopened."""

from collections.abc import Mapping

from dashboard import session
from dashboard.row_history import row_history
from dashboard.translations import msgid
from db import kept_periods
from db.history import Change
from schemas.reporting_period import ReportingPeriod

SENTENCES: Mapping[str, str] = {
    "create": msgid("Added {when} by {who}"),
    "update": msgid("Changed {when} by {who}"),
    "review": msgid("Review begun {when} by {who}"),
    "resume": msgid("Review stopped {when} by {who}"),
    "close": msgid("Closed {when} by {who}"),
    "reopen": msgid("Reopened {when} by {who}"),
}
"""What an entry of the history says, by its action."""


def period_history(period: ReportingPeriod) -> None:
    """What became of a period."""
    row_history(kept_periods.TABLE, period.id, SENTENCES, _more)


def _more(change: Change) -> str:
    """The reason, or the name and the days that it has from then on."""
    after = change.after or {}
    if change.action == "reopen":
        return str(after["reason"])
    if change.action in ("create", "update"):
        return f"{after['name']}, {kept_periods.from_document(after).days.in_language(session.language())}"
    return ""
