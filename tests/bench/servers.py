"""Servers to measure, as processes of their own: the app, an empty page on the same server, a stock Streamlit."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dashboard
from tests import signing_in

ROOT = Path(dashboard.__file__).resolve().parent.parent
EMPTY = Path(__file__).resolve().parent / "empty_page.py"
PATIENCE_SECONDS = 60
POLL_SECONDS = 0.005

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

DEMO = {
    "BUERO_REPORTING_START": "2017-07-01",
    "BUERO_REPORTING_END": "2018-04-30",
    "BUERO_DEFAULT_PERIOD": "reporting",
}
"""Settings under which the dashboard opens with the demo records."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    address: str
    pid: int
    page_served: float
    """Seconds from the start of the process to the first page."""

    @property
    def cpu(self) -> float:
        """Seconds of processor time that it has used, read from /proc."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> float:
        """MiB of memory that it holds, read from /proc."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
        return int(kilobytes) / 1024


@contextmanager
def app(database: Path) -> Iterator[Server]:
    """``buero run`` on a database."""
    port, tokens = _free_port(), signing_in.prepare(database)
    with _running(["-m", "dashboard.cli", "run", "--database", str(database), "--port", str(port)], port) as server:
        signing_in.remember(server.address, tokens)
        yield server


@contextmanager
def empty_page(folder: Path) -> Iterator[Server]:
    """The same server with the same options, but with an empty page; it lies in ``folder``."""
    script, port = folder / "page.py", _free_port()
    shutil.copy(EMPTY, script)
    shutil.copytree(Path(dashboard.__file__).parent / ".streamlit", folder / ".streamlit")
    database = folder / "none.duckdb"
    tokens = signing_in.prepare(database)
    with _running(["-m", "tests.bench.serve", str(script), str(database), str(port)], port) as server:
        signing_in.remember(server.address, tokens)
        yield server


@contextmanager
def stock(folder: Path) -> Iterator[Server]:
    """``streamlit run`` of an empty page as it comes out of the box; the page lies in ``folder``."""
    script, port = folder / "page.py", _free_port()
    shutil.copy(EMPTY, script)
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    with _running(["-m", "streamlit", "run", str(script), *options], port, folder) as server:
        yield server


async def opened(server: Server) -> float:
    """Wait until the office behind a server is open; the seconds it took."""
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE_SECONDS:
        try:
            with _opener.open(f"{server.address}/healthz", timeout=PATIENCE_SECONDS):
                return time.perf_counter() - began
        except urllib.error.HTTPError:
            await asyncio.sleep(POLL_SECONDS)
    raise RuntimeError(f"{server.address} has not opened within {PATIENCE_SECONDS} s")


@contextmanager
def _running(arguments: Sequence[str], port: int, folder: Path = ROOT) -> Iterator[Server]:
    started = time.perf_counter()
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await_page(process, address)
        yield Server(address, process.pid, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _environment() -> Mapping[str, str]:
    """This process's, without settings of its own for the app, for Streamlit or for a proxy."""
    mine = ("BUERO_", "STREAMLIT_")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(mine)}
    return {**kept, **DEMO, "PYTHONPATH": str(ROOT), "BUERO_CONFIGURATION": ""}


def _await_page(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with exit code {process.returncode}")
        try:
            page = urllib.request.Request(address, headers={"Accept": "text/html"})
            with _opener.open(page, timeout=PATIENCE_SECONDS) as response:
                response.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(POLL_SECONDS)
    raise RuntimeError(f"{process.args!r} served no page within {PATIENCE_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
