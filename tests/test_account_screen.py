"""The lead lets people in, and shuts doors, on one page that nobody else has."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from db import accounts, links
from db.accounts import Account
from db.database import Database
from db.unavailable import DiskFull
from schemas.roles import OPERATOR, Actor, Role
from tests.rehearsal import become, go_to, press, rehearsal
from tests.signing_in import add_person

ISSUER = "https://login.example.de"


@pytest.fixture
def lea(database: Database) -> Account:
    return add_person(database, "lea", Role.LEAD)


@pytest.fixture
def app(database: Database, lea: Account) -> Iterator[AppTest]:
    with rehearsal(database, address="https://buero.example.de") as running:
        become(lea.actor)
        yield go_to(running, "accounts")


def invite(app: AppTest, name: str, sign_in_name: str, role: Role | None) -> AppTest:
    app.text_input[0].input(name)
    app.text_input[1].input(sign_in_name)
    if role:
        app.radio[0].set_value(role)
    return press(app, "Konto und Link anlegen")


def choose(app: AppTest, account: Account) -> AppTest:
    return app.selectbox(key="chosen account").set_value(account.id).run()


def token(app: AppTest) -> str:
    (shown,) = [code.value for code in app.code]
    found = re.fullmatch(r"https://buero\.example\.de/set-up/(\S+)", shown)
    assert found
    return found[1]


def test_an_invitation_makes_an_account_and_shows_its_link_once(app: AppTest, database: Database, lea: Account) -> None:
    invite(app, "Ben Okafor", "Ben", Role.STAFF)
    ben = accounts.find(database, "ben")
    assert ben
    assert (ben.name, ben.role, ben.created_by) == ("Ben Okafor", Role.STAFF, lea.id)
    assert links.target(database, token(app)) == ben
    assert "Ben Okafor" in app.success[0].value
    assert [field.value for field in app.text_input] == ["", ""]
    app.run()
    assert not app.code


def test_mistakes_are_told_at_their_fields_and_nothing_is_made(app: AppTest, database: Database) -> None:
    invite(app, " ", "b en", None)
    assert [error.value.replace("\\", "") for error in app.error] == [
        "Bitte angeben.",
        "Bitte 1 bis 100 Zeichen ohne Leerzeichen.",
        "Bitte auswählen.",
    ]
    invite(app, "Lea", "LEA", Role.STAFF)
    assert len(app.error) == 1
    assert "gibt es schon" in app.error[0].value
    assert app.text_input[0].value == "Lea"
    assert len(accounts.everybody(database, by=OPERATOR)) == 1


def test_the_table_tells_who_gets_in_and_when_somebody_was_here(app: AppTest, database: Database) -> None:
    add_person(database, "ben")
    app.run()
    (table,) = app.dataframe
    assert list(table.value.columns) == [
        *("Name", "Rolle", "Zustand", "Letzte Anmeldung", "Anmeldename", "Anmeldung mit"),
    ]
    assert table.value.to_numpy().tolist() == [
        ["Ben", "Mitarbeit", "aktiv", "nie", "ben", "Passwort"],
        ["Lea", "Leitung", "aktiv", "nie", "lea", "Passwort"],
    ]


def test_the_lead_changes_a_role(app: AppTest, database: Database) -> None:
    ben = add_person(database, "ben")
    choose(app.run(), ben)
    app.radio[1].set_value(Role.READER).run()
    press(app, "Rolle ändern")
    changed = accounts.read(database, ben.id)
    assert changed
    assert changed.role is Role.READER
    assert "geändert" in app.success[0].value


def test_the_lead_disables_and_enables_somebody(app: AppTest, database: Database) -> None:
    ben = add_person(database, "ben")
    choose(app.run(), ben)
    for word, disabled in (("Sperren", True), ("Freigeben", False)):
        press(app, word)
        changed = accounts.read(database, ben.id)
        assert changed
        assert changed.disabled is disabled
        assert "Ben" in app.success[0].value


def test_who_signs_in_at_a_provider_has_the_role_from_there(database: Database, lea: Account) -> None:
    trust: dict[str, Any] = {
        "openid_issuer": "https://login.example.de",
        "openid_client_id": "x",
        "openid_roles": {"a": "staff"},
    }
    cem = accounts.add(database, name="Cem", sign_in_name="cem", role=Role.STAFF, by=OPERATOR, subject=f"{ISSUER} 1")
    with rehearsal(database, openid_name="Kreis-Login", **trust) as running:
        become(lea.actor)
        choose(go_to(running, "accounts"), cem)
        assert running.dataframe[0].value["Anmeldung mit"].tolist() == ["Kreis-Login", "Passwort"]
        assert len(running.radio) == 1, "the invitation's"
        assert not {"Rolle ändern", "Neuer Einmal-Link"} & {button.label for button in running.button}
        assert any("Die Rolle (Mitarbeit) wird dort festgelegt" in caption.value for caption in running.caption)
    with rehearsal(database) as running:
        become(lea.actor)
        choose(go_to(running, "accounts"), cem)
        assert "Rolle ändern" in {button.label for button in running.button}, "the provider is no longer asked"


def test_a_new_link_ends_the_one_before(app: AppTest, database: Database) -> None:
    ben = add_person(database, "ben")
    older = links.invite(database, ben.id, by=OPERATOR)
    choose(app.run(), ben)
    press(app, "Neuer Einmal-Link")
    assert links.target(database, token(app)) == accounts.read(database, ben.id)
    with pytest.raises(links.LinkUsed):
        links.target(database, older)


def test_nobody_can_disable_the_own_account(app: AppTest, lea: Account) -> None:
    choose(app, lea)
    (button,) = [button for button in app.button if button.label == "Sperren"]
    assert button.disabled


def test_the_last_lead_stays_one(app: AppTest, database: Database, lea: Account) -> None:
    choose(app, lea)
    app.radio[1].set_value(Role.STAFF).run()
    press(app, "Rolle ändern")
    assert "letzte Konto der Leitung" in app.error[0].value
    assert accounts.read(database, lea.id) == lea


def test_of_two_leads_the_second_is_told_and_the_chosen_role_stays(app: AppTest, database: Database) -> None:
    ben = add_person(database, "ben")
    choose(app.run(), ben)
    app.radio[1].set_value(Role.READER).run()
    accounts.change(database, ben.id, by=OPERATOR, disabled=True)
    press(app, "Rolle ändern")
    assert "inzwischen jemand geändert" in app.error[0].value
    assert "Ben, Mitarbeit, gesperrt" in app.warning[0].value.replace("\\", "")
    assert app.radio[1].value is Role.READER
    press(app, "Rolle ändern")
    changed = accounts.read(database, ben.id)
    assert changed
    assert (changed.role, changed.disabled) == (Role.READER, True)
    assert not app.warning


def test_a_full_disk_is_told_where_a_link_was_wanted(
    app: AppTest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = add_person(database, "ben")
    choose(app.run(), ben)

    def fail(*_: object, **__: object) -> str:
        raise DiskFull(database.path)

    monkeypatch.setattr(links, "invite", fail)
    press(app, "Neuer Einmal-Link")
    assert [error.value.replace("\\", "") for error in app.error] == [DiskFull(database.path).label.de]


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_for_others_the_page_does_not_exist(database: Database, role: Role) -> None:
    with rehearsal(database, role=role) as running, pytest.raises(ValueError, match="Known pages"):
        go_to(running, "accounts")


def test_who_stopped_being_the_lead_changes_nothing(app: AppTest, database: Database, lea: Account) -> None:
    ben = add_person(database, "ben")
    choose(app.run(), ben)
    people = iter([lea.actor] * 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "actor", lambda: next(people, Actor(lea.id, lea.name, Role.STAFF)))
        press(app, "Sperren")
    assert accounts.read(database, ben.id) == ben


def test_a_name_with_marks_is_shown_as_it_is(app: AppTest) -> None:
    invite(app, "[x](http://evil) **b**", "eve", Role.READER)
    assert "[x](" not in app.success[0].value
