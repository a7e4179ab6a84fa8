"""Download buttons: every table on screen as CSV and as a workbook, built when somebody asks for it."""

import io
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

import pandas as pd
import streamlit as st

from dashboard import chart_files, import_templates, office_workbooks, session, workbook
from dashboard.drawings import DRAWINGS, MOST
from dashboard.exhibits import is_empty
from dashboard.file_names import file_name, words
from dashboard.media import MEDIA
from dashboard.office import office
from dashboard.open_pages import asking
from db import archive, exports, figures, frozen_figures
from db.database import now
from db.delimited import FLAVOURS, Flavour, Reader
from db.figure import Figure
from db.frozen_figures import Closing
from db.selection import Selection
from schemas.labels import Label
from schemas.record import Record, about

CSV, ZIP, XLSX = "csv", "zip", "xlsx"
WORKBOOK, CHART = Label("Excel-Mappe", "Excel workbook"), Label("Diagramm", "Chart")

Write = Callable[[BinaryIO, Flavour, Reader], object]
WriteWorkbook = Callable[[BinaryIO, Reader], object]


def _flavours() -> list[Flavour]:
    """The flavours of CSV, the office's own first."""
    own = office().own.flavour
    return sorted(FLAVOURS.values(), key=lambda flavour: flavour.name != own)


def _buttons(
    key: str,
    title: str,
    selection: Selection,
    write: Write,
    write_workbook: WriteWorkbook,
    kinds: Callable[[Flavour], str] = lambda _: ZIP,
) -> None:
    """One table, or several as one file, in every form; ``kinds`` tells as what a flavour of CSV leaves."""
    for flavour in _flavours():
        _button(
            f"{key} {flavour.name}",
            title,
            selection,
            flavour.label,
            kinds(flavour),
            partial(_flavoured, write, flavour),
        )
    _button(f"{key} {XLSX}", title, selection, WORKBOOK, XLSX, write_workbook)


def _flavoured(write: Write, flavour: Flavour, stream: BinaryIO, reader: Reader) -> None:
    write(stream, flavour, reader)


def _button(key: str, title: str, selection: Selection, form: Label, kind: str, write: WriteWorkbook) -> None:
    reader = session.reader()

    def content() -> bytes:
        stream = io.BytesIO()
        write(stream, reader)
        return stream.getvalue()

    name = file_name(title, selection, form, kind, reader.language)
    file_button(form.in_language(reader.language), content, name, MEDIA[kind], key)


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


def _of_one_table(flavour: Flavour) -> str:
    """One table. For programs it comes as a ZIP file: period, filters and footnotes are in its description."""
    return CSV if flavour.notes_below else ZIP


def record_buttons(record_type: type[Record], selection: Selection, search: str = "") -> None:
    """The listed records, all of them, not only the page that is seen."""
    t, names, database = session.texts(), about(record_type), office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        if flavour.notes_below:
            exports.write_records(stream, database, record_type, selection, flavour, reader, search=search)
        else:
            archive.write_records(stream, database, record_type, selection, flavour, reader, now(), search=search)

    def write_workbook(stream: BinaryIO, reader: Reader) -> None:
        office_workbooks.write_records(stream, database, record_type, selection, reader, now(), search=search)

    opened = st.popover(t("Download"), icon=":material/download:", key=f"download {names.table}", on_change="rerun")
    if opened.open:
        with opened:
            title = names.plural.in_language(session.language())
            _buttons(f"csv {names.table}", title, selection, write, write_workbook, _of_one_table)


def figure_buttons(figure: Figure, selection: Selection) -> None:
    """One figure, as it is shown."""
    made, frames = now(), figures.compute_all(office().database, figure.needs, selection)

    def table(reader: Reader) -> exports.Table:
        total = figures.total_of(figure, frames)
        return exports.of_figure(figure, frames[figure.name], selection, reader, made, total=total)

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        written = table(reader)
        if flavour.notes_below:
            written.write(stream, flavour, reader)
        else:
            archive.write_table(stream, written, flavour, reader, made, written.notes[1:])

    def write_workbook(stream: BinaryIO, reader: Reader) -> None:
        workbook.write(stream, [table(reader)], reader, made, figure.title.in_language(reader.language))

    title = figure.title.in_language(session.language())
    _buttons(f"figure {figure.name}", title, selection, write, write_workbook, _of_one_table)


def chart_buttons(figure: Figure, frame: pd.DataFrame, selection: Selection) -> None:
    """The chart of a figure as files, drawn when somebody asks for one; none if nothing is drawn."""
    t, reader, title = session.texts(), session.reader(), figure.title.in_language(session.language())
    if figure.name not in DRAWINGS or is_empty(figure, frame):
        return
    shown = frame.tail(MOST.get(figure.name, len(frame)))
    for ending, draw in chart_files.FORMATS.items():

        def content(draw: chart_files.Draw = draw) -> bytes:
            return draw(chart_files.specification(DRAWINGS[figure.name](shown, figure, reader)))

        name = file_name(title, selection, CHART, ending, reader.language)
        label = t("Chart as {form}", form=ending.upper())
        file_button(label, content, name, MEDIA[ending], f"chart {figure.name} {ending}")


def archive_buttons(selection: Selection) -> None:
    """Everything at once: all selected records and all figures."""
    database = office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        archive.write(stream, database, selection, flavour, reader, now())

    def write_workbook(stream: BinaryIO, reader: Reader) -> None:
        office_workbooks.write_everything(stream, database, selection, reader, now())

    _buttons("archive", office().own.office_name, selection, write, write_workbook)


def unprotected() -> None:
    """Say that these figures have not passed disclosure control."""
    st.caption(exports.UNPROTECTED.in_language(session.language()))


def frozen_buttons(closing: Closing) -> None:
    """All figures of a closing as they were then."""
    database = office().database

    def write(stream: BinaryIO, flavour: Flavour, reader: Reader) -> None:
        frozen = frozen_figures.read(database, closing)
        reader = frozen_figures.reader_of(frozen, reader)
        lines = frozen_figures.circumstances(closing, reader)
        archive.write_tables(stream, frozen_figures.tables(frozen, reader), flavour, reader, closing.moment, lines)

    def write_workbook(stream: BinaryIO, reader: Reader) -> None:
        office_workbooks.write_frozen(stream, database, closing, reader)

    period = Selection(closing.first_day, closing.last_day)
    _buttons(f"closing {closing.period} {closing.version}", closing.name, period, write, write_workbook)


def template_button(record_type: type[Record]) -> None:
    """An empty list of a record type, to be filled in and imported."""
    t, reader, names, given = session.texts(), session.reader(), about(record_type), office().database.given
    title = t("Template {title}", title=names.plural.in_language(reader.language))

    def content() -> bytes:
        stream = io.BytesIO()
        import_templates.write(stream, record_type, given, reader)
        return stream.getvalue()

    file_button(title, content, f"{words(title)}.{XLSX}", MEDIA[XLSX], f"template {names.table}")
