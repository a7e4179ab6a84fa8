"""What somebody sees of a database: all of it, or no record, no note and no live figure, by whatever function."""

from collections.abc import Callable
from typing import NoReturn

import duckdb

from db.database import Database
from db.kept_periods import Periods
from db.office_settings import StoredSettings
from schemas.given import Given
from schemas.roles import Action, Actor, Forbidden

SEEING = (Action.SEE_RECORDS, Action.SEE_FIGURES)
"""What somebody must be allowed to who is to read at all."""


def seen_by(database: Database, actor: Actor) -> Database:
    """The database for somebody: itself, or one that refuses to be read.

    Whatever reads takes a database, so what is not handed over can't be read; caches are kept for each of the two.
    """
    return database if all(map(actor.may, SEEING)) else Unseen(database, actor)


class Unseen(Database):
    """A database for somebody who may see nothing of what it keeps, but how the office is set up."""

    def __init__(self, database: Database, actor: Actor) -> None:
        """Use ``seen_by``."""
        self._whole, self._actor = database, actor
        self.path, self.record_types = database.path, database.record_types

    @property
    def revision(self) -> int:
        """That of the database."""
        return self._whole.revision

    @property
    def given(self) -> Given:
        """Those of the database."""
        return self._whole.given

    @property
    def settings(self) -> StoredSettings:
        """Those of the database."""
        return self._whole.settings

    @property
    def periods(self) -> Periods:
        """Those of the database."""
        return self._whole.periods

    def last_number(self, table: str) -> NoReturn:  # noqa: ARG002  the signature is the database's
        """Refused: it counts records."""
        self._refuse()

    def cursor(self) -> NoReturn:
        """Refused."""
        self._refuse()

    def published(self) -> duckdb.DuckDBPyConnection:
        """That of the database: ``db/released_reports.py`` alone asks for it."""
        return self._whole.published()

    def writing(self) -> NoReturn:
        """Refused: who writes must see what there is."""
        self._refuse()

    def before_close(self, act: Callable[[], None]) -> NoReturn:  # noqa: ARG002  likewise
        """Refused: whoever asks has something to write."""
        self._refuse()

    def close(self) -> NoReturn:
        """Refused: it is open for others."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise Forbidden(self._actor, next(action for action in SEEING if not self._actor.may(action)))
