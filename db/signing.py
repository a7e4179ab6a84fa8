"""What browsers keep for us is signed with a key of the office, so that a forged cookie is refused without a query."""

import hashlib
from enum import StrEnum

from itsdangerous import BadSignature, Signer

from db import caches
from db.database import Database


class Purpose(StrEnum):
    """What something was signed for: for another purpose the signature does not hold."""

    SESSION = "session"
    BROWSER = "browser"


def signed(database: Database, purpose: Purpose, content: str) -> str:
    """The content with its signature."""
    return _signer(database, purpose).sign(content).decode()


def verified(database: Database, purpose: Purpose, cookie: str) -> str | None:
    """The content of what was signed, None if we did not sign it for this purpose."""
    try:
        return _signer(database, purpose).unsign(cookie.encode()).decode()
    except (BadSignature, UnicodeError):
        return None


def _signer(database: Database, purpose: Purpose) -> Signer:
    def ask() -> str:
        with database.cursor() as cursor:
            (key,) = cursor.execute("SELECT key FROM signing_key").fetchall()[0]
        return str(key)

    key: str = caches.of(database, "signing").get("key", ask)
    return Signer(key, salt=purpose, key_derivation="hmac", digest_method=hashlib.sha256)
