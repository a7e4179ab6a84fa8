"""An office that is attacked: a server whose accounts change, and what strangers send to it."""

import datetime as dt
import http.client
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.parse import urlencode, urlsplit

import pytest
from itsdangerous import Signer
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from dashboard.gate import SESSION_COOKIE
from db import accounts, sessions
from db.database import now, open_database
from db.signing import Purpose, signed
from db.tokens import hashed_token, new_token
from schemas.roles import OPERATOR, Role
from tests import apart, signing_in
from tests.conftest import ROOT

EVIL = "https://evil.example"
FORM = "application/x-www-form-urlencoded"
ATTACKERS = ("nobody", "unsigned", "forged", "unknown", "malformed", "expired", "idle", "disabled", "signed out")


@dataclass
class Office:
    """A server, its process, and cookies that must not open it."""

    address: str
    process: Popen[str]
    cookies: dict[str, str]

    def do(self, line: str) -> None:
        """Change an account, as the lead does in the browser."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def cookie(self, role: Role) -> str:
        """The cookie of somebody who may come in."""
        return signing_in.cookie(self.address, role)


@dataclass
class Answer:
    """What the server says."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def session(self) -> str:
        """The token of the session that was begun, empty if none."""
        morsel = SimpleCookie("; ".join(self.headers.get_all("Set-Cookie", []))).get(SESSION_COOKIE)
        return morsel.value if morsel else ""


@contextmanager
def attended(path: Path) -> Iterator[Office]:
    """A server on a database with people, some of whose cookies must not open it."""
    tokens = signing_in.prepare(path)
    cookies = {"nobody": "", "unsigned": new_token(), "malformed": "'; DROP TABLE sessions; --"}
    with open_database(path) as database:
        cookies["forged"] = Signer("guess", salt=Purpose.SESSION).sign(new_token()).decode()
        cookies["unknown"] = signed(database, Purpose.SESSION, new_token())
        gone = accounts.add(database, name="Gone", sign_in_name="gone", role=Role.LEAD, by=OPERATOR)
        cookies["disabled"] = sessions.begin(database, gone)
        accounts.change(database, gone.id, by=OPERATOR, disabled=True)
        lead = accounts.find(database, "lead")
        assert lead
        cookies |= {each: sessions.begin(database, lead) for each in ("expired", "idle", "signed out")}
        sessions.end(database, hashed_token(cookies["signed out"]))
        with database.writing() as writing:
            idle = [now() - dt.timedelta(hours=2), hashed_token(cookies["idle"])]
            writing.cursor.execute("UPDATE sessions SET seen_at = ? WHERE token = ?", idle)
            old = [now() - dt.timedelta(days=2), hashed_token(cookies["expired"])]
            writing.cursor.execute("UPDATE sessions SET began_at = ? WHERE token = ?", old)
    command = [sys.executable, "-m", "tests.attended", str(path)]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        signing_in.remember(address, tokens)
        yield Office(address, process, {name: f"{SESSION_COOKIE}={token}" for name, token in cookies.items()})
        process.terminate()


def asked(
    office: Office,
    path: str,
    method: str = "GET",
    body: str | bytes | None = None,
    *,
    cookie: str = "",
    source: str = "",
    **headers: str,
) -> Answer:
    """One request, as a browser that goes to a page; ``source`` is an address of this machine to come from."""
    place, here = urlsplit(office.address).netloc, (source, 0) if source else None
    connection = http.client.HTTPConnection(place, timeout=20, source_address=here)
    given = {"Accept": "text/html", "Cookie": cookie} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request(method, path, body, {name: value for name, value in given.items() if value})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read().decode("utf-8", "replace"))
    connection.close()
    return answer


def posted(office: Office, path: str, cookie: str = "", origin: str | None = None, **fields: str) -> Answer:
    """A form that is sent from a page of the office, or from elsewhere."""
    sent_from = office.address if origin is None else origin
    return asked(office, path, "POST", urlencode(fields), cookie=cookie, Origin=sent_from, Content_Type=FORM)


async def opened(office: Office, cookie: str, origin: str | None, *subprotocols: str) -> ClientConnection:
    """A websocket as Streamlit's page opens it."""
    return await connect(
        office.address.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol(each) for each in subprotocols or ("streamlit",)],
        additional_headers={"Cookie": cookie} if cookie else {},
        origin=Origin(origin) if origin else None,
        proxy=None,
    )


def refused(office: Office, cookie: str, origin: str | None) -> int:
    """The status with which a websocket is refused."""

    async def attempt() -> None:
        await (await opened(office, cookie, origin)).close()

    with pytest.raises(InvalidStatus) as caught:
        apart.run(attempt())
    return caught.value.response.status_code
