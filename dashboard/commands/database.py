"""The database that a command works on, opened for it, and what stops the command said in the office's language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dashboard.sentences import Sentence, Stopped

if TYPE_CHECKING:
    from dashboard.configuration import Settings
    from db.database import Database


@contextmanager
def opened(settings: "Settings") -> Iterator["Database"]:
    """The database of the settings, closed afterwards; whatever is refused meanwhile stops the command."""
    from db.database import open_database
    from schemas.refusals import Refused

    language = None
    try:
        with open_database(settings.database_file, first=settings.first, time_zone=settings.time_zone) as database:
            language = database.settings.language
            yield database
    except Refused as refused:
        raise Stopped(refused.label, language) from refused
    except Stopped as stopped:
        stopped.language = language
        raise


@contextmanager
def existing(settings: "Settings") -> Iterator["Database"]:
    """A database to read from. A misspelt path must not make a new, empty one."""
    if not settings.database_file.exists():
        raise Stopped(Sentence("There is no database {path}.", path=settings.database_file))
    with opened(settings) as database:
        yield database
