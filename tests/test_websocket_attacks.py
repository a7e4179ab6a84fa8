"""What somebody tries over the websocket, which is what all of the app comes through."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from dashboard.gate import SESSION_COOKIE
from dashboard.navigation import screens
from dashboard.open_pages import ENDED, LARGEST_MESSAGE
from schemas.roles import Role
from tests import apart
from tests.attacked import ATTACKERS, EVIL, Office, asked, opened, posted, refused
from tests.bench.protocol import Visitor
from tests.signing_in import PASSWORD
from tests.test_navigation import PAGES_OF

ROLES = (Role.LEAD, Role.STAFF, Role.READER)


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


SQL = ("' OR 1=1 --", "'; DROP TABLE consultations; --", "x') UNION SELECT note FROM consultations --")


@pytest.mark.parametrize("text", SQL)
@pytest.mark.parametrize("name", ["overview", "consultations"])
def test_sql_in_the_address_and_in_every_widget_does_nothing(office: Office, name: str, text: str) -> None:
    filters = ("period", "from", "to", "q", "record", "page", "municipality", "topics", "setting", "client_group")

    async def attack() -> tuple[list[str], int]:
        query, changed = urlencode(dict.fromkeys(filters, text)), 0
        async with Visitor(office.address, name, Role.LEAD, query) as visitor:
            errors = (await visitor.rerun()).errors
            for key, widget in list(visitor.widgets.items()):
                kind = next((kind for kind in TYPED if widget.element.DESCRIPTOR.name == kind), None)
                if kind and key in visitor.widgets:
                    errors += (await visitor.change(key, (TYPED[kind], text if kind == "TextInput" else [text]))).errors
                    changed += 1
        return errors, changed

    before = counted(office)
    errors, changed = apart.run(attack())
    assert not [error for error in errors if "SELECT" in error or "Traceback" in error]
    assert changed
    assert counted(office) == before


TYPED = {"TextInput": "string_value", "MultiSelect": "string_array_value", "ButtonGroup": "string_array_value"}
"""The field of a widget's state that holds what is typed or chosen, by the name of its message."""


def counted(office: Office) -> object:
    """What moves when anything is written, as the lead is told."""
    return asked(office, "/healthz", cookie=office.cookie(Role.LEAD), Accept="*/*").text


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


def test_a_message_that_is_too_large_ends_its_websocket_alone(office: Office) -> None:
    async def send() -> tuple[int, str]:
        here, there = [await opened(office, office.cookie(Role.LEAD), office.address) for _ in range(2)]
        await here.send(b"x" * (LARGEST_MESSAGE + 1))
        _, code = await last_words(here)
        session = await session_of(there)
        await there.close()
        return code, session

    code, session = apart.run(send())
    assert code == 1009
    assert session


def signed_in(office: Office) -> str:
    """The cookie of a new session of staff."""
    return f"{SESSION_COOKIE}={posted(office, '/sign-in', name='staff', password=PASSWORD).session}"


def operation(kind: str, **values: str) -> BackMsg:
    """A message that asks the server to do something besides running the page."""
    message = BackMsg()
    request = message.backend_operation_request
    request.request_id = "attack"
    getattr(request, kind).SetInParent()
    for name, value in values.items():
        setattr(getattr(request, kind), name, value)
    return message


UNASKED = [
    BackMsg(clear_cache=True),
    BackMsg(set_run_on_save=True),
    BackMsg(load_git_info=True),
    BackMsg(debug_disconnect_websocket=True),
    BackMsg(debug_shutdown_runtime=True),
    operation("install_skills"),
    operation("dismiss_skills_nudge"),
    BackMsg(),
]


@pytest.mark.parametrize("message", UNASKED, ids=lambda message: str(message).split()[0] if str(message) else "empty")
def test_what_no_page_of_the_app_asks_for_is_not_done(office: Office, message: BackMsg) -> None:
    async def send() -> list[ForwardMsg]:
        websocket = await opened(office, office.cookie(Role.READER), office.address)
        await websocket.send(message.SerializeToString())
        said = await page(websocket)
        await websocket.close()
        return said

    kinds = {each.WhichOneof("type") for each in apart.run(send())}
    assert "script_finished" in kinds
    assert not kinds & {"backend_operation_response", "git_info_changed", "session_event"}


async def offered(websocket: ClientConnection) -> str:
    """The number of a file that the page of downloads offers."""
    said = await page(websocket, "downloads")
    buttons = [each.delta.new_element.download_button for each in said if each.WhichOneof("type") == "delta"]
    return next(str(button.deferred_file_id) for button in buttons if button.deferred_file_id)


async def fetched(websocket: ClientConnection, session: str, number: str) -> str:
    """The address of an offered file, made now; empty if it is refused."""
    wanted = operation("deferred_file", file_id=number)
    wanted.backend_operation_request.session_id = session
    await websocket.send(wanted.SerializeToString())
    return str((await until(websocket, "backend_operation_response"))[-1].backend_operation_response.deferred_file.url)


def test_a_file_is_made_and_answered_for_the_session_alone_that_it_was_offered_to(office: Office) -> None:
    own, colleague = (signed_in(office) for _ in range(2))
    reader = office.cookie(Role.READER)

    async def look() -> tuple[str, list[str]]:
        pages = [await opened(office, cookie, office.address) for cookie in (own, colleague, reader)]
        sessions = [await session_of(each) for each in pages]
        number = await offered(pages[0])
        stolen = [await fetched(*other, number) for other in list(zip(pages, sessions, strict=True))[1:]]
        made = await fetched(pages[0], sessions[0], number)
        for each in pages:
            await each.close()
        return made, stolen

    made, stolen = apart.run(look())
    assert made.startswith("/media/")
    assert stolen == ["", ""]
    assert asked(office, made, cookie=own, Accept="*/*").status == 200
    for cookie, status in ((colleague, 404), (reader, 404), ("", 401)):
        answer = asked(office, made, cookie=cookie, Accept="*/*")
        assert (answer.status, len(answer.text) < 50) == (status, True)
    for variant in (f"/{made}", made.replace("/media/", "/media//"), made.replace("media", "%6dedia"), f"{made}/"):
        assert "PK" not in asked(office, variant, cookie=reader).text[:100]


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


@pytest.mark.parametrize("line", ["disable away", "role away reader"])
def test_who_is_disabled_or_gets_another_role_loses_open_pages_within_seconds(office: Office, line: str) -> None:
    office.do("add away")
    token = posted(office, "/sign-in", name="away", password=PASSWORD).session
    cookie = f"{SESSION_COOKIE}={token}"

    async def watch() -> tuple[list[ForwardMsg], int]:
        websocket = await opened(office, cookie, office.address)
        await asyncio.to_thread(office.do, line)
        return await last_words(websocket)

    try:
        said, code = apart.run(watch())
    finally:
        office.do("enable away")
        office.do("role away staff")
    assert code == ENDED
    assert said[-1].auth_redirect.url == "/sign-in?ended"
    assert asked(office, "/", cookie=cookie).status == 303
    assert refused(office, cookie, office.address) == 403


def test_signing_out_everywhere_closes_the_pages_of_every_browser(office: Office) -> None:
    office.do("add many")
    here, there = (posted(office, "/sign-in", name="many", password=PASSWORD).session for _ in range(2))
    cookie = f"{SESSION_COOKIE}={here}"

    async def watch() -> int:
        websocket = await opened(office, f"{SESSION_COOKIE}={there}", office.address)
        answer = await asyncio.to_thread(posted, office, "/sign-out", cookie, everywhere="yes")
        assert answer.headers["Location"] == "/sign-in"
        return (await last_words(websocket))[1]

    assert apart.run(watch()) == ENDED
    assert refused(office, cookie, office.address) == 403


async def until(websocket: ClientConnection, kind: str) -> list[ForwardMsg]:
    """What a websocket says up to a message of a kind."""
    said: list[ForwardMsg] = []
    async with asyncio.timeout(30):
        while not said or said[-1].WhichOneof("type") != kind:
            data = await websocket.recv()
            assert isinstance(data, bytes)
            said.append(ForwardMsg.FromString(data))
    return said


async def page(websocket: ClientConnection, name: str = "", script: str = "") -> list[ForwardMsg]:
    """What a page shows that is asked for by its name or by the mark of its script."""
    ask = BackMsg()
    ask.rerun_script.page_name, ask.rerun_script.page_script_hash = name, script
    await websocket.send(ask.SerializeToString())
    return await until(websocket, "script_finished")


async def session_of(websocket: ClientConnection) -> str:
    """The id of the Streamlit session behind a websocket."""
    said = await page(websocket)
    (begun,) = [each.new_session for each in said if each.WhichOneof("type") == "new_session"]
    return str(begun.initialize.session_id)


def test_a_page_is_told_to_report_its_use_to_nobody(office: Office) -> None:
    async def look() -> list[ForwardMsg]:
        async with await opened(office, office.cookie(Role.STAFF), office.address) as websocket:
            return await page(websocket)

    (begun,) = [each.new_session for each in apart.run(look()) if each.WhichOneof("type") == "new_session"]
    assert begun.HasField("config")
    assert not begun.config.gather_usage_stats


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


def titles(said: list[ForwardMsg]) -> list[str]:
    """The titles of the pages that were shown."""
    elements = [each.delta.new_element for each in said if each.WhichOneof("type") == "delta"]
    return [each.heading.body for each in elements if each.heading.tag == "h1"]


def test_a_page_is_its_roles_alone_by_its_address_and_by_a_message(office: Office) -> None:
    async def look() -> None:
        lead, *others = [await opened(office, office.cookie(role), office.address) for role in ROLES]
        for screen in screens():
            said = await page(lead, screen.name)
            (script,) = [each.navigation.page_script_hash for each in said if each.WhichOneof("type") == "navigation"]
            assert titles(said) == [screen.title_for(Role.LEAD).de]
            for role, other in zip(ROLES[1:], others, strict=True):
                offered, title = screen.name in PAGES_OF[role], screen.title_for(role).de
                assert (title in titles(await page(other, screen.name))) == offered, (role, screen.name)
                assert offered or title not in titles(await page(other, script=script)), (role, screen.name)
        for each in (lead, *others):
            await each.close()

    apart.run(look())
