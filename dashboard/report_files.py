"""Which files are made of a report, and how each is written."""

from collections.abc import Mapping

from db.report_content import Writer

WRITERS: Mapping[str, Writer] = {}
"""Each file of a report by its name's ending, in the order of being offered: ``pdf``, ``docx``, ``xlsx``, ``zip`` …"""
