"""How commands that print figures and records read the words of the office, and the option that asks for a language."""

from argparse import Namespace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dashboard.commands.language import OPTION
from dashboard.translations import LOCALES

if TYPE_CHECKING:
    from dashboard.commands.parser import Parser
    from dashboard.configuration import Settings
    from db.database import Database
    from db.delimited import Reader


def add_language(parser: "Parser", help_: str) -> None:
    """The option ``--language``."""
    parser.add_argument(OPTION, choices=[*LOCALES], help=help_)


def reader_of(given: Namespace, settings: "Settings", database: "Database") -> "Reader":
    """Who reads what is printed: in the language asked for by the command, else in the office's."""
    from db.delimited import Reader

    language = given.language or database.settings.language
    return Reader(language, database.given.vocabularies, ZoneInfo(settings.time_zone))
