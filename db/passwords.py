"""Passwords: which are good enough (NIST SP 800-63B-4, section 3.1.1.2), and how they are kept (Argon2id)."""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any

import argon2
from zxcvbn import matching, scoring

SHORTEST, LONGEST = 15, 256
"""Characters. NIST: at least 15 for a password that is the only factor, and no limit below 64."""
HARD_ENOUGH = 10**10
"""Guesses of somebody who knows common passwords, words, names and keyboard patterns, English and German ones."""
LOOKED_AT = 72
"""Characters that are judged: more take zxcvbn seconds."""
BETWEEN = re.compile(r"[\s._-]+")
"""What stands between words; it makes nothing harder."""
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

hasher = argon2.PasswordHasher.from_parameters(argon2.profiles.RFC_9106_LOW_MEMORY)


class Weakness(StrEnum):
    """Why a password is refused. What kinds of characters it has does not matter."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    PERSONAL = "personal"
    COMMON = "common"


def weakness(password: str, known: Iterable[str] = ()) -> Weakness | None:
    """Why a password is refused, None if it is good. ``known`` are words that others know of the person and office."""
    wanted = normal(password)
    if len(wanted) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(wanted) > LONGEST:
        return Weakness.TOO_LONG
    words = sorted({word.casefold() for text in known for word in (text, *re.findall(r"\w{3,}", text))})
    ranks = {**matching.RANKED_DICTIONARIES, "german": _german(), "known": _ranks(words)}
    looked_at = wanted[:LOOKED_AT]
    easiest = min((_judged(each, ranks) for each in (looked_at, BETWEEN.sub("", looked_at))), key=_guesses)
    if _guesses(easiest) >= HARD_ENOUGH:
        return None
    personal = any(match.get("dictionary_name") == "known" for match in easiest["sequence"])
    return Weakness.PERSONAL if personal else Weakness.COMMON


def _judged(password: str, ranks: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """How zxcvbn would guess a password. It takes four words for hard in any case, we take their own sum."""
    matches = matching.omnimatch(password, ranks)
    judged: dict[str, Any] = scoring.most_guessable_match_sequence(password, matches, _exclude_additive=True)
    return judged


def _guesses(judged: Mapping[str, Any]) -> float:
    return float(judged["guesses"])


@functools.cache
def _german() -> Mapping[str, int]:
    """Words that people in Germany make passwords of, with their ranks."""
    return _ranks(files(__package__).joinpath("common_words.txt").read_text("utf-8").split())


def _ranks(words: Iterable[str]) -> dict[str, int]:
    """Words with their ranks, an ä also as ae and as a."""
    ranks: dict[str, int] = {}
    for rank, word in enumerate(words, 1):
        bare = "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
        for form in (word, word.translate(SPELLED_OUT), bare):
            ranks.setdefault(form, rank)
    return ranks


def normal(password: str) -> str:
    """The password in one Unicode form: an ä that one keyboard sends whole comes from another as a and two dots."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """What is stored of a password."""
    return hasher.hash(normal(password))


def seal(stored: str) -> str:
    """What the history may tell of a stored password: it shows that this is the one, and helps nobody to guess it.

    Argon2 has salted what is stored, so no two accounts have the same.
    """
    return hashlib.sha256(stored.encode()).hexdigest()


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Without a stored one the answer takes as long, and is no."""
    try:
        hasher.verify(stored or _nobodys(hasher), normal(password))
    except (argon2.exceptions.VerifyMismatchError, argon2.exceptions.InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether a stored password is to be hashed anew, with today's parameters."""
    return hasher.check_needs_rehash(stored)


@functools.cache
def _nobodys(current: argon2.PasswordHasher) -> str:
    return current.hash("nobody's")
