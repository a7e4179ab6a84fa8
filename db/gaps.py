"""Records that leave empty what the office's figures are made of."""

from collections.abc import Iterator, Mapping

from db.findings import Cursor, Finding, Scope, within
from db.tables import quoted
from schemas import Consultation, ProjectActivity
from schemas.fields import entered
from schemas.labels import Label, listed
from schemas.record import Record, about

NEEDED: Mapping[type[Record], tuple[str, ...]] = {
    Consultation: ("municipality", "contact"),
    ProjectActivity: ("visitors", "helpers", "helper_hours"),
}
"""Fields that may be empty and stand in reported figures: there an empty one is "not stated", or counts as nothing."""

MISSING = Label("fehlt: {fields}", "missing: {fields}")


def find(cursor: Cursor, scope: Scope) -> Iterator[Finding]:
    """The records of the scope with such gaps."""
    for record_type, names in NEEDED.items():
        if record_type in scope.record_types:
            yield from _with_gaps(cursor, scope, record_type, names)


def _with_gaps(cursor: Cursor, scope: Scope, record_type: type[Record], names: tuple[str, ...]) -> Iterator[Finding]:
    table, day = quoted(about(record_type).table), quoted(about(record_type).dated_by)
    empty = [f"{quoted(name)} IS NULL" for name in names]
    dated, params = within(record_type, scope)
    cursor.execute(
        f"SELECT number, {day}, {', '.join(empty)} FROM {table} WHERE {dated} AND ({' OR '.join(empty)})"
        f" ORDER BY {day}, number",
        params,
    )
    for number, dated_on, *lacks in cursor.fetchall():
        lacking = [name for name, lacked in zip(names, lacks, strict=True) if lacked]
        labels = [entered(record_type)[name].label for name in lacking]
        remark = MISSING.filled(fields=listed(labels, ", "))
        yield Finding(record_type, number, dated_on, remark, f":{','.join(lacking)}")
