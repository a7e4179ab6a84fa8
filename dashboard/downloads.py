"""Download buttons: every table on screen as CSV, built when somebody asks for it."""

import io
from collections.abc import Callable
from typing import BinaryIO

import streamlit as st

from dashboard import session
from dashboard.file_names import file_name
from dashboard.office import office
from dashboard.open_pages import asking
from db import archive, exports, figures, frozen_figures
from db.database import now
from db.delimited import FLAVOURS, Flavour, Reader
from db.figure import Figure
from db.frozen_figures import Closing
from db.selection import Selection
from schemas.record import Record, about

CSV, ZIP = "csv", "zip"
MIMES = {CSV: "text/csv", ZIP: "application/zip"}

Write = Callable[[BinaryIO, Flavour, Reader], object]


def _flavours() -> list[Flavour]:
    """The flavours of CSV, the office's own first."""
    own = office().own.flavour
    return sorted(FLAVOURS.values(), key=lambda flavour: flavour.name != own)


def _button(flavour: Flavour, key: str, title: str, selection: Selection, kind: str, write: Write) -> None:
    """The button of one table, or of several as one file."""
    reader = session.reader()

    def content() -> bytes:
        stream = io.BytesIO()
        write(stream, flavour, reader)
        return stream.getvalue()

    name = file_name(title, selection, flavour, kind, reader.language)
    file_button(flavour.label.in_language(reader.language), content, name, MIMES[kind], f"{key} {flavour.name}")


def file_button(label: str, content: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    """A button for one file, made when somebody asks for it, outside of the page: ``content`` knows all it needs.

    It answers to the visit that has seen the button alone: Streamlit runs it for whoever sends its number.
    """
    visit = session.visit()

    def answered() -> bytes:
        if asking.get() is not visit or (visit and visit.over):
            raise PermissionError("somebody else has asked for this file")
        return content()

    st.download_button(
        label, answered, file_name=name, mime=mime, key=key, on_click="ignore", icon=":material/download:"
    )


def _table_buttons(key: str, title: str, selection: Selection, write_csv: Write, write_zip: Write) -> None:
    """One table. For programs it comes as a ZIP file: period, filters and footnotes are in its description."""
    for flavour in _flavours():
        kind, write = (CSV, write_csv) if flavour.notes_below else (ZIP, write_zip)
        _button(flavour, key, title, selection, kind, write)


def record_buttons(record_type: type[Record], selection: Selection, search: str = "") -> None:
    """The listed records, all of them, not only the page that is seen."""
    t, names, database = session.texts(), about(record_type), office().database

    def write_csv(stream: BinaryIO, flavour: Flavour, reader: Reader) -> object:
        return exports.write_records(stream, database, record_type, selection, flavour, reader, search=search)

    def write_zip(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        archive.write_records(stream, database, record_type, selection, flavour, reader, now(), search=search)

    opened = st.popover(t("Download"), icon=":material/download:", key=f"download {names.table}", on_change="rerun")
    if opened.open:
        with opened:
            title = names.plural.in_language(session.language())
            _table_buttons(f"csv {names.table}", title, selection, write_csv, write_zip)


def figure_buttons(figure: Figure, selection: Selection) -> None:
    """One figure, as it is shown."""
    made, frames = now(), figures.compute_all(office().database, figure.needs, selection)

    def table(reader: Reader) -> exports.Table:
        total = figures.total_of(figure, frames)
        return exports.of_figure(figure, frames[figure.name], selection, reader, made, total=total)

    def write_csv(stream: BinaryIO, flavour: Flavour, reader: Reader) -> object:
        return table(reader).write(stream, flavour, reader)

    def write_zip(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        written = table(reader)
        archive.write_table(stream, written, flavour, reader, made, written.notes[1:])

    title = figure.title.in_language(session.language())
    _table_buttons(f"figure {figure.name}", title, selection, write_csv, write_zip)


def archive_buttons(selection: Selection) -> None:
    """Everything at once: all selected records and all figures."""
    database = office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        archive.write(stream, database, selection, flavour, reader, now())

    for flavour in _flavours():
        _button(flavour, "archive", office().own.office_name, selection, ZIP, write)


def frozen_buttons(closing: Closing) -> None:
    """All figures of a closing as they were then."""
    database = office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        frozen = frozen_figures.read(database, closing)
        reader = frozen_figures.reader_of(frozen, reader)
        lines = frozen_figures.circumstances(closing, reader)
        archive.write_tables(stream, frozen_figures.tables(frozen, reader), flavour, reader, closing.moment, lines)

    period = Selection(closing.first_day, closing.last_day)
    for flavour in _flavours():
        _button(flavour, f"closing {closing.period} {closing.version}", closing.name, period, ZIP, write)
