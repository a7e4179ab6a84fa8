"""Values as a reader writes them: days, numbers and labels in German or British English."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

from dashboard.translations import locale_of, translator
from db.delimited import OFFICE_ZONE
from db.delimited import Reader as Reader
from schemas.fields import Field, Kind

DAY_PATTERNS = {"de": "dd.MM.yyyy", "en": "dd/MM/yyyy"}
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
"""ASCII punctuation: every mark that Markdown knows, and that a backslash makes plain."""
_MEANT = re.compile(r"(?i)(?::(?=\S)|www\.)\S*|(?<=\d)[.)](?=\s|$)|\.(?=[^\W\d])|[!#$&*+\-/<=>@\[\\\]^_`{|}~]")
"""Where marks could mean something. Others get no backslash: Streamlit would tell it to screen readers in the name of a
field, as in "Dauer (Min.)"."""

_JOINED = re.compile(r"(?<=[-<>=~])(?=[-<>=~])")
"""Between marks that Streamlit draws as one: an arrow, a dash, a sign of comparison."""

_WEEKDAYS = {"de": ("EEEE, dd.MM.yyyy", "EEE dd.MM.yyyy"), "en": ("EEEE, dd/MM/yyyy", "EEE dd/MM/yyyy")}

_COMMA_AND_POINT = str.maketrans(",.", ".,")
TRUE_MINUS = "\N{MINUS SIGN}"
RANGE = " \N{EN DASH} "


def day(value: dt.date, language: str) -> str:
    """``05.01.2018``, ``05/01/2018``."""
    return format_date(value, day_pattern(language), locale=locale_of(language))


def day_pattern(language: str) -> str:
    """How days are written: ``dd.MM.yyyy``, ``dd/MM/yyyy``."""
    return DAY_PATTERNS["en" if language == "en" else "de"]


def weekday(value: dt.date, language: str, *, short: bool = False) -> str:
    """``Freitag, 05.01.2018``, ``Friday, 05/01/2018``; ``Fr. 05.01.2018``, ``Fri 05/01/2018`` if ``short``."""
    return format_date(value, _WEEKDAYS["en" if language == "en" else "de"][short], locale=locale_of(language))


def period(start: dt.date | None, end: dt.date | None, language: str) -> str:
    """``01.07.2017 – 30.04.2018``; an open side is left out, and so is everything when both are."""
    sides = ["" if side is None else day(side, language) for side in (start, end)]
    return RANGE.join(sides).strip() if any(sides) else ""


def week(value: dt.date, language: str, *, year: bool = True) -> str:
    """The ISO week of a day: ``KW 03 2018``, ``Week 03 2018``; the year is that of the week."""
    iso = value.isocalendar()
    t = translator(language)
    name = t("Week {number}", number=f"{iso.week:02}")
    return f"{name} {iso.year}" if year else name


def month(value: dt.date, language: str) -> str:
    """``Jan. 2018``, ``Jan 2018``."""
    return format_date(value, "MMM y", locale=locale_of(language))


def clock(value: dt.time, language: str) -> str:
    """``14:30``."""
    return format_time(value, "HH:mm", locale=locale_of(language))


def moment(value: dt.datetime, language: str, zone: ZoneInfo = OFFICE_ZONE) -> str:
    """A point in time kept as naive UTC, by the clock of ``zone``: ``05.01.2018 14:30``."""
    local = value.replace(tzinfo=dt.UTC).astimezone(zone)
    return f"{day(local.date(), language)} {clock(local.time(), language)}"


def number(value: int | float | Decimal, language: str, *, places: int = 2, fixed: bool = False) -> str:
    """``1.234,5``, ``1,234.5``: at most ``places`` decimal places, those that are zero only if ``fixed``."""
    pattern = "#,##0" + "." * (places > 0) + ("0" if fixed else "#") * places
    return format_decimal(value, pattern, locale=locale_of(language))


def exact(value: Decimal, language: str) -> str:
    """``1.234,505``, ``1,234.505``: every decimal place up to the last that is not zero."""
    shown = f"{value:,f}"
    if "." in shown:
        shown = shown.rstrip("0").removesuffix(".")
    return shown if language == "en" else shown.translate(_COMMA_AND_POINT)


def percent(share: float | Decimal, language: str, *, places: int = 0) -> str:
    """A share of one: ``12 %``, ``12%``."""
    sign = "%" if language == "en" else "\N{NO-BREAK SPACE}%"
    return format_percent(share, "#,##0" + "." * (places > 0) + "0" * places + sign, locale=locale_of(language))


def change(value: int | float | Decimal, language: str, *, places: int = 1) -> str:
    """A difference with its sign: ``+12``, ``−3``, ``±0``; what rounds to nothing is ``±0``."""
    size = number(-value if value < 0 else value, language, places=places)
    if size == "0":
        return "±0"
    return ("+" if value > 0 else TRUE_MINUS) + size


def change_percent(share: float, language: str, *, places: int = 0) -> str:
    """A difference as a share of one, with its sign: ``+12 %``, ``−3 %``, ``±0 %``."""
    size = percent(abs(share), language, places=places)
    if size == percent(0, language, places=places):
        return "±" + percent(0, language)
    return ("+" if share > 0 else TRUE_MINUS) + size


def flag(value: bool, language: str) -> str:
    """``ja``, ``nein``."""
    t = translator(language)
    return t("yes") if value else t("no")


def label_of(code: str, vocabulary: str, reader: Reader) -> str:
    """The name of a code; the code itself where the vocabulary does not have it any more."""
    named = {value.code: value.label for value in reader.vocabularies[vocabulary]}
    return named[code].in_language(reader.language) if code in named else code


def _choice(value: str, field: Field, reader: Reader) -> str:
    return label_of(value, field.vocabulary or "", reader)


def _choices(value: list[str], field: Field, reader: Reader) -> str:
    return ", ".join(_choice(code, field, reader) for code in value)


DISPLAYS: Mapping[Kind, Callable[[Any, Field, Reader], str]] = {
    Kind.DAY: lambda value, _, reader: day(value, reader.language),
    Kind.TIME: lambda value, _, reader: clock(value, reader.language),
    Kind.MOMENT: lambda value, _, reader: moment(value, reader.language, reader.zone),
    Kind.INTEGER: lambda value, _, reader: number(value, reader.language, places=0),
    Kind.DECIMAL: lambda value, _, reader: number(value, reader.language),
    Kind.TEXT: lambda value, *_: str(value),
    Kind.NOTE: lambda value, *_: str(value),
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.FLAG: lambda value, _, reader: flag(value, reader.language),
}
"""How a value of each kind is written for a reader."""


def display(value: Any, field: Field, reader: Reader) -> str:
    """A record's value as text for a reader; an empty value is an empty text. Units are not part of it."""
    return "" if value is None else DISPLAYS[field.kind](value, field, reader)


def plain(text: str) -> str:
    """Text as Markdown that shows just this text: nothing in it becomes a link, an icon, a formula or HTML."""
    return _MEANT.sub(lambda found: _MARKS.sub(r"\\\g<0>", found[0]), text).replace("\n", "  \n")


def typed(text: str) -> str:
    """Like ``plain``, for text that somebody typed: arrows and dashes stay the marks that were typed, too."""
    return plain(_JOINED.sub("\N{WORD JOINER}", text))
