"""What the lead is told above the preview of a report: what is kept back, and why nothing is compared."""

import datetime as dt
from collections.abc import Iterator

from dashboard.report_comparison import missing
from dashboard.translations import Translator, translator
from db.report_figures import Told


def notices(content: Told, opened: dt.date, language: str) -> Iterator[str]:
    """The sentences, as far as there is something to tell."""
    small = sum(safe.primary for safe in content.safe.values())
    others = sum(safe.secondary for safe in content.safe.values())
    yield kept_back(small, others, content.rule.threshold, translator(language))
    uncompared = missing(content.frozen, opened, language)
    if uncompared:
        yield uncompared


def kept_back(small: int, others: int, threshold: int, t: Translator) -> str:
    """How many numbers are too small, and how many are kept back on their account or on that of earlier reports."""
    if not small:
        told = t("No number is too small to be told (under {threshold}).", threshold=threshold)
        return f"{told} {_for_earlier_reports(others, t)}" if others else told
    told = t.plural(
        "{n} number is too small to be told (under {threshold}).",
        "{n} numbers are too small to be told (under {threshold}).",
        small,
        threshold=threshold,
    )
    return f"{told} {_for_small_ones(others, t)}"


def _for_small_ones(others: int, t: Translator) -> str:
    if not others:
        return t("No other has to be kept back for that.")
    return t.plural(
        "{n} other is kept back, so that nothing small can be worked out.",
        "{n} others are kept back, so that nothing small can be worked out.",
        others,
    )


def _for_earlier_reports(others: int, t: Translator) -> str:
    return t.plural(
        "{n} number is kept back, so that nothing small can be worked out together with earlier reports.",
        "{n} numbers are kept back, so that nothing small can be worked out together with earlier reports.",
        others,
    )
