"""What somebody has written, read as the typed value of a field: once for form, import and command line.

Nothing is bent to fit. What can't be read as a value stays the text it is, and the rules of its field say what is
wrong.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schemas.fields import Kind

DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?")
DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")
YES = frozenset({"yes", "ja", "true", "wahr", "x", "1"})
NO = frozenset({"no", "nein", "false", "falsch", "0"})


@dataclass(frozen=True, slots=True)
class Notation:
    """How somebody writes days and numbers."""

    decimal_comma: bool = True
    today: dt.date | None = None
    """A day without a year is the last such day up to this one; None: without a year it is no day."""
    ahead: bool = False
    """Whether the day can lie ahead: without a year it is then the one that is nearest to today."""


def _day(text: str, notation: Notation) -> dt.date | str:
    """5.3.2018, 5.3.18, 05/03/2018, 05032018, 2018-03-05; 5.3. where a year can be told. Day before month always."""
    iso, found = ISO_DAY.fullmatch(text), DAY.fullmatch(text) or DIGITS.fullmatch(text)
    try:
        if iso:
            return dt.date(*map(int, iso.groups()))
        if found and found[3]:
            return dt.date(int(found[3]) + 2000 * (len(found[3]) == 2), int(found[2]), int(found[1]))
        if found and notation.today:
            return _without_year(int(found[1]), int(found[2]), notation.today, ahead=notation.ahead)
    except ValueError:
        return text
    return text


def _without_year(day: int, month: int, today: dt.date, *, ahead: bool) -> dt.date:
    """The last such day up to today; where days can lie ahead, the nearest one.

    Raises:
        ValueError: no year has such a day, or only leap years do and none is near.
    """
    years = (today.year - 1, today.year, today.year + 1)
    days = [dt.date(year, month, day) for year in years if day < 29 or month != 2 or calendar.isleap(year)]
    if ahead and days:
        return min(days, key=lambda each: abs(each - today))
    return max(each for each in days if each <= today)


def _clock(text: str, _: Notation) -> dt.time | str:
    """14:30, 14.30, 1430, 14, each with or without "Uhr"."""
    found = CLOCK.fullmatch(text.removesuffix("Uhr").strip())
    try:
        return dt.time(int(found[1]), int(found[2] or 0)) if found else text
    except ValueError:
        return text


def _moment(text: str, notation: Notation) -> dt.datetime | str:
    """A day and a time with a blank between them."""
    first, _, second = text.partition(" ")
    day, clock = _day(first.rstrip(","), notation), _clock(second.strip(), notation)
    if isinstance(day, str) or isinstance(clock, str):
        return text
    return dt.datetime.combine(day, clock)


def _decimal(text: str, notation: Notation) -> Decimal | str:
    """1.234,5 or 1,234.5 as the notation has it; a single mark that can't group is a decimal one."""
    grouping, mark = (".", ",") if notation.decimal_comma else (",", ".")
    plain = text.replace("\N{MINUS SIGN}", "-")
    if re.fullmatch(rf"[-+]?(?!0\{grouping})\d{{1,3}}(\{grouping}\d{{3}})+(\{mark}\d+)?", plain):
        plain = plain.replace(grouping, "").replace(mark, ".")
    plain = plain.replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"[-+]?\d+(\.\d+)?", plain) and plain.isascii() else text


def _integer(text: str, notation: Notation) -> int | str:
    number = _decimal(text, notation)
    return int(number) if isinstance(number, Decimal) and number == number.to_integral_value() else text


def _codes(text: str, _: Notation) -> list[str]:
    return [code.strip() for code in text.split(";")]


def _flag(text: str, _: Notation) -> bool | str:
    return text.lower() in YES if text.lower() in YES | NO else text


def _as_it_is(text: str, _: Notation) -> str:
    return text


PARSERS: Mapping[Kind, Callable[[str, Notation], Any]] = {
    Kind.DAY: _day,
    Kind.TIME: _clock,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: _as_it_is,
    Kind.NOTE: _as_it_is,
    Kind.CHOICE: _as_it_is,
    Kind.CHOICES: _codes,
    Kind.FLAG: _flag,
}
"""For each kind: text without blanks around it to the typed value, or to the text itself if it is none."""


def parse(kind: Kind, text: str, notation: Notation) -> Any:
    """The typed value that a text means, None for an empty one, the text itself if it can't be read."""
    stripped = text if kind in (Kind.TEXT, Kind.NOTE) else text.strip()
    return PARSERS[kind](stripped, notation) if stripped else None
