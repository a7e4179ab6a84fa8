"""How pandera judges what was entered: each value once, and of a breach nothing is kept but its rows.

pandera's own backend tells every failure in tables and sentences, which takes ten times as long as finding it, and
nobody reads them. Ours takes its place for these schemas alone; what a schema means stays pandera's.
"""

# ruff: noqa: ARG002 - the signatures of the backend are pandera's

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.backends.base import ColumnInfo, CoreCheckResult
from pandera.backends.pandas.checks import PandasCheckBackend
from pandera.backends.pandas.container import DataFrameSchemaBackend
from pandera.errors import FailureCaseMetadata, SchemaError, SchemaErrorReason

BREACH, NULLS = SchemaErrorReason.DATAFRAME_CHECK, SchemaErrorReason.SERIES_CONTAINS_NULLS


class EntrySchema(pa.DataFrameSchema):
    """A schema that finds rows: ``failure_cases`` of its errors is the list of the row labels that break a rule.

    Its columns declare nothing but whether they may be null, and checks; a check answers for each value.
    """


class _Backend(DataFrameSchemaBackend):
    def collect_schema_components(
        self, check_obj: pd.DataFrame, schema: EntrySchema, column_info: ColumnInfo
    ) -> list[pa.Column]:
        """The columns that the frame has. (pandera would look for a library of maps first, on the disk.)"""
        return [column for name, column in schema.columns.items() if name in column_info.expanded_column_names]

    def run_schema_component_checks(
        self, check_obj: pd.DataFrame, schema: EntrySchema, schema_components: Sequence[pa.Column], lazy: bool
    ) -> list[CoreCheckResult]:
        """What each column of the frame has against its values."""
        return [result for column in schema_components for result in self._judge(check_obj[column.name], column)]

    def _judge(self, values: pd.Series, column: pa.Column) -> Iterator[CoreCheckResult]:
        null = pd.isna(values.to_numpy())
        if null.any():
            if not column.nullable:
                rows = _rows(values, null)
                yield _at(column, CoreCheckResult(False, "not_nullable", reason_code=NULLS, failure_cases=rows))
            values = values[~null]
        for result in self.run_checks(values, column):
            if not result.passed:
                yield _at(column, result)

    def run_check(
        self,
        check_obj: pd.Series | pd.DataFrame,
        schema: pa.Column | EntrySchema,
        check: pa.Check,
        check_index: int,
        *args: Any,
    ) -> CoreCheckResult:
        """The rows that a check, of one column or of the frame, finds broken."""
        verdict = PandasCheckBackend(check).check_fn(check_obj)
        broken = _rows(check_obj, ~verdict.to_numpy(dtype=bool))
        return CoreCheckResult(not broken, check, check_index, reason_code=BREACH, failure_cases=broken)

    def failure_cases_metadata(self, schema_name: str, schema_errors: list[SchemaError]) -> FailureCaseMetadata:
        """No summary: it takes more than half of a validation that fails."""
        return FailureCaseMetadata(failure_cases=None, message={}, error_counts={})


def _rows(judged: pd.Series | pd.DataFrame, broken: np.ndarray) -> list[int]:
    rows: list[int] = judged.index[broken].tolist() if broken.any() else []
    return rows


def _at(column: pa.Column, result: CoreCheckResult) -> CoreCheckResult:
    """The result with an error that names the column."""
    error = SchemaError(  # type: ignore[no-untyped-call]  # pandera leaves it untyped
        column,
        data=None,
        message=result.message,
        failure_cases=result.failure_cases,
        check=result.check,
        check_index=result.check_index,
        reason_code=result.reason_code,
    )
    return result._replace(schema_error=error)


EntrySchema.register_backend(pd.DataFrame, _Backend)
