"""From kind to widget: how a field is asked for, and how what a widget holds becomes a typed value and back."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import streamlit as st

from dashboard.formats import Reader, flag, label_of
from dashboard.session import recall
from dashboard.translations import translator
from schemas.fields import Field, Kind
from schemas.vocabulary import codes

WIDTHS: Mapping[Kind, int | Literal["stretch", "content"]] = {
    Kind.DAY: 210,
    Kind.TIME: 210,
    Kind.MOMENT: 280,
    Kind.INTEGER: 210,
    Kind.DECIMAL: 210,
    Kind.TEXT: 440,
    Kind.NOTE: "stretch",
    Kind.CHOICE: "content",
    Kind.CHOICES: "content",
    Kind.FLAG: "content",
}
"""How wide a field of each kind is, in pixels where it is not as wide as its row or its content."""

SEARCHED = 440
"""How wide a list of values is that is searched: such a widget has no width of its own."""

EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2150, 12, 31)
"""Wide limits for the calendar: a day out of bounds gets our sentence, not the English one of the widget."""

TAPPED = 12
"""Vocabularies of up to this many values are shown whole and picked with one tap."""

ONE_LINE = 300
"""Notes of up to this many characters are one line, which is sent while typing; a larger box is sent when left."""

PAUSE = "400ms"
"""Text is sent to the server after this pause in typing, so that a reload loses next to nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field as it is put to a person."""

    field: Field
    key: str
    reader: Reader

    @property
    def label(self) -> str:
        """Title, unit and the mark of what must be filled in."""
        title = self.field.label.in_language(self.reader.language)
        unit = f" ({self.field.unit.in_language(self.reader.language)})" if self.field.unit else ""
        return f"{title}{unit}{' *' * self.field.required}"

    @property
    def options(self) -> tuple[str, ...]:
        """The codes to choose from."""
        return codes(self.reader.vocabularies[self.field.vocabulary or ""])

    def name(self, code: str) -> str:
        """The label of a code."""
        return label_of(code, self.field.vocabulary or "", self.reader)

    @property
    def shown(self) -> dict[str, Any]:
        """What every widget gets."""
        help_text = self.field.help.in_language(self.reader.language) if self.field.help else None
        return {"key": self.key, "help": help_text, "width": WIDTHS[self.field.kind]}


def _day(question: Question) -> None:
    st.date_input(
        question.label,
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        format="DD.MM.YYYY",
        **question.shown,
    )


def _time(question: Question) -> None:
    st.time_input(question.label, value=None, step=dt.timedelta(minutes=15), **question.shown)


def _moment(question: Question) -> None:
    st.datetime_input(
        question.label,
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        format="DD.MM.YYYY",
        **question.shown,
    )


def _integer(question: Question) -> None:
    st.number_input(question.label, value=None, step=1, format="%d", **question.shown)


def _decimal(question: Question) -> None:
    st.number_input(question.label, value=None, step=0.25, format="%.2f", **question.shown)


def _text(question: Question) -> None:
    st.text_input(question.label, live=PAUSE, autocomplete="off", **question.shown)


def _note(question: Question) -> None:
    if question.field.bounds["longest"] <= ONE_LINE and "\n" not in (recall(question.key) or ""):
        _text(question)
    else:
        st.text_area(question.label, height=120, **question.shown)


def _choice(question: Question) -> None:
    if len(question.options) <= TAPPED:
        st.pills(question.label, question.options, format_func=question.name, wrap=True, **question.shown)
    else:
        t = translator(question.reader.language)
        st.selectbox(
            question.label,
            question.options,
            index=None,
            format_func=question.name,
            placeholder=t("Please choose"),
            **question.shown | {"width": SEARCHED},
        )


def _choices(question: Question) -> None:
    if len(question.options) <= TAPPED:
        st.pills(
            question.label,
            question.options,
            selection_mode="multi",
            format_func=question.name,
            wrap=True,
            **question.shown,
        )
    else:
        t = translator(question.reader.language)
        st.multiselect(
            question.label,
            question.options,
            format_func=question.name,
            placeholder=t("Please choose"),
            **question.shown | {"width": SEARCHED},
        )


def _flag(question: Question) -> None:
    st.pills(
        question.label,
        (True, False),
        format_func=lambda value: flag(value, question.reader.language),
        **question.shown,
    )


WIDGETS: Mapping[Kind, Callable[[Question], None]] = {
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: _text,
    Kind.NOTE: _note,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.FLAG: _flag,
}
"""How a field of each kind is asked for. No widget starts with a value that nobody gave."""


def _same(value: Any) -> Any:
    return value


def _from_number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


HELD: Mapping[Kind, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    Kind.DAY: (_same, _same),
    Kind.TIME: (_same, _same),
    Kind.MOMENT: (_same, _same),
    Kind.INTEGER: (_same, _same),
    Kind.DECIMAL: (_from_number, lambda value: None if value is None else float(value)),
    Kind.TEXT: (lambda value: value or None, lambda value: value or ""),
    Kind.NOTE: (lambda value: value or None, lambda value: value or ""),
    Kind.CHOICE: (_same, _same),
    Kind.CHOICES: (lambda value: list(value) if value else None, lambda value: list(value or [])),
    Kind.FLAG: (_same, _same),
}
"""For each kind: from what the widget holds to the typed value, and from the typed value to what the widget holds."""

OWN_ROW = (Kind.NOTE, Kind.CHOICES)
"""Kinds that take a row of the form for themselves."""
