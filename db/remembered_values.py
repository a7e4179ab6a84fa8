"""Where values of lists stand beside the records: what was can be brought back only while they are known."""

from typing import Any

import duckdb

from db.documents import from_document
from schemas.fields import Field
from schemas.record import Record, about

_KEPT = {
    "history": ("before", "after"),
    "imported_records": ("document",),
    "proposals": ("before", "after"),
    "drafts": ("entries",),
}
"""The columns with documents of records, by table."""

_DOCUMENTS = " UNION ALL ".join(
    f"SELECT {column} FROM {table} WHERE record_type = $table AND contains({column}, $code)"
    for table, columns in _KEPT.items()
    for column in columns
)


def is_remembered(cursor: duckdb.DuckDBPyConnection, record_type: type[Record], field: Field, code: str) -> bool:
    """Whether a record ever had a code in a field, or somebody has proposed it or typed it into an open form."""
    cursor.execute(_DOCUMENTS, {"table": about(record_type).table, "code": f'"{code}"'})
    while row := cursor.fetchone():
        if code in _codes(from_document(record_type, row[0]).get(field.name)):
            return True
    return False


def _codes(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
