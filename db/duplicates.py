"""Records that may have been entered twice."""

from collections.abc import Iterator

from db.findings import Cursor, Finding, Scope, within
from db.tables import quoted
from schemas.consultation import Consultation
from schemas.fields import Kind, entered
from schemas.labels import Label
from schemas.record import Record, about
from schemas.workflow import STATE, Tone


def find(cursor: Cursor, scope: Scope) -> Iterator[Finding]:
    """Records that agree in the day and all else that must be filled in, and contradict each other nowhere.

    What one of the two leaves empty is no contradiction, notes are left aside, and so is what came to nothing.
    """
    for record_type in scope.record_types:
        declared = [field for field in entered(record_type).values() if field.kind is not Kind.NOTE]
        same = [f"a.{quoted(field.name)} = b.{quoted(field.name)}" for field in declared if field.required]
        alike = [
            f"coalesce(a.{quoted(field.name)} = b.{quoted(field.name)}, true)"
            for field in declared
            if not field.required
        ]
        yield from _pairs(cursor, scope, record_type, [*same, *alike, *_came_to_something(record_type)])


def _came_to_something(record_type: type[Record]) -> Iterator[str]:
    workflow = about(record_type).workflow
    for state in workflow.states if workflow else ():
        if state.tone is Tone.OFF:
            yield from (f"{record}.{STATE} <> '{state.code}'" for record in "ab")


def find_same_case(cursor: Cursor, scope: Scope) -> Iterator[Finding]:
    """Consultations of one case on one day."""
    if Consultation in scope.record_types:
        yield from _pairs(cursor, scope, Consultation, ["a.day = b.day", "a.case_code = b.case_code"])


def _pairs(cursor: Cursor, scope: Scope, record_type: type[Record], conditions: list[str]) -> Iterator[Finding]:
    """Each record that has an earlier one like it, with that one."""
    table, day = quoted(about(record_type).table), quoted(about(record_type).dated_by)
    dated, params = within(record_type, scope, "b")
    cursor.execute(
        f"SELECT b.number, b.{day}, max(a.number) FROM {table} a JOIN {table} b ON {' AND '.join(conditions)}"
        f" WHERE a.number < b.number AND {dated} GROUP BY ALL ORDER BY b.{day}, b.number",
        params,
    )
    for number, dated_on, other in cursor.fetchall():
        remark = Label(f"wie Nr. {other}", f"like no. {other}")
        yield Finding(record_type, number, dated_on, remark, f"={other}")
