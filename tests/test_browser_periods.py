"""A lead closes a period in the browser and takes its figures along; late entries are refused at their day."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from schemas.roles import Role
from tests import browsing
from tests.browsing import button, give_day
from tests.conftest import REPORTED, Serve

NAME = "Berichtszeitraum 2017/2018"


def test_a_period_is_reviewed_closed_and_taken_along_and_late_entries_are_refused(
    page: Page, demo_file: Path, serve: Serve
) -> None:
    address = serve(demo_file, **REPORTED)
    browsing.visit(page, address, "periods")
    shown = page.get_by_test_id("stMain")
    button(page, "Prüfung beginnen").click()
    page.get_by_text("Ungewöhnliche Werte: 5 Einträge").click()
    expect(page.get_by_text("vertippt? Was stimmt, bleibt stehen.")).to_be_visible(timeout=browsing.LONG)
    button(page, "Als angesehen markieren").click()
    expect(page.get_by_text("Ungewöhnliche Werte: 5 Einträge, angesehen")).to_be_visible(timeout=browsing.LONG)
    page.get_by_text(re.compile("^Trotzdem abschließen, obwohl noch offen ist:")).click()
    button(page, "Abschließen").click()
    expect(shown).to_contain_text(re.compile(r"Abgeschlossen am .* bei Revision \d+\."), timeout=browsing.LONG)
    browsing.settle(page)
    with page.expect_download() as downloaded:
        button(page, "Excel (deutsch)").click()
    named = "Berichtszeitraum-2017-2018_2017-07-01-bis-2018-04-30_Excel-deutsch.zip"
    assert downloaded.value.suggested_filename == named
    with zipfile.ZipFile(downloaded.value.path()) as archive:
        text = archive.read("consultations_by_topic.csv").decode("utf-8-sig")
        assert '"Wohnraum";70' in text
        assert f'"„{NAME}“, abgeschlossen bei Revision' in text

    browsing.visit(page, address, "overview", role=Role.STAFF)
    expect(page.get_by_text(re.compile(f"„{NAME}“ wurde am .* abgeschlossen"))).to_be_visible(timeout=browsing.LONG)
    browsing.visit(page, address, "consultations", role=Role.STAFF)
    give_day(page, "05032018")
    expect(page.get_by_text(f"Der Zeitraum „{NAME}“ (01.07.2017 bis 30.04.2018) ist abgeschlossen")).to_be_visible()
    give_day(page, "02052018")
    expect(page.get_by_text(f"Der Zeitraum „{NAME}“")).to_have_count(0)
