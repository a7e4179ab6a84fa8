"""Every number of a report leads to the records that it tells of, read as their list reads its address."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import addresses
from dashboard.plain_tables import Link
from dashboard.report_composition import composed
from dashboard.report_links import ReportLinks, report_links
from db import figures, frozen_figures, listing, reports
from db.database import Database, open_database
from db.delimited import SUPPRESSED, Reader
from db.figure_documents import FrozenFigure
from db.frozen_figures import FrozenFigures
from db.kept_reports import Report
from db.periods import Step, steps
from db.report_content import Paragraph, ReportContent, Written
from db.report_figures import SINGLE, TABLES, closing_of, is_number, unprotected
from schemas import RECORDS, HomeVisit
from schemas.event import GROUPS
from schemas.fields import fields, filtered
from schemas.labels import LANGUAGES
from schemas.record import Record
from schemas.report import SECTIONS
from tests.actors import LEA
from tests.conftest import TODAY
from tests.reported import closed, made
from tests.reports_made import BERLIN, DAYS, begun

QUARTER = (dt.date(2018, 1, 1), dt.date(2018, 3, 31))


@dataclass(frozen=True)
class Told:
    """A report on the demo records with everything that its links are made of."""

    database: Database
    frozen: FrozenFigures
    content: ReportContent
    links: ReportLinks


@pytest.fixture(scope="module", params=[DAYS, QUARTER], ids=["the year", "a quarter with the one before"])
def report(
    request: pytest.FixtureRequest, demo_original: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("links") / "demo.duckdb")
    with open_database(Path(copy), today=lambda: TODAY) as database:
        made(database, days=request.param)
        closed(database)
        draft = begun(database)
        frozen = frozen_figures.read(database, closing_of(database, draft))
        _name_all_numbers(database, draft, [f"{{{name}}}" for name in unprotected(frozen)])
        content = composed(database, _now(database), BERLIN)
        yield Told(database, frozen, content, report_links(database, draft))


def _name_all_numbers(database: Database, draft: Report, names: list[str]) -> None:
    """Let the texts of a draft tell every number that a text can tell."""
    for place, section in enumerate(SECTIONS):
        text = " ".join(names[place :: len(SECTIONS)])
        before = getattr(draft, section.name)
        reports.write(database, draft.id, section.name, before=before, after=text, by=LEA)


def _now(database: Database) -> Report:
    return reports.everything(database)[0]


def opened(database: Database, link: Link) -> tuple[list[dict[str, Any]], type[Record], int]:
    """The records of the list that a link leads to, and the weeks of its days."""
    address = urlsplit(link.address)
    record_type = RECORDS[address.path[1:]]
    view = addresses.read(parse_qs(address.query), filtered(record_type), Reader())
    found = listing.page(database, record_type, view.selection, search=view.search, size=10_000)
    start, end = view.selection.start, view.selection.end
    assert start
    assert end
    return found.records, record_type, len(steps(Step.WEEK, start, end))


def told_by(told: Told, link: Link, measure: str, group: str | None) -> float:
    """The number that the records of a link tell, by the name of its column."""
    found, record_type, weeks = opened(told.database, link)
    if measure == "mean" and record_type is HomeVisit:
        return len(found) / weeks
    if measure == "mean":
        return float(sum(each["attendance"] for each in found)) / len(found)
    if group == "":
        assert all(_rest(each) for each in found)
        return sum(map(_rest, found))
    name = group or measure
    if name in fields(record_type):
        assert all(each[name] for each in found)
        return float(sum(each[name] for each in found))
    return len(found)


def _rest(event: Mapping[str, Any]) -> int:
    return int(event["attendance"] - sum(event[group] or 0 for group in GROUPS))


def rows_of(figure: FrozenFigure, written: Written) -> list[dict[str, Any]]:
    """The rows of a table as the office knows them, the total among them."""
    first = next(column.name for column in figure.columns if is_number(column))
    totals: list[dict[str, Any]] = [{first: figure.total}] * (len(written.cells) - len(figure.frame))
    return totals + [{str(name): value for name, value in row.items()} for row in figure.frame.to_dict("records")]


def test_every_number_of_every_table_is_what_the_records_behind_it_tell(report: Told) -> None:
    walked = 0
    for written in report.content.tables:
        name, links, columns = written.table.name, report.links.table(written), written.table.columns
        now, before = report.frozen.figures[name], report.frozen.before.get(name)
        rows, first = rows_of(now, written), next(column.name for column in columns if is_number(column))
        earlier = rows_of(before, written) if before else rows
        for place, texts in enumerate(written.cells):
            for at, column in enumerate(columns):
                if not is_number(column) or not texts[at]:
                    assert (place, str(at)) not in links
                    continue
                row, was, link = rows[place], earlier[place], links[place, str(at)]
                both = {"before": was[first], "change": row[first] + was[first]}
                measure = first if column.name in both else column.name
                expected = both[column.name] if column.name in both else row[measure]
                assert told_by(report, link, measure, row.get("group")) == pytest.approx(float(expected)), link
                assert (texts[at] in link.says) is (texts[at] != SUPPRESSED)
                walked += 1
    assert walked > 100


def test_every_number_of_a_sentence_is_what_the_records_behind_it_tell(report: Told) -> None:
    known, walked = unprotected(report.frozen), 0
    for block in [block for section in report.content.sections for block in section.blocks]:
        links = report.links.paragraph(block) if isinstance(block, Paragraph) else {}
        for counted, link in links.items():
            named = known[counted.name.casefold()]
            told = told_by(report, link, named.column.name, named.row.get("group"))
            assert told == pytest.approx(float(named.value)), link
            walked += 1
        if isinstance(block, Paragraph):
            assert set(links) == set(block.numbers)
    assert walked == len({id(named) for named in known.values()}) * len(LANGUAGES)


@pytest.mark.parametrize("name", [*SINGLE, *TABLES])
def test_the_dashboard_counts_what_was_frozen(report: Told, name: str) -> None:
    address = urlsplit(report.links.figure(name))
    named = parse_qs(address.query)
    assert (address.path, named["period"], named["figure"]) == ("/overview", ["free"], [name])
    live = figures.compute(report.database, name, addresses.read(named, (), Reader()).selection)
    frozen = report.frozen.figures[name].frame
    assert live[list(frozen.columns)].equals(frozen)


def test_what_is_kept_back_leads_to_its_records_without_telling_the_number(report: Told) -> None:
    hidden = [
        report.links.table(written)[place, str(at)].says
        for written in report.content.tables
        for place, texts in enumerate(written.cells)
        for at, text in enumerate(texts)
        if text == SUPPRESSED
    ]
    assert all(says.startswith("Nicht genannt: ") and SUPPRESSED not in says for says in hidden)
    assert bool(hidden) is bool(report.frozen.before)  # in the whole year nothing is too small


def test_a_figure_that_is_no_more_leads_nowhere(report: Told) -> None:
    written = report.content.tables[0]
    gone = dataclasses.replace(written, table=dataclasses.replace(written.table, name="weather"))
    assert (report.links.table(gone), report.links.figure("weather")) == ({}, "")


def test_the_figures_of_a_paragraph_are_named_once(report: Told) -> None:
    blocks = [block for section in report.content.sections for block in section.blocks]
    (first, *others) = [block for block in blocks if isinstance(block, Paragraph)]
    numbers = [number for block in (first, *others) for number in block.numbers]
    block = dataclasses.replace(first, numbers=tuple(numbers))
    ways = report.links.figures_of(block)
    assert ways["Beratungen nach Kategorie"].endswith("&figure=consultations_by_topic")
    assert len(ways) < len(block.numbers)
    assert "from=2017-10-01" not in ways["Beratungen"]
    if report.frozen.before:
        assert "from=2017-10-01&to=2017-12-31" in ways["Beratungen, Zeitraum davor"]
