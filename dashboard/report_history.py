"""The history of a report on the screen: who took which step and when, and what was written."""

from collections.abc import Mapping
from typing import Any

from dashboard import session
from dashboard.formats import flag
from dashboard.row_history import row_history
from dashboard.translations import msgid
from db import kept_reports
from db.history import Change
from db.kept_reports import Report
from schemas.fields import Kind
from schemas.labels import Label
from schemas.report import COURSE_TITLE, FIELDS, ReportField

SENTENCES: Mapping[str, str] = {
    "create": msgid("Made {when} by {who}"),
    "update": msgid("Changed {when} by {who}"),
    "check": msgid("Marked as checked {when} by {who}"),
    "revise": msgid("Made a draft again {when} by {who}"),
    "submit": msgid("Submitted {when} by {who}"),
    "release": msgid("Released {when} by {who}"),
    "withdraw": msgid("Release taken back {when} by {who}"),
}
"""What an entry of the history says, by its action."""

OTHERS: Mapping[str, Label] = {
    "course": COURSE_TITLE,
    "closing": Label("neuere Zahlen", "newer figures"),
}
"""What else is written, besides fields."""

WRITTEN, EMPTIED = Label("{field} „{value}“", "{field} “{value}”"), Label("{field} geleert", "{field} emptied")
"""A short value, and one that is gone; of a text only its name is told."""


def report_history(report: Report) -> None:
    """What became of a report."""
    row_history(kept_reports.TABLE, report.id, SENTENCES, _more)


def _more(change: Change) -> str:
    """What was written: short values themselves, texts by their names."""
    if change.action != "update":
        return ""
    before, after, language = change.before or {}, change.after or {}, session.language()
    changed = [name for name in (*FIELDS, *OTHERS) if before.get(name) != after.get(name)]
    return ", ".join(_told(name, after.get(name), language) for name in changed)


def _told(name: str, value: Any, language: str) -> str:
    field = FIELDS.get(name)
    if field is None or (field.kind is Kind.NOTE and value is not None):
        return (field.label if field else OTHERS[name]).in_language(language)
    written = WRITTEN.filled(field=field.label, value=_value(field, value, language)) if value is not None else None
    return (written or EMPTIED.filled(field=field.label)).in_language(language)


def _value(field: ReportField, value: Any, language: str) -> str:
    if field.kind is Kind.FLAG:
        return flag(value, language)
    return field.choices[value].in_language(language) if field.choices else str(value)
