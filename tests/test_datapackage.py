"""The description of machine-readable files, judged by the Frictionless library."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, validate

from db import datapackage
from db.delimited import FLAVOURS, Column, Reader, columns_of, write
from db.figure import Number
from schemas import RECORDS
from schemas.fields import Field, Kind, fields
from schemas.labels import Label
from schemas.vocabulary import VOCABULARIES, codes

MADE = dt.datetime(2018, 5, 8, 9, 30)
AWKWARD = 'Ä "Ö";\nü, =1+1\r\n\'ß'


def value_of(field: Field) -> Any:
    given = {
        Kind.DAY: dt.date(2018, 1, 5),
        Kind.TIME: dt.time(9, 30),
        Kind.MOMENT: dt.datetime(2018, 1, 5, 8, 0, 0, 123456),
        Kind.INTEGER: 3,
        Kind.DECIMAL: Decimal("2.50"),
        Kind.TEXT: field.bounds.get("form", AWKWARD),
        Kind.NOTE: AWKWARD,
        Kind.FLAG: False,
    }
    listed = codes(Reader().vocabularies[field.vocabulary]) if field.vocabulary else ()
    return {Kind.CHOICE: listed[:1], Kind.CHOICES: list(listed[:2])}.get(field.kind) or given[field.kind]


def row_of(declared: list[Field], **changes: Any) -> tuple[Any, ...]:
    values = {field.name: value_of(field)[0] if field.kind is Kind.CHOICE else value_of(field) for field in declared}
    return tuple((values | changes).values())


def store(folder: Path, record_type: Any, rows: list[tuple[Any, ...]], language: str = "de") -> Path:
    reader = Reader(language)
    with (folder / "records.csv").open("wb") as stream:
        write(stream, columns_of(fields(record_type).values()), rows, FLAVOURS["machine"], reader)
    schema = datapackage.record_schema(record_type, reader)
    resource = datapackage.resource("records", "records.csv", "Einträge", schema, notes=("Zeitraum: alles",))
    path = folder / "datapackage.json"
    path.write_bytes(datapackage.package("export", "Export", MADE, [resource], ("Zeile",)))
    return path


def errors_of(path: Path) -> list[str]:
    report = validate(str(path))
    broken = [f"package: {error.note}" for error in report.errors]
    return broken + [f"{field}: {note}" for field, note in report.flatten(["fieldName", "note"])]


def test_every_kind_of_value_has_a_type_and_every_constraint_a_source() -> None:
    assert set(datapackage.TYPES) == set(Kind)
    assert {name for type_ in datapackage.TYPES.values() for name in type_.constraints} == set(datapackage.CONSTRAINTS)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("table", RECORDS)
def test_a_package_of_records_is_valid_whatever_their_text(table: str, language: str, tmp_path: Path) -> None:
    declared = list(fields(RECORDS[table]).values())
    sparse = [None if not field.required else value for field, value in zip(declared, row_of(declared), strict=True)]
    rows = [row_of(declared), ("another", *sparse[1:])]
    path = store(tmp_path, RECORDS[table], rows, language)
    assert errors_of(path) == []
    read = Package(str(path)).get_table_resource("records").read_rows()
    assert len(read) == 2
    for field, value in zip(declared, rows[0], strict=True):
        expected = value.replace(tzinfo=dt.UTC) if field.kind is Kind.MOMENT else value
        assert read[0][field.name] == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("setting", "no_such_code"),
        ("persons", 0),
        ("persons", 100),
        ("case_code", "Meier"),
        ("note", "x" * 281),
        ("day", None),
        ("topics", None),
    ],
)
def test_the_library_finds_what_breaks_a_bound_of_the_schema(field: str, value: Any, tmp_path: Path) -> None:
    declared = list(fields(RECORDS["consultations"]).values())
    path = store(tmp_path, RECORDS["consultations"], [row_of(declared, **{field: value})])
    (error,) = errors_of(path)
    assert error.startswith(field)


def test_an_id_that_comes_twice_is_found(tmp_path: Path) -> None:
    row = row_of(list(fields(RECORDS["projects"]).values()))
    assert len(errors_of(store(tmp_path, RECORDS["projects"], [row, row]))) == 1


def test_titles_helps_units_and_labels_are_in_the_language_of_the_reader() -> None:
    schema = datapackage.record_schema(RECORDS["consultations"], Reader("en"))
    described = {field["name"]: field for field in schema["fields"]}
    assert described["persons"]["title"] == "Persons advised"
    assert described["minutes"]["unit"] == "minutes"
    assert described["persons"]["description"] == "Everybody who was advised, children included."
    assert {"value": "office", "label": "Office"} in described["setting"]["categories"]
    assert described["case_code"]["example"] == "F-0042"
    assert schema["primaryKey"] == ["id"]


def test_a_table_of_a_figure_is_valid_and_carries_its_notes(tmp_path: Path) -> None:
    columns = (
        Column("topic", Label("Thema", "Topic"), Kind.CHOICE, "topic"),
        Column("share", Label("Anteil", "Share"), Kind.DECIMAL, number=Number.SHARE),
    )
    notes = ("Zeitraum: 01.07.2017 bis 30.04.2018", "Eine Beratung kann mehrere Themen berühren.")
    with (tmp_path / "by_topic.csv").open("wb") as stream:
        write(stream, columns, [("school", 0.25), ("housing", None)], FLAVOURS["machine"], Reader(), notes)
    schema = datapackage.table_schema(columns, Reader())
    resource = datapackage.resource("by_topic", "by_topic.csv", "Nach Thema", schema, notes=notes)
    path = tmp_path / "datapackage.json"
    path.write_bytes(datapackage.package("figures", "Zahlen", MADE, [resource]))
    assert errors_of(path) == []
    stored = json.loads(path.read_bytes())
    assert stored["created"] == "2018-05-08T09:30:00Z"
    assert stored["resources"][0]["notes"] == list(notes)
    assert stored["resources"][0]["title"] == "Nach Thema"
    assert "auf 4 Nachkommastellen gerundet" in schema["fields"][1]["description"]


def test_the_table_of_values_lists_every_code_with_its_labels() -> None:
    rows = datapackage.value_rows(VOCABULARIES)
    assert ("topic", "school", "Schulische Angelegenheiten", "School matters") in rows
    assert len(rows) == sum(len(vocabulary) for vocabulary in VOCABULARIES.values())
    assert all(len(row) == len(datapackage.VALUES) for row in rows)
