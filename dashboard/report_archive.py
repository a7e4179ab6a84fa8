"""All of a report in one ZIP file: to read, to paste, to count on, each described in ``datapackage.json``."""

import io
from collections.abc import Iterator, Mapping

from dashboard import chart_files, report_docx, report_pdf, workbook
from dashboard.media import MEDIA
from db import archive
from db.archive import Attached
from db.delimited import FLAVOURS
from db.report_content import ReportContent, Writer
from schemas.labels import Label

WHOLE: Mapping[str, Writer] = {"pdf": report_pdf.write, "docx": report_docx.write, "xlsx": workbook.of_report}
"""The files that hold all of a report, or all of its tables."""

EXCEL, CHARTS = Label("excel", "excel"), Label("diagramme", "charts")
"""Folders: the tables for German spreadsheets, and the charts."""


def write(content: ReportContent) -> bytes:
    """The ZIP file of a report; its tables lie in it in both flavours of CSV."""
    stream = io.BytesIO()
    tables = [table.table for table in content.tables]
    facts = tuple(f"{fact.name}: {fact.text}" for fact in content.facts)
    archive.write_tables(
        stream,
        tables,
        FLAVOURS["machine"],
        content.reader,
        content.made,
        facts,
        title=content.title,
        beside=[*_whole(content), *_excel(content), *_charts(content)],
    )
    return stream.getvalue()


def _whole(content: ReportContent) -> Iterator[Attached]:
    for ending, writer in WHOLE.items():
        yield Attached(f"{content.file_name}.{ending}", content.title, MEDIA[ending], writer(content))


def _excel(content: ReportContent) -> Iterator[Attached]:
    folder = EXCEL.in_language(content.language)
    for written in content.tables:
        stream = io.BytesIO()
        written.table.write(stream, FLAVOURS["excel"], content.reader)
        path = f"{folder}/{written.table.name}.csv"
        yield Attached(path, written.title, MEDIA["csv"], stream.getvalue())


def _charts(content: ReportContent) -> Iterator[Attached]:
    folder = CHARTS.in_language(content.language)
    for chart in content.charts:
        for ending, made in chart_files.FORMATS.items():
            path = f"{folder}/{chart.name}.{ending}"
            yield Attached(path, chart.title, MEDIA[ending], made(chart.specification))
