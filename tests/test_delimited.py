"""CSV in its two flavours, as bytes and as a reader of CSV sees it."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.delimited import (
    BATCH,
    EXCEL_CELLS,
    FLAVOURS,
    MACHINE_CELLS,
    Column,
    Reader,
    columns_of,
    rows_of,
    write,
)
from db.figure import Number
from db.misreadings import DANGEROUS, unguarded
from schemas import RECORDS
from schemas.fields import Kind, fields
from schemas.labels import Label

EVERY_KIND = tuple(
    Column(kind.value, Label(f"{kind.value} ä", f"{kind.value} b"), kind, "topic" if "choice" in kind.value else None)
    for kind in Kind
)
A_ROW: tuple[Any, ...] = (
    dt.date(2018, 1, 5),
    dt.time(9, 30),
    dt.datetime(2018, 7, 1, 22, 30, 15),
    -3,
    Decimal("1234.50"),
    'Öl; "Wasser"',
    "eins\nzwei",
    "school",
    ["crisis", "housing"],
    True,
)
AN_EMPTY_ROW = (None,) * len(Kind)

texts = st.text(st.characters(exclude_categories=["Cs"]))


def written(
    columns: tuple[Column, ...], rows: Any, flavour: str, reader: Reader | None = None, notes: tuple[str, ...] = ()
) -> bytes:
    stream = io.BytesIO()
    write(stream, columns, rows, FLAVOURS[flavour], reader or Reader(), notes)
    return stream.getvalue()


def read(content: bytes, flavour: str) -> list[list[str]]:
    text = content.decode("utf-8-sig" if flavour == "excel" else "utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=FLAVOURS[flavour].separator, strict=True))


def text_columns(number: int) -> tuple[Column, ...]:
    return tuple(Column(f"text_{each}", Label("Text", "Text"), Kind.TEXT) for each in range(number))


@pytest.mark.parametrize("cells", [EXCEL_CELLS, MACHINE_CELLS], ids=["excel", "machine"])
def test_each_flavour_has_a_cell_for_every_kind_of_value(cells: dict[Kind, object]) -> None:
    assert set(cells) == set(Kind)


def test_the_excel_flavour_is_what_a_german_spreadsheet_expects() -> None:
    content = written(EVERY_KIND, [A_ROW], "excel")
    assert content.startswith(b'\xef\xbb\xbf"day \xc3\xa4";"time \xc3\xa4"')
    assert content.count(b"\r\n") == 2
    assert content.endswith(
        '05.01.2018;09:30;02.07.2018 00:30;-3;1234,50;"Öl; ""Wasser""";"eins\nzwei";"Schulische Angelegenheiten";'
        '"Krisenintervention und Konfliktberatung; Wohnraum";ja\r\n'.encode()
    )


def test_the_machine_flavour_is_rfc_4180_with_codes_and_iso_days() -> None:
    assert written(EVERY_KIND, [A_ROW], "machine").decode() == (
        "day,time,moment,integer,decimal,text,note,choice,choices,flag\r\n"
        '2018-01-05,09:30:00,2018-07-01T22:30:15Z,-3,1234.50,"Öl; ""Wasser""","eins\nzwei",school,'
        "crisis;housing,true\r\n"
    )


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_missing_values_are_empty_cells(flavour: str) -> None:
    absent = (pd.NaT, None, pd.NaT, pd.NA, float("nan"), None, pd.NA, None, None, pd.NA)
    rows = read(written(EVERY_KIND, [AN_EMPTY_ROW, absent], flavour), flavour)
    assert rows[1:] == [[""] * len(Kind)] * 2


def test_english_readers_get_english_headings_labels_and_flags() -> None:
    heading, row = read(written(EVERY_KIND, [A_ROW], "excel", Reader("en")), "excel")
    assert heading[0] == "day b"
    assert row[-3:] == ["School matters", "Crisis intervention and conflict counselling; Housing", "yes"]


def test_a_code_without_a_label_is_shown_as_it_is() -> None:
    column = Column("topic", Label("Thema", "Topic"), Kind.CHOICE, "topic")
    assert read(written((column,), [("=gone",)], "excel"), "excel")[1] == ["'=gone"]


def test_notes_stand_below_the_table_for_people_and_nowhere_for_programs() -> None:
    notes = ("Zeitraum: 01.07.2017 bis 30.04.2018", "=Fußnote")
    columns = text_columns(2)
    assert read(written(columns, [("a", "b")], "excel", notes=notes), "excel")[2:] == [[], [notes[0]], ["'=Fußnote"]]
    assert written(columns, [("a", "b")], "machine", notes=notes) == written(columns, [("a", "b")], "machine")


def test_a_frame_with_nulls_and_timestamps_is_written_like_records() -> None:
    frame = pd.DataFrame(
        {
            "week": pd.to_datetime(["2018-01-01", None]),
            "count": pd.array([5, None], dtype="Int64"),
            "mean": [4.25, float("nan")],
        }
    )
    columns = (
        Column("week", Label("Woche", "Week"), Kind.DAY),
        Column("count", Label("Anzahl", "Count"), Kind.INTEGER),
        Column("mean", Label("Mittel", "Mean"), Kind.DECIMAL),
    )
    assert read(written(columns, rows_of(frame), "excel"), "excel")[1:] == [["01.01.2018", "5", "4,25"], ["", "", ""]]
    assert read(written(columns, rows_of(frame), "machine"), "machine")[1] == ["2018-01-01", "5", "4.25"]


def test_rows_are_taken_in_batches_and_counted() -> None:
    taken: list[int] = []
    columns = (Column("number", Label("Nr.", "No."), Kind.INTEGER),)

    class Watched(io.BytesIO):
        def write(self, content: Any) -> int:
            taken.append(len(counted))
            return super().write(content)

    counted: list[int] = []

    def rows() -> Iterator[tuple[int]]:
        for each in range(2 * BATCH + 1):
            counted.append(each)
            yield (each,)

    stream = Watched()
    assert write(stream, columns, rows(), FLAVOURS["machine"], Reader()) == 2 * BATCH + 1
    assert taken == [0, BATCH, 2 * BATCH, 2 * BATCH + 1]
    assert stream.getvalue().splitlines()[-1] == str(2 * BATCH).encode()


@pytest.mark.parametrize("record_type", RECORDS.values(), ids=RECORDS)
def test_every_record_type_can_be_written_from_its_fields(record_type: Any) -> None:
    columns = columns_of(fields(record_type).values())
    heading, row = read(written(columns, [(None,) * len(columns)], "machine"), "machine")
    assert heading == list(fields(record_type))
    assert row == [""] * len(columns)


@given(st.lists(st.tuples(texts, texts, texts), max_size=5))
@settings(max_examples=200)
def test_no_text_starts_a_cell_with_a_dangerous_character_or_breaks_the_table(rows: list[tuple[str, ...]]) -> None:
    found = read(written(text_columns(3), rows, "excel"), "excel")
    assert len(found) == len(rows) + 1
    for given_row, row in zip(rows, found[1:], strict=True):
        assert len(row) == 3
        assert not any(cell.startswith(tuple(DANGEROUS)) for cell in row)
        assert [unguarded(cell) for cell in row] == list(given_row)


@given(st.lists(st.tuples(texts), max_size=5))
def test_a_table_of_one_column_keeps_its_rows(rows: list[tuple[str]]) -> None:
    assert read(written(text_columns(1), rows, "machine"), "machine")[1:] == [list(row) for row in rows]


parsers: dict[Kind, Callable[[str], Any]] = {
    Kind.DAY: dt.date.fromisoformat,
    Kind.TIME: dt.time.fromisoformat,
    Kind.MOMENT: lambda cell: dt.datetime.fromisoformat(cell.removesuffix("Z")),
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.CHOICES: lambda cell: cell.split(";"),
    Kind.FLAG: {"true": True, "false": False}.__getitem__,
}
codes = st.sampled_from(["crisis", "school", "housing"])
values = {
    Kind.DAY: st.dates(),
    Kind.TIME: st.times(),
    Kind.MOMENT: st.datetimes(),
    Kind.INTEGER: st.integers(),
    Kind.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    Kind.TEXT: texts.filter(bool),
    Kind.NOTE: texts.filter(bool),
    Kind.CHOICE: codes,
    Kind.CHOICES: st.lists(codes, min_size=1, unique=True),
    Kind.FLAG: st.booleans(),
}


@given(st.lists(st.tuples(*(st.none() | values[kind] for kind in Kind)), max_size=3))
def test_the_machine_flavour_gives_every_typed_value_back(rows: list[tuple[Any, ...]]) -> None:
    found = read(written(EVERY_KIND, rows, "machine"), "machine")[1:]
    parsed = [
        tuple(parsers.get(kind, str)(cell) if cell else None for kind, cell in zip(Kind, row, strict=True))
        for row in found
    ]
    assert parsed == rows


def test_computed_numbers_have_the_places_that_they_can_mean() -> None:
    share = Column("share", Label("Anteil", "Share"), Kind.DECIMAL, number=Number.SHARE)
    mean = Column("mean", Label("Mittel", "Mean"), Kind.DECIMAL, number=Number.MEAN)
    hours = Column("hours", Label("Stunden", "Hours"), Kind.DECIMAL, number=Number.SUM)
    rows = [(11 / 30, 5.125, 0.125), (1.0, 5.135, 1234.5), (0.0625, 2 / 3, 2.0), (0.33345, float("nan"), None)]
    written = {}
    for name, flavour in FLAVOURS.items():
        stream = io.BytesIO()
        write(stream, (share, mean, hours), rows, flavour, Reader())
        written[name] = stream.getvalue().decode("utf-8-sig").splitlines()
    assert written["machine"] == [
        "share,mean,hours",
        "0.3667,5.12,0.125",
        "1.0000,5.14,1234.5",
        "0.0625,0.67,2.0",
        "0.3334,,",
    ]
    assert written["excel"] == [
        '"Anteil in %";"Mittel";"Stunden"',
        "36,67;5,12;0,125",
        "100,00;5,14;1234,5",
        "6,25;0,67;2,0",
        "33,34;;",
    ]
