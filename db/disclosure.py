"""Disclosure control: what leaves the office tells of no person, neither by itself nor by what can be worked out of it.

Terms and method follow Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4, and the manual of
τ-ARGUS: cells that the threshold rule finds unsafe are suppressed (primary suppression), then others with them
(secondary suppression), so that the interval in which a reader can place an unsafe count stays wide enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from db.figure_documents import FrozenFigure
from schemas.labels import Label
from schemas.office_settings import OfficeSettings
from schemas.refusals import Refused

SIGN = "•"
"""What stands in place of a suppressed number, in both languages: German statistics write it for "kept secret"."""


class NotSafe(Refused):
    """The audit finds a count that could be worked out; nothing is released."""

    wording = Label(
        "Diese Tabellen werden nicht herausgegeben: eine kleine Zahl in „{title}“ ließe sich aus ihnen errechnen.",
        "These tables are not released: a small number in “{title}” could be worked out from them.",
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """The office's rule for counts of people and of their consultations."""

    threshold: int
    """Counts from 1 to below it are suppressed."""
    zeros_shown: bool
    """Whether zeros are told; else they are suppressed like small counts."""

    @classmethod
    def of(cls, settings: OfficeSettings) -> "Rule":
        """The rule that an office has set for itself."""
        return cls(settings.threshold, settings.zeros_shown)


@dataclass(frozen=True, eq=False)
class SafeFigure:
    """One figure as others than the office may see it."""

    figure: FrozenFigure
    """The figure: suppressed numbers are null in its frame, and its ``total`` is None if that is suppressed."""
    suppressed: frozenset[tuple[int, str]]
    """Row position and column name of each suppressed number; other nulls mean that there is no number."""
    total_suppressed: bool
    primary: int
    """How many counts the rule suppresses."""
    secondary: int
    """How many more numbers are suppressed so that those can't be worked out."""
    notes: tuple[Label, ...]
    """Rule and sign, to be told below the table; empty if nothing is suppressed."""


def safe(figures: Mapping[str, FrozenFigure], rule: Rule) -> Mapping[str, SafeFigure]:
    """The figures of one report, protected together: what is in ``figures`` is all that its readers get.

    Where a report compares with the period before, the figures of both periods are in ``figures``, under keys of
    their own: a difference is told if both its numbers are, and computed from the frames that this returns.

    Raises:
        NotSafe: what a reader can work out is narrower than the rule allows.
    """
    raise NotImplementedError
