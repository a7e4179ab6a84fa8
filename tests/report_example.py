"""A report on the demo records, as the writers of files take it; some numbers are kept back by hand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from dashboard import chart_files, formats, printouts
from dashboard.drawings import DRAWINGS
from db import datapackage, exports, figures
from db.database import Database
from db.delimited import SUPPRESSED, Column, Reader
from db.report_content import Chart, Course, Fact, Paragraph, ReportContent, Section, Written
from db.selection import Selection
from schemas.fields import Kind

MADE = dt.datetime(2018, 5, 2, 9, 30)
PERIOD = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
SUBJECT = "Sachstandsbericht des Integrationsbüros der Samtgemeinde Meinersen"
TEXTS = (
    "Das Integrationsbüro hat am 1. Juli 2017 die soziale Betreuung von Geflüchteten und die Unterstützung der "
    "Ehrenamtlichen übernommen. Es schließt die Lücke zwischen der Ausländerbehörde, deren Betreuung mit dem "
    "positiven Bescheid endet, und dem Jobcenter.",
    "Ratsuchende sind Menschen im Asylverfahren, anerkannte Geflüchtete sowie Einwohnerinnen, Einwohner und "
    "Ehrenamtliche, die Geflüchtete privat oder bei der Arbeit begleiten.",
)
HOSTILE = '#panic("x") $x^2$ *fett* _kursiv_ `code` @verweis <marke> \\ // [Klammer] =1+1 {{x}} &amp; <b>HTML</b>'
RULE = f"{SUPPRESSED} = unter 5, aus Gründen des Datenschutzes nicht genannt"
FIGURES = ("consultations_by_topic", "topics_by_client_group", "settings_by_month", "home_visits_by_week")
LAST = ("attendance_by_event", "attendance_by_group")


def content(database: Database, language: str = "de", *, words: str = HOSTILE) -> ReportContent:
    """The report on the demo records; ``words`` stand in it as a paragraph of their own."""
    reader = Reader(language)
    body = [Paragraph(text) for text in TEXTS]
    return ReportContent(
        language=language,
        office="Integrationsbüro der Samtgemeinde Meinersen",
        title=f"Tischvorlage SGM/2018/169: {SUBJECT}",
        subject=SUBJECT,
        facts=(
            Fact("Vorlagennummer", "SGM/2018/169"),
            Fact("Art", "Tischvorlage"),
            Fact("Status", "öffentlich"),
            Fact("Zeitraum", "01.07.2017 bis 30.04.2018"),
            Fact("Stand der Zahlen", "02.05.2018"),
        ),
        course=Course(
            "Beratungsfolge",
            ("Gremium", "Datum", "Sitzung", "Ergebnis"),
            (
                ("Ausschuss für Jugend, Sport und Soziales", "08.05.2018", "öffentlich", "Anhörung"),
                ("Samtgemeindeausschuss", "17.05.2018", "nicht öffentlich", "zur Kenntnis genommen"),
            ),
        ),
        sections=(
            Section("Sachverhalt", tuple(body)),
            Section("Beratungen", (*body[:1], *_shown(database, FIGURES[:3], reader))),
            Section("Hausbesuche", tuple(_shown(database, FIGURES[3:], reader))),
            Section("Veranstaltungen und Projekte", tuple(_shown(database, LAST, reader))),
            Section("Ausblick", (Paragraph(words), body[1])),
        ),
        closing=(
            Section("Finanzielle Auswirkung", (Paragraph("Keine."),)),
            Section("Anlagen", (Paragraph("Fotos der Trommelgruppe"), Paragraph("Flyer der Fahrradwerkstatt"))),
        ),
        answers=(
            Fact("Kinder und Jugendliche", "ja"),
            Fact("Gleichstellungsbeauftragte", "nein"),
            Fact("Seniorenbeirat", "nein"),
        ),
        answers_heading="Beteiligung",
        made=MADE,
        reader=reader,
        file_name="Vorlage_SGM-2018-169",
    )


def _shown(database: Database, names: Iterable[str], reader: Reader) -> Iterable[Written | Chart]:
    for name in names:
        figure = figures.catalogue(database.record_types)[name]
        frames = figures.compute_all(database, figure.needs, PERIOD)
        table = exports.of_figure(figure, frames[name], PERIOD, reader, MADE, total=figures.total_of(figure, frames))
        if name in DRAWINGS:
            chart = DRAWINGS[name](frames[name], figure, reader)
            yield Chart(name, table.title, chart_files.specification(chart), str(chart.description))
        yield _written(replace(table, rows=tuple(map(tuple, table.rows))), reader)


def _written(table: exports.Table, reader: Reader) -> Written:
    """The table with its smallest counts kept back: what is protected is not what these tests are about."""
    table = _without(table, reader, "event", "missing")
    named = table.columns[-1]
    small = [row[-1] in (1, 2, 3, 4) and named.kind is Kind.INTEGER for row in table.rows]
    rows = tuple((*row[:-1], None) if hidden else row for row, hidden in zip(table.rows, small, strict=True))
    kept_back = frozenset((place, named.name) for place, hidden in enumerate(small) if hidden)
    notes = (
        *table.notes[1:],
        *([f"{SUPPRESSED} = unter 5, aus Gründen des Datenschutzes nicht genannt"] if kept_back else []),
    )
    cells = tuple(
        tuple(
            SUPPRESSED if (place, column.name) in kept_back else _text(value, column, reader)
            for value, column in zip(row, table.columns, strict=True)
        )
        for place, row in enumerate(rows)
    )
    schema = table.schema | {"missingValues": ["", SUPPRESSED]}
    safe = replace(table, rows=rows, suppressed=kept_back, notes=notes, schema=schema)
    headings = tuple(column.label.in_language(reader.language) for column in table.columns)
    numeric = tuple(column.kind in printouts.NUMBERS for column in table.columns)
    return Written(table.title, headings, cells, numeric, notes, safe)


def _text(value: object, column: Column, reader: Reader) -> str:
    return printouts._text(value, column, reader, None) or formats.RANGE.strip()


def _without(table: exports.Table, reader: Reader, *names: str) -> exports.Table:
    kept = [place for place, column in enumerate(table.columns) if column.name not in names]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    columns = [table.columns[place] for place in kept]
    return replace(table, columns=columns, rows=rows, schema=datapackage.table_schema(columns, reader))
