"""A provider's word counts only as it was asked for: tokens that are forged, old, or meant for others let nobody in."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.conftest import serving
from tests.test_openid import ROLES, new_reader

HONEST: dict[str, Any] = {}
FORGERIES: dict[str, dict[str, Any]] = {
    "for another client": {"aud": "somebody-else"},
    "from another issuer": {"iss": "https://evil.example"},
    "for another question": {"nonce": "guessed"},
    "without the question": {"nonce": None},
    "expired": {"exp": 1_000_000_000},
    "signed by another key": {"kid": "known"},
    "not signed": {"alg": "none"},
}
"""What a forged token says otherwise."""


class Provider(BaseHTTPRequestHandler):
    """A provider that signs what the test wants; who is sent to it comes straight back."""

    key: ClassVar[RSAKey] = RSAKey.generate_key(2048, {"kid": "known", "use": "sig", "alg": "RS256"})
    stranger: ClassVar[RSAKey] = RSAKey.generate_key(2048, {"kid": "known", "use": "sig", "alg": "RS256"})
    said: ClassVar[dict[str, Any]] = {}
    nonce: ClassVar[str] = ""

    @property
    def issuer(self) -> str:
        """Its own address."""
        return f"http://{self.headers['Host']}"

    def do_GET(self) -> None:
        """Discovery, keys, and the way back."""
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            type(self).nonce = query["nonce"]
            back = f"{query['redirect_uri']}?{urlencode({'code': 'code', 'state': query['state']})}"
            self.send_response(302)
            self.send_header("Location", back)
            self.end_headers()
        elif asked.path == "/jwks":
            self._tell({"keys": [self.key.as_dict(private=False)]})
        else:
            ends = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
            ends["authorization_endpoint"] = f"{self.issuer}/authorize"
            signs = {"id_token_signing_alg_values_supported": ["RS256"]}
            self._tell({"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **ends, **signs})

    def do_POST(self) -> None:
        """The token."""
        self._tell({"access_token": "x", "token_type": "Bearer", "id_token": self._token()})

    def _token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "buero", "sub": "7", "iat": now, "exp": now + 60, "nonce": self.nonce}
        claims |= {"name": "Anna", "roles": ["office-lead"]} | self.said
        claims = {name: value for name, value in claims.items() if value is not None and name not in ("kid", "alg")}
        if self.said.get("alg") == "none":
            return jwt.encode({"alg": "none"}, claims, self.key, algorithms=["none"])
        key = self.stranger if "kid" in self.said else self.key
        return jwt.encode({"alg": "RS256", "kid": "known"}, claims, key)

    def _tell(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def provided() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provided() as issuer:
        trust = {
            "BUERO_OPENID_ISSUER": issuer,
            "BUERO_OPENID_CLIENT_ID": "buero",
            "BUERO_OPENID_CLIENT_SECRET": "secret",
            "BUERO_OPENID_ROLES": json.dumps(ROLES),
        }
        with serving(tmp_path_factory.mktemp("forged") / "records.duckdb", **trust) as address:
            yield address


def test_an_honest_token_lets_in(office: str) -> None:
    Provider.said = HONEST
    _, _, page = new_reader(office).go(f"{office}/sign-in/openid?to=/account")
    assert "Sie sind angemeldet als Anna (Leitung)." in page


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_token_that_was_not_meant_for_this_lets_nobody_in(office: str, forgery: str) -> None:
    Provider.said = FORGERIES[forgery]
    reader = new_reader(office)
    status, _, page = reader.go(f"{office}/sign-in/openid?to=/account")
    assert status == 401
    assert "hat nicht geklappt" in page
    assert "Sie sind angemeldet" not in reader.go(f"{office}/account")[2]
