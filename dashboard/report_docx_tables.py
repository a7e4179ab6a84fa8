"""Tables of a Word document: in type in which every word stays whole, with rows and notes that stay together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

WIDTH = 16.5
"""Centimetres between the margins."""

STYLE, STYLE_ID = "Report Table", "ReportTable"
INK, LINE, SHADE = "536068", "B4BBBF", "EFF2F2"
PADDING = {"top": 45, "left": 70, "bottom": 45, "right": 70}
"""Between text and border, in twentieths of a point."""

SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Points of the type of tables: the largest in which the longest words have room side by side."""
LETTER, LETTERS = 0.72, {"mwMW%☐☒": 1.06, "ijlftrI.,:;-/()' ": 0.45}
"""How wide a bold letter is to its size, some more and some less, in a font that stands in where Arial is missing."""

NARROW = {1: 0.4, 2: 0.6, 3: 0.8}
"""How much of the page tables of few columns take: wider, the eye would lose the line."""

WIDEST = 36
"""Characters of a text that are not wrapped if there is room."""

WHOLE = 25
"""Tables of up to so many rows stay on one page; of longer ones, no row stands alone."""


class _Column(NamedTuple):
    """How the cells of a column look."""

    width: int
    numeric: bool
    size: float


class _Place(NamedTuple):
    """Where a row stands."""

    heading: bool
    total: bool
    tied: bool
    """Whether it stays with the row, or the note, below it."""


def element(name: str, *children: Any, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    made.extend(children)
    return made


def add_style(document: "Document") -> None:
    """The style of all tables: lines between rows only, and room around the text."""
    lines = {"top": (INK, "8"), "bottom": (INK, "8"), "insideH": (LINE, "4")}
    borders = [element(side, val="single", sz=sz, space="0", color=ink) for side, (ink, sz) in lines.items()]
    margins = [element(side, w=str(width), type="dxa") for side, width in PADDING.items()]
    indent = element("tblInd", w=str(PADDING["left"]), type="dxa")
    properties = element("tblPr", indent, element("tblBorders", *borders), element("tblCellMar", *margins))
    names = (element("name", val=STYLE), element("basedOn", val="TableNormal"), element("uiPriority", val="59"))
    style = element("style", *names, properties, type="table", customStyle="1", styleId=STYLE_ID)
    document.styles.element.append(style)


def add_table(
    document: "Document",
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool] = (),
    *,
    totals: int = 0,
    noted: bool = False,
) -> None:
    """A table whose first row names the columns, and is repeated on every page. ``noted``: notes follow."""
    from docx.oxml.ns import qn

    table = document.add_table(rows=0, cols=len(headings), style=STYLE)
    table.autofit = False
    _name(table, title)
    size = type_size(headings, rows)
    columns = [
        _Column(width, is_number, size)
        for width, is_number in zip(widths(headings, rows, size), numeric or [False] * len(headings), strict=True)
    ]
    for column, looks in zip(table.columns, columns, strict=True):
        column._gridCol.set(qn("w:w"), str(looks.width))
    last = len(rows)
    for number, texts in enumerate((headings, *rows)):
        alone = last <= WHOLE or number < 2 or number > last - 3
        place = _Place(number == 0, 0 < number <= totals, tied=alone and (noted or number < last))
        table._tbl.append(_row(texts, columns, place))


def type_size(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """Points of the type of a table: as large as lets every word stay whole."""
    words = _longest_words(headings, rows)
    fitting = (size for size in SIZES if sum(_room(length, size) for length in words) <= _whole(len(headings)))
    return next(fitting, SIZES[-1])


def widths(headings: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> list[int]:
    """The width of each column, in twentieths of a point: room for its longest word, and as far as there is
    room for all of its texts; the first column takes what is left."""
    least = [_room(length, size) for length in _longest_words(headings, rows)]
    wanted = [_room(max(map(_wanted, texts)), size) for texts in _columns(headings, rows)]
    more = [max(want - need, 0) for want, need in zip(wanted, least, strict=True)]
    left = _whole(len(headings)) - sum(least)
    if left < 0:
        return [round(need * (1 + left / sum(least))) for need in least]
    share = min(left / sum(more), 1) if sum(more) else 0
    names, *others = [round(need + each * share) for need, each in zip(least, more, strict=True)]
    return [round(names + left - sum(more) * share), *others]


def _columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip(headings, *rows, strict=True))


def _longest_words(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    return [max(_length(word) for text in texts for word in text.split(" ")) for texts in _columns(headings, rows)]


def _wanted(text: str) -> float:
    return min(_length(text), WIDEST * LETTER)


def _length(text: str) -> float:
    """How wide a text is, to the size of its type."""
    return sum(next((width for letters, width in LETTERS.items() if letter in letters), LETTER) for letter in text)


def _room(length: float, size: float) -> float:
    return length * size * 20 + PADDING["left"] + PADDING["right"]


def _whole(columns: int) -> float:
    """How wide a table of so many columns is."""
    return WIDTH / 2.54 * 1440 * NARROW.get(columns, 1)


def _name(table: "Table", title: str) -> None:
    """The table's title for screen readers, and which parts of it are headings."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for part, there in {"firstRow": "1", "firstColumn": "1", "lastRow": "0", "lastColumn": "0"}.items():
        look.set(qn(f"w:{part}"), there)
    properties.append(element("tblCaption", val=title))


def _row(texts: Sequence[str], columns: Sequence[_Column], place: _Place) -> Any:
    """A row that stays on one page; through python-docx a table of 50 rows would take a second."""
    marks = element("trPr", element("cantSplit"), *([element("tblHeader")] if place.heading else []))
    return element("tr", marks, *(_cell(*each, place) for each in zip(texts, columns, strict=True)))


def _cell(text: str, column: _Column, place: _Place) -> Any:
    shading = [element("shd", val="clear", color="auto", fill=SHADE)] if place.heading else []
    tie = [element("keepNext")] if place.tied else []
    side = [element("jc", val="right")] if column.numeric else []
    bold = [element("b")] if place.heading or place.total else []
    run = element("r", element("rPr", *bold, element("sz", val=str(round(column.size * 2)))))
    run.text = text
    facts = element("tcPr", element("tcW", w=str(column.width), type="dxa"), *shading)
    layout = element("pPr", *tie, element("spacing", before="0", after="0", line="240", lineRule="auto"), *side)
    return element("tc", facts, element("p", layout, run))
