"""A report as PDF/UA-1, typeset by Typst: tagged, with its language, its title and alternatives for its charts."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard import chart_files
from dashboard.report_layout import laid
from dashboard.translations import locale_of, translator
from db.report_content import Block, Chart, Fact, Paragraph, ReportContent, Section, Written

TEMPLATES = Path(__file__).resolve().parent / "typesetting"
TEMPLATE, SPECIMEN = TEMPLATES / "report.typ", TEMPLATES / "specimen.typ"
NO_DAY = dt.datetime(2000, 1, 1)

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""What is printed for a character that no font has: PDF/UA forbids to leave it blank, and Typst so refuses it."""


def write(content: ReportContent) -> bytes:
    """The report as a PDF file."""
    told = json.dumps(_report(content), ensure_ascii=False)
    lacking = _lacking("".join(sorted(set(told))))
    return _typeset(TEMPLATE, {"report": json.dumps(_printable(_report(content), lacking))}, content.made)


def _report(content: ReportContent) -> dict[str, Any]:
    """The report as the template reads it."""
    t = translator(content.language)
    return {
        "language": content.language,
        "region": locale_of(content.language).partition("_")[2],
        "office": content.office,
        "title": content.title,
        "subject": content.subject,
        "facts": _facts(content.facts),
        "course": {
            "heading": content.course.heading,
            "headings": content.course.headings,
            "rows": content.course.rows,
        },
        "sections": [_section(each) for each in content.sections],
        "answers": _facts(content.answers),
        "answers_heading": content.answers_heading,
        "closing": [_section(each) for each in content.closing],
        "words": {
            "page": t("Page {page} of {pages}", page="{page}", pages="{pages}"),
            "answers": [t("yes"), t("no")],
            "answered": [t("Participation of"), t("Answer")],
        },
    }


def _facts(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(fact.name, fact.text) for fact in facts]


def _section(section: Section) -> dict[str, Any]:
    return {"heading": section.heading, "blocks": [BLOCKS[type(block)](block) for block in section.blocks]}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "text": paragraph.text}


def _table(table: Written) -> dict[str, Any]:
    told = {"title": table.title, "remark": table.remark, "notes": table.notes}
    return {"kind": "table", **told, **asdict(laid(table))}


def _chart(chart: Chart) -> dict[str, Any]:
    svg = chart_files.svg(chart.specification).decode()
    return {"kind": "chart", "title": chart.title, "remark": chart.remark, "svg": svg, "alternative": chart.alternative}


BLOCKS: Mapping[type[Block], Callable[[Any], dict[str, Any]]] = {
    Paragraph: _paragraph,
    Written: _table,
    Chart: _chart,
}
"""How each kind of block is handed to the template."""


def _printable(value: Any, lacking: frozenset[str]) -> Any:
    """The same with a sign for every character that can't be printed."""
    if isinstance(value, str):
        return "".join(REPLACEMENT if mark in lacking else mark for mark in value)
    if isinstance(value, Mapping):
        return {name: _printable(each, lacking) for name, each in value.items()}
    return [_printable(each, lacking) for each in value] if isinstance(value, list | tuple) else value


def _lacking(marks: str) -> frozenset[str]:
    """Those of the characters that none of the fonts at hand has."""
    if not marks or _is_printed(marks):
        return frozenset()
    half = len(marks) // 2
    return _lacking(marks[:half]) | _lacking(marks[half:]) if half else frozenset(marks)


def _is_printed(marks: str) -> bool:
    import typst

    try:
        _typeset(SPECIMEN, {"marks": marks})
    except typst.TypstError:
        return False
    return True


def _typeset(template: Path, inputs: dict[str, str], made: dt.datetime = NO_DAY) -> bytes:
    """A template filled, with the fonts that are shipped and those in Typst itself: the same on every machine."""
    import typst

    return bytes(
        typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=[str(chart_files.FONTS)],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=made.replace(tzinfo=dt.UTC),
        )
    )
