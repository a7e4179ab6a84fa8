"""Reports that tests share: made on the demo records, and taken to a state."""

import datetime as dt
from zoneinfo import ZoneInfo

from dashboard.report_composition import composed
from dashboard.report_files import WRITERS
from dashboard.report_reprint import NUMBERS
from db import report_documents, reports
from db.database import Database
from db.kept_reports import Report
from db.released_reports import DOCUMENT
from db.report_figures import told
from tests.actors import LEA
from tests.reported import closed, made

DAYS = (dt.date(2017, 7, 1), dt.date(2018, 4, 30))
BERLIN = ZoneInfo("Europe/Berlin")
FACTS = {
    "paper_number": "SGM/2018/169",
    "subject": "Sachstandsbericht des Integrationsbüros",
    "kind": "table_paper",
    "status": "public",
    "children": False,
    "equality": False,
    "seniors": True,
    "financial_effect": "Keine.",
    "annexes": "Fotos der Trommelgruppe\nFlyer",
}
STOP: dict[str, str | dt.date | None] = {
    "committee": "Ausschuss",
    "day": dt.date(2018, 5, 8),
    "session": "7.",
    "outcome": "zur Kenntnis genommen",
}


def report(database: Database, number: int = 1) -> Report:
    """The report as it is now."""
    found = reports.find(database, number)
    assert found
    return found


def begun(database: Database, *, language: str = "de") -> Report:
    """A draft with nothing but the standard paragraphs, on a closed period."""
    if not database.periods:
        made(database, days=DAYS)
        closed(database)
    reports.make(database, "Winter", language=language, by=LEA)
    return reports.everything(database)[0]


def drafted(database: Database, **others: str | bool | None) -> Report:
    """A draft that lacks nothing."""
    draft = begun(database)
    for name, value in (FACTS | others).items():
        reports.write(database, draft.id, name, before=getattr(draft, name), after=value, by=LEA)
    reports.write_course(database, draft.id, [STOP], before="[]", by=LEA)
    return report(database, draft.number)


def checked(database: Database, **others: str | bool | None) -> Report:
    """A checked report."""
    draft = drafted(database, **others)
    reports.check(database, draft.id, version=draft.version, by=LEA)
    return report(database, draft.number)


def submitted(database: Database, **others: str | bool | None) -> Report:
    """A report whose files are kept: those that are quickly written."""
    found = checked(database, **others)
    content = told(database, found)
    written = composed(database, found, BERLIN, content)
    files = {DOCUMENT: report_documents.written(written)} | {name: WRITERS[name](written) for name in NUMBERS}
    reports.submit(database, found.id, version=found.version, files=files, content=content, by=LEA)
    return report(database, found.number)


def released(database: Database, **others: str | bool | None) -> Report:
    """A report that the committee can read."""
    found = submitted(database, **others)
    reports.release(database, found.id, version=found.version, by=LEA)
    return report(database, found.number)
