"""What a file is called that somebody takes along: readable words, the period, and for whom it is written."""

import re
import unicodedata

from db import exports
from db.selection import Selection
from schemas.labels import Label

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def file_name(title: str, selection: Selection, form: Label, ending: str, language: str) -> str:
    """``Beratungen-nach-Kategorie_2018-01-01-bis-2018-04-30_Excel-deutsch.csv``; days sort as they are written."""
    period = exports.period(selection, language, str)
    named = map(words, (title, period, form.in_language(language)))
    return "_".join(filter(None, named)) + f".{ending}"


def words(text: str) -> str:
    """Words in letters, digits and hyphens, which every system keeps as they are."""
    letters = unicodedata.normalize("NFKD", text.translate(GERMAN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")
