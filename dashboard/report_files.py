"""Which files are made of a report, and how each is written."""

from collections.abc import Mapping

from dashboard import report_archive
from db.report_content import Writer

WRITERS: Mapping[str, Writer] = {**report_archive.WHOLE, "zip": report_archive.write}
"""Each file of a report by its name's ending, in the order of being offered."""
