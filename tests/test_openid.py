"""Signing in at an OpenID provider: a real one runs as a process, and gives everybody the role that it says."""

import json
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener, urlopen

import pytest
from pydantic import ValidationError

from dashboard.configuration import Settings
from dashboard.openid import NotLetIn, account_of, named, role_of
from db import accounts, sessions
from db.database import Database
from db.tokens import hashed_token
from schemas.roles import OPERATOR, Role
from tests.conftest import Serve, serving
from tests.signing_in import PASSWORD

ISSUER = "https://login.example.de"
ROLES = {"office-lead": "lead", "office-staff": "staff", "committee": "reader"}
SETTINGS = Settings(openid_issuer=ISSUER, openid_client_id="buero", openid_roles=ROLES)
PEOPLE = [
    {"sub": "1", "name": "Anna Müller", "preferred_username": "anna", "roles": ["office-lead", "office-staff"]},
    {"sub": "2", "name": "Bert Ohne", "preferred_username": "bert", "roles": ["somewhere-else"]},
    {"sub": "3", "name": "Eve", "preferred_username": "lead", "roles": ["committee"]},
]


@dataclass
class Reader:
    """A browser without scripts."""

    address: str
    opener: OpenerDirector

    def go(self, url: str, **form: str) -> tuple[int, str, str]:
        """Status, address and text of the page that a link or a form leads to in the end."""
        body = urlencode(form).encode() if form else None
        headers = {"Accept": "text/html", "Origin": "{0.scheme}://{0.netloc}".format(urlsplit(url))}
        try:
            with self.opener.open(Request(url, body, headers), timeout=20) as answer:
                return answer.status, answer.url, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.url, refused.read().decode()

    def come_back_as(self, sub: str, to: str = "/account") -> tuple[int, str, str]:
        """Sign in at the provider."""
        status, form, _ = self.go(f"{self.address}/sign-in/openid?to={to}")
        assert status == 200
        return self.go(form, **({"sub": sub} if sub else {"action": "deny"}))


@contextmanager
def provided() -> Iterator[str]:
    """The issuer of a provider that knows ``PEOPLE``, as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *people]
    with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as process:
        issuer = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                urlopen(f"{issuer}/.well-known/openid-configuration").close()
                break
            except URLError:
                time.sleep(0.05)
        yield issuer
        process.terminate()


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with provided() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def office(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office with a lead of its own that trusts the provider."""
    trust = {
        "BUERO_OPENID_ISSUER": provider,
        "BUERO_OPENID_NAME": "Kreis-Login",
        "BUERO_OPENID_CLIENT_ID": "buero",
        "BUERO_OPENID_CLIENT_SECRET": "secret",
        "BUERO_OPENID_ROLES": json.dumps(ROLES),
    }
    with serving(tmp_path_factory.mktemp("openid") / "records.duckdb", **trust) as address:
        yield address


@pytest.fixture
def reader(office: str) -> Reader:
    return new_reader(office)


def new_reader(office: str) -> Reader:
    return Reader(office, build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar())))


def test_one_signs_in_at_the_provider_and_has_the_role_from_there(reader: Reader) -> None:
    _, _, page = reader.go(f"{reader.address}/sign-in")
    assert "Mit Kreis-Login anmelden" in page
    assert 'name="password"' in page
    for again in (reader, new_reader(reader.address)):
        status, url, page = again.come_back_as("1")
        assert (status, url) == (200, f"{reader.address}/account")
        assert "Sie sind angemeldet als Anna Müller (Leitung)." in page
        assert "Bisheriges Passwort" not in page


def test_the_request_carries_state_nonce_and_a_code_challenge(reader: Reader) -> None:
    _, form, _ = reader.go(f"{reader.address}/sign-in/openid")
    asked = parse_qs(urlsplit(form).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{reader.address}/sign-in/openid/back"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_its_ways_in_are_never_streamlits_page(reader: Reader) -> None:
    for path in ("/sign-in/openid", "/sign-in/openid/back", "/sign-in/openid/", "/sign-in/openid/back/x"):
        assert 'id="root"' not in reader.go(f"{reader.address}{path}")[2], path


@pytest.mark.parametrize("sub", ["2", ""])
def test_who_has_no_role_or_is_denied_is_not_let_in(reader: Reader, sub: str) -> None:
    status, _, page = reader.come_back_as(sub)
    assert status == 401
    assert "hat nicht geklappt, oder Sie haben keine Rolle" in page
    assert "Anmelden" in reader.go(f"{reader.address}/account")[2]


def test_a_name_at_the_provider_never_takes_over_a_local_account(reader: Reader) -> None:
    """The office has a lead who signs in as "lead"."""
    assert "Sie sind angemeldet als Eve (Ausschuss)." in reader.come_back_as("3")[2]


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(reader: Reader) -> None:
    back = f"{reader.address}/sign-in/openid/back"
    assert reader.go(f"{back}?code=x&state=y")[0] == 401
    assert reader.go(back)[0] == 401
    victim = new_reader(reader.address)
    _, form, _ = reader.go(f"{reader.address}/sign-in/openid")
    status, _, _ = victim.go(form, sub="1")  # somebody else's sign-in, finished in the victim's browser
    assert status == 401
    assert "Sie sind angemeldet" not in victim.go(f"{reader.address}/account")[2]


def test_a_link_back_never_leads_to_another_site(reader: Reader) -> None:
    _, url, _ = reader.come_back_as("1", "//evil.example")
    assert url == f"{reader.address}/"


def test_a_provider_that_does_not_answer_leaves_the_local_way_in(tmp_path: Path, serve: Serve) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        issuer = f"http://127.0.0.1:{free.getsockname()[1]}"
    address = serve(
        tmp_path / "records.duckdb",
        BUERO_OPENID_ISSUER=issuer,
        BUERO_OPENID_CLIENT_ID="buero",
        BUERO_OPENID_ROLES=json.dumps(ROLES),
    )
    reader = new_reader(address)
    status, _, page = reader.go(f"{address}/sign-in/openid")
    assert status == 401
    assert 'name="password"' in page
    _, _, page = reader.go(f"{address}/sign-in", name="lead", password=PASSWORD, to="/account")
    assert "Sie sind angemeldet als Lead (Leitung)." in page


def claims(**values: Any) -> dict[str, Any]:
    return {"sub": "1", "name": "Anna", "preferred_username": "anna", "roles": ["office-staff"], **values}


def test_name_and_role_follow_the_provider_and_sessions_end_with_the_role(database: Database) -> None:
    first = account_of(database, claims(), SETTINGS)
    token = sessions.begin(database, first)
    second = account_of(database, claims(name="Anna Müller", roles=["committee"]), SETTINGS)
    assert (second.id, second.name, second.role) == (first.id, "Anna Müller", Role.READER)
    assert sessions.living(database, [hashed_token(token)]) == {}


def test_a_disabled_account_stays_out(database: Database) -> None:
    account = account_of(database, claims(), SETTINGS)
    accounts.change(database, account.id, by=OPERATOR, disabled=True)
    with pytest.raises(NotLetIn):
        account_of(database, claims(), SETTINGS)


@pytest.mark.parametrize("taken", ["anna", "a b", "x" * 200])
def test_a_sign_in_name_that_is_taken_or_unusable_is_made_unique(database: Database, taken: str) -> None:
    local = accounts.add(database, name="Anna", sign_in_name="anna", role=Role.LEAD, by=OPERATOR)
    account = account_of(database, claims(preferred_username=taken), SETTINGS)
    assert account.id != local.id
    assert account.sign_in_name == "1@login.example.de"


def test_the_same_subject_of_another_provider_is_somebody_else(database: Database) -> None:
    other = Settings(openid_issuer="https://other.example", openid_client_id="x", openid_roles=ROLES)
    assert account_of(database, claims(), SETTINGS).id != account_of(database, claims(), other).id


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (["committee", "office-lead", "office-staff"], "lead"),
        (["committee"], "reader"),
        ("office-staff", "staff"),
        (["lead"], None),
        ([], None),
        (None, None),
        ({"office-lead": True}, None),
    ],
)
def test_the_highest_of_the_mapped_roles_counts(given: object, role: str | None) -> None:
    assert role_of({"roles": given}, SETTINGS) == role


def test_a_claim_may_lie_deeper() -> None:
    assert named({"realm_access": {"roles": ["a", "b"]}}, "realm_access.roles") == ["a", "b"]
    assert named({"realm_access": "x"}, "realm_access.roles") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"openid_issuer": "http://login.example.de", "openid_client_id": "x", "openid_roles": ROLES},
        {"openid_issuer": ISSUER, "openid_roles": ROLES},
        {"openid_issuer": ISSUER, "openid_client_id": "x"},
        {"openid_issuer": ISSUER, "openid_client_id": "x", "openid_roles": {"a": "boss"}},
    ],
)
def test_settings_that_would_let_in_the_wrong_people_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_the_secret_is_not_shown_by_accident() -> None:
    assert "geheim" not in repr(Settings(openid_client_secret="geheim"))
