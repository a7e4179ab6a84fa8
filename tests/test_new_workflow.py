"""A workflow is declared in the schema file of its record type, and nowhere else: this test adds one, and its page."""

import csv
import datetime as dt
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import navigation
from db import archive, exports, figures, history, records
from db.counted_records import behind
from db.database import Database, open_database
from db.delimited import FLAVOURS, Reader
from db.integrity import verify
from db.listing import count
from db.selection import Selection
from schemas import RECORDS, columns
from schemas.labels import Label
from schemas.record import Record
from schemas.roles import Actor, Role
from schemas.workflow import State, Tone, Transition, Workflow
from tests.rehearsal import fill, form, go_to, messages, press, rehearsal, success, tell

TODAY = dt.date(2018, 5, 8)
STAFF = Actor(Role.STAFF, "Mitarbeit", Role.STAFF)


def _returned_once_told(values: Mapping[str, Any], _: dt.date, __: str | None) -> str:
    return "lent" if values["returned"] is None else "returned"


class Borrowing(
    Record,
    table="borrowings",
    singular=Label("Ausleihe", "Borrowing"),
    plural=Label("Ausleihen", "Borrowings"),
    workflow=Workflow(
        states=(
            State("lent", Label("verliehen", "lent"), Tone.OPEN, counted=False, due="until"),
            State(
                "returned", Label("zurück", "returned"), Tone.GOOD, requires=("returned",), own=("returned",), past=True
            ),
            State("lost", Label("verloren", "lost"), Tone.OFF, requires=("told",), own=("told",), counted=False),
        ),
        transitions=(
            Transition("bring", Label("Zurückgebracht", "Brought back"), ("lent",), "returned", asks=("returned",)),
            Transition("lose", Label("Verloren", "Lost"), ("lent",), "lost", asks=("told",)),
        ),
        derived=("lent", "returned"),
        rule=_returned_once_told,
    ),
):
    """One bicycle that was lent."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True)
    until: columns.Day = columns.day(Label("Bis", "Until"), past=False, required=True)
    client_group: columns.Choice = columns.choice(
        Label("Personengruppe", "Client group"), "client_group", required=True, dimension=True
    )
    returned: columns.Day = columns.day(Label("Zurück am", "Returned on"))
    told: columns.Text = columns.text(Label("Was geschah", "What happened"), longest=80)


PAGE = """
from dashboard.entry_pages import entry_page
from schemas import RECORDS

entry_page(RECORDS["borrowings"])
"""

LENT = {"day": dt.date(2018, 4, 2), "until": dt.date(2018, 4, 9), "client_group": "recognised"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty office that also lends bicycles."""
    monkeypatch.setitem(RECORDS, "borrowings", Borrowing)
    pages = Path(shutil.copytree(navigation.PAGES, tmp_path / "pages"))
    (pages / "borrowings.py").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(navigation, "PAGES", pages)
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as database:
        yield database


@pytest.fixture
def busy(office: Database) -> Database:
    """Three bicycles that were lent in April: one is out, one is back, one is lost."""
    back, lost = LENT | {"returned": dt.date(2018, 4, 8)}, LENT | {"client_group": "residents"}
    records.add_many(office, Borrowing, [("out", LENT), ("back", back), ("lost", lost)], by=STAFF)
    records.move(office, Borrowing, "lost", "lose", {"told": "Vor dem Bahnhof"}, version=1, by=STAFF)
    return office


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["state"])


def test_its_form_asks_for_what_a_new_record_can_have_and_its_list_shows_the_state(office: Database) -> None:
    with rehearsal(office, role=Role.STAFF) as app:
        go_to(app, "borrowings")
        assert [asked["name"] for asked in form(app)["questions"]] == ["day", "until", "client_group", "returned"]
        fill(app, "borrowings", **LENT)
        press(app, "Speichern")
        assert success(app) == "Ausleihe Nr. 1 ist gespeichert."
        assert listed(app) == ["verliehen"]


def test_a_transition_is_refused_at_its_field_then_made_and_told(office: Database) -> None:
    records.save(office, Borrowing, "out", LENT, by=STAFF)
    with rehearsal(office, role=Role.STAFF) as app:
        press(go_to(app, "borrowings", record="1"), "Zurückgebracht")
        tell(app, "save", moves=True, values={"returned": "9.5.2018"})
        assert messages(app, moves=True) == ["Das Datum liegt in der Zukunft. Spätestens heute, 08.05.2018."]
        assert form(app, moves=True)["values"] == {"returned": "09.05.2018"}
        tell(app, "save", moves=True, values={"returned": "8.5."})
        assert listed(app) == ["zurück"]
        app.session_state["history of out"] = True
        app.run()
        assert any(each.value.startswith("**Auf „zurück“ gesetzt am ") for each in app.markdown)
    assert [change.action for change in history.of_record(office, Borrowing, "out")] == ["bring", "create"]
    assert verify(office).faults == []


@pytest.mark.parametrize(("state", "found"), [("lent", ["verliehen"]), ("lost,returned", ["verloren", "zurück"])])
def test_its_list_is_filtered_by_state(busy: Database, state: str, found: list[str]) -> None:
    with rehearsal(busy) as app:
        go_to(app, "borrowings", state=state)
        assert listed(app) == found
        assert any("Status: " in each.value.replace("\\", "") for each in app.caption)


def exported(database: Database, flavour: str) -> list[str]:
    stream = io.BytesIO()
    exports.write_records(stream, database, Borrowing, Selection(), FLAVOURS[flavour], Reader())
    text = stream.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=FLAVOURS[flavour].separator))
    return [row.get("Status") or row["state"] for row in rows]


def test_the_state_is_in_csv_by_label_and_by_code_with_its_description(busy: Database) -> None:
    assert exported(busy, "excel") == ["verliehen", "zurück", "verloren"]
    assert exported(busy, "machine") == ["lent", "returned", "lost"]
    stream = io.BytesIO()
    archive.write(stream, busy, Selection(), FLAVOURS["machine"], Reader(), dt.datetime(2018, 5, 8, 12))
    with zipfile.ZipFile(stream) as files:
        package = json.loads(files.read("datapackage.json"))
        values = files.read("vocabularies.csv").decode().splitlines()
    (described,) = [each for each in package["resources"] if each["path"] == "borrowings.csv"]
    (state,) = [each for each in described["schema"]["fields"] if each["name"] == "state"]
    assert state["constraints"] == {"required": True, "enum": ["lent", "returned", "lost"]}
    assert "borrowings_state,lost,verloren,lost" in values


def test_figures_count_the_states_that_the_workflow_says_and_their_list_is_just_that(busy: Database) -> None:
    april = Selection(dt.date(2018, 4, 1), dt.date(2018, 4, 30))
    known = figures.catalogue(busy.record_types)
    assert figures.compute(busy, "borrowings", april)["borrowings"].tolist() == [1]
    assert figures.compute(busy, "borrowings_by_month", april)["borrowings"].tolist() == [1]
    by_group = figures.compute(busy, "borrowings_by_client_group", april)
    assert dict(by_group.itertuples(index=False)) == {"asylum_seekers": 0, "recognised": 1, "residents": 0}
    (note,) = figures.footnotes(known["borrowings_by_client_group"], april)
    assert note == Label(
        "Gezählt werden Ausleihen mit dem Status „zurück“.", "Borrowings with the status “returned” are counted."
    )
    for row in by_group.to_dict("records"):
        found = behind(busy, "borrowings_by_client_group", april, row)
        assert found.record_type is Borrowing
        assert count(busy, found.record_type, found.selection) == row["borrowings"]


def test_the_figure_by_state_counts_them_all(busy: Database) -> None:
    by_state = figures.compute(busy, "borrowings_by_state", Selection())
    assert dict(by_state.itertuples(index=False)) == {"lent": 1, "returned": 1, "lost": 1}
    figure = figures.catalogue(busy.record_types)["borrowings_by_state"]
    assert figures.footnotes(figure, Selection()) == ()
    assert figure.labels("state", Reader().vocabularies)["lost"] == Label("verloren", "lost")
    lost = behind(busy, "borrowings_by_state", Selection(), {"state": "lost"})
    assert count(busy, Borrowing, lost.selection) == 1


def test_what_is_out_waits_among_the_tasks(busy: Database) -> None:
    with rehearsal(busy, role=Role.STAFF) as app:
        go_to(app, "tasks")
        assert "Ausleihen: verliehen" in [each.value for each in app.header]
