"""How proposals are kept in the database: rows with documents of fields, and every change of one in the history."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import duckdb

from db import history, statements
from db.database import Writing, now
from db.documents import from_document
from db.proposal_refusals import NotOpen
from schemas.proposal import State
from schemas.record import Record

TABLE = "proposals"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal as it is stored."""

    id: str
    number: int
    version: int
    record_type: str
    """The table of the record."""
    record_id: str
    record_number: int
    record_version: int
    """The version of the record that it was made from."""
    before: str | None
    """The fields to change, with their values then, as a document."""
    after: str | None
    """The same fields with the values wished for; None if the record is to be deleted."""
    remark: str | None
    state: State
    word: str | None
    """What was said to the decision."""
    decided_at: Any
    decided_by: str | None
    became: int | None
    """The version that the record got by it; of one that was deleted, its last."""
    noted: bool
    """Whether whoever made it has taken note of the decision."""
    created_at: Any
    created_by: str
    changed_at: Any
    changed_by: str
    transition: str | None = None
    """The name of the transition along which the record is to go; None if it is to be changed or deleted."""

    @property
    def deletes(self) -> bool:
        """Whether the record is to be deleted."""
        return self.after is None

    @property
    def ended_record(self) -> bool:
        """Whether the record was deleted with the decision, or instead of one."""
        return self.state is State.LAPSED or (self.deletes and self.state is State.ACCEPTED)

    def values(self, record_type: type[Record]) -> dict[str, Any]:
        """The values wished for, typed; empty if the record is to be deleted."""
        return from_document(record_type, self.after) if self.after else {}

    def values_then(self, record_type: type[Record]) -> dict[str, Any]:
        """The values that these fields had when it was made."""
        return from_document(record_type, self.before) if self.before else {}


COLUMNS = tuple(field.name for field in fields(Proposal))


def rows(cursor: duckdb.DuckDBPyConnection, condition: str, values: list[Any]) -> list[Proposal]:
    """The proposals that a condition in SQL holds for, oldest first."""
    found = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {condition} ORDER BY number", values)
    return [_proposal(dict(zip(COLUMNS, row, strict=True))) for row in found.fetchall()]


def read(cursor: duckdb.DuckDBPyConnection, proposal_id: str) -> Proposal | None:
    """The proposal with an id, None if there is none."""
    return next(iter(rows(cursor, "id = ?", [proposal_id])), None)


def add(writing: Writing, proposal: Proposal) -> None:
    """Store a new proposal as a part of a transaction."""
    statements.insert(writing.cursor, TABLE, [asdict(proposal)])
    _log(writing, "create", None, proposal)


def change(writing: Writing, proposal: Proposal, *, by: str, **values: Any) -> Proposal:
    """Change a proposal as a part of a transaction and return it as stored."""
    stamps: dict[str, Any] = {"version": proposal.version + 1, "changed_at": now(), "changed_by": by}
    changed = replace(proposal, **values, **stamps)
    assigned = {name: value for name, value in asdict(changed).items() if name in {"id", *values, *stamps}}
    statements.update(writing.cursor, TABLE, assigned, version=proposal.version)
    _log(writing, "update", proposal, changed)
    return changed


def close(writing: Writing, proposal: Proposal, state: State, *, by: str, **values: Any) -> Proposal:
    """End an open proposal in a state, as a part of a transaction, and return it as stored.

    Raises:
        NotOpen: it has ended already.
    """
    if proposal.state is not State.OPEN:
        raise NotOpen
    return change(writing, proposal, by=by, state=state, decided_at=now(), decided_by=by, **values)


def lapse(writing: Writing, table: str, record_id: str, *, by: str) -> None:
    """End the open proposals to a record that is being deleted."""
    for proposal in rows(
        writing.cursor, "record_type = ? AND record_id = ? AND state = ?", [table, record_id, State.OPEN]
    ):
        close(writing, proposal, State.LAPSED, by=by)


def _log(writing: Writing, action: str, before: Proposal | None, after: Proposal) -> None:
    history.add(writing, action, TABLE, [(asdict(before) if before else None, asdict(after))], after.changed_by)


def _proposal(values: Mapping[str, Any]) -> Proposal:
    return Proposal(**{**values, "state": State(values["state"])})
