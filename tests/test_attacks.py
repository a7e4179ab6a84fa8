"""What somebody tries who should not get in, each against the running server; and what it still does after."""

import socket
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest

from dashboard.gate import DRAWN_WITH, SESSION_COOKIE
from dashboard.navigation import screens, screens_of
from db.tokens import new_token
from schemas.roles import Role
from tests.attacked import ATTACKERS, EVIL, FORM, Office, asked, posted
from tests.signing_in import PASSWORD
from tests.test_navigation import PAGES_OF


@pytest.fixture(autouse=True)
def _survives(office: Office) -> Iterator[None]:
    """Whatever was tried, the server answers those who may come in."""
    yield
    assert asked(office, "/account", cookie=office.cookie(Role.LEAD)).status == 200


PAGES = (
    *("/", "/account", "/nowhere", "/overview?period=year", *(f"/{screen.name}" for screen in screens())),
    *("/sign-in/openid", "/sign-in/openid/back", "/sign-in/", "/sign-in/x", "/sign-out/", "/set-up", "/set-up/a/b"),
    *("/healthz/", "/language", "/language/de/x", "/entrance.css/", "/app"),
)
"""Pages of the app, and what begins like a way in but is none; this office has no OpenID provider."""
WAYS_IN = ("/sign-in", "/sign-out", "/set-up/x", "/healthz", "/language/de", "/language/xx", "/entrance.css")
FILES = (
    "/app/static/",
    "/app/static/other.svg",
    "/app/static/atkinson-hyperlegible-next-OFL.txt",
    "/component/streamlit.js",
    "/favicon.png",
    "/manifest.json",
    "/media/abc.csv",
    "/static/css/index.css",
    "/static/js/index.js",
    "/_stcore/allowed-message-origins",
    "/_stcore/bidi-components/x/index.js",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/stream",
)


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_without_a_valid_session_every_page_leads_to_the_sign_in_page(office: Office, attacker: str) -> None:
    for path in PAGES:
        answer = asked(office, path, cookie=office.cookies[attacker])
        assert (answer.status, answer.text) == (303, ""), path
        assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("path", [*WAYS_IN, *sorted(DRAWN_WITH)])
def test_what_answers_to_everybody_is_never_streamlits_page(office: Office, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT"):
        answer = asked(office, path, method, Origin=office.address)
        assert answer.status != 401
        assert 'id="root"' not in answer.text


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_without_a_valid_session_no_file_answers(office: Office, attacker: str) -> None:
    for path in FILES:
        answer = asked(office, path, cookie=office.cookies[attacker], Accept="*/*")
        assert (answer.status, answer.text) == (401, "Please sign in."), path


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_without_a_valid_session_nothing_can_be_sent(office: Office, attacker: str) -> None:
    for method, path in [("PUT", "/_stcore/upload_file/a/b"), ("DELETE", "/media/a"), ("POST", "/consultations")]:
        answer = asked(office, path, method, "x", cookie=office.cookies[attacker], Origin=office.address)
        assert answer.status == 401, path


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": EVIL, "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/account", "/_stcore/upload_file/a/b", "/set-up/x"])
def test_a_form_from_another_site_is_refused(office: Office, path: str, headers: dict[str, str]) -> None:
    form = urlencode({"name": "staff", "password": PASSWORD, "everywhere": "yes"})
    cookie = office.cookie(Role.LEAD)
    answer = asked(office, path, "POST", form, cookie=cookie, Content_Type=FORM, **headers)
    assert (answer.status, answer.session) == (403, "")
    assert asked(office, "/account", cookie=cookie).status == 200


def test_a_link_from_another_site_does_not_sign_out(office: Office) -> None:
    cookie = office.cookie(Role.LEAD)
    assert asked(office, "/sign-out", cookie=cookie, Sec_Fetch_Site="cross-site").status == 200
    assert asked(office, "/account", cookie=cookie).status == 200


def test_signing_in_never_takes_over_a_session_id_that_was_there_before(office: Office) -> None:
    planted = f"{SESSION_COOKIE}={new_token()}"
    first = posted(office, "/sign-in", cookie=planted, name="staff", password=PASSWORD)
    assert first.status == 303
    assert first.session not in ("", planted.partition("=")[2])
    own = f"{SESSION_COOKIE}={first.session}"
    second = posted(office, "/sign-in", cookie=own, name="staff", password=PASSWORD)
    assert second.session not in ("", first.session)
    assert asked(office, "/", cookie=planted).status == 303
    assert asked(office, "/", cookie=own).status == 303
    assert asked(office, "/", cookie=f"{SESSION_COOKIE}={second.session}").status == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    for scheme in ("http", "https"):
        headers = {"X_Forwarded_Proto": scheme, "Content_Type": FORM, "Origin": office.address}
        form = urlencode({"name": "staff", "password": PASSWORD})
        answer = asked(office, "/sign-in", "POST", form, **headers)
        cookie = SimpleCookie(answer.headers["Set-Cookie"])[SESSION_COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
        assert int(cookie["max-age"]) <= 24 * 3600
        assert bool(cookie["secure"]) == (scheme == "https")
        assert ("Strict-Transport-Security" in answer.headers) == (scheme == "https")


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(office: Office) -> None:
    answers = [posted(office, "/sign-in", name=name, password="wrong") for name in ("reader", "retina")]
    assert [answer.status for answer in answers] == [401, 401]
    assert answers[0].text.replace("reader", "") == answers[1].text.replace("retina", "")


def test_brute_force_must_wait_longer_and_longer_even_with_the_right_password(office: Office) -> None:
    tried = [posted(office, "/sign-in", name="Gone", password=f"guess {number}") for number in range(8)]
    assert [answer.status for answer in tried[:5]] == [401] * 5
    assert 429 in [answer.status for answer in tried[5:]]
    last = posted(office, "/sign-in", name="gone ", password=PASSWORD)
    assert (last.status, last.session) == (429, "")
    assert int(last.headers["Retry-After"]) >= 1
    assert posted(office, "/sign-in", name="staff", password=PASSWORD).status == 303


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../app.py",
        "/app/static/%2e%2e/app.py",
        "/app/static/..%2fapp.py",
        "/app/static/....//app.py",
        "/app/static/%5c..%5capp.py",
        "/app/static//etc/passwd",
        "/app/static/icon.svg/../../app.py",
        "/static/../../../../../../etc/passwd",
        "/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/media/../../etc/passwd",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/component/x/../../../etc/passwd",
        "/component/%2e%2e%2fx",
        "/_stcore/bidi-components/../../../etc/passwd",
        "/_stcore/upload_file/../../x",
        "/sign-in/../consultations",
        "/set-up/../consultations",
        "/set-up/..%2f_stcore%2fhealth",
        "/entrance.css/../../cli.py",
        "/healthz/%2e%2e/consultations",
        "//evil.example/",
        "/%00",
    ],
)
def test_a_path_leads_to_no_file_beside_the_served_ones(office: Office, path: str) -> None:
    assert asked(office, path).status in (303, 400, 401, 404)
    inside = asked(office, path, cookie=office.cookie(Role.LEAD))
    assert inside.status in (200, 303, 400, 403, 404)
    assert "root:" not in inside.text
    assert "import " not in inside.text
    if inside.status == 200:
        assert '<div id="root">' in inside.text  # Streamlit's page, which tells nothing by itself


@pytest.mark.parametrize("role", list(Role))
def test_an_address_that_is_no_page_of_ones_role_leads_to_a_page_that_says_so(office: Office, role: Role) -> None:
    offered = PAGES_OF[role]
    for name in (*(screen.name for screen in screens()), "nothing", "consultations/1"):
        answer = asked(office, f"/{name}", cookie=office.cookie(role))
        if name == screens_of(role)[0].name:
            assert (answer.status, answer.headers["location"]) == (307, "/")
            continue
        assert answer.status == (200 if name in offered else 404), name
        assert ("Diese Seite gibt es nicht" in answer.text) == (name not in offered), name


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("name=" + "x" * 20_000, FORM, 413),
        ('{"name": "lead"}', "application/json", 415),
        ("--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
        ("name=%ff%fe&password=x", FORM, 400),
        ("name=\xff", FORM, 400),
        ("&".join(f"f{number}=1" for number in range(50)), FORM, 400),
        ("", FORM, 401),
        ("name=%00%0a&password=%00", FORM, 401),
        ("password=" + "%F0%9F%9A%B2" * 800, FORM, 401),
    ],
)
def test_an_oversized_or_malformed_form_is_refused(office: Office, body: str, content_type: str, status: int) -> None:
    answer = asked(office, "/sign-in", "POST", body.encode("latin-1"), Origin=office.address, Content_Type=content_type)
    assert (answer.status, answer.session) == (status, "")


def test_what_is_refused_is_told_in_the_readers_language(office: Office) -> None:
    evil, here = {"Origin": EVIL}, {"Origin": office.address}
    for method, headers, status, german, english in (
        ("POST", evil, 403, "Das wurde von einer fremden Seite aus gesendet.", "This was sent from another site."),
        ("POST", here, 415, "Hier wird ein Formular erwartet.", "A form is expected."),
        ("PATCH", here, 405, "Diese Adresse nimmt solche Anfragen nicht an.", "This address does not take such"),
    ):
        for cookie, said in (("", german), ("buero_language=en", english)):
            answer = asked(office, "/sign-in", method, cookie=cookie, **headers)
            assert (answer.status, said in answer.text) == (status, True), answer.text
        assert asked(office, "/sign-in", method, Accept="*/*", **headers).text == german


def test_oversized_headers_are_refused(office: Office) -> None:
    assert asked(office, "/sign-in", X_Large="x" * 40_000).status in (400, 431)


@pytest.mark.parametrize("line", [b"\r\nX: " + b"x" * 1000, b"x" * 1000])
def test_headers_that_do_not_end_are_not_kept(office: Office, line: bytes) -> None:
    place = urlsplit(office.address)
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=20) as stranger:
        stranger.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nY: ")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            stranger.sendall(line * 20_000)


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PATCH", "X"])
def test_odd_methods_do_nothing(office: Office, method: str) -> None:
    assert asked(office, "/sign-in", method, Origin=office.address).status in (400, 405)
    assert asked(office, "/", method).status in (303, 400, 401, 403)
