"""The gate of imports: many records stored in one transaction with one entry of the history, and taken back alike."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from db import history, imported, kept_periods, proposed, statements
from db.database import Database, Writing, now
from db.documents import as_members
from db.import_checks import Judged, entered_columns, judge
from db.import_readings import remember
from db.import_refusals import ImportChanged, ImportGone, NothingToImport, RowsRefused
from db.imported import Import
from db.rights import must_change
from db.sheets import Progress
from db.tables import quoted
from schemas.record import Record, about
from schemas.roles import Action, Actor
from schemas.workflow import STATE

_AT_ONCE = 10_000
"""Records in one statement."""
_NAMED = 5
"""Records that are named where an import can't be undone."""


def store(
    database: Database,
    judged: Judged,
    import_id: str,
    *,
    by: Actor,
    good_rows_only: bool = False,
    duplicates_too: bool = False,
    progress: Progress = lambda _: None,
) -> Import:
    """Store the rows of a file that was judged: all of them or none, or the good ones only.

    Duplicates are left out. What is sent twice under one ``import_id`` is stored once. What has changed in the database
    since the rows were judged is taken into account.

    Raises:
        Forbidden: the actor may not enter records, or not bring them to the states that the file tells.
        RowsRefused, NothingToImport: nothing was stored.
        PeriodClosed: a period was closed meanwhile; likewise.
        DatabaseUnavailable: the disk is full or failed; likewise.
    """
    by.must(Action.ENTER)
    with database.writing() as writing:
        before = imported.read(writing.cursor, import_id)
        if before:
            return before
        if writing.entry != judged.revision:
            judged = judge(database, judged.sheet, judged.reading)  # nobody else writes by now
        chosen = _chosen(judged, good_rows_only=good_rows_only, duplicates_too=duplicates_too)
        _must_reach(by, judged, chosen)
        made = _store(writing, judged, chosen, import_id, by, progress)
        remember(writing, judged.sheet, judged.reading)
    return made


def _chosen(judged: Judged, *, good_rows_only: bool, duplicates_too: bool) -> list[int]:
    """The records to be stored."""
    if judged.refused and not good_rows_only:
        raise RowsRefused(count=len(judged.refused), whole=len(judged.rows))
    chosen = judged.chosen(duplicates_too=duplicates_too)
    if not chosen:
        raise NothingToImport
    return chosen


def _must_reach(by: Actor, judged: Judged, chosen: Sequence[int]) -> None:
    """Go on only if this person may make the transitions that lead to the states of the records."""
    workflow = about(judged.record_type).workflow
    if workflow is None:
        return
    reached = {judged.states[position] for position in chosen}
    for transition in workflow.transitions:
        if transition.target in reached and transition.target not in workflow.derived and transition.action:
            by.must(transition.action)


def _store(
    writing: Writing, judged: Judged, chosen: Sequence[int], import_id: str, by: Actor, progress: Progress
) -> Import:
    record_type, moment = judged.record_type, now()
    table, numbers = about(record_type).table, writing.take_numbers(about(record_type).table, len(chosen))
    stamps = {"version": 1, "created_at": moment, "created_by": by.id, "changed_at": moment, "changed_by": by.id}
    values = entered_columns(judged)
    if about(record_type).workflow:
        values = {STATE: judged.states, **values}
    for start in range(0, len(chosen), _AT_ONCE):
        some = chosen[start : start + _AT_ONCE]
        columns: dict[str, Sequence[Any]] = {
            "id": [str(uuid.uuid4()) for _ in some],
            "number": numbers[start : start + _AT_ONCE],
            **{name: [value] * len(some) for name, value in stamps.items()},
            **{name: [column[each] for each in some] for name, column in values.items()},
        }
        statements.insert_columns(writing.cursor, table, columns)
        members = zip(*(as_members(*each) for each in columns.items()), strict=True)
        documents = [f"{{{', '.join(each)}}}" for each in members]
        imported.add_records(writing, import_id, record_type, columns["id"], columns["number"], documents)
        progress((start + len(some)) / len(chosen))
    return _tell(writing, judged, import_id, numbers, by, moment)


def _tell(writing: Writing, judged: Judged, import_id: str, numbers: range, by: Actor, moment: Any) -> Import:
    """The import itself, as a row and as an entry of the history."""
    count, seal = imported.records_hash(writing.cursor, import_id)
    (number,) = writing.take_numbers(imported.TABLE, 1)
    made = Import(
        id=import_id,
        number=number,
        version=1,
        record_type=about(judged.record_type).table,
        file_name=judged.sheet.name,
        file_hash=judged.sheet.hash,
        records=count,
        first_record=numbers[0],
        records_hash=seal,
        undone=False,
        created_at=moment,
        created_by=by.id,
        changed_at=moment,
        changed_by=by.id,
    )
    statements.insert(writing.cursor, imported.TABLE, [asdict(made)])
    history.add(writing, "create", imported.TABLE, [(None, asdict(made))], by.id)
    return made


def undo(database: Database, import_id: str, *, by: Actor) -> Import:
    """Take all records of an import out again, and return it as it is stored then.

    Raises:
        Forbidden: somebody else has imported it, and the actor does not change the records of others.
        ImportGone: it is undone already.
        ImportChanged: some of its records were changed or deleted since.
        PeriodClosed: a record's day lies in a closed period.
        DatabaseUnavailable: the disk is full or failed.
    """
    with database.writing() as writing:
        current = imported.read(writing.cursor, import_id)
        if current is None or current.undone:
            raise ImportGone
        must_change(by, asdict(current))
        _take_out(writing, _type_of(database, current), current, by)
        after = replace(current, version=current.version + 1, undone=True, changed_at=now(), changed_by=by.id)
        changed = {name: value for name, value in asdict(after).items() if value != asdict(current)[name]}
        statements.update(writing.cursor, imported.TABLE, {"id": current.id, **changed}, version=current.version)
        history.add(writing, "undo", imported.TABLE, [(asdict(current), asdict(after))], by.id)
    return after


def _type_of(database: Database, current: Import) -> type[Record]:
    return next(each for each in database.record_types if about(each).table == current.record_type)


def _few(numbers: Sequence[int]) -> str:
    first = ", ".join(map(str, numbers[:_NAMED]))
    return first if len(numbers) <= _NAMED else f"{first} …"


def _take_out(writing: Writing, record_type: type[Record], current: Import, by: Actor) -> None:
    """Delete the records of an import, if they are what they were then. Proposals to them lapse."""
    cursor = writing.cursor
    table, ids = quoted(current.record_type), f"SELECT record_id FROM {imported.KEPT} WHERE import_id = ?"
    untouched = f"SELECT id FROM {table} WHERE version = 1"
    kept = f"SELECT number FROM {imported.KEPT} WHERE import_id = ? AND record_id NOT IN ({untouched}) ORDER BY number"
    touched = [number for (number,) in cursor.execute(kept, [current.id]).fetchall()]
    if touched:
        raise ImportChanged(count=len(touched), numbers=_few(touched))
    dated_by = about(record_type).dated_by
    days = cursor.execute(f"SELECT DISTINCT {quoted(dated_by)} FROM {table} WHERE id IN ({ids})", [current.id])
    kept_periods.must_be_open(writing, record_type, [(None, {dated_by: day}) for (day,) in days.fetchall()])
    cursor.execute(f"DELETE FROM {table} WHERE id IN ({ids})", [current.id])
    wishes = proposed.rows(cursor, f"record_type = ? AND record_id IN ({ids})", [current.record_type, current.id])
    for record_id in {each.record_id for each in wishes}:
        proposed.lapse(writing, current.record_type, record_id, by=by.id)
