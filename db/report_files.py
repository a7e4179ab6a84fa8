"""The files of reports as they were submitted: stored once, never changed, each sealed by its hash in the history."""

import hashlib
import json
from collections.abc import Iterator, Mapping

import duckdb

from db import kept_reports, statements
from db.faults import FILE_CHANGED, FILE_GONE, FILE_STRAY
from db.kept_reports import Report
from db.report_refusals import FileGone
from db.writing import Writing
from schemas.labels import Label

TABLE = "report_files"


def store(writing: Writing, report_id: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Keep files as a part of the transaction that submits them; returns their hashes by name."""
    hashes = {name: _hash(content) for name, content in files.items()}
    rows = [
        {"report": report_id, "name": name, "hash": hashes[name], "content": content} for name, content in files.items()
    ]
    statements.insert(writing.cursor, TABLE, rows)
    return hashes


def content(cursor: duckdb.DuckDBPyConnection, report: Report, name: str) -> bytes:
    """A file as it was submitted.

    Raises:
        FileGone: it is not stored any more, or its content is not what the report's hash says.
    """
    row = cursor.execute(f"SELECT content FROM {TABLE} WHERE report = ? AND name = ?", [report.id, name]).fetchone()
    found = bytes(row[0]) if row else b""
    if row is None or _hash(found) != report.hashes.get(name):
        raise FileGone
    return found


def faults(cursor: duckdb.DuckDBPyConnection) -> Iterator[Label]:
    """What is not as it was submitted, a sentence each: the history tells the name and hash of every file."""
    cursor.execute(
        "SELECT record_id, number, after FROM history WHERE record_type = ? AND action = 'submit' ORDER BY entry",
        [kept_reports.TABLE],
    )
    told = {
        (report, name): (number, hash_told)
        for report, number, after in cursor.fetchall()
        for name, hash_told in json.loads(json.loads(after)["files"]).items()
    }
    stored = _stored_hashes(cursor)
    for key, (number, hash_told) in told.items():
        if key not in stored:
            yield FILE_GONE.filled(number=number, name=key[1])
        elif stored[key] != hash_told:
            yield FILE_CHANGED.filled(number=number, name=key[1])
    for _, name in sorted(stored.keys() - told.keys()):
        yield FILE_STRAY.filled(name=name)


def _stored_hashes(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """The hash of each stored file's content, one file in memory at a time."""
    names = cursor.execute(f"SELECT report, name, hash FROM {TABLE} ORDER BY report, name").fetchall()
    found = {}
    for report, name, noted in names:
        row = cursor.execute(f"SELECT content FROM {TABLE} WHERE report = ? AND name = ?", [report, name]).fetchone()
        counted = _hash(bytes(row[0])) if row else ""
        found[report, name] = counted if counted == noted else f"{counted} noted as {noted}"
    return found


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
