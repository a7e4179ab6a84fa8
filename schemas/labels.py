"""Words shown to readers, kept beside what they name, in both languages of the product."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """One expression in German and in English."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        """The wording for ``language``; German for every language that is not English."""
        return self.en if language == "en" else self.de

    def filled(self, **details: object) -> "Label":
        """The same with its ``{named}`` places filled; a label among the details fills in its own word."""

        def worded(language: Language) -> str:
            said = {
                name: each.in_language(language) if isinstance(each, Label) else each for name, each in details.items()
            }
            return self.in_language(language).format(**said)

        return Label(worded("de"), worded("en"))


def listed(labels: Iterable[Label], between: str) -> Label:
    """Several labels as one, in each language."""
    every = tuple(labels)
    return Label(between.join(each.de for each in every), between.join(each.en for each in every))
