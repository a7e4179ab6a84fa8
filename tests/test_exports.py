"""Records and figures as tables: their columns, rows and what is said about them."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from db import exports, figures, records
from db.database import Database, open_database
from db.delimited import FLAVOURS, Reader
from db.figure import Number
from db.selection import Selection
from schemas import RECORDS
from schemas.fields import Kind, fields
from tests import signing_in
from tests.actors import ANNA

TODAY = dt.date(2018, 5, 8)
MADE = dt.datetime(2018, 5, 8, 9, 30)
PERIOD = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
CONSULTATIONS = RECORDS["consultations"]


def consultation(**changes: Any) -> dict[str, Any]:
    values = {
        "day": dt.date(2018, 1, 5),
        "topics": ["crisis", "housing"],
        "client_group": "recognised",
        "setting": "open_hour",
        "municipality": "meinersen",
        "persons": 2,
        "note": "=1+1; zwei\nZeilen",
    }
    return values | changes


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("exports") / "office.duckdb", today=lambda: TODAY) as opened:
        rows = [consultation(), consultation(municipality="leiferde"), consultation(day=dt.date(2018, 2, 1))]
        records.add_many(opened, CONSULTATIONS, [(f"id-{place}", row) for place, row in enumerate(rows)], by=ANNA)
        yield opened


def exported(database: Database, selection: Selection, flavour: str) -> list[list[str]]:
    stream = io.BytesIO()
    exports.write_records(stream, database, CONSULTATIONS, selection, FLAVOURS[flavour], Reader())
    text = stream.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=FLAVOURS[flavour].separator))


def test_records_are_written_with_all_their_fields_by_number(database: Database) -> None:
    heading, *rows = exported(database, Selection(), "machine")
    assert heading == list(fields(CONSULTATIONS))
    found = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["number"] for row in found] == ["1", "2", "3"]
    assert found[0]["topics"] == "crisis;housing"
    assert found[0]["note"] == "=1+1; zwei\nZeilen"
    assert found[0]["created_by"] == "Anna"


def test_people_get_labels_and_text_that_is_safe(database: Database) -> None:
    heading, first, *_ = exported(database, Selection(), "excel")
    row = dict(zip(heading, first, strict=True))
    assert row["Themen"] == "Krisenintervention und Konfliktberatung; Wohnraum"
    assert row["Bemerkung"] == "'=1+1; zwei\nZeilen"


def test_people_read_names_where_programs_read_accounts(tmp_path: Path) -> None:
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as database:
        account = signing_in.add_person(database, "mia")
        records.save(database, CONSULTATIONS, "id-1", consultation(), by=account.actor)
        for flavour, author in {"excel": "Mia", "machine": account.id}.items():
            heading, row = exported(database, Selection(), flavour)
            assert row[heading.index("Erfasst von" if flavour == "excel" else "created_by")] == author


def test_only_the_selected_records_are_written(database: Database) -> None:
    january = Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 31), (("municipality", ("leiferde",)),))
    _, *rows = exported(database, january, "machine")
    assert [row[0] for row in rows] == ["id-1"]


def test_circumstances_name_period_filters_and_time_in_the_office() -> None:
    where = (("municipality", ("meinersen", "")), ("interpreter", ("yes",)), ("contact", ()))
    selection = Selection(PERIOD.start, PERIOD.end, where)
    assert exports.circumstances(selection, MADE, Reader("de"), [CONSULTATIONS]) == (
        "Zeitraum: 01.07.2017 bis 30.04.2018",
        "Filter: Ort: Meinersen, keine Angabe",
        "Filter: Sprachmittlung: ja",
        "Stand: 08.05.2018 11:30",
    )
    assert exports.circumstances(Selection(start=PERIOD.start), MADE, Reader("en"), [CONSULTATIONS]) == (
        "Period: from 2017-07-01",
        "As of: 2018-05-08 11:30",
    )


@pytest.mark.parametrize(
    ("selection", "line"),
    [(Selection(), "Zeitraum: alle Tage"), (Selection(end=TODAY), "Zeitraum: bis 08.05.2018")],
)
def test_open_periods_are_named_too(selection: Selection, line: str) -> None:
    assert exports.circumstances(selection, MADE, Reader(), [])[0] == line


def test_a_filter_that_does_not_apply_is_told_in_words_too() -> None:
    selection = Selection(where=(("client_group", ("recognised",)),))
    told = exports.circumstances(selection, MADE, Reader(), [RECORDS["home_visits"]])
    assert told[1] == "Filter: Personengruppe: Anerkannt"


def test_records_that_a_filter_does_not_apply_to_say_so(database: Database) -> None:
    selection = Selection(where=(("client_group", ("recognised",)),))
    with database.cursor() as cursor:
        table = exports.of_records(cursor, RECORDS["home_visits"], selection, Reader())
    assert table.title == "Hausbesuche (nicht gefiltert nach Personengruppe)"


def test_every_kind_of_number_has_a_kind_of_value() -> None:
    assert set(exports.NUMBERS) == set(Number)


@pytest.mark.parametrize("name", figures.FIGURES)
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_figure_can_be_written_with_its_notes(database: Database, name: str, flavour: str) -> None:
    figure, frame = figures.FIGURES[name], figures.compute(database, name, PERIOD)
    table = exports.of_figure(figure, frame, PERIOD, Reader(), MADE)
    stream = io.BytesIO()
    assert table.write(stream, FLAVOURS[flavour], Reader()) == len(frame)
    assert [column.name for column in table.columns] == list(figure.columns)
    assert table.notes[0] == figure.title.de
    assert "Zeitraum: 01.07.2017 bis 30.04.2018" in table.notes
    assert set(table.notes) >= {footnote.de for footnote in figure.footnotes}
    assert table.notes[-1] == exports.UNPROTECTED.de
    assert (table.notes[1].encode() in stream.getvalue()) == FLAVOURS[flavour].notes_below


def test_a_figure_of_codes_is_written_with_labels_for_people_and_codes_for_programs(database: Database) -> None:
    frame = figures.compute(database, "consultations_by_topic", PERIOD)
    content = {}
    for name, flavour in FLAVOURS.items():
        table = exports.of_figure(figures.FIGURES["consultations_by_topic"], frame, PERIOD, Reader(), MADE)
        stream = io.BytesIO()
        table.write(stream, flavour, Reader())
        content[name] = stream.getvalue().decode("utf-8-sig").split("\r\n")
    assert content["excel"][:2] == ['"Kategorie";"Beratungen"', '"Krisenintervention und Konfliktberatung";3']
    assert content["machine"][:2] == ["topic,consultations", "crisis,3"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([None, dt.date(2018, 1, 1)], Kind.DAY),
        ([dt.datetime(2018, 1, 1, 8)], Kind.MOMENT),
        ([True, False], Kind.FLAG),
        ([1, 2], Kind.INTEGER),
        ([0.5], Kind.DECIMAL),
        (["KW 01"], Kind.TEXT),
        ([], Kind.TEXT),
    ],
)
def test_a_computed_column_is_of_the_kind_of_its_values(values: list[Any], kind: Kind) -> None:
    assert exports._kind_of(pd.Series(values, dtype=object)) is kind
    if values and kind in (Kind.FLAG, Kind.INTEGER, Kind.DECIMAL):
        assert exports._kind_of(pd.Series(values)) is kind
