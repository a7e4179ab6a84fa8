"""The import that a visitor works on: the file, how it is read so far, and what was judged of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dashboard import session
from dashboard.office import office
from db.import_checks import Judged, judge
from db.import_readings import Reading, explained_words, proposed
from db.sheets import Progress, Sheet, read
from schemas.record import Record

_KEPT = "ongoing import"


@dataclass(slots=True)
class Ongoing:
    """One file on its way."""

    id: str
    """The id that the import will have: what is sent twice is stored once."""
    sheet: Sheet
    reading: Reading
    asked: list[tuple[str, str]] = field(default_factory=list)
    """The words that were asked about, by vocabulary and text: they stay on the screen once they are explained."""
    judged: Judged | None = None


def current() -> Ongoing | None:
    """The import that is going on in this session."""
    found: Ongoing | None = session.recall(_KEPT)
    return found


def begin(record_type: type[Record], name: str, content: bytes) -> Ongoing:
    """Begin with a file, or go on with it if it is the same.

    Raises:
        Refused: the file can't be read.
    """
    before = current()
    if before and before.sheet.content == content and before.reading.record_type is record_type:
        return before
    sheet = read(name, content)
    return _keep(Ongoing(session.new_id(), sheet, proposed(office().database, sheet, record_type)))


def _keep(ongoing: Ongoing) -> Ongoing:
    session.remember(_KEPT, ongoing)
    return ongoing


def begin_below(ongoing: Ongoing, row: int) -> None:
    """Take another row for the headings.

    Raises:
        NoHeadings: it has none.
    """
    if row != ongoing.reading.row:
        reading = proposed(office().database, ongoing.sheet, ongoing.reading.record_type, row)
        _keep(Ongoing(session.new_id(), ongoing.sheet, reading))


def judged(ongoing: Ongoing, progress: Callable[[], Progress]) -> Judged:
    """What is said to the rows, as they are read now; judged anew if anything has changed.

    Raises:
        Refused: more must be known to read the file.
    """
    known, database = ongoing.judged, office().database
    if known is None or (known.reading, known.revision) != (ongoing.reading, database.revision):
        known = judge(database, ongoing.sheet, ongoing.reading, progress())
        ongoing.judged = known
        explained = explained_words(ongoing.reading, ongoing.sheet, database.given.vocabularies)
        ongoing.asked = list(dict.fromkeys([*ongoing.asked, *explained, *known.unknown]))
    return known


def end() -> None:
    """Forget the file: it is imported, or was not the right one."""
    session.take(_KEPT)


def assign(ongoing: Ongoing, fields: dict[int, str]) -> None:
    """Read the columns as these fields."""
    if dict(ongoing.reading.fields) != fields:
        ongoing.reading = replace(ongoing.reading, fields=fields)
