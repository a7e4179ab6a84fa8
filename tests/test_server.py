"""What a browser gets from the server before and beside Streamlit."""

import asyncio
import http.client
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from streamlit.web.server.starlette import App

from dashboard import server
from dashboard.configuration import Settings
from dashboard.middleware import STYLE, rewritten
from dashboard.office import office
from dashboard.opening import Opening
from db import office_settings
from db.database import open_database
from schemas.office_settings import OfficeSettings
from schemas.roles import Role
from tests import browsing, signing_in
from tests.actors import LEA
from tests.conftest import BEGUN, ROOT, Serve, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSER_LIKE = {"Accept-Encoding": "gzip, deflate", "Accept": "text/html"}


class Answer:
    """Status, headers and body of one request of the lead; redirects are not followed."""

    def __init__(self, base: str, path: str, method: str = "GET", *, body: str | None = None, **headers: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
        if signed_in := signing_in.cookie(base) if signing_in.token(base) else "":
            headers["Cookie"] = f"{signed_in}; {headers.get('Cookie', '')}"
        connection.request(method, path, body, headers={**BROWSER_LIKE, **headers})
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        connection.close()

    @property
    def cookies(self) -> SimpleCookie:
        """The cookies that were set."""
        return SimpleCookie("; ".join(self.headers.get_all("Set-Cookie", [])))

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@pytest.mark.parametrize("path", ["/", "/consultations", "/events?period=year"])
def test_every_page_is_german_and_carries_the_offices_name(running_app: str, path: str) -> None:
    page = Answer(running_app, path)
    assert page.status == 200
    assert '<html lang="de">' in page.text
    assert "<title>Integrationsbüro</title>" in page.text
    assert "braucht JavaScript" in page.text
    assert f"{STYLE}</head>" in page.text
    assert "Streamlit</title>" not in page.text
    assert "service-desc" not in page.text
    assert int(page.headers["Content-Length"]) == len(page.body)


def test_the_page_is_english_for_whoever_chose_english(running_app: str) -> None:
    page = Answer(running_app, "/", Cookie="buero_language=en")
    assert '<html lang="en">' in page.text
    assert "needs JavaScript" in page.text


def test_a_forged_language_falls_back_to_the_offices(running_app: str) -> None:
    assert '<html lang="de">' in Answer(running_app, "/", Cookie='buero_language="><script>').text


def test_the_offices_language_and_name_are_settings(demo_file: Path, serve: Serve) -> None:
    with open_database(demo_file) as database:
        wanted = OfficeSettings(language="en", office_name="Büro <Mitte>")
        office_settings.change(database, wanted, version=1, by=LEA)
    page = Answer(serve(demo_file), "/")
    assert '<html lang="en">' in page.text
    assert "<title>Büro &lt;Mitte&gt;</title>" in page.text


def test_a_page_is_never_answered_from_a_cache_of_another_language(running_app: str) -> None:
    page = Answer(running_app, "/", **{"If-Modified-Since": "Sun, 22 Nov 2037 00:00:00 GMT", "If-None-Match": "*"})
    assert page.status == 200
    assert "ETag" not in page.headers
    assert "Last-Modified" not in page.headers
    assert "Cookie" in page.headers["Vary"]


def test_a_part_of_a_page_is_not_served(running_app: str) -> None:
    assert Answer(running_app, "/", Range="bytes=0-10").status == 200


def test_head_tells_the_length_of_the_page_without_sending_it(running_app: str) -> None:
    head = Answer(running_app, "/", "HEAD")
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(Answer(running_app, "/").body)


def test_a_browser_without_a_name_gets_one_that_scripts_can_not_read(running_app: str) -> None:
    first, second = (Answer(running_app, "/").cookies["buero_browser"] for _ in range(2))
    assert first["httponly"]
    assert (first["samesite"], first["path"], first["max-age"]) == ("Lax", "/", str(400 * 24 * 3600))
    assert len(first.value) >= 32
    assert first.value != second.value


def test_a_browser_keeps_its_name(running_app: str) -> None:
    assert "buero_browser" not in Answer(running_app, "/", Cookie="buero_browser=abc").cookies


def test_the_programs_of_the_page_pass_untouched_and_may_be_cached(running_app: str) -> None:
    script = re.search(r"\./(static/js/index\.[\w-]+\.js)", Answer(running_app, "/").text)
    assert script
    answer = Answer(running_app, f"/{script[1]}")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "buero_browser" not in answer.cookies


def test_health_tells_the_revision_only_to_who_sees_figures(running_app: str) -> None:
    reader = {"Cookie": signing_in.cookie(running_app, Role.READER)}
    for headers in ({}, reader, {"Cookie": "buero_session=forged"}):
        with urlopen(Request(f"{running_app}/healthz", headers=headers)) as answer:
            assert json.load(answer) == {"status": "ok"}
    health = Answer(running_app, "/healthz")
    assert health.status == 200
    told = json.loads(health.text)
    assert told["status"] == "ok"
    assert isinstance(told["revision"], int)


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/agent"],
)
def test_streamlits_public_doors_are_closed(running_app: str, path: str) -> None:
    assert Answer(running_app, path).status == 404
    assert Answer(running_app, path, "POST", Origin=running_app).status == 404


def test_choosing_a_language_sets_a_cookie_and_leads_back(running_app: str) -> None:
    answer = Answer(running_app, "/language/en?to=/consultations%3Fperiod%3Dyear")
    assert answer.status == 303
    assert answer.headers["Location"] == "/consultations?period=year"
    cookie = answer.cookies["buero_language"]
    assert cookie.value == "en"
    assert (cookie["path"], cookie["max-age"], cookie["samesite"].lower()) == ("/", str(365 * 24 * 3600), "lax")


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "%5C%5Cevil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/%0D%0ASet-Cookie:x=y",
    ],
)
def test_choosing_a_language_never_leads_to_another_site(running_app: str, to: str) -> None:
    answer = Answer(running_app, f"/language/de?to={to}")
    assert answer.status == 303
    assert answer.headers["Location"] == "/"


def test_there_is_no_third_language(running_app: str) -> None:
    assert Answer(running_app, "/language/fr").status == 404


def test_streamlits_page_still_has_what_is_rewritten() -> None:
    import streamlit

    original = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    page = rewritten(original, "de", "Büro").decode()
    for part in ('<html lang="de">', "<title>Büro</title>", "<noscript>Diese Anwendung", STYLE):
        assert part in page
    for part in ("<title>Streamlit", "service-desc", "_stcore/agent"):
        assert part not in page


@pytest.mark.browser
def test_a_visitor_sees_the_start_page_in_german(running_app: str, page: "Page") -> None:
    browsing.sign_in(page, running_app)
    page.goto(running_app)
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("document.documentElement.lang") == "de"
    assert "Integrationsbüro" in page.title()


def test_the_start_page_is_run_once_before_the_first_visitor_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, seen = Opening(Settings(database=str(tmp_path / "office.duckdb"))), list[tuple[int, bool]]()

    class Runtime:
        async def does_script_run_without_error(self) -> None:
            seen.append((office().database.revision, opening.succeeded))

    async def start_and_stop() -> None:
        async with opening.lifespan(App(server.SCRIPT)):
            await opening.over()

    monkeypatch.setattr("streamlit.runtime.exists", lambda: True)
    monkeypatch.setattr("streamlit.runtime.get_instance", Runtime)
    monkeypatch.setattr("gc.freeze", lambda: None)
    with ThreadPoolExecutor() as thread:  # the browser tests' loop runs in this one
        thread.submit(lambda: asyncio.run(start_and_stop())).result()
    assert seen == [(BEGUN, False)]
    assert opening.succeeded


def test_the_server_does_not_load_what_only_tests_need() -> None:
    names = "hypothesis", "pytest", "frictionless", "mypy", "playwright", "oidc_provider_mock"
    code = (
        "import sys, pkgutil, importlib, dashboard.server, db, dashboard\n"
        "for p in (db, dashboard):\n"
        "    for m in pkgutil.iter_modules(p.__path__):\n"
        "        if m.name != 'app': importlib.import_module(f'{p.__name__}.{m.name}')\n"
        f"print([name for name in {names!r} if name in sys.modules])"
    )
    loaded = run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


STILL_OPENING = """
import asyncio, sys
from starlette.testclient import TestClient
from dashboard.configuration import Settings
from dashboard.opening import Opening
from dashboard.server import create_app

async def closed():
    return False

opening = Opening(Settings(demo=True))
opening.over = opening.opened = closed
client = TestClient(create_app(opening), base_url="http://127.0.0.1", client=("127.0.0.1", 1))
page = {"Accept": "text/html"}
said = [client.get(path, headers=page).status_code for path in ("/healthz", "/sign-in", "/entrance.css")]
print(said, sorted({name.split(".")[0] for name in sys.modules} & {"schemas", "duckdb", "pandera"}))
"""


def test_who_asks_while_the_office_opens_disturbs_it_not() -> None:
    """A thread imports the records' modules just then: the same import from elsewhere would find them half made."""
    loaded = run([sys.executable, "-c", STILL_OPENING], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[503, 200, 200] []"


def test_a_session_outlives_a_restart_of_the_app(tmp_path: Path) -> None:
    database, tokens = tmp_path / "records.duckdb", set()
    with serving(database) as address:
        tokens.add(signing_in.token(address))
        assert Answer(address, "/account").status == 200
    with serving(database) as address:
        signing_in.remember(address, {Role.LEAD: tokens.pop()})
        assert Answer(address, "/account").status == 200


def test_every_answer_tells_browsers_what_the_pages_may_do(running_app: str) -> None:
    for path in ("/", "/sign-in", "/healthz", "/nowhere.js", "/language/de", "/_stcore/metrics", "/_stcore/health"):
        headers = Answer(running_app, path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy.get("object-src", policy["default-src"]) == "'none'"
        assert "unsafe" not in policy.get("script-src", "")
        assert "Strict-Transport-Security" not in headers


def test_a_page_is_kept_by_no_cache(running_app: str) -> None:
    for path in ("/", "/account", "/sign-in"):
        assert Answer(running_app, path).headers["Cache-Control"] == "no-store"


def test_behind_a_proxy_with_tls_browsers_are_told_to_stay_there(running_app: str) -> None:
    answer = Answer(running_app, "/", **{"X-Forwarded-Proto": "https"})
    assert "max-age" in answer.headers["Strict-Transport-Security"]
