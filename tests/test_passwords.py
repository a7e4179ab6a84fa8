"""Passwords are judged by how hard they are to guess, and kept so that nobody can read them."""

import unicodedata

import argon2
import pytest

from db import passwords
from db.passwords import LONGEST, Weakness, hashed, matches, outdated, weakness

GOOD = "regenschirm auf dem kamel"
KNOWN = ("Integrationsbüro", "Anna Müller", "a.mueller@example.de")


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "fahrradklingel7töne",
        "ziegel rumpelt violett",
        "Drei Dackel jodeln Polka",
        "apricot gravel whistle tundra",
        "ж" * 3 + " снег идёт в мае",
        "🚲🌧️ im Frühling nach Leiferde",
        GOOD * 10,
    ],
)
def test_any_long_password_that_is_hard_to_guess_is_good(password: str) -> None:
    assert weakness(password, KNOWN) is None


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", Weakness.TOO_SHORT),
        ("kurz&G00d!wort", Weakness.TOO_SHORT),
        ("x" * (LONGEST + 1), Weakness.TOO_LONG),
        ("123456789012345", Weakness.COMMON),
        ("passwordpassword", Weakness.COMMON),
        ("P@ssw0rd12345678", Weakness.COMMON),
        ("passwort passwort", Weakness.COMMON),
        ("hallo hallo hallo", Weakness.COMMON),
        ("qwertzuiopqwertzuiop", Weakness.COMMON),
        ("aaaaaaaaaaaaaaaaaaaa", Weakness.COMMON),
        ("Willkommen2024!", Weakness.COMMON),
        ("ichliebedichsehr", Weakness.COMMON),
        ("ichliebedich12345", Weakness.COMMON),
        ("ich-liebe-dich-sehr", Weakness.COMMON),
        ("leitung leitung leitung", Weakness.COMMON),
        ("meinpasswortistgut", Weakness.COMMON),
        ("dasisteinpasswort", Weakness.COMMON),
        ("Guten Morgen Deutschland", Weakness.COMMON),
        ("bayernmuenchen1900", Weakness.COMMON),
        ("BayernMünchen1900", Weakness.COMMON),
        ("bayernmunchen1900", Weakness.COMMON),
        ("correcthorsebatterystaple", Weakness.COMMON),
        ("correct horse battery staple", Weakness.COMMON),
        ("Integrationsbüro2026", Weakness.PERSONAL),
        ("Integrationsbuero1", Weakness.PERSONAL),
        ("AnnaMueller2026!", Weakness.PERSONAL),
        ("Anna Müller 2026", Weakness.PERSONAL),
        ("a.mueller@example.de", Weakness.PERSONAL),
    ],
)
def test_a_short_a_common_or_a_personal_password_is_refused(password: str, found: Weakness) -> None:
    assert weakness(password, KNOWN) is found


def test_the_length_counts_characters_not_bytes_or_parts_of_an_accent() -> None:
    fourteen = "äöüßéèêçñåøœłž"
    assert weakness(unicodedata.normalize("NFD", fourteen)) is Weakness.TOO_SHORT


def test_a_password_is_stored_by_argon2id_with_salt() -> None:
    assert hashed(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hashed(GOOD) != hashed(GOOD)


def test_a_password_matches_however_the_keyboard_sends_its_accents() -> None:
    stored = hashed("über den fünften bergsee")
    assert matches(stored, unicodedata.normalize("NFD", "über den fünften bergsee"))
    assert not matches(stored, "uber den funften bergsee")
    assert not matches(stored, "über den fünften bergse")


def test_an_end_is_not_cut_off() -> None:
    assert not matches(hashed("x" * 200 + "a"), "x" * 200 + "b")


def test_without_a_stored_password_the_same_work_is_done_and_the_answer_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Counting(argon2.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            verified.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting())
    assert not matches(None, GOOD)
    assert not matches(None, "nobody's")
    assert [argon2.extract_parameters(each) for each in verified] == [argon2.profiles.RFC_9106_LOW_MEMORY] * 2


def test_a_password_stored_with_lesser_parameters_is_outdated() -> None:
    assert outdated(argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD))
    assert not outdated(hashed(GOOD))


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not matches("no hash", GOOD)
