"""What is wrong with a value, in a sentence that says what to do."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dashboard import formats
from dashboard.translations import msgid, translator
from schemas.fields import Field, Kind
from schemas.problems import Problem

SENTENCES: Mapping[str | tuple[str, Kind], str] = {
    "required": msgid("Please fill in."),
    ("required", Kind.CHOICE): msgid("Please choose one."),
    ("required", Kind.CHOICES): msgid("Please choose at least one."),
    "day": msgid("Please give a date, for example {example_day}."),
    "past": msgid("This day lies in the future. At the latest today, {today}."),
    "opened": msgid("The office was not open yet. At the earliest {opened}."),
    "clock": msgid("Please give a time in hours and minutes, for example {example_time}."),
    "moment": msgid("Please give date and time, for example {example_day} {example_time}."),
    "longest": msgid("Too long: at most {longest} characters."),
    "printable": msgid("Contains characters that can't be shown. Please type the text anew."),
    ("printable", Kind.TEXT): msgid("Contains line breaks or characters that can't be shown. Please use one line."),
    "pattern": msgid("Does not have the form asked for."),
    "known": msgid("This value is not in the list. Please choose one from the list."),
    ("known", Kind.CHOICES): msgid("Please choose values from the list, each only once."),
    "flag": msgid("Please answer yes or no."),
}
"""Sentences by rule, or by rule and kind where a kind needs its own. Places are filled with the problem's bounds."""

SPANS: Mapping[tuple[bool, bool], str] = {
    (True, True): msgid("Please give a whole number from {minimum} to {maximum}."),
    (True, False): msgid("Please give a whole number, {minimum} or more."),
    (False, True): msgid("Please give a whole number, {maximum} or less."),
    (False, False): msgid("Please give a whole number."),
}
"""Sentences for whole numbers out of bounds, by whether there is a minimum and a maximum."""

DECIMAL_SPANS: Mapping[tuple[bool, bool], str] = {
    (True, True): msgid("Please give a number from {minimum} to {maximum} with at most {places} decimal places."),
    (True, False): msgid("Please give a number, {minimum} or more, with at most {places} decimal places."),
    (False, True): msgid("Please give a number, {maximum} or less, with at most {places} decimal places."),
    (False, False): msgid("Please give a number with at most {places} decimal places."),
}
"""The same for numbers with decimal places."""

UNKNOWN_RULE = msgid("This value can't be kept as it is ({rule}).")


def sentence(problem: Problem, field: Field, language: str) -> str:
    """What is wrong with the field's value and what would be right, in the reader's language."""
    if problem.sentence is not None:
        return problem.sentence.in_language(language)
    bounds = {**field.bounds, **problem.bounds}
    examples = {"example_day": dt.date(2018, 12, 31), "example_time": dt.time(14, 30), "rule": problem.rule}
    places = {name: as_text(value, language) for name, value in {**examples, **bounds}.items()}
    return translator(language)(_message(problem.rule, field.kind, bounds), **places)


def _message(rule: str, kind: Kind, bounds: Mapping[str, Any]) -> str:
    if rule == "span":
        spans = DECIMAL_SPANS if kind is Kind.DECIMAL else SPANS
        return spans["minimum" in bounds, "maximum" in bounds]
    if rule == "pattern" and "form" in bounds:
        return msgid("Please write it like this: {form}.")
    return SENTENCES.get((rule, kind), SENTENCES.get(rule, UNKNOWN_RULE))


def as_text(value: Any, language: str) -> str:
    """A bound as text in the reader's language."""
    if isinstance(value, dt.date):
        return formats.day(value, language)
    if isinstance(value, dt.time):
        return formats.clock(value, language)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return formats.number(value, language)
    return str(value)
