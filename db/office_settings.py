"""The office's settings as they are kept: one row, whose changes are in the history and count from their commit on."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import duckdb

from db import history, statements
from db.delimited import FLAVOURS
from db.tables import quoted
from db.writing import Writing, now
from schemas.fields import entered
from schemas.labels import LANGUAGES, Label
from schemas.office_settings import EARLIEST, LEAST_THRESHOLD, LONGEST_NAME, MOST_THRESHOLD, OfficeSettings
from schemas.record import Record, about
from schemas.roles import OPERATOR, Action, Actor

if TYPE_CHECKING:
    from db.database import Database

TABLE = "settings"
ID = "office"
"""The id of the only row."""
AHEAD = dt.timedelta(days=366)
"""How long before its first day an office can be set up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSettings(OfficeSettings):
    """The settings with what the database says about them."""

    id: str
    number: int
    version: int
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime
    changed_by: str


NAMES = tuple(field.name for field in fields(OfficeSettings))
COLUMNS = tuple(field.name for field in fields(StoredSettings))


class SettingsRefused(Exception):
    """At least one setting can't be used; nothing was written."""

    def __init__(self, problems: Mapping[str, Label]) -> None:
        """``problems`` has a sentence for each wrong setting, by its name."""
        super().__init__(" ".join(f"{name}: {label.en}" for name, label in problems.items()))
        self.problems = problems


class SettingsConflict(Exception):
    """Somebody else has changed the settings since they were read; nothing was written."""

    def __init__(self, current: StoredSettings) -> None:
        """``current`` is what is stored now."""
        super().__init__(f"the settings are at version {current.version}")
        self.current = current


def read(cursor: duckdb.DuckDBPyConnection) -> StoredSettings | None:
    """The stored settings, None before the first start is over."""
    row = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE}").fetchone()
    return StoredSettings(**dict(zip(COLUMNS, row, strict=True))) if row else None


def fill(writing: Writing, first: OfficeSettings) -> None:
    """Store the settings that an office begins with."""
    moment, by = now(), OPERATOR.id
    stamps: dict[str, Any] = {"created_at": moment, "created_by": by, "changed_at": moment, "changed_by": by}
    writing.settings = StoredSettings(**_values(first), id=ID, number=1, version=1, **stamps)
    row = asdict(writing.settings)
    statements.insert(writing.cursor, TABLE, [row])
    history.add(writing, "create", TABLE, [(None, row)], by)


def change(database: "Database", wanted: OfficeSettings, *, version: int, by: Actor) -> StoredSettings:
    """Store other settings and return them as stored. ``version`` is that of the settings they were made from.

    Raises:
        Forbidden: the actor does not change settings.
        SettingsRefused: the settings can't be used, or records lie before the first day.
        SettingsConflict: somebody else was faster.
        DatabaseUnavailable: the disk is full or failed.
    """
    by.must(Action.CHANGE_SETTINGS)
    values = _values(wanted)
    values["office_name"] = " ".join(unicodedata.normalize("NFC", wanted.office_name).split())
    with database.writing() as writing:
        current = writing.settings
        if current is None:
            raise LookupError("settings are stored when a database is opened")
        if values == _values(current):
            return current
        if version != current.version:
            raise SettingsConflict(current)
        problems = _problems(OfficeSettings(**values), database.given.today)
        if wanted.opened != current.opened and "opened" not in problems:
            problems |= _records_before(writing.cursor, database.record_types, wanted.opened)
        if problems:
            raise SettingsRefused(problems)
        return _store(writing, current, values, by)


def _store(writing: Writing, current: StoredSettings, values: Mapping[str, Any], by: Actor) -> StoredSettings:
    stamps = {"version": current.version + 1, "changed_at": now(), "changed_by": by.id}
    row = {**asdict(current), **values, **stamps}
    statements.update(writing.cursor, TABLE, {"id": ID, **values, **stamps}, version=current.version)
    history.add(writing, "update", TABLE, [(asdict(current), row)], by.id)
    writing.settings = StoredSettings(**row)
    return writing.settings


def _values(settings: OfficeSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in NAMES}


def _problems(wanted: OfficeSettings, today: dt.date) -> dict[str, Label]:
    """What is wrong with settings by themselves, by their names."""
    usable = {
        "office_name": 0 < len(wanted.office_name) <= LONGEST_NAME and wanted.office_name.isprintable(),
        "opened": EARLIEST <= wanted.opened <= today + AHEAD,
        "language": wanted.language in LANGUAGES,
        "flavour": wanted.flavour in FLAVOURS,
        "threshold": LEAST_THRESHOLD <= wanted.threshold <= MOST_THRESHOLD,
    }
    return {name: PROBLEMS[name] for name, is_usable in usable.items() if not is_usable}


PROBLEMS: Mapping[str, Label] = {
    "office_name": Label("Bitte 1 bis 100 Zeichen in einer Zeile.", "1 to 100 characters in one line, please."),
    "opened": Label(
        "Bitte einen Tag ab 1950 und höchstens ein Jahr in der Zukunft.",
        "A day from 1950 on and at most a year ahead, please.",
    ),
    "language": Label("Bitte auswählen.", "Please choose one."),
    "flavour": Label("Bitte auswählen.", "Please choose one."),
    "threshold": Label("Bitte eine ganze Zahl von 3 bis 100.", "A whole number from 3 to 100, please."),
}
"""What is said of a setting that can't be used."""


def _records_before(
    cursor: duckdb.DuckDBPyConnection, record_types: Iterable[type[Record]], first: dt.date
) -> dict[str, Label]:
    """Says how many records would lie before the office's first day, empty if none would."""
    whole, earliest = 0, first
    for record_type in record_types:
        for name in (name for name, field in entered(record_type).items() if field.bounds.get("opened")):
            column, table = quoted(name), quoted(about(record_type).table)
            count, day = cursor.execute(
                f"SELECT count(*), min({column}) FROM {table} WHERE {column} < ?", [first]
            ).fetchone() or (0, None)
            whole, earliest = whole + count, min(earliest, day or earliest)
    if not whole:
        return {}
    said = Label(
        f"Davor liegen schon Einträge: {whole}, der früheste vom {earliest:%d.%m.%Y}.",
        f"Records lie before it: {whole}, the earliest of {earliest:%d/%m/%Y}.",
    )
    return {"opened": said}
