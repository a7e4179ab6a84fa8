"""What records name of each other: so that what leaves the office for a period leaves none of it out."""

from collections.abc import Iterable

from db.selection import Conditions, Selection, conditions
from db.tables import quoted
from schemas.record import Record, about


def referring(record_type: type[Record], others: Iterable[type[Record]]) -> list[type[Record]]:
    """Those of the other record types that name records of this one."""
    return [other for other in others if about(record_type).table in about(other).refers.values()]


def with_referred(
    chosen: Conditions, record_type: type[Record], others: Iterable[type[Record]], selection: Selection
) -> Conditions:
    """The chosen records, and those that selected records of other types name."""
    parts, params = [f"({chosen.sql})"], list(chosen.params)
    for other in referring(record_type, others):
        named_by = conditions(other, selection)
        for name in (quoted(name) for name, table in about(other).refers.items() if table == about(record_type).table):
            parts.append(f"{name} IN (SELECT {name} FROM {quoted(about(other).table)} WHERE {named_by.sql})")
            params += named_by.params
    return Conditions(" OR ".join(parts), params, chosen.ignored)
