"""Make the README's picture of the dashboard anew: ``python -m tests.picture``."""

import shutil
import sys
import tempfile
from pathlib import Path

from db import demo
from db.database import open_database
from tests.browsing import sign_in
from tests.conftest import REPORTED, ROOT, serving

PICTURE = ROOT / "docs" / "overview.png"
SIZE = {"width": 1280, "height": 1500}


def take(picture: Path) -> None:
    """Serve the demo records and photograph the start page as a German reader sees it."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or sys.exit("The picture needs Chromium.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "demo.duckdb"
        with open_database(path) as database:
            demo.fill(database)
        with serving(path, **REPORTED) as address:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(locale="de-DE", viewport=SIZE)  # type: ignore[arg-type]
            sign_in(page, address)
            page.goto(address)
            page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").nth(4).wait_for()
            page.wait_for_timeout(1500)  # fonts and charts settle
            page.screenshot(path=picture)
            browser.close()


if __name__ == "__main__":
    take(PICTURE)
