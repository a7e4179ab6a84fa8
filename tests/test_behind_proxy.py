"""Behind a proxy: TLS ends there, addresses come from there, and guessing from one address keeps out nobody else."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from dashboard.attempts import FREE_BY_ADDRESS, FREE_BY_NAME
from dashboard.gate import SESSION_COOKIE
from dashboard.known_browsers import KNOWN_COOKIE
from tests.attacked import FORM, Answer, Office, asked, attended
from tests.signing_in import PASSWORD

SITE = "https://buero.example.de"
HOME, ELSEWHERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose address is that of a proxy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BUERO_ADDRESS", SITE)
        with attended(tmp_path_factory.mktemp("proxied") / "records.duckdb") as office:
            yield office


def sign_in(office: Office, name: str, password: str, address: str = "", **more: str) -> Answer:
    headers = {"Origin": SITE, "Content_Type": FORM, "X_Forwarded_For": address, **more}
    return asked(office, "/sign-in", "POST", urlencode({"name": name, "password": password}), **headers)


def is_kept_out(office: Office, guesses: str, address: str, name: str, cookie: str = "") -> bool:
    """Whether the right password is refused right after a guess; a slow machine lets the first waits pass by."""
    for _ in range(6):
        sign_in(office, guesses, "wrong", address, cookie=cookie)
        if sign_in(office, name, PASSWORD, address, cookie=cookie).status == 429:
            return True
    return False


def cookies(answer: Answer) -> SimpleCookie:
    return SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))


def test_behind_tls_cookies_stay_there_whatever_the_proxy_forgets_to_say(proxied: Office) -> None:
    answer = sign_in(proxied, "reader", PASSWORD, HOME)
    given = cookies(answer)
    assert given[SESSION_COOKIE]["secure"]
    assert given[KNOWN_COOKIE]["secure"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    page = asked(proxied, "/", cookie=f"{SESSION_COOKIE}={given[SESSION_COOKIE].value}")
    assert cookies(page)["buero_browser"]["secure"]


def test_who_guesses_many_names_waits_and_nobody_at_another_address_does(proxied: Office) -> None:
    known = f"{KNOWN_COOKIE}={cookies(sign_in(proxied, 'lead', PASSWORD, HOME))[KNOWN_COOKIE].value}"
    for number in range(FREE_BY_ADDRESS):
        status = sign_in(proxied, f"guess{number}", "wrong", f"192.0.2.{number}, {HOME}").status
        assert status == 401
    assert is_kept_out(proxied, "guess", HOME, "staff"), "what a stranger says before the proxy counts for nothing"
    assert sign_in(proxied, "staff", PASSWORD, ELSEWHERE).status == 303
    assert is_kept_out(proxied, "guess", HOME, "lead")
    assert sign_in(proxied, "lead", PASSWORD, HOME, cookie=known).status == 303, "this browser is known"


def test_strangers_do_not_keep_out_a_person_in_a_browser_that_is_known(proxied: Office) -> None:
    known = f"{KNOWN_COOKIE}={cookies(sign_in(proxied, 'reader', PASSWORD, ELSEWHERE))[KNOWN_COOKIE].value}"
    for number in range(FREE_BY_NAME + 1):
        sign_in(proxied, "reader", f"guess {number}", f"198.51.100.{100 + number}")
    assert is_kept_out(proxied, "reader", ELSEWHERE, "reader")
    assert is_kept_out(proxied, "reader", ELSEWHERE, "reader", known[:-3] + "xyz")
    assert sign_in(proxied, "reader", PASSWORD, ELSEWHERE, cookie=known).status == 303
    tried = [sign_in(proxied, "reader", "wrong", ELSEWHERE, cookie=known).status for _ in range(FREE_BY_NAME)]
    assert tried == [401] * FREE_BY_NAME
    assert is_kept_out(proxied, "reader", ELSEWHERE, "reader", known), "known or not, nobody guesses without end"


def test_without_a_proxy_nobody_claims_an_address(office: Office) -> None:
    sent = {"Origin": office.address, "Content_Type": FORM}
    tried = [
        asked(
            office,
            "/sign-in",
            "POST",
            urlencode({"name": f"guess{number}", "password": "wrong"}),
            source="127.0.0.9",
            X_Forwarded_For=f"192.0.2.{number}",
            **sent,
        ).status
        for number in range(FREE_BY_ADDRESS + 1)
    ]
    assert (tried[0], tried[-1]) == (401, 429)
