"""Constructors for the columns of record types: the only place that spells pandera metadata."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal as Number
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas import checks
from schemas.fields import Kind, Question, is_unread, typed
from schemas.labels import Label

Day: TypeAlias = Series[object]
Time: TypeAlias = Series[object]
Moment: TypeAlias = Series[object]
Integer: TypeAlias = Series[object]
Decimal: TypeAlias = Series[object]
Text: TypeAlias = Series[object]
Choice: TypeAlias = Series[object]
Choices: TypeAlias = Series[object]
Flag: TypeAlias = Series[object]
"""All columns hold Python values: a dtype of pandas would turn "5" into 5 and 1 into yes before anybody looks."""

LARGEST = 2_147_483_647
"""The largest whole number that an INTEGER column stores."""


def _column(
    kind: Kind,
    label: Label,
    rules: Sequence[pa.Check],
    *,
    help: Label | None = None,
    required: bool = False,
    system: bool = False,
    dimension: bool = False,
    measure: bool = False,
    vocabulary: str | None = None,
    unit: Label | None = None,
    aliases: Sequence[str] = (),
    question: Question | None = None,
    split: Sequence[str] = (),
    bounds: Mapping[str, Any] | None = None,
) -> Any:
    metadata = {
        "kind": kind,
        "label": label,
        "help": help,
        "system": system,
        "dimension": dimension,
        "measure": measure,
        "vocabulary": vocabulary,
        "unit": unit,
        "aliases": tuple(aliases),
        "question": question,
        "split": tuple(split),
        "bounds": {name: bound for name, bound in (bounds or {}).items() if bound is not None},
    }
    column = pa.Field(nullable=not required, title=label.de, metadata=metadata)
    column.checks.extend(rules)
    return column


def day(label: Label, *, past: bool = True, opened: bool = True, **facts: Any) -> Any:
    """A calendar day; ``past``: it must have come; ``opened``: not before the office opened."""
    rules = [checks.day()] + [checks.past()] * past + [checks.opened()] * opened
    return _column(Kind.DAY, label, rules, bounds={"past": past or None, "opened": opened or None}, **facts)


def time(label: Label, **facts: Any) -> Any:
    """A time of day, to the minute."""
    return _column(Kind.TIME, label, [checks.clock()], **facts)


def moment(label: Label, **facts: Any) -> Any:
    """A point in time, kept in UTC without offset."""
    return _column(Kind.MOMENT, label, [checks.moment()], **facts)


def integer(label: Label, *, minimum: int = 0, maximum: int = LARGEST, **facts: Any) -> Any:
    """A whole number within its bounds."""
    bounds = {"minimum": minimum, "maximum": maximum}
    return _column(Kind.INTEGER, label, [checks.span(minimum, maximum)], bounds=bounds, **facts)


def decimal(label: Label, *, minimum: Number = Number(0), maximum: Number = Number("9999999.99"), **facts: Any) -> Any:
    """A number with up to two decimal places within its bounds."""
    bounds = {"minimum": minimum, "maximum": maximum, "places": 2}
    return _column(Kind.DECIMAL, label, [checks.span(minimum, maximum, places=2)], bounds=bounds, **facts)


def text(label: Label, *, longest: int, pattern: str | None = None, form: str | None = None, **facts: Any) -> Any:
    """One line of text; ``pattern`` is a regular expression for all of it, ``form`` an example that matches."""
    rules = [checks.longest(longest), checks.printable(lines=False)]
    if pattern is not None:
        rules.append(checks.pattern(pattern))
    bounds = {"longest": longest, "pattern": pattern, "form": form}
    return _column(Kind.TEXT, label, rules, bounds=bounds, **facts)


def note(label: Label, *, longest: int, **facts: Any) -> Any:
    """Text of several lines. It can name a person, so it is never a dimension."""
    rules = [checks.longest(longest), checks.printable(lines=True)]
    return _column(Kind.NOTE, label, rules, bounds={"longest": longest}, **facts)


def choice(label: Label, vocabulary: str, **facts: Any) -> Any:
    """One code of a vocabulary; its ``question`` is how lists ask for it that know only yes and no."""
    return _column(Kind.CHOICE, label, [checks.known(vocabulary)], vocabulary=vocabulary, **facts)


def choices(label: Label, vocabulary: str, **facts: Any) -> Any:
    """A list of one or more codes of a vocabulary."""
    return _column(Kind.CHOICES, label, [checks.all_known(vocabulary)], vocabulary=vocabulary, **facts)


def flag(label: Label, **facts: Any) -> Any:
    """Yes or no."""
    return _column(Kind.FLAG, label, [checks.flag()], **facts)


def rule(
    name: str, *needed: str, de: str, en: str, shown_at: str | None = None
) -> Callable[[Callable[..., pd.Series]], Any]:
    """A rule over several columns, as a method ``(cls, frame) -> Series of bool``; the sentences say what is wrong.

    The rule is asked only about rows in which every one of ``needed`` has a value and every value could be read; other
    columns may be absent from the frame. A breach is shown at the field ``shown_at``, else at the first of ``needed``.
    """

    def declare(holds: Callable[..., pd.Series]) -> Any:
        def check(cls: type, frame: pd.DataFrame) -> pd.Series:
            if not set(needed) <= set(frame.columns):
                return pd.Series(True, index=frame.index)
            asked = np.all([readable(cls, frame), *(pd.notna(frame[name].to_numpy()) for name in needed)], axis=0)
            if asked.all():
                return holds(cls, frame)
            verdict = pd.Series(True, index=frame.index)
            if asked.any():
                verdict[asked] = holds(cls, frame[asked]).astype(bool)
            return verdict

        facts = {"shown_at": shown_at or needed[0], "sentence": Label(de, en)}
        return pa.dataframe_check(name=name, statistics=facts)(check)

    return declare


def readable(record_type: type, frame: pd.DataFrame) -> np.ndarray:
    """Whether all values of a row could be read; what could not is the text that was typed, and its column says so."""
    there = [field for field in typed(record_type) if field.name in frame]
    unread = [np.fromiter((is_unread(field, each) for each in frame[field.name]), bool, len(frame)) for field in there]
    return ~np.any(unread, axis=0) if unread else np.ones(len(frame), dtype=bool)
