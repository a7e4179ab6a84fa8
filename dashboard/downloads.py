"""Download buttons: every table on screen as CSV, built when somebody asks for it."""

import io
from collections.abc import Callable
from typing import BinaryIO

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.office import office
from dashboard.open_pages import asking
from db import archive, exports, frozen_figures
from db.database import now
from db.delimited import FLAVOURS, Flavour, Reader
from db.figure import Figure
from db.frozen_figures import Closing
from db.selection import Selection
from schemas.record import Record, about

CSV, ZIP = "text/csv", "application/zip"

Write = Callable[[BinaryIO, Flavour, Reader], object]


def _flavours() -> list[Flavour]:
    """The flavours of CSV, the office's own first."""
    own = office().own.flavour
    return sorted(FLAVOURS.values(), key=lambda flavour: flavour.name != own)


def _button(flavour: Flavour, key: str, name: str, mime: str, write: Write) -> None:
    """One button. The callback runs outside of the page, so everything it needs is read now.

    It answers to the visit that has seen the button alone: Streamlit runs it for whoever sends its number.
    """
    reader, visit = session.reader(), session.visit()

    def content() -> bytes:
        if asking.get() is not visit or (visit and visit.over):
            raise PermissionError("somebody else has asked for this file")
        stream = io.BytesIO()
        write(stream, flavour, reader)
        return stream.getvalue()

    st.download_button(
        flavour.label.in_language(reader.language),
        content,
        file_name=name,
        mime=mime,
        key=f"{key} {flavour.name}",
        on_click="ignore",
        icon=":material/download:",
    )


def record_buttons(record_type: type[Record], selection: Selection, search: str = "") -> None:
    """The listed records, all of them, not only the page that is seen."""
    t, table, database = session.texts(), about(record_type).table, office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> object:
        return exports.write_records(stream, database, record_type, selection, flavour, reader, search=search)

    opened = st.popover(t("Download"), icon=":material/download:", key=f"download {table}", on_change="rerun")
    if opened.open:
        with opened:
            for flavour in _flavours():
                _button(flavour, f"csv {table}", f"{table}.csv", CSV, write)


def figure_buttons(figure: Figure, frame: pd.DataFrame, selection: Selection) -> None:
    """One figure. For programs it comes as a ZIP file: period, filters and footnotes are in its description."""
    made = now()

    def table(reader: Reader) -> exports.Table:
        return exports.of_figure(figure, frame, selection, reader, made)

    def write_csv(stream: BinaryIO, flavour: Flavour, reader: Reader) -> object:
        return table(reader).write(stream, flavour, reader)

    def write_zip(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        archive.write_tables(stream, [table(reader)], flavour, reader, made)

    for flavour in _flavours():
        name, mime, write = (
            (f"{figure.name}.csv", CSV, write_csv) if flavour.notes_below else (f"{figure.name}.zip", ZIP, write_zip)
        )
        _button(flavour, f"figure {figure.name}", name, mime, write)


def archive_buttons(selection: Selection) -> None:
    """Everything at once: all selected records and all figures."""
    database = office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        archive.write(stream, database, selection, flavour, reader, now())

    for flavour in _flavours():
        _button(flavour, "archive", f"{archive.NAME}-{flavour.name}.zip", ZIP, write)


def frozen_buttons(closing: Closing) -> None:
    """All figures of a closing as they were then."""
    database = office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        frozen = frozen_figures.read(database, closing)
        reader = frozen_figures.reader_of(frozen, reader)
        lines = frozen_figures.circumstances(closing, reader)
        archive.write_tables(stream, frozen_figures.tables(frozen, reader), flavour, reader, closing.moment, lines)

    for flavour in _flavours():
        name = f"{closing.first_day}-{closing.last_day}-{flavour.name}.zip"
        _button(flavour, f"closing {closing.period} {closing.version}", name, ZIP, write)
