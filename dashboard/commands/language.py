"""Which language the command speaks: decided before anything is parsed, for the help and for what is misused."""

import os
import tomllib
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.locations import PREFIX, configuration_file
from dashboard.translations import LOCALES, Translator, translator

if TYPE_CHECKING:
    from db.database import Database

OPTION = "--language"


def wanted(arguments: Sequence[str]) -> str | None:
    """The language asked for by the command line, the environment or the settings file; None if by none of them."""
    found = (_commanded(arguments), os.environ.get(f"{PREFIX}LANGUAGE"), _in_file())
    return next((language for language in found if language in LOCALES), None)


def _commanded(arguments: Sequence[str]) -> str | None:
    """What follows ``--language``, as a word of its own or after an equals sign."""
    for place, argument in enumerate(arguments):
        name, joined, value = argument.partition("=")
        if name == OPTION:
            return value if joined else next(iter(arguments[place + 1 :]), None)
    return None


def _in_file() -> str | None:
    try:
        return str(tomllib.loads(configuration_file().read_text("utf-8")).get("language"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None  # whoever reads the settings says what is wrong with the file


def texts(given: Namespace, database: "Database") -> Translator:
    """What the command has to say, in the language asked for, else in the office's."""
    return translator(given.spoken or database.settings.language)
