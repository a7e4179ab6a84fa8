"""From kind to control: how a field is asked for in a form, and how a value stands there as text."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from dashboard import formats
from dashboard.formats import Reader, flag
from dashboard.translations import translator
from schemas.fields import Field, Kind
from schemas.parsers import Notation, parse

CONTROLS: Mapping[Kind, str] = {
    Kind.DAY: "day",
    Kind.TIME: "time",
    Kind.MOMENT: "moment",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.TEXT: "line",
    Kind.NOTE: "lines",
    Kind.CHOICE: "one",
    Kind.CHOICES: "many",
    Kind.FLAG: "one",
}
"""The control of ``elements/form.js`` for each kind. None starts with a value that nobody gave."""

TAPPED = 12
"""Vocabularies of up to this many values are shown whole and picked with one tap; longer ones are searched."""


Answer = str | list[str]
"""What stands in a control: text, or codes."""


def _as_it_is(value: Any, _: Reader) -> str:
    return str(value)


WRITERS: Mapping[Kind, tuple[type, Callable[[Any, Reader], Answer]]] = {
    Kind.DAY: (dt.date, lambda value, reader: formats.day(value, reader.language)),
    Kind.TIME: (dt.time, lambda value, reader: formats.clock(value, reader.language)),
    Kind.MOMENT: (dt.datetime, lambda value, reader: formats.moment(value, reader.language, reader.zone)),
    Kind.INTEGER: (int, _as_it_is),
    Kind.DECIMAL: (Decimal, lambda value, reader: formats.exact(value, reader.language)),
    Kind.TEXT: (str, _as_it_is),
    Kind.NOTE: (str, _as_it_is),
    Kind.CHOICE: (str, _as_it_is),
    Kind.CHOICES: (list, lambda value, _: list(value)),
    Kind.FLAG: (bool, lambda value, _: "yes" if value else "no"),
}
"""For each kind: the type of its values, and how one stands in the form."""


def written(values: Mapping[str, Any], fields: Mapping[str, Field], reader: Reader) -> dict[str, Answer]:
    """Values as they stand in the form; what was typed and could not be read stands there as it was typed."""
    shown = {}
    for name, value in values.items():
        expected, write = WRITERS[fields[name].kind]
        shown[name] = write(value, reader) if isinstance(value, expected) else str(value)
    return shown


def read(answers: Mapping[str, Any], fields: Mapping[str, Field], reader: Reader, today: dt.date) -> dict[str, Any]:
    """Answers of the form as typed values of the fields that are filled in; text that can't be read stays text.

    Answers come from outside: what is no field, and what is neither text nor a list of texts, is left out.
    """
    values: dict[str, Any] = {}
    for name, answer in answers.items():
        if name in fields and isinstance(answer, str):
            values[name] = _stored(parse(fields[name].kind, answer, _notation(fields[name], reader, today)), reader)
        elif name in fields and isinstance(answer, list) and all(isinstance(code, str) for code in answer):
            values[name] = answer or None
    return {name: value for name, value in values.items() if value is not None}


def _notation(field: Field, reader: Reader, today: dt.date) -> Notation:
    return Notation(reader.language != "en", today, ahead="past" not in field.bounds)


def _stored(value: Any, reader: Reader) -> Any:
    """A point in time by the clock of the office as it is stored, in UTC; everything else as it is."""
    if not isinstance(value, dt.datetime):
        return value
    return value.replace(tzinfo=reader.zone).astimezone(dt.UTC).replace(tzinfo=None)


def question(field: Field, reader: Reader, had: Any = None) -> dict[str, Any]:
    """A field as ``elements/form.js`` asks for it: name, texts in the reader's language, control and options.

    Retired values are no options but for a record that ``had`` them before.
    """
    title = field.label.in_language(reader.language)
    unit = f" ({field.unit.in_language(reader.language)})" if field.unit else ""
    options = _options(field, reader, had)
    return {
        "name": field.name,
        "title": title,
        "label": f"{title}{unit}",
        "help": field.help.in_language(reader.language) if field.help else "",
        "control": CONTROLS[field.kind] + "-searched" * (len(options) > TAPPED),
        "options": options,
        "example": _example(field.kind, reader.language),
    }


def lines(name: str, title: str) -> dict[str, Any]:
    """A question for text that is no field of the record."""
    asked = {"name": name, "title": title, "label": title, "help": "", "options": [], "example": ""}
    return asked | {"control": CONTROLS[Kind.NOTE]}


def _options(field: Field, reader: Reader, had: Any) -> list[tuple[str, str]]:
    """Codes and names of the values to choose from."""
    if field.kind is Kind.FLAG:
        return [("yes", flag(True, reader.language)), ("no", flag(False, reader.language))]
    if field.vocabulary is None:
        return []
    kept = had if isinstance(had, list) else [had]
    return [
        (value.code, value.label.in_language(reader.language))
        for value in reader.vocabularies[field.vocabulary]
        if not value.retired or value.code in kept
    ]


def _example(kind: Kind, language: str) -> str:
    """The form that is expected, where it goes without saying in the field."""
    t = translator(language)
    day, clock = t("DD/MM/YYYY"), t("HH:MM")
    return {Kind.DAY: day, Kind.TIME: clock, Kind.MOMENT: f"{day} {clock}"}.get(kind, "")
