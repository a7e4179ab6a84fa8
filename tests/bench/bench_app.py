"""The app as its visitors feel it, over the websocket and without a browser, against floors taken in the same run.

    python -m tests.bench.bench_app

Floors are an empty page on the app's own server and an empty page on ``streamlit run`` as it comes out of the box.
What is compared takes turns, so that all of it meets the same machine. Times are medians; the second column is the
server's processor time, which other programs disturb less. Ends with exit code 1 if a target is missed. Linux only.
"""

# ruff: noqa: T201 - a table on the screen is what it is for
import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median

from db.database import open_database
from schemas.roles import Role
from tests.bench import servers
from tests.bench.protocol import Run, Visitor
from tests.bench.servers import Server

FORM_TIMES, DASHBOARD_TIMES, SAVE_SHARE = 4.0, 10.0, 0.5
SAVES_A_SECOND, SESSIONS = 35.0, 50
START_SECONDS, START_MIB = 3.0, 300.0
IDLE_SESSIONS, IDLE_MIB = 100, 0.3
FIRST_VISITOR_TIMES = 1.25
"""The first visitor waits no longer than the second: a quarter more is noise."""
POLL_SECONDS, POLLED_SECONDS = 1.0, 15.0
WARM_UP = 5

PAGE = "consultations"
FILLED: dict[str, str | list[str]] = {
    "day": "05.03.2018",
    "topics": ["housing", "everyday"],
    "client_group": "recognised",
    "setting": "office",
    "municipality": "leiferde",
    "persons": "2",
    "minutes": "30",
}
"""What a consultation is given."""

_serial = count(1)


@dataclass(slots=True)
class Line:
    """One row of the printed table."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    processor: float | None = None
    """Milliseconds of the server's processor time."""

    @property
    def met(self) -> bool:
        """Whether the value keeps to its target, if it has one."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    def __str__(self) -> str:
        """The row as text."""
        target = f"<= {self.most:.4g}" if self.most is not None else ""
        target = f">= {self.least:.4g}" if self.least is not None else target
        used = f"{self.processor:.1f}" if self.processor is not None else ""
        return f"{self.name:58}{self.value:10.2f} {self.unit:8}{used:>8}  {target:12}{'' if self.met else '!'}"


@dataclass(slots=True)
class Turn:
    """Something that is measured: what it does on which server, and what came of it."""

    server: Server
    act: Callable[[], Awaitable[Run]]
    prepare: Callable[[], Awaitable[object]] | None = None
    walls: list[float] = field(default_factory=list)
    processor: float = 0.0

    async def take(self) -> None:
        """Do it once; times in milliseconds."""
        if self.prepare is not None:
            await self.prepare()
        used, began = self.server.cpu, time.perf_counter()
        run = await self.act()
        self.walls.append(1000 * (time.perf_counter() - began))
        self.processor += 1000 * (self.server.cpu - used)
        assert not run.errors, run.errors

    def forget(self) -> None:
        """Start again, warm."""
        self.walls, self.processor = [], 0.0

    def line(self, name: str, most: float | None = None) -> Line:
        """The median as a row."""
        return Line(name, median(self.walls), "ms", most, processor=self.processor / len(self.walls))


async def save(visitor: Visitor, note: str) -> Run:
    """Press the button and see the confirmation."""
    run = await visitor.tell("save", FILLED | {"note": note})
    assert run.successes, run
    return run


async def compare(app: Server, floor: Server, stock: Server, rounds: int) -> list[Line]:
    """Reruns and a save against the empty pages."""
    async with AsyncExitStack() as open_pages:

        async def page(server: Server, name: str = "") -> Visitor:
            visitor = await open_pages.enter_async_context(Visitor(server.address, name))
            await visitor.rerun()
            return visitor

        empty, stocked, dashboard = await page(floor), await page(stock), await page(app)
        form, whole, saving = await page(app, PAGE), await page(app, PAGE), await page(app, PAGE)

        def changed() -> Awaitable[Run]:
            return form.tell("typed", FILLED | {"minutes": str(1 + next(_serial) % 500)})

        async def typed() -> None:
            await saving.tell("typed", FILLED | {"note": f"Bescheid {next(_serial) + 1}"})

        def saved() -> Awaitable[Run]:
            return save(saving, f"Bescheid {next(_serial)}")

        reruns = {
            "floor": Turn(floor, empty.rerun),
            "field": Turn(app, changed),
            "form": Turn(app, whole.rerun),
            "dashboard": Turn(app, dashboard.rerun),
            "poll": Turn(app, dashboard.poll),
        }
        await _in_turns(reruns.values(), rounds)
        saves = {"stock": Turn(stock, stocked.rerun), "save": Turn(app, saved, typed)}
        await _in_turns(saves.values(), rounds)
    turns = reruns | saves
    floor_ms, stock_ms = median(turns["floor"].walls), median(turns["stock"].walls)
    return [
        turns["floor"].line("empty page, the app's server"),
        turns["stock"].line("empty page, stock streamlit run"),
        turns["field"].line("entry form, one field changed", FORM_TIMES * floor_ms),
        turns["form"].line("entry page, whole, with its list"),
        turns["dashboard"].line("dashboard, unchanged", DASHBOARD_TIMES * floor_ms),
        turns["poll"].line("dashboard, asked whether anything is new"),
        turns["save"].line("save, from the click to the confirmed page", SAVE_SHARE * stock_ms),
    ]


async def _in_turns(turns: Collection[Turn], rounds: int) -> None:
    for _ in range(WARM_UP):
        for turn in turns:
            await turn.take()
    for turn in turns:
        turn.forget()
    for _ in range(rounds):
        for turn in turns:
            await turn.take()


async def flood(app: Server, saves: int) -> tuple[list[Line], set[str]]:
    """Many sessions that save at once; the notes of what was confirmed."""
    confirmed: set[str] = set()
    async with AsyncExitStack() as open_pages:
        visitors = [await open_pages.enter_async_context(Visitor(app.address, PAGE)) for _ in range(SESSIONS)]
        for visitor in visitors:
            await visitor.rerun()

        async def enter(visitor: Visitor, session: int) -> None:
            for number in range(saves // SESSIONS):
                note = f"flood {session}/{number}"
                await save(visitor, note)
                confirmed.add(note)

        used, began = app.cpu, time.perf_counter()
        await asyncio.gather(*(enter(visitor, session) for session, visitor in enumerate(visitors)))
        seconds, used = time.perf_counter() - began, app.cpu - used
    rate = len(confirmed) / seconds
    name = f"saves a second, {SESSIONS} sessions, {len(confirmed)} saves"
    return [Line(name, rate, "/s", least=SAVES_A_SECOND, processor=1000 * used / len(confirmed))], confirmed


def lost_or_doubled(database: Path, confirmed: set[str]) -> list[Line]:
    """What the file holds of a flood, once the server has let go of it."""
    with open_database(database) as opened, opened.cursor() as cursor:
        notes = [
            note for (note,) in cursor.execute("SELECT note FROM consultations WHERE note LIKE 'flood %'").fetchall()
        ]
    return [
        Line("confirmed saves that are not in the file", len(confirmed - set(notes)), "", most=0),
        Line("records in the file without or beyond their save", len(notes) - len(confirmed & set(notes)), "", most=0),
    ]


async def visit(server: Server, page: str = "", role: Role = Role.LEAD) -> float:
    """Seconds from opening the dashboard to its finished script."""
    began = time.perf_counter()
    async with Visitor(server.address, page, role) as visitor:
        run = await visitor.rerun()
        assert not run.errors, run.errors
        return time.perf_counter() - began


async def start(database: Path, starts: int) -> list[Line]:
    """From the start of the process to its first two visitors, best of several starts."""
    pages, ready, memory, firsts, seconds = [], [], [], [], []
    for _ in range(starts):
        with servers.app(database) as server:
            pages.append(server.page_served)
            ready.append(server.page_served + await servers.opened(server))
            memory.append(server.resident)
            firsts.append(await visit(server))
            seconds.append(await visit(server, "overview", Role.STAFF))  # somebody else: who they are is read anew
        with servers.app(database) as server:
            ready.append(server.page_served + await visit(server))
    first, second = min(firsts), min(seconds)
    return [
        Line("start to first page", min(pages), "s", most=START_SECONDS),
        Line("start to finished dashboard of an impatient visitor", min(ready[1::2]), "s"),
        Line("first visitor", 1000 * first, "ms", most=FIRST_VISITOR_TIMES * 1000 * second),
        Line("second visitor", 1000 * second, "ms"),
        Line("memory after the start", max(memory), "MiB", most=START_MIB),
    ]


async def idle(app: Server) -> list[Line]:
    """Open dashboards that nobody touches: what each holds, and what their asking costs."""
    async with AsyncExitStack() as open_pages:

        async def more(number: int) -> list[Visitor]:
            opened = [await open_pages.enter_async_context(Visitor(app.address)) for _ in range(number)]
            for visitor in opened:
                await visitor.rerun()
            return opened

        await more(IDLE_SESSIONS // 5)
        before = app.resident
        visitors = await more(IDLE_SESSIONS)
        grown = (app.resident - before) / IDLE_SESSIONS
        used, began = app.cpu, time.perf_counter()
        await asyncio.gather(*(_asking(visitor, place) for place, visitor in enumerate(visitors)))
        share = 100 * (app.cpu - used) / (time.perf_counter() - began)
        after = (app.resident - before) / IDLE_SESSIONS
    return [
        Line("memory for each further open dashboard", grown, "MiB", most=IDLE_MIB),
        Line(f"the same after {POLLED_SECONDS:.0f} s of asking for news", after, "MiB", most=IDLE_MIB),
        Line(f"processor for {IDLE_SESSIONS} open dashboards", share, "% core"),
    ]


async def _asking(visitor: Visitor, place: int) -> None:
    await asyncio.sleep(POLL_SECONDS * place / IDLE_SESSIONS)
    until = time.perf_counter() + POLLED_SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        await visitor.poll()
        await asyncio.sleep(max(0.0, POLL_SECONDS - (time.perf_counter() - began)))


async def measure(folder: Path, rounds: int, saves: int, starts: int) -> list[Line]:
    """All rows of the table."""
    database = folder / "records.duckdb"
    command = [sys.executable, "-m", "dashboard.cli", "demo", "--into", str(database)]
    subprocess.run(command, cwd=servers.ROOT, check=True)
    lines = await start(database, starts)
    with servers.app(database) as app:
        lines += await idle(app)
        await asyncio.sleep(POLL_SECONDS)
        for name in ("same", "stock"):
            (folder / name).mkdir()
        with servers.empty_page(folder / "same") as floor, servers.stock(folder / "stock") as stock:
            lines += await compare(app, floor, stock, rounds)
        flooded, confirmed = await flood(app, saves)
    return [*lines, *flooded, *lost_or_doubled(database, confirmed)]


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40, help="reruns and saves that are compared")
    parser.add_argument("--saves", type=int, default=1000, help="saves of all sessions together")
    parser.add_argument("--starts", type=int, default=5, help="starts of the app")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = asyncio.run(measure(Path(folder), given.rounds, given.saves, given.starts))
    print(f"{'':58}{'':>10} {'':8}{'cpu ms':>8}  target")
    print(*lines, sep="\n")
    return 0 if all(line.met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
