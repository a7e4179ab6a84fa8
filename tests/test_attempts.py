"""Attempts count by what tells people apart, and who must wait is told how long."""

from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request
from starlette.responses import Response

from dashboard.attempts import network, too_often
from dashboard.configuration import Settings
from dashboard.known_browsers import MOST, mark, remember
from dashboard.office import opened_office
from dashboard.translations import translator
from db.database import Database


def request(client: str = "", cookie: str = "") -> Request:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request({"type": "http", "headers": headers, "client": (client, 1) if client else None})


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("somewhere", "somewhere"),
        ("", ""),
    ],
)
def test_failures_of_an_address_count_for_its_network(client: str, counted: str) -> None:
    assert network(request(client)) == counted


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (0.4, "Zu viele Versuche. Bitte 1 Sekunde warten."),
        (2.0, "Zu viele Versuche. Bitte 3 Sekunden warten."),
        (64.0, "Zu viele Versuche. Bitte 1 Minute warten."),
        (900.0, "Zu viele Versuche. Bitte 15 Minuten warten."),
    ],
)
def test_who_must_wait_is_told_how_long(wait: float, said: str) -> None:
    assert too_often(translator("de"), wait) == said


def test_a_browser_remembers_the_latest_people_and_nobody_reads_whom(database: Database) -> None:
    cookie = ""
    with opened_office(database, Settings()):
        assert mark(request(), "anna") is None
        for number in range(MOST + 1):
            response = Response()
            remember(request(cookie=cookie), response, f"person{number}", secure=False)
            cookie = response.headers["Set-Cookie"].partition(";")[0]
        known = [mark(request(cookie=cookie), f"person{number}") for number in range(MOST + 1)]
    assert known[0] is None
    assert None not in known[1:]
    assert len(set(known[1:])) == 1
    assert "person" not in cookie
    assert SimpleCookie(response.headers["Set-Cookie"])["buero_known"]["httponly"]
