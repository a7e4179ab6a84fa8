"""The Word document of a report: styles, tables and alternatives, in the file and as LibreOffice reads it."""

import io
import itertools
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from dashboard import report_docx
from dashboard.report_docx import NOTE
from dashboard.report_docx_tables import WHOLE
from db.report_content import ReportContent, Section
from tests.report_example import HOSTILE, MADE, SUBJECT
from tests.test_report_pdf import told
from tests.test_spreadsheet import profile, soffice

SIX = (
    *("Veranstaltungsart", "Veranstaltungen", "Zeitraum davor", "Veränderung", "Teilnehmende"),
    "Teilnehmende je Veranstaltung",
)
"""The headings of the widest table that is not turned."""


@pytest.fixture(scope="module")
def file(report: ReportContent) -> bytes:
    return report_docx.write(report)


@pytest.fixture(scope="module")
def opened(file: bytes) -> Document:
    return docx.Document(io.BytesIO(file))


def styled(opened: Document, style: str) -> list[str]:
    return [line.text for line in opened.paragraphs if line.style is not None and line.style.name == style]


def every(opened: Document, tag: str) -> list[Any]:
    return list(opened.element.body.iter(qn(tag)))


def test_title_headings_and_captions_have_their_styles(opened: Document, report: ReportContent) -> None:
    assert styled(opened, "Title") == [SUBJECT]
    assert styled(opened, "Heading 1") == [
        "Beratungsfolge",
        *(section.heading for section in report.sections),
        "Beteiligung",
        *(section.heading for section in report.closing),
    ]
    captions = ["".join(node.text for node in line._p.iter(qn("w:t"))) for line in opened.paragraphs]
    assert "Tabelle 2: Beratungen nach Kategorie und Personengruppe" in captions
    assert "Abbildung 1: Beratungen nach Kategorie" in captions


def test_every_table_has_a_title_and_a_heading_that_is_repeated(opened: Document, report: ReportContent) -> None:
    assert len(opened.tables) == len(report.tables) + 2
    for table in opened.tables:
        first, *others = table._tbl.tr_lst
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not any(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in others)
    titles = [node.get(qn("w:val")) for node in every(opened, "w:tblCaption")]
    assert titles[1 : 1 + len(report.tables)] == [table.title for table in report.tables]


def test_every_chart_has_its_alternative(opened: Document, report: ReportContent) -> None:
    assert [node.get("descr") for node in every(opened, "wp:docPr")] == [chart.alternative for chart in report.charts]


def test_it_says_what_it_is_and_in_which_language(opened: Document, report: ReportContent) -> None:
    facts = opened.core_properties
    assert (facts.title, facts.author, facts.language) == (report.title, report.office, "de")
    assert facts.created is not None
    assert facts.created.replace(tzinfo=None) == MADE
    assert {node.get(qn("w:val")) for node in opened.styles.element.iter(qn("w:lang"))} == {"de-DE"}


def test_words_break_only_where_the_language_allows_it(opened: Document) -> None:
    assert opened.settings.element.find(qn("w:autoHyphenation")) is not None


def kept(line: Any) -> bool:
    """Whether a paragraph stays with what follows."""
    return line.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_captions_charts_and_what_leads_over_to_them_stay_with_what_follows(opened: Document) -> None:
    lines = [line for line in opened.paragraphs if line.style is not None]
    for line, following in itertools.pairwise(lines):
        if line.text.startswith("Das Integrationsbüro") and "graphicData" in following._p.xml:
            assert kept(line._p)
        if "graphicData" in line._p.xml or line.text.startswith("Tabelle "):
            assert kept(line._p)
    assert [kept(line._p) for line in lines if line.style is not None and line.style.name == NOTE][-3:] == [
        *(True, True, False)
    ]


def test_a_short_table_stays_with_its_notes_and_of_a_long_one_no_row_stands_alone(opened: Document) -> None:
    short, long = opened.tables[1], next(table for table in opened.tables if len(table.rows) > WHOLE + 1)
    assert all(kept(line._p) for row in short.rows for cell in row.cells for line in cell.paragraphs)
    ends = [kept(row.cells[0].paragraphs[0]._p) for row in long.rows]
    assert (ends[:3], ends[-3:]) == ([True, True, False], [True, True, True])
    assert not kept(opened.tables[-1].rows[-1].cells[0].paragraphs[0]._p), "no note follows"


def test_what_was_said_stands_there_to_the_letter(opened: Document) -> None:
    assert HOSTILE in [line.text for line in opened.paragraphs]
    answers = [[cell.text for cell in row.cells] for row in opened.tables[-1].rows]
    assert answers[1] == ["Kinder und Jugendliche", "☒ JA   ☐ NEIN"]
    assert opened.tables[2].cell(21, 2).text == "•"


def test_the_same_report_gives_the_same_bytes(report: ReportContent) -> None:
    short = replace(report, sections=report.sections[:1])
    file = report_docx.write(short)
    assert report_docx.write(short) == file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2018, 5, 2, 11, 30, 0)}


@pytest.mark.spreadsheet
@pytest.mark.parametrize("locale", ["de-DE", "en-US"])
def test_libreoffice_opens_it_and_breaks_no_word(report: ReportContent, tmp_path: Path, locale: str) -> None:
    row = ("Info- und Gesprächsrunde", *["1.234"] * 5)
    six = replace(report.tables[0], headings=SIX, cells=(row,) * 3, numeric=(False, *[True] * 5))
    source = tmp_path / "report.docx"
    source.write_bytes(report_docx.write(replace(report, sections=(*report.sections, Section("Breites", (six,))))))
    program = soffice()
    if not (Path(program).resolve().parent / "libswlo.so").exists():
        pytest.skip("LibreOffice has no Writer here")
    command = [
        program,
        profile(tmp_path, locale),
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = tmp_path / "report.pdf"
    text = told("pdftotext", "-layout", str(pdf), "-")
    assert "Seite 2 von" in text
    assert "Tabelle 1: Beratungen nach Kategorie" in text
    assert "☒ JA" in text
    assert {word for heading in SIX for word in heading.split()} <= set(text.split())
