"""A report on the screen: for its readers just what was submitted, for the office with links to what is counted."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import chart_files, session
from dashboard.downloads import file_button
from dashboard.exhibits import FINE, UNSEEN
from dashboard.file_names import words
from dashboard.formats import plain
from dashboard.plain_tables import Links, html_table
from dashboard.report_files import kind_of
from dashboard.report_links import ReportLinks
from dashboard.written import Writer
from db.report_content import Block, Chart, Course, Fact, Paragraph, ReportContent, Section, Written

_TEXT = "margin:0 0 0.75rem;max-width:75ch;line-height:1.5"

_NAME = "font-weight:600;margin:0"
_FACTS = "display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:0.25rem 1rem;margin:0 0 0.75rem;padding:0"


def _as_written(value: str, _: str) -> str:
    return value


def show(content: ReportContent, key: str, links: ReportLinks | None = None) -> None:
    """A report; ``key`` names it among the widgets of the page. ``links`` are for the office alone."""
    st.header(plain(content.subject) or "–")
    _facts(content.facts, content.language)
    if content.course.rows:
        _course(content.course, content.language)
    for section in content.sections:
        _section(section, content.language, key, links)
    if content.answers:
        st.subheader(plain(content.answers_heading))
        _facts(content.answers, content.language)
    for section in content.closing:
        _section(section, content.language, key, links)


def report_file_button(name: str, report: str, number: int, content: Callable[[], bytes]) -> None:
    """The button of one file of a report, which is called after it."""
    kind = kind_of(name)
    label = kind.label.in_language(session.language())
    file_button(label, content, f"{report}{kind.ending}", kind.mime, f"file {number} {name}")


def _facts(facts: Sequence[Fact], language: str) -> None:
    rows = "".join(
        f"<dt style='{_NAME}'>{html.escape(fact.name)}</dt><dd style='margin:0'>{html.escape(fact.text)}</dd>"
        for fact in facts
    )
    st.html(f"<dl lang='{language}' style='{_FACTS}'>{rows}</dl>")


def _course(course: Course, language: str) -> None:
    st.subheader(plain(course.heading))
    _table(course.headings, course.rows, [], course.heading, language, {})


def _section(section: Section, language: str, key: str, links: ReportLinks | None) -> None:
    st.subheader(plain(section.heading))
    for block in section.blocks:
        _SHOWN[type(block)](block, language, key, links)


def _paragraph(block: Paragraph, language: str, _: str, links: ReportLinks | None) -> None:
    st.html(f"<p lang='{language}' style='{_TEXT}'>{''.join(_pieces(block, links))}</p>")
    if links:
        _ways(links.figures_of(block), language)


def _ways(addresses: Mapping[str, str], language: str) -> None:
    """The ways to figures on the dashboard, by title."""
    t = session.texts()
    ways = [
        f"<a href='{html.escape(address)}' target='_self' lang='{language}'>{html.escape(title)}</a>"
        for title, address in addresses.items()
        if address
    ]
    if ways:
        said = t("As it is now on the dashboard:")
        st.html(f"<p style='{FINE}'>{html.escape(said)} {' · '.join(ways)}</p>")


def _pieces(block: Paragraph, links: ReportLinks | None) -> Iterator[str]:
    """The paragraph as HTML; each number leads to its records."""
    end, ways = 0, links.paragraph(block) if links else {}
    for number in block.numbers:
        yield html.escape(block.text[end : number.start])
        said, end = block.text[number.start : number.end], number.end
        yield ways[number].around(said) if number in ways else html.escape(said)
    yield html.escape(block.text[end:])


def _title(title: str, language: str) -> None:
    st.html(f"<p lang='{language}' style='margin:0.5rem 0;font-weight:600'>{html.escape(title)}</p>")


def _written(block: Written, language: str, _: str, links: ReportLinks | None) -> None:
    _title(block.title, language)
    numeric = [place for place, is_number in enumerate(block.numeric) if is_number]
    _table(block.headings, block.cells, numeric, block.title, language, links.table(block) if links else {})
    if links:
        _ways({block.title: links.figure(block.table.name)}, language)
    notes = "<br>".join(map(html.escape, block.notes))
    st.html(f"<p lang='{language}' style='{FINE};margin-bottom:1.25rem'>{notes}</p>")


def _table(
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    numeric: Sequence[int],
    caption: str,
    language: str,
    links: Links,
) -> None:
    """Cells as they are written."""
    names = {str(place): heading for place, heading in enumerate(headings)}
    frame = pd.DataFrame([list(row) for row in cells], columns=list(names), dtype=object)
    writers: dict[str, Writer] = {str(place): _as_written for place in numeric}
    st.html(html_table(frame, names, writers, links, caption=caption, language=language))


def _chart(block: Chart, language: str, key: str, links: ReportLinks | None) -> None:
    t = session.texts()
    _title(block.title, language)
    spec = {name: part for name, part in block.specification.items() if name != "description"}  # ``alt`` is short
    st.vega_lite_chart(spec=spec, theme=None, width="stretch", alt=block.title, key=f"{key} {block.name}")
    st.html(f"<p lang='{language}' style='{UNSEEN}'>{html.escape(block.alternative)}</p>")
    with st.container(horizontal=True):
        for form in PICTURES.values():
            name = f"{words(block.title)}{form.ending}"
            title = t("Chart as {form}", form=form.name)
            file_button(title, form.of(block), name, form.mime, f"{key} {block.name} {form.name}")
    if links:
        _ways({block.title: links.figure(block.name)}, language)


@dataclass(frozen=True, slots=True)
class Picture:
    """A form in which a chart can be taken along."""

    name: str
    ending: str
    mime: str
    draw: Callable[[Mapping[str, object]], bytes]

    def of(self, chart: Chart) -> Callable[[], bytes]:
        """What makes the file of a chart when somebody asks for it."""
        return lambda: self.draw(chart.specification)


PICTURES: Mapping[str, Picture] = {
    "svg": Picture("SVG", ".svg", "image/svg+xml", chart_files.svg),
    "png": Picture("PNG", ".png", "image/png", chart_files.png),
}
"""The forms in which a chart can be taken along."""

_SHOWN: Mapping[type[Block], Callable[..., None]] = {Paragraph: _paragraph, Written: _written, Chart: _chart}
"""How each kind of block is shown."""
