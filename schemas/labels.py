"""Words shown to readers, kept beside what they name, in both languages of the product."""

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
