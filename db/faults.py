"""What a check of the database can find, in sentences for whoever answers for the office's records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schemas.fields import fields
from schemas.labels import Label
from schemas.record import Record, about


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the history tells."""

    label: Label
    entry: int | None = None
    """The entry of the history, None if a row of a table is meant."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table that the history tells of, as people call one of its rows and the columns."""

    row: Label
    titles: Mapping[str, Label]

    def named(self, number: int) -> Label:
        """A row by its number."""
        return ROW.filled(row=self.row, number=number)

    def title(self, column: str) -> Label:
        """A column, or what the history has kept of one that there is no more."""
        return self.titles.get(column, Label(column, column))


def kept_records(record_type: type[Record]) -> Kept:
    """The table of a record type."""
    return Kept(about(record_type).singular, {name: field.label for name, field in fields(record_type).items()})


def kept_rows(row: Label, columns: Iterable[str]) -> Kept:
    """A table of the program's own, whose columns nobody sees under another name."""
    return Kept(row, {column: Label(column, column) for column in columns})


ROW = Label("{row} Nr. {number}", "{row} no. {number}")
ENTRY_MISSING = Label("Eintrag {entry} der Historie fehlt.", "Entry {entry} of the history is missing.")
ENTRY_REPEATED = Label(
    "Eintrag {entry} der Historie ist mehrfach vorhanden.", "Entry {entry} of the history is there more than once."
)
ENTRY_CHANGED = Label(
    "Eintrag {entry} der Historie wurde geändert oder schließt nicht an den vorigen an.",
    "Entry {entry} of the history was changed, or does not follow the one before it.",
)
CONTENT_CHANGED = Label(
    "Der Inhalt von Eintrag {entry} der Historie wurde geändert.",
    "The content of entry {entry} of the history was changed.",
)
CONTENT_GONE = Label(
    "Der Inhalt von Eintrag {entry} der Historie ist weg, ohne dass ein Eintrag es sagt.",
    "The content of entry {entry} of the history is gone without an entry that says so.",
)
ENTRY_JUMPS = Label(
    "Eintrag {entry} der Historie geht von etwas anderem aus, als sein Datensatz war.",
    "Entry {entry} of the history starts from something else than its record was.",
)
PASSWORD_CHANGED = Label(
    "Das Passwort von {name} ist nicht das, von dem die Historie weiß.",
    "The password of {name} is not the one that the history knows of.",
)
NOT_STORED = Label(
    "{name} ist nicht gespeichert, obwohl die Historie es sagt.", "{name} is not stored, though the history says so."
)
STORED = Label(
    "{name} ist gespeichert, obwohl die Historie es nicht sagt.",
    "{name} is stored, though the history does not say so.",
)
STORED_OTHERWISE = Label(
    "{name} ist nicht so gespeichert, wie die Historie es sagt: {columns}.",
    "{name} is not stored as the history says: {columns}.",
)
IMPORT_CHANGED = Label(
    "Die Einträge des Imports Nr. {number} sind nicht mehr die, die eingelesen wurden.",
    "The records of import no. {number} are not those any more that came with it.",
)
IMPORTED_CHANGED = Label(
    "Was der Import von Eintrag Nr. {number} war, wurde geändert.",
    "What record no. {number} was when it was imported was changed.",
)
FIGURES_GONE = Label(
    "Die Zahlen des Berichtszeitraums Nr. {number}, Version {version}, sind nicht mehr gespeichert.",
    "The figures of reporting period no. {number}, version {version}, are not stored any more.",
)
FIGURES_CHANGED = Label(
    "Die Zahlen des Berichtszeitraums {name}, Version {version}, wurden geändert.",
    "The figures of reporting period {name}, version {version}, were changed.",
)
FILE_GONE = Label(
    "Die Datei {name} von Bericht Nr. {number} ist nicht mehr gespeichert.",
    "The file {name} of report no. {number} is not stored any more.",
)
FILE_CHANGED = Label(
    "Die Datei {name} von Bericht Nr. {number} wurde geändert.",
    "The file {name} of report no. {number} was changed.",
)
FILE_STRAY = Label(
    "Die Datei {name} ist gespeichert, obwohl sie nach der Historie niemand eingereicht hat.",
    "The file {name} is stored, though nobody has submitted it as the history tells.",
)
