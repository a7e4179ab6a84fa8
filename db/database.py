"""The database file: opened once by one process, a cursor for each call, one writer at a time."""

import datetime as dt
import errno
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

import duckdb

from db import history, kept_periods, migrations, office_settings, states, tables, value_lists
from db.kept_periods import Periods
from db.office_settings import StoredSettings
from db.unavailable import (
    DatabaseDamaged,
    DatabaseFailed,
    DatabaseNotWritable,
    DatabaseUnavailable,
    DiskFull,
    IncompatibleDatabase,
    NewerDatabase,
    reason,
)
from db.writing import Writing as Writing
from db.writing import now as now
from schemas import RECORDS
from schemas.given import Given
from schemas.labels import listed
from schemas.office_settings import OfficeSettings
from schemas.record import Record, about
from schemas.record import states as states_of
from schemas.vocabulary import Vocabularies
from schemas.workflow import STATE

_HEADERS = 3 * 4096
"""Bytes before the first block of a DuckDB file."""


def today_in(time_zone: str) -> Callable[[], dt.date]:
    """A clock that tells the day it is in a time zone."""
    zone = ZoneInfo(time_zone)
    return lambda: dt.datetime.now(zone).date()


class Database:
    """An open database. DuckDB connections are not thread-safe: every call takes a cursor of its own."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path: Path,
        record_types: tuple[type[Record], ...],
        first: OfficeSettings,
        today: Callable[[], dt.date],
    ) -> None:
        """Use ``open_database``."""
        self._connection, self._writer, self._today = connection, threading.RLock(), today
        self.path = path
        self.record_types = record_types
        self._given_up = False
        self._before_close: list[Callable[[], None]] = []
        self._revision, self._numbers, self._last_hash = _counters(connection, record_types)
        self._vocabularies, self._periods, self._settings = _kept_in_memory(connection)
        self._states: Vocabularies = {name: values for each in record_types for name, values in states_of(each).items()}
        self._known: tuple[Vocabularies, Vocabularies] = ({}, {})
        if self._settings is None or value_lists.lacking(self._vocabularies):
            with self.writing() as writing:
                value_lists.fill(writing)
                if writing.settings is None:
                    office_settings.fill(writing, first)

    @property
    def revision(self) -> int:
        """A number that every write moves on: caches and live pages are keyed on it. Costs no query."""
        return self._revision

    def last_number(self, table: str) -> int:
        """The highest running number that was given in a table, even if that record is deleted. Costs no query."""
        return self._numbers.get(table, 0)

    @property
    def given(self) -> Given:
        """The circumstances under which records are checked now, with the states of record types among the lists."""
        return Given(today=self._today(), opened=self.settings.opened, vocabularies=self._lists())

    def _lists(self) -> Vocabularies:
        """Value lists and states: the same object until a value list changes, which caches go by."""
        stored, (seen, known) = self._vocabularies, self._known
        if seen is not stored:
            known = {**stored, **self._states}
            self._known = stored, known
        return known

    @property
    def settings(self) -> StoredSettings:
        """What the office has set for itself. Costs no query."""
        if self._settings is None:
            raise LookupError("settings are stored when a database is opened")
        return self._settings

    @property
    def periods(self) -> Periods:
        """The reporting periods by their days. Costs no query."""
        return self._periods

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one call in one thread; close it, or use it as a context manager."""
        if self._given_up:
            self._reopen()
        return self._connection.cursor()

    def published(self) -> duckdb.DuckDBPyConnection:
        """A cursor for what is released to everybody; whoever may see nothing else has this one, too."""
        return self.cursor()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction, the only one that writes at a time; committed when the block ends, else rolled back.

        Raises:
            DatabaseUnavailable: the disk is full or failed; nothing was stored.
        """
        with self._writer:
            try:
                with self.cursor() as cursor, _transaction(cursor):
                    writing = Writing(
                        cursor,
                        self._revision,
                        self._last_hash,
                        dict(self._numbers),
                        self._vocabularies,
                        self._periods,
                        self._settings,
                    )
                    yield writing
            except duckdb.Error as error:
                self._given_up = isinstance(error, duckdb.FatalException)
                unavailable = reason(error, self.path)
                if unavailable:
                    raise unavailable from error
                raise
            # In this order: whoever asks for the revision first never takes old lists for those of the new one.
            self._vocabularies, self._periods, self._settings = writing.vocabularies, writing.periods, writing.settings
            self._revision, self._numbers, self._last_hash = writing.entry, writing.numbers, writing.last_hash

    def _reopen(self) -> None:
        """Open the file anew: DuckDB gives up a database that it could not write, until every cursor is closed."""
        with self._writer:
            if self._given_up:
                self._connection.close()
                try:
                    self._connection = _connect(self.path)
                    self._vocabularies, self._periods, self._settings = _kept_in_memory(self._connection)
                    self._revision, self._numbers, self._last_hash = _counters(self._connection, self.record_types)
                except duckdb.Error as error:
                    raise _unavailable(error, self.path) from error
                self._given_up = False

    def before_close(self, act: Callable[[], None]) -> None:
        """Let something be done when the database is about to be closed."""
        self._before_close.append(act)

    def close(self) -> None:
        """Write everything into the file proper and let go of it."""
        for act in self._before_close:
            act()
        self._connection.close()

    def __enter__(self) -> "Database":
        """The database itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.begin()
    try:
        yield
        cursor.commit()
    except BaseException:
        with suppress(duckdb.TransactionException, duckdb.FatalException):
            cursor.rollback()  # a commit that failed has rolled back already
        raise


def _kept_in_memory(connection: duckdb.DuckDBPyConnection) -> tuple[Vocabularies, Periods, StoredSettings | None]:
    """What every save and every page needs."""
    with connection.cursor() as cursor:
        return value_lists.read(cursor), kept_periods.read(cursor), office_settings.read(cursor)


def _counters(
    connection: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]]
) -> tuple[int, dict[str, int], str]:
    """The revision, the last running number of each table, and the hash of the last history entry.

    The history knows the numbers of deleted records too, also of those that came with an import.
    """
    with connection.cursor() as cursor:
        entry, last_hash = history.last(cursor)
        told = cursor.execute(
            "SELECT record_type, max(number) FROM (SELECT record_type, number FROM history"
            " UNION ALL SELECT record_type, number FROM imported_records) GROUP BY record_type"
        ).fetchall()
        numbers: dict[str, int] = dict(told)
        for table in (about(record_type).table for record_type in record_types):
            (last,) = cursor.execute(f"SELECT coalesce(max(number), 0) FROM {tables.quoted(table)}").fetchone() or (0,)
            numbers[table] = max(last, numbers.get(table, 0))
    return entry, numbers, last_hash


def open_database(
    path: Path | str,
    *,
    first: OfficeSettings | None = None,
    today: Callable[[], dt.date] | None = None,
    time_zone: str = "Europe/Berlin",
    record_types: Iterable[type[Record]] | None = None,
) -> Database:
    """Open the database file, made if missing, and bring its tables up to the declared record types.

    Before tables of a database with records are changed, a copy is written beside the file. ``first`` are the settings
    that a new office begins with; later on those count that are stored.

    Raises:
        DatabaseUnavailable: one sentence says why; the file is as it was.
    """
    path = Path(path)
    types = tuple(RECORDS.values()) if record_types is None else tuple(record_types)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path.parent).close()  # else the first save would find that the log can't be written
        connection = _connect(path)
    except OSError as error:
        raise (DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else DatabaseNotWritable)(path) from error
    except duckdb.Error as error:
        raise _unavailable(error, path) from error
    try:
        _bring_up(connection, path, types)
        database = Database(connection, path, types, first or OfficeSettings(), today or today_in(time_zone))
        _derive_states(database)
        return database
    except BaseException as error:
        connection.close()
        if isinstance(error, duckdb.Error):
            raise _unavailable(error, path) from error
        raise


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file; what DuckDB takes for the file of an extension (SQLite) is not to make it fetch one."""
    return duckdb.connect(str(path), config={"autoinstall_known_extensions": False})


def _unavailable(error: duckdb.Error, path: Path) -> DatabaseUnavailable:
    """Why the file can't be opened."""
    return reason(error, path) or DatabaseFailed(path)


def _bring_up(connection: duckdb.DuckDBPyConnection, path: Path, record_types: tuple[type[Record], ...]) -> None:
    with connection.cursor() as cursor:
        if path.stat().st_size < _size_in_use(cursor):
            raise DatabaseDamaged(path)
        seen = migrations.applied(cursor)
        if seen > migrations.newest():
            raise NewerDatabase(path)
        wrong = tables.contradictions(cursor, record_types)
        if wrong:
            backup = back_up(connection, path)
            raise IncompatibleDatabase(path, why=listed(wrong, "; "), backup=backup.name)
        if seen and (seen < migrations.newest() or tables.differ(cursor, record_types)):
            back_up(connection, path)
        cursor.begin()
        migrations.apply(cursor)
        tables.derive(cursor, record_types)
        cursor.commit()


def _derive_states(database: Database) -> None:
    """Give old records the state that their type has now. DuckDB can require it only after that is committed."""
    with database.cursor() as cursor:
        for record_type in states.lacking(cursor, database.record_types):
            with database.writing() as writing:
                states.fill(writing, record_type, database.given)
            tables.require(cursor, record_type, STATE)


def _size_in_use(cursor: duckdb.DuckDBPyConnection) -> int:
    """Bytes of the file up to the end of the last block that a table uses.

    DuckDB opens a file that has lost its end, and fails only when it gets there.
    """
    last = -1
    for (table,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall():
        blocks = "SELECT coalesce(max(block_id), -1) FROM pragma_storage_info(?) WHERE persistent"
        last = max(last, *(cursor.execute(blocks, [table]).fetchone() or ()))
    (size,) = cursor.execute("SELECT block_size FROM pragma_database_size()").fetchone() or (0,)
    return int(_HEADERS + (last + 1) * size) if last >= 0 else 0


def back_up(connection: duckdb.DuckDBPyConnection, path: Path) -> Path:
    """Write a consistent copy beside the database file; its name tells the moment.

    ``COPY FROM DATABASE`` reads one snapshot while others write; copying file and write-ahead log by hand would not.
    """
    copy = path.with_name(f"{path.stem}.{now():%Y%m%dT%H%M%S%f}.backup.duckdb")
    with connection.cursor() as cursor:
        (source,) = cursor.execute("SELECT current_database()").fetchone() or ("",)
        cursor.execute(f"ATTACH '{str(copy).replace(chr(39), chr(39) * 2)}' AS backup_copy")
        try:
            cursor.execute(f"COPY FROM DATABASE {tables.quoted(source)} TO backup_copy")
        finally:
            cursor.execute("DETACH backup_copy")
    return copy
