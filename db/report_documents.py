"""A submitted report as a document of JSON: what the committee's readers are shown, whatever becomes of the program."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from db.delimited import Reader
from db.documents import plain
from db.exports import Table
from db.figure_documents import Document, column_document, column_of
from db.report_content import Block, Chart, Counted, Course, Fact, Paragraph, ReportContent, Section, Written
from schemas.fields import Kind

_MOMENTS = {Kind.DAY: dt.date.fromisoformat, Kind.TIME: dt.time.fromisoformat, Kind.MOMENT: dt.datetime.fromisoformat}
_SAME = ("language", "office", "title", "subject", "answers_heading", "file_name")


def written(content: ReportContent) -> bytes:
    """The document of a report; the same content gives the same bytes."""
    document = {name: getattr(content, name) for name in _SAME}
    document |= {
        "made": content.made.isoformat(),
        "zone": content.reader.zone.key,
        "facts": [asdict(fact) for fact in content.facts],
        "answers": [asdict(fact) for fact in content.answers],
        "course": asdict(content.course),
        "sections": [_section(each) for each in content.sections],
        "closing": [_section(each) for each in content.closing],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def read(document: bytes) -> ReportContent:
    """A report from its document, that of an earlier version too: whatever it lacks has a default.

    Its codes have their labels; the value lists of then are in the ZIP file beside.
    """
    found: Document = json.loads(document)
    course = found["course"]
    return ReportContent(
        **{name: found[name] for name in _SAME},
        made=dt.datetime.fromisoformat(found["made"]),
        reader=Reader(found["language"], {}, ZoneInfo(found["zone"])),
        facts=tuple(Fact(**fact) for fact in found["facts"]),
        answers=tuple(Fact(**fact) for fact in found["answers"]),
        course=Course(course["heading"], tuple(course["headings"]), tuple(map(tuple, course["rows"]))),
        sections=tuple(map(_section_of, found["sections"])),
        closing=tuple(map(_section_of, found["closing"])),
    )


def _section(section: Section) -> Document:
    return {"heading": section.heading, "blocks": [_block(each) for each in section.blocks]}


def _section_of(document: Document) -> Section:
    return Section(document["heading"], tuple(_BLOCKS[each["block"]](each) for each in document["blocks"]))


def _block(block: Block) -> Document:
    if isinstance(block, Paragraph):
        return {"block": "paragraph", **asdict(block)}
    if isinstance(block, Chart):
        return {"block": "chart"} | {name: getattr(block, name) for name in Chart.__dataclass_fields__}
    document = {"block": "table"} | {name: getattr(block, name) for name in Written.__dataclass_fields__}
    return document | {"table": _table(block.table)}


def _table(table: Table) -> Document:
    return {
        "name": table.name,
        "title": table.title,
        "columns": [column_document(column) for column in table.columns],
        "rows": [[plain(value) for value in row] for row in table.rows],
        "schema": table.schema,
        "notes": table.notes,
        "suppressed": sorted(table.suppressed),
    }


def _paragraph_of(document: Document) -> Paragraph:
    return Paragraph(document["text"], tuple(Counted(**each) for each in document["numbers"]))


def _chart_of(document: Document) -> Chart:
    return Chart(**{name: document[name] for name in Chart.__dataclass_fields__ if name in document})


def _written_of(document: Document) -> Written:
    return Written(
        document["title"],
        tuple(document["headings"]),
        tuple(map(tuple, document["cells"])),
        tuple(document["numeric"]),
        tuple(document["notes"]),
        _table_of(document["table"]),
        document.get("remark", ""),
    )


def _table_of(document: Document) -> Table:
    columns = [column_of(each) for each in document["columns"]]
    kinds = [column.kind for column in columns]
    return Table(
        document["name"],
        document["title"],
        columns,
        tuple(tuple(map(_value, kinds, row)) for row in document["rows"]),
        document["schema"],
        tuple(document["notes"]),
        frozenset((row, name) for row, name in document["suppressed"]),
    )


def _value(kind: Kind, value: Any) -> Any:
    return _MOMENTS[kind](value) if kind in _MOMENTS and value is not None else value


_BLOCKS: Mapping[str, Callable[[Document], Block]] = {
    "paragraph": _paragraph_of,
    "chart": _chart_of,
    "table": _written_of,
}
