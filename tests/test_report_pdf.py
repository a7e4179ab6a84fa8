"""The PDF file of a report: what PDF/UA-1 asks for, looked up in the file itself."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from dashboard import report_pdf
from db.report_content import Course, Paragraph, ReportContent, Section
from tests.report_example import HOSTILE, SUBJECT


@pytest.fixture(scope="module")
def pdf(report: ReportContent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(report_pdf.write(report))
    return path


@pytest.fixture(scope="module")
def opened(pdf: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf) as file:
        yield file


def elements(node: Any) -> Iterator[Any]:
    """All structure elements below one, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def told(program: str, *arguments: str) -> str:
    """What a program of Poppler says; without it the test is skipped, on the build server it fails."""
    if shutil.which(program) is None and not os.environ.get("CI"):
        pytest.skip(f"{program} is not installed")
    return subprocess.run([program, *arguments], capture_output=True, check=True).stdout.decode()


def said(path: Path) -> str:
    """The text in the order in which it is read, without the places where words and lines were broken."""
    text = told("pdftotext", "-nopgbrk", str(path), "-")
    return " ".join(text.replace("\u00ad\n", "").replace("-\n", "").split())


def test_many_columns_leave_room_for_the_names_of_rows(report: ReportContent, tmp_path: Path) -> None:
    headings = ("Art", "Veranstaltungen", "Zeitraum davor", "Veränderung", "Teilnehmende", "Teilnehmende im Mittel")
    row, numeric = ("Erstorientierung", "1", "1", "±0", "9", "9,0"), (False, *[True] * 5)
    table = replace(report.tables[0], headings=headings, cells=(row,), numeric=numeric)
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf.write(replace(report, sections=(Section("Veranstaltungen", (table,)),))))
    assert "Erstorientierung" in told("pdftotext", "-layout", str(path), "-")


def test_it_says_that_it_is_accessible_and_in_which_language(opened: pikepdf.Pdf) -> None:
    root = opened.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "de-DE"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == f"Tischvorlage SGM/2018/169: {SUBJECT}"
        assert metadata["dc:language"] == {"de-DE"}


def test_headings_tables_and_charts_are_tagged(opened: pikepdf.Pdf, report: ReportContent) -> None:
    every = list(elements(opened.Root.StructTreeRoot))
    count = Counter(str(each.S) for each in every)
    assert count["/H1"] == 1
    assert count["/H2"] == 1 + len(report.sections) + 1 + len(report.closing)
    assert count["/Figure"] == len(report.charts)
    assert count["/Table"] == len(report.tables) + 4  # facts in two rows, committees, participation
    headings = sum(len(table.headings) for table in report.tables) + len(report.course.headings)
    assert count["/TH"] == headings + len(report.facts) + 2
    assert count["/Caption"] == len(report.tables) + len(report.charts)


def test_every_chart_has_its_alternative(opened: pikepdf.Pdf, report: ReportContent) -> None:
    every = elements(opened.Root.StructTreeRoot)
    alternatives = [str(each.Alt) for each in every if str(each.S) == "/Figure"]
    assert alternatives == [chart.alternative for chart in report.charts]


def test_every_font_is_in_the_file(pdf: Path) -> None:
    lines = told("pdffonts", str(pdf)).splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in lines} == {
        *("AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold", "DejaVuSansMono")
    }
    assert all("yes yes yes" in line for line in lines)


def test_it_reads_in_the_order_of_a_council_paper(pdf: Path) -> None:
    text = said(pdf)
    order = [
        *("Integrationsbüro der Samtgemeinde Meinersen", SUBJECT, "Vorlagennummer", "SGM/2018/169", "Beratungsfolge"),
        *("zur Kenntnis genommen", "Sachverhalt", "am 1. Juli 2017", "Tabelle 1: Beratungen nach Kategorie"),
        *("Kategorie Beratungen Krisenintervention", "Gesamtzahl: 500", "Hausbesuche", "Ausblick", "Beteiligung"),
        *("Kinder und Jugendliche ☒ JA ☐ NEIN", "Seniorenbeirat ☐ JA ☒ NEIN", "Finanzielle Auswirkung", "Anlagen"),
    ]
    places = [text.find(words, text.find("Sachverhalt") if at > 5 else 0) for at, words in enumerate(order)]
    assert places == sorted(places)
    assert places[0] == 0
    assert "Seite 2 von" in text


def test_numbers_that_are_kept_back_have_their_sign_and_the_rule(pdf: Path) -> None:
    text = said(pdf)
    assert "Unterstützung fachärztliche Anbindung Einwohner/Ehrenamt •" in text
    assert "• = unter 5, aus Gründen des Datenschutzes nicht genannt" in text


def test_what_somebody_typed_is_text_and_never_markup(pdf: Path) -> None:
    assert HOSTILE in said(pdf)


@pytest.fixture(scope="module")
def short(report: ReportContent) -> ReportContent:
    """A report of one paragraph, which is typeset in no time."""
    bare = replace(report, sections=(), closing=(), answers=(), course=Course("", (), ()), language="en")
    return replace(bare, sections=(Section("Matters", (Paragraph("Всё хорошо · 🙂 · 漢字"),)),))


def test_a_character_that_no_font_has_is_replaced(short: ReportContent, tmp_path: Path) -> None:
    path = tmp_path / "short.pdf"
    path.write_bytes(report_pdf.write(short))
    assert "Всё хорошо · \ufffd · \ufffd\ufffd" in said(path)


def test_what_is_empty_has_no_heading(short: ReportContent, tmp_path: Path) -> None:
    path = tmp_path / "short.pdf"
    path.write_bytes(report_pdf.write(short))
    with pikepdf.open(path) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        count = Counter(str(each.S) for each in elements(opened.Root.StructTreeRoot))
    assert (count["/H1"], count["/H2"]) == (1, 1)
    assert "Page 1 of 1" in said(path)


def test_the_same_report_gives_the_same_bytes(short: ReportContent) -> None:
    assert report_pdf.write(short) == report_pdf.write(short)


def pages(content: ReportContent, path: Path) -> list[str]:
    """The text of each page of a report."""
    path.write_bytes(report_pdf.write(content))
    return told("pdftotext", "-layout", str(path), "-").split("\f")[:-1]


@pytest.mark.parametrize("lines", range(22, 40, 3))
def test_heading_sentence_table_and_notes_stay_on_one_page(report: ReportContent, tmp_path: Path, lines: int) -> None:
    filling = Section("Sachverhalt", tuple(Paragraph(f"Zeile {number}") for number in range(lines)))
    section = Section("Beratungen", (Paragraph("Es waren viele."), report.tables[0]))
    short = replace(report, sections=(filling, section), closing=(), answers=(), course=Course("", (), ()))
    (page,) = [page for page in pages(short, tmp_path / "short.pdf") if "Es waren viele." in page]
    assert "Tabelle 1" in page
    assert report.tables[0].cells[-1][0] in page
    assert report.tables[0].notes[-1].split()[-1] in page


def test_a_long_and_narrow_table_stands_in_two_columns(report: ReportContent, tmp_path: Path) -> None:
    rows = tuple((f"KW {week:02} 2018", str(week), "5,0") for week in range(1, 46))
    table = replace(report.tables[0], headings=("Woche", "Hausbesuche", "Mittel"), cells=rows)
    table = replace(table, numeric=(False, True, True), table=replace(table.table, rows=rows))
    short = replace(report, sections=(Section("Hausbesuche", (table,)),), closing=(), answers=())
    (page,) = [page for page in pages(short, tmp_path / "short.pdf") if "KW 01 2018" in page]
    beside = [line.split("KW ")[1:] for line in page.splitlines() if line.count("KW ") == 2]
    assert [(left[:2], right[:2]) for left, right in beside] == [(f"{n:02}", f"{n + 23:02}") for n in range(1, 23)]
    assert "KW 23 2018" in page
