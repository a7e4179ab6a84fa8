"""What somebody tries over the websocket, which is what all of the app comes through."""

import asyncio
from collections.abc import Iterator

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from dashboard.gate import ENDED, SESSION_COOKIE
from schemas.roles import Role
from tests import apart
from tests.attacked import ATTACKERS, EVIL, Office, asked, opened, posted, refused
from tests.bench.protocol import Visitor
from tests.signing_in import PASSWORD


@pytest.fixture(autouse=True)
def _survives(office: Office) -> Iterator[None]:
    """Whatever was tried, the server answers those who may come in."""
    yield
    assert asked(office, "/account", cookie=office.cookie(Role.LEAD)).status == 200


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_without_a_valid_session_no_websocket_opens(office: Office, attacker: str) -> None:
    assert refused(office, office.cookies[attacker], office.address) == 403


def test_who_is_signed_in_gets_page_and_websocket(office: Office) -> None:
    async def look() -> set[str]:
        async with Visitor(office.address, "consultations", Role.LEAD) as visitor:
            return (await visitor.rerun()).shown

    assert '<div id="root">' in asked(office, "/", cookie=office.cookie(Role.LEAD)).text
    assert apart.run(look())


@pytest.mark.parametrize("origin", [None, EVIL, "null", "http://127.0.0.1", "http://127.0.0.1:1", "http://[bad"])
def test_a_websocket_from_another_site_is_refused_in_spite_of_the_cookie(office: Office, origin: str | None) -> None:
    assert refused(office, office.cookie(Role.LEAD), origin) == 403


def test_a_websocket_at_another_hosts_name_is_refused(office: Office) -> None:
    origin = office.address.replace("127.0.0.1", "localhost")
    assert refused(office, office.cookie(Role.LEAD), origin) == 403


@pytest.mark.parametrize("message", ["text", b"\xff\xfe garbage", b"", b"x" * 300_000])
def test_a_malformed_message_ends_the_websocket_at_most(office: Office, message: str | bytes) -> None:
    async def send() -> None:
        websocket = await opened(office, office.cookie(Role.LEAD), office.address)
        try:
            await websocket.send(message)
            async with asyncio.timeout(1):
                while True:
                    await websocket.recv()
        except (ConnectionClosed, TimeoutError):
            await websocket.close()

    apart.run(send())
    test_who_is_signed_in_gets_page_and_websocket(office)


async def last_words(websocket: ClientConnection) -> tuple[list[ForwardMsg], int]:
    """What a websocket still says before the server closes it, and the code of its end."""
    said: list[ForwardMsg] = []
    try:
        async with asyncio.timeout(20):
            while True:
                data = await websocket.recv()
                assert isinstance(data, bytes)
                said.append(ForwardMsg.FromString(data))
    except ConnectionClosed as closed:
        return said, closed.rcvd.code if closed.rcvd else 0


@pytest.mark.parametrize("line", ["disable staff", "role staff reader"])
def test_who_is_disabled_or_gets_another_role_loses_open_pages_within_seconds(office: Office, line: str) -> None:
    token = posted(office, "/sign-in", name="staff", password=PASSWORD).session
    cookie = f"{SESSION_COOKIE}={token}"

    async def watch() -> tuple[list[ForwardMsg], int]:
        websocket = await opened(office, cookie, office.address)
        await asyncio.to_thread(office.do, line)
        return await last_words(websocket)

    try:
        said, code = apart.run(watch())
    finally:
        office.do("enable staff")
        office.do("role staff staff")
    assert code == ENDED
    assert said[-1].auth_redirect.url == "/sign-in?ended"
    assert asked(office, "/", cookie=cookie).status == 303
    assert refused(office, cookie, office.address) == 403


def test_signing_out_everywhere_closes_the_pages_of_every_browser(office: Office) -> None:
    here, there = (posted(office, "/sign-in", name="staff", password=PASSWORD).session for _ in range(2))
    cookie = f"{SESSION_COOKIE}={here}"

    async def watch() -> int:
        websocket = await opened(office, f"{SESSION_COOKIE}={there}", office.address)
        answer = await asyncio.to_thread(posted, office, "/sign-out", cookie, everywhere="yes")
        assert answer.headers["Location"] == "/sign-in"
        return (await last_words(websocket))[1]

    assert apart.run(watch()) == ENDED
    assert refused(office, cookie, office.address) == 403


async def session_of(websocket: ClientConnection) -> str:
    """The id of the Streamlit session behind a websocket."""
    from streamlit.proto.BackMsg_pb2 import BackMsg

    ask = BackMsg()
    ask.rerun_script.query_string = ""
    await websocket.send(ask.SerializeToString())
    async with asyncio.timeout(20):
        while True:
            data = await websocket.recv()
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "new_session":
                return str(message.new_session.initialize.session_id)


async def resumed(office: Office, role: Role, session: str = "") -> str:
    """The Streamlit session that somebody gets who asks to resume another one, and who leaves again."""
    asked_for = ("streamlit", "x", session) if session else ()
    async with await opened(office, office.cookie(role), office.address, *asked_for) as websocket:
        return await session_of(websocket)


def test_nobody_resumes_the_streamlit_session_of_somebody_else(office: Office) -> None:
    async def attempts() -> None:
        session = await resumed(office, Role.LEAD)
        for _ in range(3):
            assert await resumed(office, Role.READER, session) != session
        async with asyncio.timeout(20):  # the server may take a moment to see that a page is gone
            while await resumed(office, Role.LEAD, session) != session:
                pass

    apart.run(attempts())


def test_a_reader_gets_no_other_page_by_its_address_or_by_a_message(office: Office) -> None:
    async def look() -> None:
        async with Visitor(office.address, "consultations") as lead:
            assert (await lead.rerun()).shown
            states = dict(lead._values)
            script = lead._script
        async with Visitor(office.address, "consultations", Role.READER) as reader:
            by_address = await reader.rerun()
            reader._script, reader._values = script, states
            by_message = await reader.rerun()
            for run in (by_address, by_message):
                assert (run.shown, run.charts, run.errors) == (set(), 0, [])

    apart.run(look())
