"""Steps that tests of imports take: a file read, judged and stored."""

from typing import Any

from db import import_readings, imports, records, sheets
from db.database import Database
from db.import_checks import Judged, judge
from db.imported import Import
from schemas.fields import shown
from schemas.record import Record, about
from schemas.roles import Actor
from tests.actors import ANNA


def judged(database: Database, record_type: type[Record], content: bytes, name: str = "liste.csv") -> Judged:
    """What is said to the rows of a file, read as it is guessed."""
    sheet = sheets.read(name, content)
    return judge(database, sheet, import_readings.proposed(database, sheet, record_type))


def brought_in(
    database: Database,
    record_type: type[Record],
    content: bytes,
    *,
    import_id: str = "import",
    by: Actor = ANNA,
    good_rows_only: bool = False,
    duplicates_too: bool = False,
) -> Import:
    """A file imported."""
    return imports.store(
        database,
        judged(database, record_type, content),
        import_id,
        by=by,
        good_rows_only=good_rows_only,
        duplicates_too=duplicates_too,
    )


def stored(database: Database, record_type: type[Record]) -> list[dict[str, Any]]:
    """All records of a type as people read them, by number."""
    last = 1 + database.last_number(about(record_type).table)
    found = (records.find(database, record_type, number) for number in range(1, last))
    return [{name: each[name] for name in shown(record_type)} for each in found if each]
