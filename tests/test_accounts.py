"""Accounts keep who may get in; each change is in the history, and no secret is."""

import datetime as dt
from typing import Any

import argon2
import pytest

from db import accounts, links, passwords, sessions
from db.account_refusals import (
    AccountDisabled,
    LastLead,
    NameTaken,
    NameUnusable,
    NoSuchAccount,
    Oneself,
    PersonUnnamed,
    WeakPassword,
)
from db.accounts import Account
from db.database import Database, now, open_database
from db.integrity import verify
from db.links import LinkUsed
from db.tokens import hashed_token
from schemas.roles import OPERATOR, Actor, Forbidden, Role

GOOD, OTHER = "regenschirm auf dem kamel", "sieben gelbe briefkästen"
HOUR = dt.timedelta(hours=1)
LIMITS = sessions.Limits(idle=HOUR, whole=12 * HOUR)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hash costs is tested elsewhere."""
    monkeypatch.setattr(passwords, "hasher", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def anna(database: Database) -> Account:
    """A lead who can sign in."""
    account = accounts.add(database, name="Anna Müller", sign_in_name="Anna", role=Role.LEAD, by=OPERATOR)
    accounts.set_password(database, account.id, GOOD, by=OPERATOR)
    found = accounts.read(database, account.id)
    assert found
    return found


@pytest.fixture
def ben(database: Database, anna: Account) -> Account:
    """Staff, without a password."""
    return accounts.add(database, name="Ben Okafor", sign_in_name="ben", role=Role.STAFF, by=anna.actor)


def history(database: Database) -> list[tuple[object, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(
            "SELECT actor, action, record_id, number, version, before, after FROM history"
            " WHERE record_type = 'accounts' ORDER BY entry"
        ).fetchall()


def everything(database: Database) -> str:
    """All that the database keeps, as text."""
    with database.cursor() as cursor:
        names = cursor.execute("SELECT table_name FROM information_schema.tables").fetchall()
        return str([cursor.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names])


def test_a_new_account_is_found_by_its_name_in_whatever_case(database: Database, ben: Account) -> None:
    assert accounts.find(database, " BEN ") == ben
    assert accounts.read(database, ben.id) == ben
    assert (ben.name, ben.role, ben.disabled, ben.number) == ("Ben Okafor", Role.STAFF, False, 2)
    assert accounts.find(database, "nobody") is None


@pytest.mark.parametrize("name", ["", "a b", "x" * 101, "a\x00", "\n"])
def test_a_sign_in_name_has_no_blanks(database: Database, name: str) -> None:
    with pytest.raises(NameUnusable):
        accounts.add(database, name="Anna", sign_in_name=name, role=Role.STAFF, by=OPERATOR)
    with pytest.raises(PersonUnnamed):
        accounts.add(database, name=" ", sign_in_name="anna", role=Role.STAFF, by=OPERATOR)


@pytest.mark.usefixtures("ben")
def test_two_people_never_sign_in_by_the_same_name(database: Database) -> None:
    revision = database.revision
    with pytest.raises(NameTaken, match="ben"):
        accounts.add(database, name="Benno", sign_in_name="Ben", role=Role.STAFF, by=OPERATOR)
    assert database.revision == revision
    assert len(accounts.everybody(database, by=OPERATOR)) == 2


def test_every_change_is_in_the_history_with_before_and_after(database: Database, anna: Account, ben: Account) -> None:
    accounts.change(database, ben.id, by=anna.actor, role=Role.LEAD)
    accounts.change(database, ben.id, by=anna.actor, disabled=True)
    entries = [entry for entry in history(database) if entry[2] == ben.id]
    assert [(entry[0], entry[1], entry[4]) for entry in entries] == [
        (anna.id, "create", 1),
        (anna.id, "update", 2),
        (anna.id, "update", 3),
    ]
    assert entries[0][5] is None
    assert '"role": "staff"' in str(entries[1][5])
    assert '"role": "lead"' in str(entries[1][6])
    assert '"disabled": true' in str(entries[2][6])


def test_a_change_that_changes_nothing_writes_nothing(database: Database, ben: Account) -> None:
    revision = database.revision
    assert accounts.change(database, ben.id, by=OPERATOR, role=Role.STAFF) == ben
    assert database.revision == revision


def test_no_secret_is_ever_kept_as_it_is(database: Database, anna: Account, ben: Account) -> None:
    token = links.invite(database, ben.id, by=anna.actor)
    session = sessions.begin(database, anna)
    kept = everything(database)
    assert GOOD not in kept
    assert token not in kept
    assert session not in kept
    assert "argon2" not in str(history(database))


def test_numbers_of_accounts_go_on_after_a_restart(database: Database, ben: Account) -> None:
    path = database.path
    database.close()
    with open_database(path) as reopened:
        cem = accounts.add(reopened, name="Cem", sign_in_name="cem", role=Role.READER, by=OPERATOR)
        assert cem.number == ben.number + 1


def test_only_who_manages_accounts_changes_them(database: Database, anna: Account, ben: Account) -> None:
    for actor in (ben.actor, Actor("r", "Rita", Role.READER)):
        with pytest.raises(Forbidden):
            accounts.add(database, name="Cem", sign_in_name="cem", role=Role.LEAD, by=actor)
        with pytest.raises(Forbidden):
            accounts.change(database, ben.id, by=actor, role=Role.LEAD)
        with pytest.raises(Forbidden):
            accounts.set_password(database, anna.id, OTHER, by=actor)
        with pytest.raises(Forbidden):
            links.invite(database, anna.id, by=actor)
        with pytest.raises(Forbidden):
            sessions.end_all(database, anna.id, by=actor)


@pytest.mark.parametrize("values", [{"disabled": True}, {"role": Role.STAFF}])
def test_the_last_lead_who_can_sign_in_stays_one(database: Database, anna: Account, values: dict[str, Any]) -> None:
    cem = accounts.add(database, name="Cem", sign_in_name="cem", role=Role.LEAD, by=OPERATOR)
    with pytest.raises(LastLead, match="anna"):
        accounts.change(database, anna.id, by=OPERATOR, **values)
    accounts.set_password(database, cem.id, OTHER, by=OPERATOR)
    accounts.change(database, anna.id, by=cem.actor, **values)


@pytest.mark.usefixtures("ben")
def test_nobody_disables_the_own_account(database: Database, anna: Account) -> None:
    cem = accounts.add(database, name="Cem", sign_in_name="cem", role=Role.LEAD, by=OPERATOR)
    accounts.set_password(database, cem.id, OTHER, by=OPERATOR)
    with pytest.raises(Oneself):
        accounts.change(database, anna.id, by=anna.actor, disabled=True)
    assert accounts.read(database, anna.id) == anna


def test_an_account_that_is_not_there_can_not_be_changed(database: Database) -> None:
    with pytest.raises(NoSuchAccount):
        accounts.change(database, "nobody", by=OPERATOR, disabled=True)
    with pytest.raises(KeyError):
        accounts.change(database, "nobody", by=OPERATOR, password="x")


def test_name_and_password_sign_in(database: Database, anna: Account) -> None:
    found = accounts.authenticate(database, "ANNA", GOOD)
    assert found
    assert found.id == anna.id


def test_nothing_but_name_and_password_signs_in(database: Database, anna: Account, ben: Account) -> None:
    for name, password in [
        ("anna", GOOD + " "),
        ("anna", ""),
        ("ben", GOOD),
        ("ben", ""),
        ("", GOOD),
        ("x", "nobody's"),
    ]:
        assert accounts.authenticate(database, name, password) is None
    accounts.set_password(database, ben.id, OTHER, by=ben.actor)
    accounts.change(database, ben.id, by=anna.actor, disabled=True)
    assert accounts.authenticate(database, "ben", OTHER) is None


@pytest.mark.usefixtures("anna")
def test_a_password_of_older_parameters_is_hashed_anew_at_sign_in(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "hasher", argon2.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    revision = database.revision
    assert accounts.authenticate(database, "anna", GOOD)
    assert "$m=8,t=2,p=1$" in everything(database)
    assert accounts.authenticate(database, "anna", GOOD)
    assert database.revision == revision + 1
    assert [entry[1] for entry in history(database)][-1] == "hash_password"
    assert verify(database).faults == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE credentials SET password = 'x'", [1, 2]),
        ("UPDATE credentials SET password = NULL", [1]),
        ("UPDATE credentials SET password = 'x' WHERE password IS NULL", [2]),
    ],
)
@pytest.mark.usefixtures("anna", "ben")
def test_a_password_changed_behind_the_gate_is_found(database: Database, tampering: str, found: list[int]) -> None:
    with database.cursor() as cursor:
        cursor.execute(tampering)
    said = "Das Passwort von Konto Nr. {} ist nicht das, von dem die Historie weiß."
    assert [fault.label.de for fault in verify(database).faults] == [said.format(number) for number in found]


@pytest.mark.usefixtures("anna")
def test_of_a_password_that_was_set_before_it_was_told_only_that_counts(database: Database) -> None:
    with database.cursor() as cursor:
        cursor.execute("UPDATE accounts SET password_seal = NULL")
    (fault,) = verify(database).faults
    assert "password_seal" in fault.label.de, "the row is not as told, but of the password nothing is said"


def test_a_weak_password_is_refused_and_the_old_one_stays(database: Database, anna: Account) -> None:
    for weak in ("short", "anna müller 2026", "Integrationsbüro1", "Büro am Anger 12"):
        with pytest.raises(WeakPassword):
            accounts.set_password(database, anna.id, weak, by=anna.actor, known=("Büro am Anger",))
    assert accounts.authenticate(database, "anna", GOOD)


def test_a_new_password_ends_sessions_and_links(database: Database, anna: Account) -> None:
    token, link = sessions.begin(database, anna), links.invite(database, anna.id, by=anna.actor)
    accounts.set_password(database, anna.id, OTHER, by=anna.actor)
    assert sessions.living(database, [hashed_token(token)], LIMITS) == {}
    with pytest.raises(LinkUsed):
        links.target(database, link)


@pytest.mark.usefixtures("ben")
def test_the_last_sign_in_is_told(database: Database, anna: Account) -> None:
    sessions.begin(database, anna)
    told = {account.name: last for account, last in accounts.everybody(database, by=OPERATOR)}
    assert told["Ben Okafor"] is None
    assert abs(told["Anna Müller"] - now()) < HOUR


def test_the_first_lead_is_made_by_a_link_that_works_once(database: Database) -> None:
    token = links.offer_set_up(database)
    assert token
    assert links.target(database, token) is None
    lead = links.redeem(database, token, GOOD, name="Lea", sign_in_name="lea")
    assert (lead.role, lead.name) == (Role.LEAD, "Lea")
    assert accounts.authenticate(database, "lea", GOOD)
    with pytest.raises(LinkUsed):
        links.redeem(database, token, GOOD, name="Eve", sign_in_name="eve")
    assert links.offer_set_up(database) is None


def test_a_new_set_up_link_ends_the_one_before(database: Database) -> None:
    first, second = links.offer_set_up(database), links.offer_set_up(database)
    assert first
    assert second
    with pytest.raises(LinkUsed):
        links.target(database, first)
    links.target(database, second)


def test_a_link_outlives_a_refused_password_and_a_refused_name(database: Database, anna: Account, ben: Account) -> None:
    invitation = links.invite(database, ben.id, by=anna.actor)
    with pytest.raises(WeakPassword):
        links.redeem(database, invitation, "short")
    assert links.redeem(database, invitation, OTHER).id == ben.id
    assert accounts.authenticate(database, "ben", OTHER)


@pytest.mark.usefixtures("ben")
def test_a_set_up_link_makes_no_account_of_a_name_that_is_taken(database: Database) -> None:
    accounts.add(database, name="Cem", sign_in_name="cem", role=Role.LEAD, by=OPERATOR)
    with database.writing() as writing:
        writing.cursor.execute("UPDATE credentials SET password = NULL")
    token = links.offer_set_up(database)
    assert token
    with pytest.raises(NameTaken):
        links.redeem(database, token, GOOD, name="Ben", sign_in_name="ben")
    assert links.target(database, token) is None


def test_links_expire(database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    token = links.invite(database, ben.id, by=OPERATOR)
    later = now() + links.INVITATION_KEPT
    monkeypatch.setattr(links, "now", lambda: later)
    with pytest.raises(LinkUsed):
        links.redeem(database, token, OTHER)


def test_the_history_tells_who_made_a_link(database: Database, anna: Account, ben: Account) -> None:
    token = links.invite(database, ben.id, by=anna.actor)
    links.redeem(database, token, OTHER)
    entries = [entry for entry in history(database) if entry[2] == ben.id]
    assert [entry[:2] for entry in entries] == [
        (anna.id, "create"),
        (anna.id, "invite"),
        (ben.id, "set_password"),
    ]
    assert verify(database).faults == []


def test_nobody_gets_a_link_that_leads_nowhere(database: Database, anna: Account, ben: Account) -> None:
    accounts.change(database, ben.id, by=anna.actor, disabled=True)
    entries = history(database)
    with pytest.raises(AccountDisabled, match="ben is disabled"):
        links.invite(database, ben.id, by=anna.actor)
    with pytest.raises(NoSuchAccount):
        links.invite(database, "nobody", by=anna.actor)
    assert history(database) == entries


def test_a_disabled_accounts_links_lead_nowhere(database: Database, anna: Account, ben: Account) -> None:
    token = links.invite(database, ben.id, by=anna.actor)
    accounts.change(database, ben.id, by=anna.actor, disabled=True)
    with pytest.raises(LinkUsed):
        links.target(database, token)


def test_only_the_newest_invitation_works(database: Database, ben: Account) -> None:
    first, _ = (links.invite(database, ben.id, by=OPERATOR) for _ in range(2))
    with pytest.raises(LinkUsed):
        links.target(database, first)
    with pytest.raises(LinkUsed):
        links.target(database, "forged")
