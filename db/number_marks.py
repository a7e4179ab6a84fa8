"""Whether the numbers of a column have a decimal comma or a decimal point: told by themselves, or asked about."""

import re
from collections.abc import Iterable
from enum import StrEnum

from schemas.parsers import Notation


class Mark(StrEnum):
    """What stands before the decimal places."""

    COMMA = "comma"
    POINT = "point"


_SIGN = r"[-+\N{MINUS SIGN}]?"
_GROUPED = re.compile(rf"{_SIGN}(?!0[.,])\d{{1,3}}(?:([.,])\d{{3}})(?:\1\d{{3}})*")
"""Digits in groups of three by one mark."""
_ONE_WAY = (
    r"\d+{mark}(\d{{1,2}}|\d{{4,}})",
    r"\d{{4,}}{mark}\d+",
    r"0{mark}\d+",
    r"\d{{1,3}}({other}\d{{3}})+{mark}\d+",
    r"\d{{1,3}}({other}\d{{3}}){{2,}}",
)
"""Numbers that can be read in one way only, by their decimal mark and the other one."""


def _spoken(mark: str, other: str) -> re.Pattern[str]:
    return re.compile(f"{_SIGN}({'|'.join(each.format(mark=mark, other=other) for each in _ONE_WAY)})")


_COMMA, _POINT = _spoken(",", r"\."), _spoken(r"\.", ",")


def told(texts: Iterable[str]) -> Mark | None:
    """The mark that all numbers speak for which speak for one; None if none does, or if they contradict each other."""
    numbers = [text.strip() for text in texts]
    comma, point = (any(map(spoken.fullmatch, numbers)) for spoken in (_COMMA, _POINT))
    return None if comma == point else Mark.COMMA if comma else Mark.POINT


def ambiguous(texts: Iterable[str]) -> str | None:
    """The first number that can be read in two ways, None if there is none: 1.234 and 1,234 can."""
    return next(
        (text.strip() for text in texts if _GROUPED.fullmatch(text.strip()) and not _speaks(text.strip())), None
    )


def _speaks(text: str) -> bool:
    return bool(_COMMA.fullmatch(text) or _POINT.fullmatch(text))


def without_groups(text: str) -> str:
    """A whole number without the marks between its groups of three: as a whole number it can be read in one way."""
    return text.replace(".", "").replace(",", "") if _GROUPED.fullmatch(text) else text


def notation(mark: Mark | None) -> Notation:
    """How numbers with this mark are written."""
    return Notation(decimal_comma=mark is not Mark.POINT)
