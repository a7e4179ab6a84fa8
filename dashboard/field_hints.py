"""What may stand in a field, in a few words for whoever fills in a list without the form at hand."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dashboard.messages import as_text
from dashboard.translations import msgid, translator
from schemas.columns import LARGEST
from schemas.fields import Field, Kind
from schemas.given import Given

KINDS: Mapping[Kind, str] = {
    Kind.DAY: msgid("A date, for example {day}."),
    Kind.TIME: msgid("A time, for example {time}."),
    Kind.MOMENT: msgid("Date and time, for example {day} {time}."),
    Kind.INTEGER: msgid("A whole number from {minimum} to {maximum}."),
    Kind.DECIMAL: msgid("A number from {minimum} to {maximum} with at most {places} decimal places."),
    Kind.TEXT: msgid("One line of text, at most {longest} characters."),
    Kind.NOTE: msgid("Text, at most {longest} characters."),
    Kind.CHOICE: msgid("One value from the list."),
    Kind.CHOICES: msgid("One or more values from the list, with semicolons between them."),
    Kind.FLAG: msgid("Yes or no."),
}
"""The sentence for each kind."""

UNBOUNDED = msgid("A whole number, {minimum} or more.")
EXAMPLES: Mapping[str, Any] = {"day": dt.date(2018, 12, 31), "time": dt.time(14, 30)}

BOUNDS: Mapping[str, str] = {
    "opened": msgid("Not before {opened}."),
    "past": msgid("Not after the present day."),
    "form": msgid("Written like {form}."),
}
"""The sentences for limits beyond those of the kind."""


def hints(field: Field, given: Given, language: str) -> list[str]:
    """Whether the field must be filled in, what may stand there, and what is to be minded, a sentence each."""
    t, bounds = translator(language), {**EXAMPLES, **field.bounds, "opened": given.opened}
    places = {name: as_text(bound, language) for name, bound in bounds.items()}
    kind = UNBOUNDED if bounds.get("maximum") == LARGEST else KINDS[field.kind]
    limits = [t(sentence, **places) for name, sentence in BOUNDS.items() if name in field.bounds]
    sentences = [t("Must be filled in.")] if field.required else []
    sentences += [t(kind, **places)]
    sentences += [t("In {unit}.", unit=field.unit.in_language(language))] if field.unit else []
    return [*sentences, *limits, *([field.help.in_language(language)] if field.help else [])]
