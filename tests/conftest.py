"""What tests share: a fresh database, the demo records, a running app, a browser."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import demo
from db.database import Database, open_database
from schemas.vocabulary import VOCABULARIES
from tests import signing_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from db.report_content import ReportContent
    from tests.attacked import Office

ROOT = Path(__file__).resolve().parent.parent
OPENED = dt.date(2017, 7, 1)
TODAY = dt.date(2018, 5, 8)
"""The day on which the report was put before the committee."""
BEGUN = sum(map(len, VOCABULARIES.values())) + 1
"""Entries of the history of a new database: its value lists and its settings."""
REPORTED = {
    "BUERO_REPORTING_START": "2017-07-01",
    "BUERO_REPORTING_END": "2018-04-30",
    "BUERO_DEFAULT_PERIOD": "reporting",
}

Serve = Callable[..., str]

SERVED = {"page", "browser", "serve", "running_app", "office"}
"""Fixtures of tests that talk with another process."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A busy machine lets a server or a browser miss a moment: such a test is tried twice, and the report says so."""
    for item in items:
        if SERVED & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True, scope="session")
def _no_settings_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings and databases of whoever runs the tests must neither steer them nor be touched."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in [name for name in os.environ if name.upper().startswith("BUERO_")]:
            patch.delenv(variable)
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        yield


@pytest.fixture(scope="session")
def empty_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new office, made once: copying it takes half the time. Tests take ``database``, a copy."""
    path = tmp_path_factory.mktemp("empty") / "records.duckdb"
    open_database(path).close()
    return path


@pytest.fixture
def database(empty_original: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty database in a file, on the day ``TODAY``."""
    copy = Path(shutil.copy(empty_original, tmp_path / "records.duckdb"))
    with open_database(copy, today=lambda: TODAY) as database:
        yield database


@pytest.fixture(scope="session")
def demo_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the demo records, made once; tests take ``demo_file``, a copy."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    with open_database(path) as database:
        demo.fill(database)
    return path


@pytest.fixture
def demo_file(demo_original: Path, tmp_path: Path) -> Path:
    """A copy of the database file with the demo records."""
    return Path(shutil.copy(demo_original, tmp_path / "demo.duckdb"))


@pytest.fixture(scope="session")
def report(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> "ReportContent":
    """A report on the demo records, with numbers kept back and a text that attacks every format."""
    from tests.report_example import content

    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("report") / "demo.duckdb")
    with open_database(Path(copy)) as database:
        return content(database)


@contextmanager
def serving(database: Path, **environment: str) -> Iterator[str]:
    """``buero run`` on a database as a process of its own, at a free port; yields the address without slash.

    ``tests.signing_in`` knows a session of each role there.
    """
    tokens = signing_in.prepare(database)
    command = [sys.executable, "-m", "dashboard.cli", "run", "--database", str(database), "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            announced = process.stdout.readline()
            assert announced, f"buero run ended with {process.wait()}"
            address = announced.split()[-1]
            signing_in.remember(address, tokens)
            yield address
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def running_app(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that serves the demo records to all tests. Tests that write take ``serve``."""
    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("running") / "demo.duckdb")
    with serving(Path(copy), **REPORTED) as address:
        yield address


@pytest.fixture(scope="session")
def office(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Office"]:
    """An office with accounts, which all attacks are tried at."""
    from tests.attacked import attended

    copy = shutil.copy(demo_original, tmp_path_factory.mktemp("attacked") / "demo.duckdb")
    with attended(Path(copy)) as office:
        yield office


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A function that serves a database of the test's own: ``serve(path, BUERO_TIME_ZONE="UTC")`` gives the address."""
    with ExitStack() as until_the_end:
        yield lambda database, **environment: until_the_end.enter_context(serving(database, **environment))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium; without it the test is skipped, on the build server it fails."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a build server can be busy; what must be quick is timed by its own test
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--process-per-site"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(browser: "Browser") -> "Iterator[BrowserContext]":
    """The browser of a German reader, whose cache is warm: reading Streamlit's programs takes longer than a test."""
    from tests import browsing

    context = browsing.new_browser(browser)
    yield context
    context.close()


@pytest.fixture
def page(desk: "BrowserContext") -> "Iterator[Page]":
    """An empty page of somebody who was never here before."""
    desk.clear_cookies()
    before = desk.pages
    yield desk.new_page()
    for page in desk.pages:
        if page not in before:
            page.close()
