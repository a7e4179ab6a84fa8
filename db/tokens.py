"""Random tokens for links and sessions. Who reads the database learns none: it keeps their hashes."""

import hashlib
import re
import secrets

TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
"""How a token looks: 256 bits of chance."""


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed_token(token: str) -> str:
    """What is stored of a token. It is random enough for a fast hash without salt."""
    return hashlib.sha256(token.encode()).hexdigest()
