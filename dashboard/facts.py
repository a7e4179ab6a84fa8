"""Values of a record, and what changed in them, as HTML in which everything that somebody typed is harmless.

Not as Markdown: Streamlit makes dashes and arrows of hyphens there, even of escaped ones.
"""

import html
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard import session
from dashboard.formats import display
from schemas.fields import Field

NOTHING = "\N{EM DASH}"
"""Stands for an empty value in a difference."""

ARROW = "\N{RIGHTWARDS ARROW}"

QUOTED = "margin:0;padding-left:.75rem;border-left:3px solid currentColor;white-space:pre-wrap;overflow-wrap:anywhere"
"""Style of what somebody wrote."""


def facts(shown: Iterable[Field], record: Mapping[str, Any]) -> str:
    """The filled fields of a record."""
    return _list((field, _written(record[field.name], field)) for field in shown if record.get(field.name) is not None)


def differences(declared: Mapping[str, Field], changed: Mapping[str, tuple[Any, Any]]) -> str:
    """Fields with the value before and after: ``changed`` has both by the name of the field."""
    return _list(
        (declared[name], f"{_written(before, declared[name])} {ARROW} {_written(after, declared[name])}")
        for name, (before, after) in changed.items()
    )


def proposed(declared: Mapping[str, Field], changed: Mapping[str, tuple[Any, Any, Any]]) -> str:
    """Fields that ``changed`` has by name with three values: then, now and wished for. Then is told if now differs."""
    return _list(
        (declared[name], _wished(declared[name], *values)) for name, values in changed.items() if name in declared
    )


def _wished(field: Field, then: Any, now: Any, wished: Any) -> str:
    t = session.texts()
    difference = f"{_written(now, field)} {ARROW} {_written(wished, field)}"
    when = html.escape(t("when it was proposed"))
    return difference if then == now else f"{difference} ({when}: {_written(then, field)})"


def quotation(said: str) -> str:
    """What somebody wrote, as it was typed."""
    return f"<blockquote style='{QUOTED}'>{html.escape(said)}</blockquote>"


def _list(lines: Iterable[tuple[Field, str]]) -> str:
    language = session.language()
    shown = "".join(
        f"<div><dt style='display:inline;opacity:.8'>{html.escape(field.label.in_language(language))}:</dt> "
        f"<dd style='display:inline;margin:0;white-space:pre-wrap'>{value}</dd></div>"
        for field, value in lines
    )
    return f"<dl style='margin:0'>{shown}</dl>"


def _written(value: Any, field: Field) -> str:
    if value is None:
        return NOTHING
    reader = session.reader()
    unit = f" {field.unit.in_language(reader.language)}" if field.unit else ""
    return html.escape(display(value, field, reader) + unit)
