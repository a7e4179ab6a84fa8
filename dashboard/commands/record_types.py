"""What commands call record types: by table as scripts do, or by name in either language as people do."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.labels import Label


def table_of(name: str) -> str | None:
    """The table of the record type that is called so, None if none is."""
    from db.headings import plain
    from schemas import RECORDS
    from schemas.record import about

    called: dict[str, str] = {}
    for table, record_type in RECORDS.items():
        labels = about(record_type).plural, about(record_type).singular
        called |= {plain(each): table for label in labels for each in (label.de, label.en)}
    return called.get(plain(name)) or (name if name in RECORDS else None)


def names() -> "Label":
    """All record types with both of their names."""
    from schemas import RECORDS
    from schemas.labels import Label, listed
    from schemas.record import about

    plurals = {table: about(record_type).plural for table, record_type in RECORDS.items()}
    return listed((Label(f"{each.de} ({table})", f"{each.en} ({table})") for table, each in plurals.items()), ", ")
