"""Visits are sessions in memory: they end in time, follow their accounts, and tell the database when they were used."""

import asyncio
import datetime as dt
import time
from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import visits as module
from dashboard.configuration import Settings
from dashboard.gate import Gate, is_page
from dashboard.office import opened_office
from dashboard.open_pages import OpenPage, is_asked_for, read, was_done
from dashboard.visits import Visit, Visits
from db import accounts, sessions
from db.accounts import Account
from db.database import Database, now
from db.signing import Purpose, signed
from db.tokens import new_token
from schemas.roles import OPERATOR, Role
from tests import apart

SETTINGS = Settings(session_idle_minutes=60, session_hours=12)


@pytest.fixture
def ben(database: Database) -> Account:
    return accounts.add(database, name="Ben", sign_in_name="ben", role=Role.STAFF, by=OPERATOR)


@pytest.fixture
def visits(database: Database) -> Iterator[Visits]:
    made = Visits(SETTINGS)
    with opened_office(database, SETTINGS, made):
        yield made


def admitted(visits: Visits, token: str) -> Visit:
    visit = apart.run(visits.admit(token))
    assert visit
    return visit


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> dt.datetime:
    moment = now() + dt.timedelta(**time)
    monkeypatch.setattr(module, "_now", lambda: moment)
    return moment


def message(**values: bool) -> dict[str, object]:
    """A message to Streamlit that asks for a run."""
    sent = BackMsg()
    sent.rerun_script.query_string = ""
    sent.rerun_script.is_auto_rerun = values.get("automatic", False)
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


def test_a_token_opens_what_its_session_opens_and_the_second_time_without_a_query(
    visits: Visits, database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sessions.begin(database, ben)
    visit = admitted(visits, token)
    assert visit.actor == ben.actor
    monkeypatch.setattr(sessions, "living", pytest.fail)
    assert admitted(visits, token) is visit
    assert visits.known(token) is visit


def test_no_other_token_opens_anything_and_a_forged_one_costs_no_query(
    visits: Visits, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert apart.run(visits.admit(signed(database, Purpose.SESSION, new_token()))) is None
    monkeypatch.setattr(database, "cursor", pytest.fail)
    for token in (None, "", "x", new_token(), "'" * 43):
        assert apart.run(visits.admit(token)) is None
    assert visits.known(new_token()) is None


def test_a_visit_ends_after_idle_time_and_use_puts_it_off(
    visits: Visits, database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sessions.begin(database, ben)
    visit = admitted(visits, token)
    later(monkeypatch, minutes=59)
    visit.use()
    overs = []
    for minutes in (118, 120):
        later(monkeypatch, minutes=minutes)
        overs.append(visit.over)
    assert overs == [False, True]
    assert visits.known(token) is None
    assert apart.run(visits.admit(token)) is None


def test_a_visit_ends_after_its_whole_time_however_it_is_used(
    visits: Visits, database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = admitted(visits, sessions.begin(database, ben))
    later(monkeypatch, hours=12.1)
    visit.use()
    assert visit.over


def test_when_a_session_was_used_outlives_a_restart(
    visits: Visits, database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sessions.begin(database, ben)
    visit = admitted(visits, token)
    moment = later(monkeypatch, minutes=50)
    visit.use()
    visits.store()
    assert admitted(Visits(SETTINGS), token).seen_at == moment


def test_the_watcher_ends_visits_whose_account_was_disabled_and_closes_their_pages(
    visits: Visits, database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.01)

    async def watched() -> list[str]:
        closed = []
        visit = await visits.admit(sessions.begin(database, ben))
        assert visit

        async def close() -> None:
            closed.append("closed")

        visit.pages["page"] = close
        watcher = asyncio.create_task(visits.watch())
        await asyncio.sleep(0.1)
        assert closed == []
        await asyncio.to_thread(accounts.change, database, ben.id, by=OPERATOR, disabled=True)
        await asyncio.sleep(0.2)
        watcher.cancel()
        assert visit.ended
        return closed

    assert apart.run(watched()) == ["closed"]


def test_a_page_that_looks_again_by_itself_does_not_keep_a_session_open() -> None:
    asked, automatic = read(message()), read(message(automatic=True))
    assert asked
    assert automatic
    assert was_done(asked)
    assert not was_done(automatic)
    assert is_asked_for(automatic)


def test_what_is_no_message_of_streamlit_s_is_left_for_it_to_refuse() -> None:
    assert read({"type": "websocket.receive", "bytes": b"\xff garbage"}) is None
    nothing = read({"type": "websocket.receive", "text": "text"})
    assert nothing is not None
    assert not was_done(nothing)


def test_what_a_person_does_on_an_open_page_keeps_the_session_open(
    visits: Visits, database: Database, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = admitted(visits, sessions.begin(database, ben))
    moment = later(monkeypatch, minutes=5)
    sent = iter([message(automatic=True), message()])
    seen = []

    async def receive() -> dict[str, object]:
        return next(sent)

    async def app(_scope: object, receive: object, _send: object) -> None:
        for _ in range(2):
            await receive()  # type: ignore[operator]
            seen.append(visit.seen_at)

    apart.run(OpenPage(visit, _nowhere).run(app, {"type": "websocket"}, receive))
    assert seen[0] < moment
    assert seen[1] == moment


async def _nowhere(_message: object) -> None:
    pass


def test_the_gate_costs_a_message_next_to_nothing(visits: Visits, database: Database, ben: Account) -> None:
    visit = admitted(visits, sessions.begin(database, ben))
    visit.use()
    asked = message()

    async def receive() -> dict[str, object]:
        return asked

    async def app(_scope: object, receive: object, send: object) -> None:
        for _ in range(10_000):
            await receive()  # type: ignore[operator]
            await send(asked)  # type: ignore[operator]

    began = time.process_time()
    apart.run(OpenPage(visit, _nowhere).run(app, {"type": "websocket"}, receive))
    assert (time.process_time() - began) / 10_000 < 50e-6


@pytest.mark.parametrize(
    ("path", "headers", "page"),
    [
        ("/", {"accept": "text/html"}, True),
        ("/consultations", {"accept": "text/html", "sec-fetch-mode": "navigate"}, True),
        ("/consultations", {"accept": "text/html", "sec-fetch-mode": "cors"}, False),
        ("/consultations", {"accept": "*/*"}, False),
        ("/static/js/index.js", {"accept": "text/html"}, False),
    ],
)
def test_only_going_to_a_page_leads_to_the_sign_in_page(path: str, headers: dict[str, str], page: bool) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    assert is_page({"type": "http", "method": "GET", "path": path, "headers": raw}) == page


def test_an_office_that_could_not_be_opened_lets_nobody_in(visits: Visits) -> None:
    async def closed() -> bool:
        return False

    answers: list[int] = []

    async def send(said: dict[str, object]) -> None:
        if "status" in said:
            answers.append(int(str(said["status"])))

    async def app(*_: object) -> None:
        pytest.fail("was let in")

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    scope["headers"] = [(b"cookie", f"buero_session={new_token()}".encode())]
    apart.run(Gate(app, visits, closed, SETTINGS)(scope, _nothing, send))  # type: ignore[arg-type]
    assert answers == [503]


async def _nothing() -> dict[str, object]:
    return {"type": "http.request"}
