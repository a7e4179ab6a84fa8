"""What was counted when a period was closed stays as it was, whatever happens to records, lists and the program."""

import dataclasses
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from db import archive, exports, figure_documents, figures, frozen_figures, records, vocabularies
from db.database import Database, open_database
from db.delimited import FLAVOURS, Reader
from db.frozen_figures import Closing, FrozenFigures
from db.integrity import verify
from db.selection import Selection
from schemas import Consultation
from tests.actors import LEA
from tests.conftest import TODAY
from tests.reported import closed, made, period, reopened

DAYS = (dt.date(2017, 7, 1), dt.date(2018, 4, 30))
WHOLE = Selection(*DAYS)


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Database]:
    with open_database(demo_file, today=lambda: TODAY) as database:
        made(database, days=DAYS)
        yield database


def frozen(database: Database, place: int = 0) -> FrozenFigures:
    return frozen_figures.read(database, frozen_figures.closings(database, period(database).id)[place])


def live(database: Database) -> dict[str, pd.DataFrame]:
    return figures.compute_all(database, figures.FIGURES, WHOLE)


def assert_same(found: FrozenFigures, counted: dict[str, pd.DataFrame]) -> None:
    assert set(found.figures) == set(counted)
    for name, frame in counted.items():
        assert_frame_equal(found.figures[name].frame, frame, check_exact=True)


def enter(database: Database, record_id: str) -> None:
    values = {"day": dt.date(2018, 2, 14), "topics": ["work"], "client_group": "recognised", "setting": "office"}
    records.save(database, Consultation, record_id, values | {"persons": 2}, by=LEA)


def test_all_figures_are_frozen_as_they_are_at_the_closing(demo: Database) -> None:
    counted, revision = live(demo), demo.revision
    shut = closed(demo)
    found = frozen(demo)
    assert_same(found, counted)
    assert (found.closing.revision, found.closing.actor, found.closing.version) == (revision + 1, "Lea", shut.version)
    assert (found.closing.hash, found.closing.first_day, found.closing.last_day) == (shut.figures_hash, *DAYS)
    assert found.vocabularies == demo.given.vocabularies


def test_they_outlive_reopening_and_later_records_and_each_closing_is_kept(demo: Database) -> None:
    closed(demo)
    first = live(demo)
    reopened(demo)
    enter(demo, "late")
    second = live(demo)
    assert_same(frozen(demo), first)
    closed(demo)
    enter_again = reopened(demo)
    enter(demo, "later")
    assert [each.version for each in frozen_figures.closings(demo, enter_again.id)] == [6, 3]
    assert_same(frozen(demo), second)
    assert_same(frozen(demo, 1), first)
    assert first["consultations"]["consultations"].iloc[0] == 500
    assert second["consultations"]["consultations"].iloc[0] == 501
    path = demo.path
    demo.close()
    with open_database(path) as again:
        assert_same(frozen(again), second)
        assert verify(again).faults == []


def test_the_tables_say_period_moment_and_revision_with_the_labels_of_then(demo: Database) -> None:
    closed(demo)
    before = {each.name: each for each in frozen_figures.tables(frozen(demo), Reader())}
    vocabularies.rename(demo, "topic", "housing", de="Wohnen", en="Living", by=LEA)
    reader = Reader(vocabularies=demo.given.vocabularies)
    after = {each.name: each for each in frozen_figures.tables(frozen(demo), reader)}
    stream = io.BytesIO()
    after["consultations_by_topic"].write(stream, FLAVOURS["excel"], frozen_figures.reader_of(frozen(demo), reader))
    text = stream.getvalue().decode("utf-8-sig")
    assert '"Wohnraum";70' in text
    assert "Wohnen" not in text
    assert '"Zeitraum: 01.07.2017 bis 30.04.2018"' in text
    assert f'"„Winter“, abgeschlossen bei Revision {frozen(demo).closing.revision}"' in text
    assert before["consultations_by_topic"].notes == after["consultations_by_topic"].notes


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_frozen_table_reads_like_the_live_one_but_for_its_closing(demo: Database, language: str) -> None:
    closed(demo)
    reader, found = Reader(language=language), frozen(demo)
    for table in frozen_figures.tables(found, reader):
        figure = figures.FIGURES[table.name]
        frame = found.figures[table.name].frame
        total = found.figures[table.name].total
        now = exports.of_figure(figure, frame, WHOLE, reader, found.closing.moment, total=total)
        assert (table.title, list(table.columns), list(table.rows)) == (now.title, list(now.columns), list(now.rows))
        assert table.schema == now.schema
        (added,) = set(table.notes) - set(now.notes)
        assert [note for note in table.notes if note != added] == list(now.notes)
        assert table.notes[-1] == exports.UNPROTECTED.in_language(language)


def test_a_frozen_table_tells_its_total(demo: Database) -> None:
    closed(demo)
    tables = {table.name: table for table in frozen_figures.tables(frozen(demo), Reader())}
    assert "Gesamtzahl: 500" in tables["consultations_by_topic"].notes
    assert not any(note.startswith("Gesamtzahl") for note in tables["consultations"].notes)


def test_a_document_from_before_totals_were_told_is_read() -> None:
    column: dict[str, Any] = {"name": "n", "label": ["N", "N"], "kind": "integer", "vocabulary": None, "labels": None}
    figure: dict[str, Any] = {"name": "n", "title": ["N", "N"], "unit": ["N", "N"], "footnotes": []}
    figure["columns"] = [column | {"dtype": "int64", "values": [1]}]
    read = figure_documents.read(json.dumps({"figures": [figure], "vocabularies": {}}))
    assert (read.figures["n"].total, read.figures["n"].columns[0].number) == (None, None)
    assert (read.before, read.days_before) == ({}, None)


def test_a_frozen_figure_is_read_though_the_program_does_not_count_it_any_more(
    demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(demo)
    whole = frozen(demo)
    monkeypatch.setattr(figures, "catalogue", lambda _: {})
    found = frozen(demo)
    assert found.figures["home_visits_by_week"].title == whole.figures["home_visits_by_week"].title
    assert len(frozen_figures.tables(found, Reader())) == len(whole.figures)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_frozen_tables_leave_as_an_archive_in_both_flavours(demo: Database, flavour: str) -> None:
    closed(demo)
    found, stream = frozen(demo), io.BytesIO()
    reader = frozen_figures.reader_of(found, Reader())
    lines = frozen_figures.circumstances(found.closing, reader)
    tables = frozen_figures.tables(found, reader)
    archive.write_tables(stream, tables, FLAVOURS[flavour], reader, found.closing.moment, lines)
    with zipfile.ZipFile(stream) as files:
        assert {f"{name}.csv" for name in found.figures} < set(files.namelist())
        assert ("datapackage.json" in files.namelist()) is (flavour == "machine")
        assert "abgeschlossen bei Revision" in files.read("LIESMICH.txt").decode("utf-8-sig")


FACTS = [field.name for field in dataclasses.fields(Closing)]
TAMPERING = {
    **{"name": "'Sommer'", "first_day": "DATE '2017-01-01'", "last_day": "DATE '2018-12-31'", "revision": "7"},
    **{"moment": "moment + INTERVAL 1 DAY", "actor": "'eve'", "hash": "reverse(hash)"},
    "figures": "replace(figures, '500', '900')",
}


@pytest.mark.parametrize("column", TAMPERING)
def test_the_check_finds_a_changed_closing(demo: Database, column: str) -> None:
    closed(demo)
    with demo.cursor() as cursor:
        cursor.execute(f"UPDATE frozen_figures SET {column} = {TAMPERING[column]}")
    (fault,) = verify(demo).faults
    assert fault.label.en.endswith("version 3, were changed.")


def test_every_fact_of_a_closing_is_tampered_with_above() -> None:
    assert {*FACTS, "figures"} == {*TAMPERING, "period", "version"}


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("DELETE FROM frozen_figures", ["no. 1, version 3, are not stored any more."]),
        (
            "UPDATE frozen_figures SET version = 2",
            ["Winter, version 2, were changed.", "no. 1, version 3, are not stored any more."],
        ),
        (
            "INSERT INTO frozen_figures SELECT * REPLACE ('x' AS period) FROM frozen_figures",
            ["version 3, were changed."],
        ),
    ],
)
def test_the_check_finds_a_closing_that_is_gone_or_was_never_made(
    demo: Database, tampering: str, said: list[str]
) -> None:
    closed(demo)
    with demo.cursor() as cursor:
        cursor.execute(tampering)
    found = sorted(fault.label.en for fault in verify(demo).faults)
    assert len(found) == len(said)
    assert all(any(sentence.endswith(end) for sentence in found) for end in said)


def test_a_closing_whose_figures_can_not_be_kept_closes_nothing(
    demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Any:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr("db.frozen_figures.statements.insert", fail)
    with pytest.raises(Exception, match="no space left"):
        closed(demo)
    assert not period(demo).closed
    assert frozen_figures.closings(demo, period(demo).id) == []
