"""A submitted report counted anew: its frozen figures must give the numbers that were submitted, to the byte."""

import io
import zipfile
from collections.abc import Mapping

from dashboard.report_composition import composed
from dashboard.report_files import WRITERS
from db import released_reports, report_documents, report_files
from db.database import Database
from db.kept_reports import Report
from db.report_content import ReportContent
from db.report_refusals import NotSubmitted, ReportDiffers

NUMBERS = ("csv-excel", "csv-machine", "csv")
"""The files that are nothing but numbers."""


def reprinted(database: Database, report: Report) -> ReportContent:
    """The report as its frozen figures give it now, by rule, clock and office of its submission.

    Raises:
        NotSubmitted: there is nothing to be equal to.
        ReportDiffers: its tables are not those that were submitted.
        FileGone: a file is not as it was submitted.
    """
    if report.files is None:
        raise NotSubmitted(number=report.number)
    with database.cursor() as cursor:
        names = [released_reports.DOCUMENT, *(name for name in NUMBERS if name in report.hashes)]
        stored = {name: report_files.content(cursor, report, name) for name in names}
    submitted = report_documents.read(stored.pop(released_reports.DOCUMENT))
    content = composed(database, report, submitted.reader.zone, office=submitted.office)
    different = [name for name, file in stored.items() if _parts(file) != _parts(WRITERS[name](content))]
    if different:
        raise ReportDiffers(number=report.number, names=", ".join(different))
    return content


def _parts(file: bytes) -> Mapping[str, bytes]:
    """What is in a file: of a ZIP file each member, for another machine packs the same bytes otherwise."""
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return {"": file}
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
