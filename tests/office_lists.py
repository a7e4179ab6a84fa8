"""Lists as offices kept them in spreadsheets, made anew: what tests and benches of imports read."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
"""Samples that may lie beside a clone; no test needs them."""

HEADINGS = ("Datum", "Themen", "Personengruppe", "Art", "Ort", "Personen", "Erstkontakt", "Dauer (Min.)", "Bemerkung")
TOPICS = ("Wohnraum", "Alltagsfragen", "Praktikum/Ausbildung/Arbeit", "Schulische Angelegenheiten")
GROUPS = ("Asylverfahren", "Anerkannt", "Einwohner/Ehrenamt")
SETTINGS = ("Offene Sprechstunde", "Einzeltermin", "Büro", "Telefon/Online")
PLACES = ("Meinersen", "Leiferde", "Hillerse", "Müden (Aller)")
NOTES = ("+ Kopie für Akte", "=siehe Liste 2", 'Sprach von "Umzug"', "Bescheid; Rückfrage nötig", "")

Row = Sequence[Any]


def written(rows: Iterable[Row], separator: str = ";", line_end: str = "\r\n") -> str:
    """Rows as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=line_end).writerows(rows)
    return stream.getvalue()


def consultation_rows(count: int, *, between: str = ", ", day: str = "%d.%m.%Y") -> list[list[Any]]:
    """Consultations, no two of them alike."""
    rows = []
    for each in range(count):
        date = dt.date(2017, 7, 3) + dt.timedelta(days=each % 300)
        topics = between.join(TOPICS[: 1 + each % 4][::-1])
        chosen = (GROUPS[each % 3], SETTINGS[each % 4], PLACES[each % 4], 1 + each % 5)
        contact, minutes = ("ja", "nein")[each % 2], 15 * (1 + each % 4)
        note = NOTES[each % 5] if each < 300 else f"Formular {each} ausgefüllt"
        rows.append([f"{date:{day}}", topics, *chosen, contact, minutes, note])
    return rows


def consultation_list(count: int) -> bytes:
    """A plain CSV file of consultations."""
    return written([HEADINGS, *consultation_rows(count)]).encode()


def consultation_workbook(count: int) -> bytes:
    """The same as a workbook as Excel saves it: days are days, texts that repeat are kept once."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        for place, (date, *others) in enumerate(consultation_rows(count), 1):
            sheet.write_datetime(place, 0, dt.datetime.strptime(date, "%d.%m.%Y"), day)
            sheet.write_row(place, 1, others)
    return stream.getvalue()


def old_excel(count: int) -> bytes:
    """Windows-1252, a title and an empty line above the headings, an empty last column, empty lines at the end."""
    width = len(HEADINGS) + 1
    title: list[Row] = [["Beratungen 2017/2018", *[""] * (width - 1)], [""] * width]
    rows = [[*row, ""] for row in [[*HEADINGS], *consultation_rows(count)]]
    return written([*title, *rows, [""] * width, [""] * width]).encode("cp1252")


def unicode_text(count: int) -> bytes:
    """What Excel calls Unicode text: UTF-16 with tabs; here with years of two digits and slashes between topics."""
    rows = consultation_rows(count, between=" / ", day="%d.%m.%y")
    return "\ufeff".encode("utf-16-le") + written([HEADINGS, *rows], "\t").encode("utf-16-le")


def workbook(rows: Iterable[Row], title: str = "") -> bytes:
    """A workbook, with a title above the rows if there is one."""
    book = Workbook()
    for row in [[title], *rows] if title else rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def visits_workbook(count: int) -> bytes:
    """Home visits: days as days, persons as text, a cross or nothing for yes or no."""
    heading = ("Datum", "Thema", "Ort", "Personen angetroffen", "Ehrenamt dabei", "Dauer in Minuten", "Notiz")
    rows: list[Row] = [heading]
    for each in range(count):
        day = dt.datetime(2017, 7, 3) + dt.timedelta(days=each)
        crossed = "x" if each % 3 else None
        rows.append([day, TOPICS[each % 4], PLACES[each % 4], str(1 + each % 4), crossed, 30, f"Besuch {each}"])
    return workbook(rows, "Hausbesuche des Integrationsbüros")


EVENTS = (
    "\ufeffTitle,Kind,Date,Start,Municipality,Partners,Places,Registered,Attendance,of which refugees\n"
    '"Gesprächsrunde\n(Nr. 1)",Info- und Gesprächsrunde,2017-12-11,10:00,Meinersen,Landkreis; Polizei,26,19,19,7\n'
    'Sommerfest,Festival,2017-08-12,15:00,Leiferde,,2000,,"1,200",300\n'
    "Abend,Vortrag,2018-02-13,,Hillerse,,,8,8,\n"
).encode()
"""Events: UTF-8 with an opening, commas, English headings, a line break in quotes, a number with a comma in quotes."""

FAULTY_ROWS = {2: ("Datum", "31.02.2018"), 4: ("Themen", "Wohnraumm"), 5: ("Personen", "zwei"), 6: ("Ort", "Hamburg")}
"""The records of ``faulty`` that are wrong, counted from 1: the column and what stands there."""


def faulty(count: int = 8) -> bytes:
    """Consultations of which some are wrong."""
    rows = consultation_rows(count)
    for number, (column, value) in FAULTY_ROWS.items():
        rows[number - 1][HEADINGS.index(column)] = value
    return written([HEADINGS, *rows]).encode()
