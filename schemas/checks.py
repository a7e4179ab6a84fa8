"""The rules that columns declare, as pandera checks named after the rule.

A check gets the values of one column that are not null and answers for each; a value of the wrong type fails.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from numbers import Integral
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.given import given


def _check(rule: str, holds: Callable[[Any], bool]) -> pa.Check:
    return _check_now(rule, lambda: holds)


def _check_now(rule: str, prepare: Callable[[], Callable[[Any], bool]]) -> pa.Check:
    """A check that looks at the circumstances once for all values."""

    def each(values: pd.Series) -> pd.Series:
        holds = prepare()
        return pd.Series([holds(value) for value in values.tolist()], index=values.index, dtype=bool)

    return pa.Check(each, name=rule)


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def day() -> pa.Check:
    """A calendar day."""
    return _check("day", _is_day)


def past() -> pa.Check:
    """A day that has come; what is no day is said by ``day``."""

    def prepare() -> Callable[[Any], bool]:
        today = given().today
        return lambda value: not _is_day(value) or value <= today

    return _check_now("past", prepare)


def opened() -> pa.Check:
    """A day on which the office was open already; what is no day is said by ``day``."""

    def prepare() -> Callable[[Any], bool]:
        first = given().opened
        return lambda value: not _is_day(value) or value >= first

    return _check_now("opened", prepare)


def clock() -> pa.Check:
    """A time of day, to the minute."""
    return _check("clock", lambda value: isinstance(value, dt.time) and value == value.replace(second=0, microsecond=0))


def moment() -> pa.Check:
    """A point in time in UTC."""
    return _check("moment", lambda value: isinstance(value, dt.datetime) and value.tzinfo is None)


def span(minimum: int | Decimal, maximum: int | Decimal, *, places: int = 0) -> pa.Check:
    """A number from ``minimum`` to ``maximum`` with at most ``places`` decimal places."""

    def holds(value: Any) -> bool:
        if isinstance(value, Decimal) and places:
            return value.is_finite() and minimum <= value <= maximum and value == round(value, places)
        whole = type(value) is int or (isinstance(value, Integral) and not isinstance(value, bool))
        return whole and minimum <= value <= maximum

    return _check("span", holds)


def longest(characters: int) -> pa.Check:
    """Text of one to ``characters`` characters."""
    return _check("longest", lambda value: isinstance(value, str) and 0 < len(value) <= characters)


def printable(*, lines: bool) -> pa.Check:
    """Text without control characters; line breaks only where ``lines``."""

    def holds(value: object) -> bool:
        if not isinstance(value, str):
            return False
        text = value.replace("\n", "") if lines else value
        return text.isprintable() or not any(unicodedata.category(mark) in ("Cc", "Cs") for mark in text)

    return _check("printable", holds)


def pattern(expression: str) -> pa.Check:
    """Text that matches ``expression`` as a whole."""
    return _check("pattern", lambda value: isinstance(value, str) and bool(re.fullmatch(expression, value)))


def known(vocabulary: str) -> pa.Check:
    """A code of the vocabulary."""

    def prepare() -> Callable[[Any], bool]:
        allowed = _codes(vocabulary)
        return lambda value: isinstance(value, str) and value in allowed

    return _check_now("known", prepare)


def all_known(vocabulary: str) -> pa.Check:
    """A list of one or more different codes of the vocabulary."""

    def prepare() -> Callable[[Any], bool]:
        allowed = _codes(vocabulary)

        def holds(value: object) -> bool:
            if not isinstance(value, list) or not value:
                return False
            known = all(isinstance(code, str) and code in allowed for code in value)
            return known and len(set(value)) == len(value)

        return holds

    return _check_now("known", prepare)


def _codes(vocabulary: str) -> frozenset[str]:
    """The codes that can be chosen, and retired ones that the record had before."""
    values, kept = given().vocabularies[vocabulary], given().kept
    return frozenset(value.code for value in values if not value.retired or (vocabulary, value.code) in kept)


def flag() -> pa.Check:
    """Yes or no."""
    return _check("flag", lambda value: isinstance(value, bool))
