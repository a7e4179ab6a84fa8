"""The XML of a workbook's sheet, for what a reader of tables does not do: measure it first, find what has no value in
it, and put a column in without touching the rest."""

import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape

_UNUSUAL = tuple(
    re.compile(each)
    for each in (
        rb'<c(?=[\s/>])(?! r="[A-C]?[A-Z]1?\d{1,5}"(?: s="\d+")?(?: t="\w+")? ?/?>)',
        rb":c[\s/>]",
        rb"<f[\s/>]",
        rb":f[\s/>]",
        rb't="e"',
        rb"\0",
    )
)
"""What has to be looked at cell by cell: any start of a cell but the usual one within 104 columns and 200,000 rows,
other spellings, formulas, and errors."""
_SPANS = re.compile(rb'\sspans\s*=\s*"[^"]*"')
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(slots=True)
class Survey:
    """What there is in a sheet; places are counted from 0."""

    height: int = 0
    width: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells like #N/A, by row and column."""
    unresolved: str = ""
    """The first cell with a formula that was never computed, as spreadsheets call it."""


def parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that each sheet is kept in, by the sheet's name and in their order."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id", ""): each.get("Target", "") for each in links.findall("{*}Relationship")}
    found = {}
    for sheet in book.findall("{*}sheets/{*}sheet"):
        target = next((targets.get(value, "") for name, value in sheet.items() if name.endswith("}id")), "")
        found[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return {name: part for name, part in found.items() if part in archive.namelist()}


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days as old Excel for the Mac did."""
    told = ElementTree.fromstring(archive.read("xl/workbook.xml")).find("{*}workbookPr")
    return told is not None and told.get("date1904") in ("1", "true")


def survey(xml: bytes) -> Survey | None:
    """What has to be known of a sheet before it is read; None if it is small and has nothing but values."""
    if not any(each.search(xml) for each in _UNUSUAL):
        return None
    surveyor = _Surveyor()
    surveyor.parse(xml)
    return surveyor.found


def with_column(xml: bytes, place: int, texts: Mapping[int, str]) -> bytes:
    """The sheet with texts at a place of its rows; the first one looks like the heading beside it."""
    column = _Column(place, texts)
    column.parse(xml)
    made, done = [], 0
    for start, end, piece in sorted(column.edits):
        made += [xml[done:start], piece]
        done = end
    return b"".join([*made, xml[done:]])


class _Parser(ABC):
    """Follows rows and cells; either may leave out to tell its place."""

    def __init__(self) -> None:
        self.row, self.column = -1, -1
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end

    def parse(self, xml: bytes) -> None:
        self.xml = xml
        self.parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
        elif local == "c":
            self.column = _place(attributes["r"]) if "r" in attributes else self.column + 1
        self.prefix = name[: -len(local)]
        self.begun(local, attributes)

    def _end(self, name: str) -> None:
        self.ended(name.rpartition(":")[2])

    @abstractmethod
    def begun(self, local: str, attributes: Mapping[str, str]) -> None:
        """An element begins, called so without its prefix."""

    @abstractmethod
    def ended(self, local: str) -> None:
        """It ends."""


class _Surveyor(_Parser):
    def __init__(self) -> None:
        super().__init__()
        self.found, self.kind, self.formula, self.value = Survey(), "", False, ""
        self.parser.CharacterDataHandler = self._text
        self.inside = False

    def begun(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "c":
            self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
        elif local == "f":
            self.formula = True
        self.inside = local in ("v", "t")

    def _text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def ended(self, local: str) -> None:
        self.inside = False
        if local == "c" and (self.value or self.formula):
            self.found.height = max(self.found.height, self.row + 1)
            self.found.width = max(self.found.width, self.column + 1)
            if self.kind == "e":
                self.found.errors[self.row, self.column] = self.value
            if not self.value and self.kind != "str":
                self.found.unresolved = self.found.unresolved or f"{letters(self.column)}{self.row + 1}"


class _Column(_Parser):
    def __init__(self, place: int, texts: Mapping[int, str]) -> None:
        super().__init__()
        self.place, self.texts, self.heading = place, texts, min(texts, default=0)
        self.edits: list[tuple[int, int, bytes]] = []
        self.opened, self.before, self.old, self.looks = 0, 0, (0, 0), ""

    def begun(self, local: str, attributes: Mapping[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if local == "row":
            self.opened, self.before, self.old, self.looks = at, 0, (0, 0), ""
        elif local == "c" and self.column < self.place and self.row == self.heading:
            self.looks = attributes.get("s", "")
        elif local == "c" and self.column == self.place:
            self.old = (at, at)
        elif local == "c" and self.column > self.place:
            self.before = self.before or at

    def ended(self, local: str) -> None:
        at = self.parser.CurrentByteIndex
        closing = self.xml.startswith(b"</", at)
        if local == "c" and self.column == self.place:
            self.old = (self.old[0], self.xml.index(b">", at) + 1 if closing else at)
        elif local == "row" and self.row in self.texts and closing:
            start, end = self.old if self.old[1] else (self.before or at,) * 2
            self.edits += [*self._spans(), (start, end, self._cell().encode())]

    def _spans(self) -> Iterator[tuple[int, int, bytes]]:
        """A row may tell from where to where it has cells: not any more."""
        found = _SPANS.search(self.xml, self.opened, self.xml.index(b">", self.opened))
        if found:
            yield (*found.span(), b"")

    def _cell(self) -> str:
        text, tag = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", self.texts[self.row]), f"{self.prefix}c"
        looks = f' s="{self.looks}"' if self.looks else ""
        opening = f'<{tag} r="{letters(self.place)}{self.row + 1}"{looks}'
        if not text:
            return f"{opening}/>"
        inner = (
            f'<{self.prefix}is><{self.prefix}t xml:space="preserve">{escape(text)}</{self.prefix}t></{self.prefix}is>'
        )
        return f'{opening} t="inlineStr">{inner}</{tag}>'


def _place(reference: str) -> int:
    """The column of a cell like B7, counted from 0."""
    place = 0
    for letter in reference.rstrip("0123456789").upper():
        place = 26 * place + ord(letter) - 64
    return place - 1


def letters(place: int) -> str:
    """What spreadsheets call a column, counted from 0."""
    name = ""
    while place >= 0:
        place, name = place // 26 - 1, chr(65 + place % 26) + name
    return name
