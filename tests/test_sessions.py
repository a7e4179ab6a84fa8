"""Sessions last a while, for a person who may still get in, and outlive a restart."""

import datetime as dt
from pathlib import Path

import pytest

from db import accounts, sessions
from db.accounts import Account
from db.database import Database, now, open_database
from db.sessions import Limits, Session
from db.signing import Purpose, signed
from db.tokens import hashed_token, new_token
from schemas.roles import OPERATOR, Role

LIMITS = Limits(idle=dt.timedelta(hours=1), whole=dt.timedelta(hours=12))


@pytest.fixture
def ben(database: Database) -> Account:
    return accounts.add(database, name="Ben", sign_in_name="ben", role=Role.STAFF, by=OPERATOR)


def open_session(database: Database, token: str) -> Session | None:
    return sessions.living(database, [hashed_token(token)], LIMITS).get(hashed_token(token))


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> dt.datetime:
    moment = now() + dt.timedelta(**time)
    monkeypatch.setattr(sessions, "now", lambda: moment)
    return moment


def test_a_session_names_its_person_and_ends_with_the_role(database: Database, ben: Account) -> None:
    token = sessions.begin(database, ben)
    assert sessions.is_ours(database, token)
    found = open_session(database, token)
    assert found
    assert found.actor == ben.actor
    renamed = accounts.change(database, ben.id, by=OPERATOR, name="Benjamin")
    found = open_session(database, token)
    assert found
    assert found.actor == renamed.actor
    accounts.change(database, ben.id, by=OPERATOR, role=Role.LEAD)
    assert open_session(database, token) is None


def test_a_token_that_is_not_signed_or_for_something_else_is_none_of_ours(database: Database, ben: Account) -> None:
    token = sessions.begin(database, ben)
    other = "A" if token[-2] != "A" else "B"
    for forged in ("", "x", new_token(), token[:-2] + other + token[-1], token.partition(".")[0], "ü", "\ud800"):
        assert not sessions.is_ours(database, forged), forged
    assert not sessions.is_ours(database, signed(database, Purpose.BROWSER, new_token()))


def test_no_two_offices_sign_alike(database: Database, ben: Account, tmp_path: Path) -> None:
    with open_database(tmp_path / "other.duckdb") as other:
        assert not sessions.is_ours(other, sessions.begin(database, ben))


def test_no_two_sessions_share_a_token(database: Database, ben: Account) -> None:
    assert sessions.begin(database, ben) != sessions.begin(database, ben)


def test_a_session_outlives_a_restart(database: Database, ben: Account) -> None:
    token, path = sessions.begin(database, ben), database.path
    database.close()
    with open_database(path) as reopened:
        assert open_session(reopened, token)


def test_a_session_ends_after_idle_time(database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sessions.begin(database, ben)
    later(monkeypatch, minutes=59)
    assert open_session(database, token)
    later(monkeypatch, minutes=61)
    assert open_session(database, token) is None


def test_use_keeps_a_session_open_but_not_beyond_its_whole_time(
    database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sessions.begin(database, ben)
    for hours in (0.9, 1.8):
        moment = later(monkeypatch, hours=hours)
        sessions.note_seen(database, {hashed_token(token): moment}, LIMITS)
    assert open_session(database, token)
    moment = later(monkeypatch, hours=12.1)
    sessions.note_seen(database, {hashed_token(token): moment}, LIMITS)
    assert open_session(database, token) is None


def test_sessions_that_are_over_are_forgotten(
    database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions.begin(database, ben)
    later(monkeypatch, hours=2)
    sessions.note_seen(database, {}, LIMITS)
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_a_disabled_account_has_no_session_left_even_when_enabled_again(database: Database, ben: Account) -> None:
    token = sessions.begin(database, ben)
    accounts.change(database, ben.id, by=OPERATOR, disabled=True)
    accounts.change(database, ben.id, by=OPERATOR, disabled=False)
    assert open_session(database, token) is None


def test_signing_out_ends_one_session_and_everywhere_all(database: Database, ben: Account) -> None:
    first, second, third = (sessions.begin(database, ben) for _ in range(3))
    sessions.end(database, hashed_token(first))
    assert open_session(database, first) is None
    assert open_session(database, second)
    revision = database.revision
    sessions.end_all(database, ben.id, by=ben.actor)
    assert database.revision == revision + 1
    assert open_session(database, second) is None
    assert open_session(database, third) is None


def test_signing_in_is_no_change_of_the_data(database: Database, ben: Account) -> None:
    revision = database.revision
    sessions.begin(database, ben)
    assert database.revision == revision
