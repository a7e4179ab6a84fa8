"""Seals of the history: hashes that chain its entries, so that none can be changed, added or taken away unnoticed.

The content of an entry is sealed by a salted hash of its own: if a law wants it erased, the chain stays whole, and
nobody can guess what was erased by trying.
"""

import hashlib
import secrets
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

import duckdb

from db import statements

BEFORE_THE_FIRST = ""
"""What the first entry follows."""

_AT_ONCE = 5_000
_COLUMNS = ("entry", "moment", "actor", "action", "record_type", "record_id", "number", "version", "before", "after")


def new_salt() -> str:
    """A salt that nobody can guess, for the content of one entry."""
    return secrets.token_hex(16)


def new_salts(count: int) -> list[str]:
    """Several such salts; asking the system for each would take longer than the hashes."""
    digits = secrets.token_hex(16 * count)
    return [digits[start : start + 32] for start in range(0, 32 * count, 32)]


def content_hash(salt: str, before: str | None, after: str | None) -> str:
    """The hash of what an entry tells, in hexadecimal digits; ``before`` and ``after`` are the texts as stored."""
    return _hashed(f"{salt}[{_json(before)},{_json(after)}]")


def entry_hash(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of an entry that follows the entry with the hash ``previous``; of its content, it knows the hash."""
    names = (row["actor"], row["action"], row["record_type"], row["record_id"])
    return _hashed(
        f"[{_json(previous)},{row['entry']},{_json(row['moment'].isoformat())},{','.join(map(_json, names))},"
        f"{row['number']},{row['version']},{_json(row['content_hash'])}]"
    )


def seal(previous: str, row: dict[str, Any]) -> str:
    """Put salt and hashes into an entry that follows the entry with the hash ``previous``; returns the entry's hash."""
    row["salt"] = new_salt()
    row["content_hash"] = content_hash(row["salt"], row["before"], row["after"])
    row["entry_hash"] = made = entry_hash(previous, row)
    return made


def seal_unsealed(cursor: duckdb.DuckDBPyConnection) -> None:
    """Carry the entries of the table ``unsealed_history`` over into the history, sealed as they are."""
    last, done = BEFORE_THE_FIRST, 0
    while rows := _unsealed(cursor, done):
        for row in rows:
            last = seal(last, row)
        statements.insert(cursor, "history", rows)
        done = rows[-1]["entry"]
    cursor.execute("DROP TABLE unsealed_history")


def _unsealed(cursor: duckdb.DuckDBPyConnection, done: int) -> list[dict[str, Any]]:
    cursor.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM unsealed_history WHERE entry > ? ORDER BY entry LIMIT {_AT_ONCE}", [done]
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _json(text: str | None) -> str:
    """Text in JSON: an encoder made for each entry would take as long as all the rest."""
    return "null" if text is None else encode_basestring(text)
