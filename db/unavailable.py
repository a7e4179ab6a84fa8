"""Why a database can't be used, each reason with one sentence for the person in front of it."""

from pathlib import Path

import duckdb

from schemas.labels import Label
from schemas.refusals import Refused


class DatabaseUnavailable(Refused):
    """The database can't be used; nothing in it was changed."""

    def __init__(self, path: Path, **details: object) -> None:
        """``path`` is the file."""
        super().__init__(path=path, **details)


class DatabaseBusy(DatabaseUnavailable):
    """Another process holds the file."""

    wording = Label(
        "Die Datenbank {path} wird gerade von einem anderen Programm benutzt (läuft Integrationsbüro schon?). "
        "Bitte dort weiterarbeiten oder es beenden.",
        "The database {path} is in use by another program (is Integrationsbüro running already?). "
        "Please work there, or stop it first.",
    )


class DatabaseDamaged(DatabaseUnavailable):
    """The file is not a readable DuckDB database."""

    wording = Label(
        "Die Datei {path} ist keine lesbare Datenbank: sie ist beschädigt oder etwas anderes. Es wurde nichts "
        "verändert; bitte eine Sicherung einspielen.",
        "The file {path} is not a readable database: it is damaged or something else. Nothing was changed; "
        "please restore a backup.",
    )


class DatabaseNotWritable(DatabaseUnavailable):
    """The file or its folder can't be written or made."""

    wording = Label(
        "Die Datenbank {path} kann nicht geschrieben werden: Ordner und Datei brauchen Schreibrechte.",
        "The database {path} can't be written: folder and file need write permission.",
    )


class DiskFull(DatabaseUnavailable):
    """There is no room for the write; what was stored before is intact."""

    wording = Label(
        "Auf dem Datenträger von {path} ist kein Platz mehr. Es wurde nichts gespeichert und nichts verändert.",
        "There is no space left on the disk of {path}. Nothing was stored and nothing was changed.",
    )


class NewerDatabase(DatabaseUnavailable):
    """A newer version of the program has written the file."""

    wording = Label(
        "Die Datenbank {path} stammt von einer neueren Version des Programms. Bitte das Programm aktualisieren.",
        "The database {path} was written by a newer version of the program. Please update the program.",
    )


class IncompatibleDatabase(DatabaseUnavailable):
    """The stored tables contradict the declared record types."""

    wording = Label(
        "Die Datenbank {path} passt nicht zu dieser Version: {why}. Eine Kopie liegt daneben: {backup}. Es wurde "
        "nichts verändert.",
        "The database {path} does not fit this version: {why}. A copy lies beside it: {backup}. Nothing was changed.",
    )


class DatabaseFailed(DatabaseUnavailable):
    """DuckDB failed in a way that nobody has foreseen; the cause is chained to this error."""

    wording = Label(
        "Die Datenbank {path} konnte nicht geöffnet werden. Es wurde nichts verändert; das Protokoll nennt den Grund.",
        "The database {path} could not be opened. Nothing was changed; the log tells the reason.",
    )


_SIGNS: tuple[tuple[str, type[DatabaseUnavailable]], ...] = (
    ("No space left on device", DiskFull),
    ("Disk quota exceeded", DiskFull),
    ("File too large", DiskFull),
    ("Could not set lock on file", DatabaseBusy),
    ("Permission denied", DatabaseNotWritable),
    ("Read-only file system", DatabaseNotWritable),
    ("Cannot open file", DatabaseNotWritable),
    ("Is a directory", DatabaseNotWritable),
    ("database file with version number", NewerDatabase),
    ("newer version of DuckDB", NewerDatabase),
    ("not a valid DuckDB database file", DatabaseDamaged),
    ("Corrupt", DatabaseDamaged),
    ("Could not read", DatabaseDamaged),
    ("is an existing extension", DatabaseDamaged),
)
"""What DuckDB 1.5 says, and what it means."""


def reason(error: duckdb.Error, path: Path) -> DatabaseUnavailable | None:
    """The reason behind a DuckDB error, or None if the database is not to blame."""
    text = str(error)
    kind = next((kind for sign, kind in _SIGNS if sign in text), None)
    if kind is None and isinstance(error, duckdb.FatalException | duckdb.SerializationException):
        kind = DatabaseDamaged
    return kind(path) if kind else None
