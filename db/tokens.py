"""Random tokens for links and sessions, of which hashes are stored, and the key that cookies are signed with."""

import hashlib
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def keep_key(cursor: "duckdb.DuckDBPyConnection") -> None:
    """Give a database its key for signatures."""
    cursor.execute("INSERT INTO signing_key VALUES (?)", [new_token()])


def new_token() -> str:
    """A token that nobody can guess: 256 bits of chance."""
    return secrets.token_urlsafe(32)


def hashed_token(token: str) -> str:
    """What is stored of a token. It is random enough for a fast hash without salt."""
    return hashlib.sha256(token.encode()).hexdigest()
