"""The texts of the frame (buttons, messages) in the reader's language, by gettext without a build step.

English is written in the code: ``t("Save")``, ``t("{field} is missing", field=…)`` or
``t.plural("{n} record", "{n} records", 3)``. German stands in ``locales/de/LC_MESSAGES/messages.po``, which is read
once at the first use. To add a text, write it in the code and add two lines to the .po, in any place:

    msgid "Save"
    msgstr "Speichern"

The test of this module fails for a text without German, with the lines to paste, and for German that no code uses any
more. It finds literal texts in calls of ``_``, ``t``, ``plural`` and ``msgid``; the last marks a text that stands in
a table and is translated later. A number in a text is formatted before it is handed over (``formats``).
"""

import functools
import gettext
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES: dict[str, str] = {"de": "de_DE", "en": "en_GB"}
"""Languages of the product and the places whose customs for numbers and dates they follow."""

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "t": None, "plural": (1, 2), "msgid": None}
"""Calls in which the extraction finds texts, with the positions of singular and plural."""

CATALOGUES = Path(__file__).parent / "locales"


def msgid(message: str) -> str:
    """Mark a text for translation where it is only written down."""
    return message


def locale_of(language: str) -> str:
    """The locale for a language; German for every language that is not English."""
    return LOCALES.get(language, LOCALES["de"])


@functools.cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The texts of a language. Without a catalogue (English), texts stay as they are written in the code."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open(encoding="utf-8") as source:
        read = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates into one language; a text without translation stays English."""

    language: str

    def __call__(self, message: str, /, **values: Any) -> str:
        """The text in the reader's language, with its ``{named}`` places filled."""
        return _filled(catalogue(self.language).gettext(message), values)

    def plural(self, singular: str, plural: str, n: int, /, **values: Any) -> str:
        """The text for ``n`` things; ``{n}`` is filled with the number as the reader writes it."""
        message = catalogue(self.language).ngettext(singular, plural, n)
        return _filled(message, {"n": format_decimal(n, locale=locale_of(self.language)), **values})


def _filled(message: str, values: dict[str, Any]) -> str:
    return message.format(**values) if values else message


@functools.cache
def translator(language: str) -> Translator:
    """The translator for a language; German for every language that is not English."""
    return Translator("en" if language == "en" else "de")
