"""A report as a Word document with real styles, for councils that paste it into a system of their own."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from dashboard import chart_files
from dashboard.report_docx_tables import WIDTH, add_style, add_table, element
from dashboard.report_layout import laid
from dashboard.translations import Translator, locale_of, translator
from db.archive import entry
from db.report_content import Block, Chart, Fact, Paragraph, ReportContent, Section, Written

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as Line

FONT = "Arial"
"""On every office computer; the program's own is not."""

SIZES = {"Normal": 10.5, "Title": 20.0, "Heading 1": 14.0, "Heading 2": 12.0, "Caption": 10.0}
"""Points."""

INK, ACCENT, GREY = "1C2529", "0B5A75", "536068"
HIGHEST = 20.0
"""Centimetres of the highest chart."""

NOTE = "Report Note"
"""The style of what stands below a table, and at the head and foot of a page."""

TICKED, OPEN = "☒", "☐"


@dataclass(frozen=True, slots=True)
class _Paper:
    """The document while it is written, and how many captions of each kind it has."""

    document: "Document"
    t: Translator
    numbered: Counter[str] = field(default_factory=Counter)


def write(content: ReportContent) -> bytes:
    """The report as a DOCX file."""
    import docx

    document = docx.Document()
    paper = _Paper(document, translator(content.language))
    _set_up(document, content)
    document.add_paragraph(content.office).runs[0].bold = True
    document.add_paragraph(content.subject, style="Title")
    _fact_table(document, content.facts)
    if content.course.rows:
        document.add_heading(content.course.heading, level=1)
        add_table(document, content.course.heading, content.course.headings, content.course.rows)
    for section in content.sections:
        _section(paper, section)
    if content.answers:
        document.add_heading(content.answers_heading, level=1)
        _answers(document, content)
    for section in content.closing:
        _section(paper, section)
    stream = io.BytesIO()
    document.save(stream)
    return _repacked(stream, content)


def _set_up(document: "Document", content: ReportContent) -> None:
    """Paper, fonts, language, header, footer and what the file says of itself."""
    from docx.shared import Cm

    (section,) = document.sections
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.4)
    for name, points in SIZES.items():
        _set_font(document.styles[name], points, INK if name in ("Normal", "Title", "Caption") else ACCENT)
    _set_title(document.styles["Title"])
    _add_note_style(document)
    add_style(document)
    _speak(document, locale_of(content.language).replace("_", "-"))
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text, section.header.paragraphs[0].style = content.title, NOTE
    for footer in (section.footer, section.first_page_footer):
        _page_numbers(footer.paragraphs[0], content)
    _hyphenate(document)
    _describe(document, content)


def _hyphenate(document: "Document") -> None:
    """Let long words break where the language allows it, not anywhere."""
    from docx.oxml.ns import qn

    document.settings.element.find(qn("w:defaultTabStop")).addnext(element("autoHyphenation"))


def _set_font(style: "ParagraphStyle", points: float, colour: str) -> None:
    """Font, size and colour of a style; its theme's fonts would else win."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        fonts.set(qn(f"w:{script}"), FONT)


def _set_title(style: "ParagraphStyle") -> None:
    """Bold, without the line of the program's template."""
    from docx.oxml.ns import qn

    style.font.bold = True
    style.element.pPr.remove(style.element.pPr.find(qn("w:pBdr")))


def _add_note_style(document: "Document") -> None:
    """Small lines, close to each other."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style = document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.keep_together = True
    _set_font(style, 8.5, GREY)


def _speak(document: "Document", language: str) -> None:
    """The language of all text, for spelling and for screen readers."""
    from docx.oxml.ns import qn

    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)


def _describe(document: "Document", content: ReportContent) -> None:
    told = document.core_properties
    told.title, told.author, told.subject = content.title, content.office, content.subject
    told.language, told.comments, told.last_modified_by = content.language, "", content.office
    told.created = told.modified = content.made


def _page_numbers(line: "Line", content: ReportContent) -> None:
    """The office, and ``Seite 2 von 7``."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    line.style = NOTE
    t = translator(content.language)
    line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    before, between, after = t("Page {page} of {pages}", page="\0", pages="\0").split("\0")
    line.add_run(f"{content.office}\t{before}")
    _add_field(line, "PAGE")
    line.add_run(between)
    _add_field(line, "NUMPAGES")
    line.add_run(after)


def _add_field(line: "Line", instruction: str, shown: str = "1") -> None:
    """A number that Word counts."""
    field = element("fldSimple", instr=instruction)
    field.append(line.add_run(shown)._r)
    line._p.append(field)


def _section(paper: _Paper, section: Section) -> None:
    paper.document.add_heading(section.heading, level=1)
    for block, following in zip_longest(section.blocks, section.blocks[1:]):
        BLOCKS[type(block)](paper, block)
        if isinstance(block, Paragraph) and not isinstance(following, Paragraph | None):
            paper.document.paragraphs[-1].paragraph_format.keep_with_next = True


def _paragraph(paper: _Paper, paragraph: Paragraph) -> None:
    paper.document.add_paragraph(paragraph.text)


def _chart(paper: _Paper, chart: Chart) -> None:
    from docx.shared import Cm, Emu

    line = paper.document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    picture = line.add_run().add_picture(io.BytesIO(chart_files.png(chart.specification)), width=Cm(WIDTH))
    if picture.height > Cm(HIGHEST):
        picture.width, picture.height = Emu(picture.width * Cm(HIGHEST) // picture.height), Cm(HIGHEST)
    described = picture._inline.docPr
    described.set("descr", chart.alternative)
    described.set("title", chart.title)
    _caption(paper, paper.t("Figure"), chart)


def _written(paper: _Paper, table: Written) -> None:
    from docx.shared import Pt

    _caption(paper, paper.t("Table"), table).paragraph_format.keep_with_next = True
    paper_table = laid(table)
    add_table(
        paper.document,
        table.title,
        paper_table.headings,
        paper_table.cells,
        paper_table.numeric,
        totals=paper_table.totals,
        noted=bool(table.notes),
    )
    for place, note in enumerate(table.notes, start=1):
        line = paper.document.add_paragraph(note, style=NOTE).paragraph_format
        line.space_before = Pt(3) if place == 1 else None
        line.keep_with_next = place < len(table.notes) or None
    paper.document.paragraphs[-1].paragraph_format.space_after = Pt(16)


def _caption(paper: _Paper, kind: str, block: Chart | Written) -> "Line":
    """``Tabelle 1: Titel``, numbered by Word."""
    paper.numbered[kind] += 1
    line = paper.document.add_paragraph(f"{kind} ", style="Caption")
    _add_field(line, f"SEQ {kind} \\* ARABIC", str(paper.numbered[kind]))
    line.add_run(f": {block.title}")
    if block.remark:
        line.add_run(f". {block.remark}").bold = False
    return line


def _fact_table(document: "Document", facts: Sequence[Fact]) -> None:
    """The facts of the paper, a line each, their names in bold."""
    for fact in facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = 0
        line.add_run(f"{fact.name}: ").bold = True
        line.add_run(fact.text)


def _answers(document: "Document", content: ReportContent) -> None:
    """Both answers as boxes, the given one ticked."""
    t = translator(content.language)
    answers = (t("yes"), t("no"))
    rows = [
        (fact.name, "   ".join(f"{TICKED if word == fact.text else OPEN} {word.upper()}" for word in answers))
        for fact in content.answers
    ]
    add_table(document, content.answers_heading, (t("Participation of"), t("Answer")), rows)


BLOCKS: Mapping[type[Block], Callable[[_Paper, Any], None]] = {
    Paragraph: _paragraph,
    Written: _written,
    Chart: _chart,
}
"""How each kind of block is added to the document."""


def _repacked(stream: io.BytesIO, content: ReportContent) -> bytes:
    """The same file with the content's date at all its parts, which would else tell when it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(stream) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(entry(name, content.reader, content.made), parts.read(name))
    return packed.getvalue()
