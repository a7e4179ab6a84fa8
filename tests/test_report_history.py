"""A report tells who took which step and when, and what was written."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.report_history import SENTENCES
from db import history, reports
from db.database import Database
from schemas.report import TRANSITIONS
from tests.actors import LEA
from tests.rehearsal import go_to, rehearsal
from tests.reports_made import begun, released, report

NAMES = {"create", "update", *TRANSITIONS}


@pytest.fixture
def app(database: Database) -> Iterator[AppTest]:
    begun(database)
    with rehearsal(database) as running:
        yield go_to(running, "reports")


def told(app: AppTest, database: Database) -> list[str]:
    """The sentences of the history, opened."""
    app.session_state[f"history of {report(database).id}"] = True
    app.run()
    return [each.value.replace("\\", "") for each in app.markdown if " von Lea" in each.value]


def written(database: Database, name: str, value: Any) -> None:
    found = report(database)
    reports.write(database, found.id, name, before=getattr(found, name), after=value, by=LEA)


def test_every_step_of_a_report_has_its_sentence() -> None:
    assert set(SENTENCES) == NAMES


def test_what_was_written_is_told_short_values_themselves_and_texts_by_their_names(
    database: Database, app: AppTest
) -> None:
    for name, value in {"subject": "Sachstand", "kind": "notice", "children": True, "outlook": "Weiter so."}.items():
        written(database, name, value)
    written(database, "subject", None)
    sentences = told(app, database)
    assert [sentence.partition(" von Lea")[2] for sentence in sentences] == [
        ": Betreff geleert",
        ": Ausblick",
        ": Kinder und Jugendliche „ja“",
        ": Art „Mitteilung“",
        ": Betreff „Sachstand“",
        ".",
    ]
    assert sentences[-1].startswith("Angelegt am ")


def test_the_steps_up_to_a_release_are_told(database: Database) -> None:
    found = released(database)
    reports.withdraw(database, found.id, version=found.version, by=LEA)
    with rehearsal(database) as running:
        go_to(running, "reports")
        steps = [sentence.split(" am ")[0] for sentence in told(running, database)][:4]
    assert steps == ["Freigabe zurückgenommen", "Freigegeben", "Eingereicht", "Als geprüft gekennzeichnet"]
    actions = {change.action for change in history.of_row(database, "reports", found.id)}
    assert actions <= NAMES
