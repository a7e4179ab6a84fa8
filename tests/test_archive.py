"""Everything at once: one moment, described, and the same bytes for the same data."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import validate

from db import archive, exports, figures, records
from db.database import Database, open_database
from db.delimited import FLAVOURS, Reader
from db.selection import Selection
from schemas import RECORDS
from tests.actors import ANNA, BERT

TODAY = dt.date(2018, 5, 8)
MADE = dt.datetime(2018, 5, 8, 9, 30)
PERIOD = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
NOTE = 'Ärger: "Öl";\n=1+1, ß'


def visit(**changes: Any) -> dict[str, Any]:
    return {
        "day": dt.date(2018, 1, 5),
        "topics": ["crisis", "housing"],
        "municipality": "meinersen",
        "persons": 2,
        "note": NOTE,
    } | changes


def consultation(**changes: Any) -> dict[str, Any]:
    return visit(client_group="recognised", setting="open_hour") | changes


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as opened:
        records.add_many(opened, RECORDS["consultations"], [("c1", consultation()), ("c2", consultation())], by=ANNA)
        records.add_many(opened, RECORDS["home_visits"], [("v1", visit())], by=ANNA)
        yield opened


def packed(database: Database, flavour: str, language: str = "de", selection: Selection = PERIOD) -> bytes:
    stream = io.BytesIO()
    archive.write(stream, database, selection, FLAVOURS[flavour], Reader(language), MADE)
    return stream.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_archive_holds_every_record_type_and_every_figure(database: Database, flavour: str) -> None:
    files = unpacked(packed(database, flavour))
    assert {f"{table}.csv" for table in RECORDS} <= set(files)
    assert {f"figures/{name}.csv" for name in figures.FIGURES} <= set(files)
    assert ("datapackage.json" in files) == ("vocabularies.csv" in files) == (flavour == "machine")


def test_the_package_is_valid_and_its_hashes_hold(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO(packed(database, "machine"))) as opened:
        opened.extractall(folder)
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["title", "fieldName", "note"]) == []
    assert report.errors == []
    assert len(report.tasks) == len(RECORDS) + len(figures.FIGURES) + 1


def test_the_package_says_period_time_and_footnotes(database: Database) -> None:
    package = json.loads(unpacked(packed(database, "machine"))["datapackage.json"])
    assert package["created"] == "2018-05-08T09:30:00Z"
    assert "Zeitraum: 01.07.2017 bis 30.04.2018" in package["description"]
    described = {resource["path"]: resource for resource in package["resources"]}
    topics = described["figures/consultations_by_topic.csv"]
    footnotes = figures.FIGURES["consultations_by_topic"].footnotes
    assert set(topics["notes"]) >= {
        "Stand: 08.05.2018 11:30",
        "Gesamtzahl: 2",
        *(footnote.de for footnote in footnotes),
    }


def test_the_readme_names_period_filters_time_and_files(database: Database) -> None:
    selection = Selection(PERIOD.start, PERIOD.end, (("municipality", ("meinersen",)),))
    text = unpacked(packed(database, "excel", selection=selection))["LIESMICH.txt"].decode("utf-8-sig")
    for line in ("Zeitraum: 01.07.2017 bis 30.04.2018", "Filter: Ort: Meinersen", "Stand: 08.05.2018 11:30"):
        assert line + "\r\n" in text
    assert "consultations.csv: Beratungen (Zeilen: 2)\r\n" in text
    assert "events.csv: Veranstaltungen (Zeilen: 0)\r\n" in text


def test_english_readers_get_an_english_readme(database: Database) -> None:
    text = unpacked(packed(database, "machine", "en"))["README.txt"].decode("utf-8-sig")
    assert "Period: 2017-07-01 to 2018-04-30\r\n" in text


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_same_data_at_the_same_time_are_the_same_bytes(database: Database, flavour: str) -> None:
    assert packed(database, flavour) == packed(database, flavour)


def test_what_is_written_meanwhile_is_not_in_the_archive(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    read = exports.of_records

    def busy(*args: Any, **more: Any) -> exports.Table:
        records.save(database, RECORDS["home_visits"], f"late-{database.revision}", visit(), by=BERT)
        return read(*args, **more)

    monkeypatch.setattr(exports, "of_records", busy)
    files = unpacked(packed(database, "machine"))
    assert files["home_visits.csv"].count(b"Anna") == 2
    assert b"late-" not in files["home_visits.csv"]
    assert files["figures/home_visits.csv"].splitlines()[1].startswith(b"1,")


def test_one_figure_for_programs_is_a_small_package(database: Database, tmp_path: Path) -> None:
    figure = figures.FIGURES["consultations_by_topic"]
    frame = figures.compute(database, figure.name, PERIOD)
    table = exports.of_figure(figure, frame, PERIOD, Reader(), MADE)
    stream = io.BytesIO()
    archive.write_table(stream, table, FLAVOURS["machine"], Reader(), MADE, table.notes)
    with zipfile.ZipFile(stream) as opened:
        opened.extractall(tmp_path)
    assert validate(str(tmp_path / "datapackage.json")).valid
    assert (tmp_path / "consultations_by_topic.csv").exists()


def test_one_list_for_programs_is_a_small_package_that_says_how_it_was_chosen(
    database: Database, tmp_path: Path
) -> None:
    stream, selection = io.BytesIO(), Selection(PERIOD.start, where=(("municipality", ("meinersen",)),))
    consultations = RECORDS["consultations"]
    archive.write_records(
        stream, database, consultations, selection, FLAVOURS["machine"], Reader(), MADE, search="Ärger"
    )
    with zipfile.ZipFile(stream) as opened:
        opened.extractall(tmp_path)
    assert validate(str(tmp_path / "datapackage.json")).valid
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert package["title"] == "Beratungen"
    assert package["description"].split("\n") == [
        "Zeitraum: ab 01.07.2017",
        "Filter: Ort: Meinersen",
        "Suche: Ärger",
        "Stand: 08.05.2018 11:30",
    ]
    assert len((tmp_path / "consultations.csv").read_bytes().split(b"\r\nc")) == 3


def test_projects_of_a_period_come_along_whenever_they_began(database: Database) -> None:
    projects, activities = RECORDS["projects"], RECORDS["project_activities"]
    spans = [("2015-01-01", None), ("2015-01-01", "2016-12-31"), ("2015-01-01", "2017-06-30"), ("2018-05-01", None)]
    codes = ["bicycle_workshop", "drum_group", "bicycle_workshop", "bicycle_workshop"]
    for number, (code, days) in enumerate(zip(codes, spans, strict=True), start=1):
        started, ended = (dt.date.fromisoformat(day) if day else None for day in days)
        records.save(database, projects, f"p{number}", {"project": code, "started": started, "ended": ended}, by=ANNA)
    told = {"day": dt.date(2018, 1, 5), "project": "drum_group", "activity": "performance"}
    late = {"day": dt.date(2018, 5, 5), "project": "bicycle_workshop", "activity": "meeting"}
    records.add_many(database, activities, [("a1", told), ("a2", late)], by=ANNA)
    files = unpacked(packed(database, "machine"))
    running, named = "p1", "p2"
    assert [line.split(b",")[0].decode() for line in files["projects.csv"].splitlines()[1:]] == [running, named]
    assert files["figures/projects.csv"].splitlines()[1] == b"1"
    assert "projects.csv: Projekte (auch die der Projektaktivitäten)" in files["LIESMICH.txt"].decode("utf-8-sig")
