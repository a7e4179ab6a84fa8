"""Which files are made of a report, how each is written, and what it is called."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dashboard import printouts, report_archive
from dashboard.media import MEDIA
from db import archive, report_documents
from db.delimited import FLAVOURS, Flavour
from db.released_reports import DOCUMENT
from db.report_content import ReportContent, Writer
from schemas.labels import Label


def _archive(flavour: Flavour, content: ReportContent) -> bytes:
    """All tables as CSV in a flavour, with what must be known to read them."""
    stream, tables = io.BytesIO(), [written.table for written in content.tables]
    lines = tuple(f"{fact.name}: {fact.text}" for fact in content.facts)
    archive.write_tables(stream, tables, flavour, content.reader, content.made, lines, title=content.title)
    return stream.getvalue()


def _figures(content: ReportContent) -> bytes:
    """What ``buero figures --report N --format csv`` prints."""
    return printouts.as_csv([written.table for written in content.tables], content.reader).encode()


WRITERS: Mapping[str, Writer] = {
    **report_archive.WHOLE,
    "csv-excel": partial(_archive, FLAVOURS["excel"]),
    "csv-machine": partial(_archive, FLAVOURS["machine"]),
    "csv": _figures,
    "zip": report_archive.write,
}
"""Each file of a report by its name, in the order of being offered."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file of a report is to whoever takes it along."""

    label: Label
    ending: str
    """Of the name, after that of the report."""
    mime: str


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind(Label("PDF", "PDF"), ".pdf", MEDIA["pdf"]),
    "docx": FileKind(Label("Word", "Word"), ".docx", MEDIA["docx"]),
    "xlsx": FileKind(
        Label("Tabellen: XLSX", "Tables: XLSX"),
        "_Tabellen.xlsx",
        MEDIA["xlsx"],
    ),
    "csv-excel": FileKind(
        Label("Tabellen: CSV für Excel (deutsch)", "Tables: CSV for Excel (German)"),
        "_Tabellen_Excel-deutsch.zip",
        MEDIA["zip"],
    ),
    "csv-machine": FileKind(
        Label("Tabellen: CSV maschinenlesbar", "Tables: machine-readable CSV"),
        "_Tabellen_maschinenlesbar.zip",
        MEDIA["zip"],
    ),
    "csv": FileKind(Label("Alle Zahlen: eine CSV-Datei", "All numbers: one CSV file"), "_Zahlen.csv", MEDIA["csv"]),
    "zip": FileKind(Label("Alles als ZIP", "Everything as ZIP"), ".zip", MEDIA["zip"]),
}
"""The files by their names."""


def kind_of(name: str) -> FileKind:
    """What a file is; another version of the program can have submitted files that this one does not write."""
    return KINDS.get(name) or FileKind(Label(name, name), f"_{name}", "application/octet-stream")


def written(content: ReportContent) -> dict[str, bytes]:
    """All files of a report by name, that which readers are shown among them."""
    return {DOCUMENT: report_documents.written(content)} | {name: write(content) for name, write in WRITERS.items()}
