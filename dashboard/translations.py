"""The texts of the frame (buttons, messages) in the reader's language, from a gettext catalogue without a build step.

English is written in the code: ``t("Save")``, ``t("{field} is missing", field=…)`` or
``t.plural("{n} record", "{n} records", 3)``. German stands in ``locales/de/LC_MESSAGES/messages.po``, which is read
once at the first use. To add a text, write it in the code and add two lines to the .po, in any place:

    msgid "Save"
    msgstr "Speichern"

The test of this module fails for a text without German, with the lines to paste, and for German that no code uses any
more. It finds literal texts in calls of ``_``, ``t``, ``plural``, ``msgid`` and ``Sentence``; the last two mark
a text that is translated later. The catalogue is read by two patterns: Babel, which the tests read it by, would take
60 ms, and the help of the command waits for it. A number in a text is formatted before it is handed over (``formats``).
"""

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCALES: dict[str, str] = {"de": "de_DE", "en": "en_GB"}
"""Languages of the product and the places whose customs for numbers and dates they follow."""

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "t": None, "plural": (1, 2), "msgid": None, "Sentence": None}
"""Calls in which the extraction finds texts, with the positions of singular and plural."""

CATALOGUES = Path(__file__).parent / "locales"
_QUOTED = r'(?:".*"\n?)+'
ENTRY = re.compile(rf"^msgid (?P<text>{_QUOTED})(?:msgid_plural {_QUOTED})?(?P<forms>(?:msgstr\S* {_QUOTED})+)", re.M)
FORM = re.compile(rf"^msgstr\S* ({_QUOTED})", re.M)


def msgid(message: str) -> str:
    """Mark a text for translation where it is only written down."""
    return message


def locale_of(language: str) -> str:
    """The locale for a language; German for every language that is not English."""
    return LOCALES.get(language, LOCALES["de"])


@functools.cache
def catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of a language by those in the code: one, or singular and plural. Of English there are none."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    entries = ENTRY.finditer(path.read_text(encoding="utf-8"))
    return {_joined(entry["text"]): tuple(map(_joined, FORM.findall(entry["forms"]))) for entry in entries}


def _joined(lines: str) -> str:
    """A text of a catalogue, which may stand in several quoted lines."""
    return "".join(json.loads(line) for line in lines.splitlines())


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates into one language; a text without translation stays English."""

    language: str

    def __call__(self, message: str, /, **values: Any) -> str:
        """The text in the reader's language, with its ``{named}`` places filled."""
        return _filled(catalogue(self.language).get(message, (message,))[0], values)

    def plural(self, singular: str, plural: str, n: int, /, **values: Any) -> str:
        """The text for ``n`` things; ``{n}`` is filled with the number as the reader writes it."""
        from babel.numbers import format_decimal

        message = catalogue(self.language).get(singular, (singular, plural))[n != 1]
        return _filled(message, {"n": format_decimal(n, locale=locale_of(self.language)), **values})


def _filled(message: str, values: dict[str, Any]) -> str:
    return message.format(**values) if values else message


@functools.cache
def translator(language: str) -> Translator:
    """The translator for a language; German for every language that is not English."""
    return Translator("en" if language == "en" else "de")
