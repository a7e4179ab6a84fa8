"""Our backend judges as pandera's own does, and says of a breach only where it is."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from schemas import RECORDS, Consultation
from schemas.fields import entered, entry_schema
from schemas.given import Given, under
from schemas.problems import BrokenCheck, check, frame_of
from schemas.record import Record
from schemas.verdicts import EntrySchema
from tests.conftest import OPENED, TODAY

GIVEN = Given(TODAY, OPENED)
ODD: list[Any] = [
    *(None, "", "office", "F-0042", "x" * 300, "a\x00b", 0, 1, 3, 100_000, -1, 1.5, True, False, [], ["school"]),
    *(["school", "school"], ["?"], [["school"]], [None], TODAY, OPENED, TODAY + dt.timedelta(days=1)),
    *(
        dt.date(2000, 1, 1),
        dt.datetime(2018, 1, 2),
        dt.time(9, 30),
        dt.time(9, 30, 1),
        Decimal("1.5"),
        Decimal("0.001"),
    ),
]
"""Something right and something wrong for every kind of field."""


def errors(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[SchemaError]:
    try:
        with under(GIVEN):
            schema.validate(frame, lazy=True)
    except SchemaErrors as found:
        return list(found.schema_errors)
    return []


def numbered(least: int = 1, **facts: Any) -> dict[str, Any]:
    rules = pa.Check(lambda values: values.map(lambda value: value >= least), name="least")
    return {"columns": {"a": pa.Column(None, rules, **facts)}, "strict": True}


def judged(frame: pd.DataFrame, **facts: Any) -> list[tuple[SchemaErrorReason, Any]]:
    return [(error.reason_code, error.failure_cases) for error in errors(EntrySchema(**numbered(**facts)), frame)]


def frame(*values: object) -> pd.DataFrame:
    return pd.DataFrame({"a": pd.Series(values, dtype=object)})


@pytest.mark.parametrize("record_type", RECORDS.values(), ids=list(RECORDS))
def test_it_finds_the_same_rows_as_pandera_does_by_itself(record_type: type[Record]) -> None:
    columns, names = entry_schema(record_type).columns, list(entered(record_type))
    frame = frame_of(
        record_type,
        [{name: ODD[(row + place) % len(ODD)] for place, name in enumerate(names)} for row in range(len(ODD))],
    )
    ours, theirs = (errors(kind(columns, strict=True), frame) for kind in (EntrySchema, pa.DataFrameSchema))
    assert [found(error) for error in ours] == [found(error) for error in theirs]
    assert len(ours) > len(names)


def found(error: SchemaError) -> tuple[Any, ...]:
    cases = error.failure_cases
    rows = cases if isinstance(cases, list) else sorted(set(cases["index"]))
    name = error.check.name if isinstance(error.check, pa.Check) else error.check
    return error.reason_code, error.schema.name, name, rows


@pytest.mark.parametrize("minors", [[0, 0], [4, 0], [4, 4], [None, 4], [None, None]])
def test_it_finds_the_same_rows_for_rules_over_columns(minors: list[int | None]) -> None:
    own = entry_schema(Consultation)
    stock = pa.DataFrameSchema(own.columns, checks=own.checks, strict=True, name=own.name)
    records = [{"persons": 3, "minors": each} for each in minors]
    ours, theirs = (errors(schema, frame_of(Consultation, records)) for schema in (own, stock))
    assert [found(error)[2:] for error in ours] == [found(error)[2:] for error in theirs]


def test_a_breach_names_its_rows_by_their_labels() -> None:
    assert judged(frame(0, 1, 0)) == [(SchemaErrorReason.DATAFRAME_CHECK, [0, 2])]
    assert judged(frame(0, 1, 0)[1:]) == [(SchemaErrorReason.DATAFRAME_CHECK, [2])]


def test_an_empty_value_breaks_only_that_it_is_required() -> None:
    assert judged(frame(None, 1)) == [(SchemaErrorReason.SERIES_CONTAINS_NULLS, [0])]
    assert judged(frame(None, 1), nullable=True) == []
    assert judged(frame(None, 0), nullable=True) == [(SchemaErrorReason.DATAFRAME_CHECK, [1])]


def test_a_column_that_nobody_declared_and_one_that_is_missing_are_breaches() -> None:
    ((reason, _),) = judged(frame(1).assign(b=2))
    assert reason is SchemaErrorReason.COLUMN_NOT_IN_SCHEMA
    ((reason, cases),) = judged(frame(1)[[]])
    assert (reason, cases) == (SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME, "a")
    assert judged(frame(1)[[]], required=False) == []


def test_nothing_is_bent_to_pass() -> None:
    given = frame(1, True, Decimal("1.50"))
    with under(GIVEN):
        returned = EntrySchema(**numbered()).validate(given, lazy=True)
    assert [(type(value), value) for value in returned["a"]] == [(type(value), value) for value in given["a"]]


def test_a_check_of_a_column_that_raises_is_told_with_its_error() -> None:
    (error,) = errors(EntrySchema(**numbered()), frame("1"))
    assert error.reason_code is SchemaErrorReason.CHECK_ERROR
    assert "TypeError" in str(error)


def test_the_schemas_of_others_keep_their_summary() -> None:
    with pytest.raises(SchemaErrors) as stock:
        pa.DataFrameSchema(**numbered()).validate(frame(0), lazy=True)
    assert list(stock.value.failure_cases["failure_case"]) == [0]
    with pytest.raises(SchemaErrors) as own:
        EntrySchema(**numbered()).validate(frame(0), lazy=True)
    assert own.value.failure_cases is None


def test_without_circumstances_a_record_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_knows() -> Given:
        raise LookupError

    monkeypatch.setattr("schemas.checks.given", nobody_knows)
    with pytest.raises(BrokenCheck, match="LookupError"):
        check(Consultation, frame_of(Consultation, [{"day": TODAY}]), GIVEN)
