"""Adding a record type touches its schema, its registry line and its page: this test adds one, and nothing else."""

import csv
import datetime as dt
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import navigation
from db import archive, exports, figures, records
from db.database import Database, open_database
from db.delimited import FLAVOURS, Reader
from db.selection import Selection
from schemas import RECORDS, columns
from schemas.fields import Kind, fields
from schemas.labels import Label
from schemas.record import Record
from tests.actors import LEA
from tests.conftest import BEGUN
from tests.rehearsal import answer, entry, fill, go_to, messages, press, rehearsal, success

TODAY = dt.date(2018, 5, 8)
LOAN = {
    "day": dt.date(2018, 3, 2),
    "bicycle": "Damenrad 28",
    "time": dt.time(9, 30),
    "back": dt.datetime(2018, 3, 9, 14, 0),
    "days": 7,
    "deposit": Decimal("12.50"),
    "client_group": "recognised",
    "referred_to": ["school", "volunteers"],
    "helmet": True,
    "remark": "=1+1; Klingel fehlt",
}
"""A loan."""


class Loan(
    Record,
    table="loans",
    singular=Label("Ausleihe", "Loan"),
    plural=Label("Ausleihen", "Loans"),
):
    """One bicycle that was lent; it has a field of every kind."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True)
    bicycle: columns.Text = columns.text(Label("Fahrrad", "Bicycle"), longest=40, required=True)
    time: columns.Time = columns.time(Label("Uhrzeit", "Time"))
    back: columns.Moment = columns.moment(Label("Zurück am", "Back on"))
    days: columns.Integer = columns.integer(
        Label("Leihdauer", "Lent for"), minimum=1, maximum=30, required=True, measure=True, unit=Label("Tage", "days")
    )
    deposit: columns.Decimal = columns.decimal(Label("Pfand", "Deposit"), maximum=Decimal(99), measure=True)
    client_group: columns.Choice = columns.choice(
        Label("Personengruppe", "Client group"), "client_group", required=True, dimension=True
    )
    referred_to: columns.Choices = columns.choices(Label("Empfohlen von", "Sent by"), "referral", dimension=True)
    helmet: columns.Flag = columns.flag(Label("Helm dabei", "Helmet"), dimension=True)
    remark: columns.Text = columns.note(Label("Bemerkung", "Note"), longest=200)

    @columns.rule(
        "long_loans_need_a_deposit",
        "days",
        shown_at="deposit",
        de="Ab zwei Wochen braucht es ein Pfand.",
        en="From two weeks on there must be a deposit.",
    )
    def long_loans_need_a_deposit(cls, frame: pd.DataFrame) -> pd.Series:
        """Who keeps a bicycle for long leaves something."""
        return (frame["days"] < 14) | frame.reindex(columns=["deposit"])["deposit"].notna()


PAGE = """
from dashboard.entry_pages import entry_page
from schemas import RECORDS
from tests.actors import LEA

entry_page(RECORDS["loans"], keep=("day",))
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty office that also lends bicycles."""
    monkeypatch.setitem(RECORDS, "loans", Loan)
    pages = Path(shutil.copytree(navigation.PAGES, tmp_path / "pages"))
    (pages / "loans.py").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(navigation, "PAGES", pages)
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as database:
        yield database


@pytest.fixture
def lent(office: Database) -> Database:
    """An office that has lent two bicycles."""
    first = LOAN
    second = {"day": dt.date(2018, 4, 5), "bicycle": "Kinderrad", "days": 3, "client_group": "residents"}
    records.add_many(office, Loan, [("a", first), ("b", second)], by=LEA)
    return office


def test_the_type_has_a_field_of_every_kind() -> None:
    assert {field.kind for field in fields(Loan).values()} == set(Kind)


def test_it_has_its_place_in_the_navigation(office: Database) -> None:
    assert [(screen.name, screen.title.de) for screen in navigation.screens() if screen.name == "loans"] == [
        ("loans", "Ausleihen")
    ]
    with rehearsal(office) as app:
        go_to(app, "loans")
        assert [title.value for title in app.title] == ["Ausleihen"]


def test_its_form_says_what_is_wrong_in_both_languages(office: Database) -> None:
    for language, expected in {
        "de": ["Bitte angeben.", "Bitte angeben.", "Bitte angeben.", "Bitte auswählen."],
        "en": ["Please fill in.", "Please fill in.", "Please fill in.", "Please choose one."],
    }.items():
        with rehearsal(office, language=language) as app:
            go_to(app, "loans")
            press(app, "Speichern" if language == "de" else "Save")
            assert messages(app) == expected
    with rehearsal(office) as app:
        go_to(app, "loans")
        fill(app, "loans", days=14, day=dt.date(2019, 1, 1))
        assert messages(app) == [
            "Das Datum liegt in der Zukunft. Spätestens heute, 08.05.2018.",
            "Ab zwei Wochen braucht es ein Pfand.",
        ]


def test_its_form_saves_a_record_and_its_list_shows_it(office: Database) -> None:
    with rehearsal(office) as app:
        go_to(app, "loans")
        fill(app, "loans", **LOAN)
        record_id = entry(app, "loans").id
        press(app, "Speichern")
        assert not messages(app)
        assert success(app) == "Ausleihe Nr. 1 ist gespeichert."
        assert answer(app, "bicycle") == ""
        stored = records.read(office, Loan, record_id)
        assert stored is not None
        assert {name: stored[name] for name in LOAN} == LOAN
        (row,) = app.dataframe[0].value.to_dict("records")
        assert row["bicycle"] == "Damenrad 28"
        assert row["client_group"] == "Anerkannt"
        assert row["referred_to"] == "Schule, Ehrenamt"
        assert row["helmet"] == "ja"
    with office.cursor() as cursor:
        history = cursor.execute("SELECT record_type, action FROM history WHERE entry > ?", [BEGUN]).fetchall()
    assert history == [("loans", "create")]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ({"client_group": "residents"}, ["Kinderrad"]),
        ({"referred_to": "school"}, ["Damenrad 28"]),
        ({"helmet": "none"}, ["Kinderrad"]),
        ({"from": "2018-04-01"}, ["Kinderrad"]),
        ({"search": "klingel"}, ["Damenrad 28"]),
        ({"search": "2"}, ["Kinderrad", "Damenrad 28"]),
    ],
)
def test_its_list_can_be_filtered_and_searched(lent: Database, address: dict[str, str], found: list[str]) -> None:
    with rehearsal(lent) as app:
        go_to(app, "loans", **address)
        assert listed(app) == found


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["bicycle"])


def exported(database: Database, flavour: str) -> list[list[str]]:
    stream = io.BytesIO()
    exports.write_records(stream, database, Loan, Selection(), FLAVOURS[flavour], Reader())
    text = stream.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=FLAVOURS[flavour].separator))


def test_it_comes_as_csv_in_both_flavours(lent: Database) -> None:
    heading, first, _ = exported(lent, "excel")
    german = dict(zip(heading, first, strict=True))
    assert german["Datum"] == "02.03.2018"
    assert german["Pfand"] == "12,50"
    assert german["Empfohlen von"] == "Schule; Ehrenamt"
    assert german["Bemerkung"] == "'=1+1; Klingel fehlt"
    heading, first, _ = exported(lent, "machine")
    machine = dict(zip(heading, first, strict=True))
    assert (machine["day"], machine["time"], machine["helmet"]) == ("2018-03-02", "09:30:00", "true")
    assert machine["referred_to"] == "school;volunteers"
    assert machine["remark"] == "=1+1; Klingel fehlt"


def test_it_is_in_the_archive_with_a_description_of_its_columns(lent: Database) -> None:
    stream = io.BytesIO()
    archive.write(stream, lent, Selection(), FLAVOURS["machine"], Reader(), dt.datetime(2018, 5, 8, 12))
    with zipfile.ZipFile(stream) as files:
        package = json.loads(files.read("datapackage.json"))
        assert {"loans.csv", "figures/loans.csv", "figures/loans_by_client_group.csv"} <= set(files.namelist())
    (described,) = [resource for resource in package["resources"] if resource["path"] == "loans.csv"]
    types = {field["name"]: field["type"] for field in described["schema"]["fields"]}
    assert (types["day"], types["days"], types["deposit"], types["helmet"]) == ("date", "integer", "number", "boolean")


def test_it_is_counted_in_all_by_each_dimension_and_by_month(lent: Database) -> None:
    known = figures.catalogue(lent.record_types)
    assert known["loans_by_client_group"].title == Label("Ausleihen nach Personengruppe", "Loans by client group")
    assert {name for name in known if name.startswith("loans")} == {
        "loans",
        "loans_by_client_group",
        "loans_by_helmet",
        "loans_by_month",
        "loans_by_referred_to",
    }
    period = Selection(dt.date(2018, 2, 1), dt.date(2018, 4, 30))
    (total,) = figures.compute(lent, "loans", period).to_dict("records")
    assert total == {"loans": 2, "days": 10, "deposit": 12.5}
    by_group = figures.compute(lent, "loans_by_client_group", period)
    assert dict(by_group.itertuples(index=False)) == {"asylum_seekers": 0, "recognised": 1, "residents": 1}
    by_sender = dict(figures.compute(lent, "loans_by_referred_to", period).itertuples(index=False))
    assert (by_sender["school"], by_sender["volunteers"], by_sender[""]) == (1, 1, 1)
    by_month = figures.compute(lent, "loans_by_month", period)
    assert list(by_month["loans"]) == [0, 1, 1]


def test_it_stands_among_the_tables_to_download(lent: Database) -> None:
    with rehearsal(lent) as app:
        go_to(app, "downloads")
        assert "Ausleihen" in [each.value for each in app.markdown]
        assert not app.exception
        assert not app.error
