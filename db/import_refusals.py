"""Why a file is not imported, or an import not undone, in sentences for whoever wanted it."""

from schemas.labels import Label
from schemas.refusals import Refused


class FileEmpty(Refused):
    """There is nothing in the file."""

    wording = Label("Die Datei ist leer.", "The file is empty.")


class FileUnreadable(Refused):
    """The file is neither a text file nor a workbook, or a damaged one."""

    wording = Label(
        "Diese Datei ist keine lesbare Tabelle. Gelesen werden CSV und XLSX.",
        "This file is no readable table. CSV and XLSX can be read.",
    )


class OtherWorkbook(Refused):
    """The workbook has another format than XLSX."""

    wording = Label(
        "Das ist eine Mappe in einem anderen Format, oder ein Kennwort schützt sie. Bitte ohne Kennwort als XLSX oder "
        "CSV speichern.",
        "This workbook has another format, or it is protected by a password. Please save it as XLSX or CSV without a "
        "password.",
    )


class FileTooLarge(Refused):
    """The table has more rows, columns or content than can be taken at once."""

    wording = Label(
        "Die Tabelle ist zu groß: höchstens {rows} Zeilen und {columns} Spalten auf einmal.",
        "The table is too large: at most {rows} rows and {columns} columns at once.",
    )


class CellTooLarge(Refused):
    """A cell is so large that a quotation mark must be missing."""

    wording = Label(
        "In Zeile {row} beginnt eine Zelle, die nicht endet. Vermutlich fehlt dort ein Anführungszeichen.",
        "In row {row} a cell begins that does not end. Probably a quotation mark is missing there.",
    )


class NoResult(Refused):
    """A formula was never computed."""

    wording = Label(
        "Zelle {cell} hat eine Formel ohne Ergebnis. Bitte die Datei in Excel oder LibreOffice öffnen und speichern.",
        "Cell {cell} has a formula without a result. Please open and save the file in Excel or LibreOffice.",
    )


class NoHeadings(Refused):
    """No row has headings."""

    wording = Label(
        "In der Datei ist keine Zeile mit Überschriften und Einträgen darunter zu finden.",
        "The file has no row of headings with records below it.",
    )


class ColumnsMissing(Refused):
    """Fields that must be filled in have no column."""

    wording = Label("Es fehlt eine Spalte für: {fields}.", "There is no column for: {fields}.")


class ColumnTwice(Refused):
    """A field has several columns."""

    wording = Label("„{field}“ ist mehreren Spalten zugeordnet.", "{field} is assigned to several columns.")


class MarkUnknown(Refused):
    """Numbers of a column can be read in two ways."""

    wording = Label(
        "Die Zahlen der Spalte „{column}“ sind mehrdeutig, etwa {example}. Bitte angeben, ob vor den Dezimalstellen "
        "ein Komma oder ein Punkt steht.",
        "The numbers of the column {column} are ambiguous, such as {example}. Please tell whether the decimal mark is "
        "a comma or a point.",
    )


class RowsRefused(Refused):
    """All or nothing was wanted, and some rows break rules."""

    wording = Label(
        "Nichts wurde eingelesen. Zeilen mit Fehlern: {count} von {whole}.",
        "Nothing was imported. Rows with errors: {count} of {whole}.",
    )


class NothingToImport(Refused):
    """No row is left to be stored."""

    wording = Label(
        "Es gibt nichts einzulesen: keine Zeile ist neu und ohne Fehler.",
        "There is nothing to import: no row is new and without errors.",
    )


class ImportChanged(Refused):
    """Records of the import have become something else."""

    wording = Label(
        "Dieser Import kann nicht mehr als Ganzes zurückgenommen werden. Seitdem geänderte oder gelöschte Einträge: "
        "{count} (Nr. {numbers}).",
        "This import can't be undone as a whole any more. Records changed or deleted since: {count} (no. {numbers}).",
    )


class ImportGone(Refused):
    """The import was undone before, or never was."""

    wording = Label("Dieser Import ist bereits zurückgenommen.", "This import is undone already.")
