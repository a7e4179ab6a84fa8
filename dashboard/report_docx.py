"""A report as a Word document with real styles, for councils that paste it into a system of their own."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard import chart_files
from dashboard.translations import Translator, locale_of, translator
from db.archive import entry
from db.report_content import Block, Chart, Fact, Paragraph, ReportContent, Section, Written

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph as Line
    from docx.text.run import Run

FONT = "Arial"
"""On every office computer; the program's own is not."""

SIZES = {"Normal": 10.5, "Title": 20.0, "Heading 1": 14.0, "Heading 2": 12.0, "Caption": 10.0}
"""Points."""

INK, ACCENT, SHADE = "1C2529", "0B5A75", "EFF2F2"
WIDTH, HIGHEST = 16.5, 20.0
"""Centimetres between the margins, and of the highest chart."""

TABLE_STYLE = "Table Grid"
MARGIN, WIDEST = 4, 36
"""Characters of columns: what their margins take, and beyond which text is wrapped."""

MANY = 4
"""Tables of more columns are written smaller."""

TICKED, OPEN = "☒", "☐"


@dataclass(frozen=True, slots=True)
class _Paper:
    """The document while it is written, and how many captions of each kind it has."""

    document: "Document"
    t: Translator
    numbered: Counter[str] = field(default_factory=Counter)


class _Column(NamedTuple):
    """How the cells of a column look."""

    width: str
    numeric: bool
    small: bool


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
        _table(document, content.course.heading, content.course.headings, content.course.rows)
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
    _speak(document, locale_of(content.language).replace("_", "-"))
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = content.title
    for footer in (section.footer, section.first_page_footer):
        _page_numbers(footer.paragraphs[0], content)
    _hyphenate(document)
    _describe(document, content)


def _hyphenate(document: "Document") -> None:
    """Let long words break where the language allows it, not anywhere."""
    from docx.oxml.ns import qn

    document.settings.element.find(qn("w:defaultTabStop")).addnext(_element("autoHyphenation"))


def _set_font(style: "ParagraphStyle", points: float, colour: str) -> None:
    """Font, size and colour of a style; its theme's fonts would else win."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        fonts.set(qn(f"w:{script}"), FONT)


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

    line.style = "Normal"
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
    field = _element("fldSimple", instr=instruction)
    field.append(line.add_run(shown)._r)
    line._p.append(field)


def _element(name: str, *children: Any, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    element.extend(children)
    return element


def _section(paper: _Paper, section: Section) -> None:
    paper.document.add_heading(section.heading, level=1)
    for block in section.blocks:
        BLOCKS[type(block)](paper, block)


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
    _caption(paper, paper.t("Figure"), chart.title)


def _written(paper: _Paper, table: Written) -> None:
    _caption(paper, paper.t("Table"), table.title).paragraph_format.keep_with_next = True
    _table(paper.document, table.title, table.headings, table.cells, table.numeric)
    for note in table.notes:
        line = paper.document.add_paragraph(note)
        line.paragraph_format.space_before = line.paragraph_format.space_after = 0
        _small(line.runs)
    paper.document.add_paragraph()


def _small(runs: Iterable["Run"]) -> None:
    from docx.shared import Pt

    for run in runs:
        run.font.size = Pt(8.5)


def _caption(paper: _Paper, kind: str, title: str) -> "Line":
    """``Tabelle 1: Titel``, numbered by Word."""
    paper.numbered[kind] += 1
    line = paper.document.add_paragraph(f"{kind} ", style="Caption")
    _add_field(line, f"SEQ {kind} \\* ARABIC", str(paper.numbered[kind]))
    line.add_run(f": {title}")
    return line


def _table(
    document: "Document",
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool] = (),
) -> None:
    """A table whose first row names the columns, and is repeated on every page."""
    from docx.oxml.ns import qn

    table = document.add_table(rows=0, cols=len(headings), style=TABLE_STYLE)
    _name(table, title)
    widths = _widths(headings, rows)
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.set(qn("w:w"), width)
    sides = numeric or [False] * len(widths)
    columns = [_Column(*each, small=len(widths) > MANY) for each in zip(widths, sides, strict=True)]
    for number, texts in enumerate((headings, *rows)):
        table._tbl.append(_row(texts, columns, heading=number == 0))


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The width of each column by its texts, in twentieths of a point; together as wide as the page. Headings wrap, so
    that there is room for the longest word of each."""
    wanted = [
        max(MARGIN + max(map(len, heading.split(" "))), *map(_wanted, texts))
        for heading, *texts in zip(headings, *rows, strict=True)
    ]
    return [str(round(each / sum(wanted) * WIDTH / 2.54 * 1440)) for each in wanted]


def _wanted(text: str) -> int:
    """Characters of a column for a text: all of it if it is short, else its longest word at least."""
    return MARGIN + max(min(len(text), WIDEST), *map(len, text.split(" ")))


def _name(table: "Table", title: str) -> None:
    """The table's title for screen readers, and which parts of it are headings."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for part, there in {"firstRow": "1", "firstColumn": "1", "lastRow": "0", "lastColumn": "0"}.items():
        look.set(qn(f"w:{part}"), there)
    properties.append(_element("tblCaption", val=title))


def _row(texts: Sequence[str], columns: Sequence[_Column], *, heading: bool) -> Any:
    """A row that stays on one page; through python-docx a table of 50 rows would take a second."""
    marks = _element("trPr", _element("cantSplit"), *([_element("tblHeader")] if heading else []))
    return _element("tr", marks, *(_cell(*each, heading) for each in zip(texts, columns, strict=True)))


def _cell(text: str, column: _Column, heading: bool) -> Any:
    shading = [_element("shd", val="clear", color="auto", fill=SHADE)] if heading else []
    layout = [_element("spacing", after="0"), *([_element("jc", val="right")] if column.numeric else [])]
    looks = [*([_element("b")] if heading else []), *([_element("sz", val="17")] if column.small else [])]
    run = _element("r", _element("rPr", *looks))
    run.text = text
    facts = _element("tcPr", _element("tcW", w=column.width, type="dxa"), *shading)
    return _element("tc", facts, _element("p", _element("pPr", *layout), run))


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
    _table(document, content.answers_heading, (t("Participation of"), t("Answer")), rows)


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
