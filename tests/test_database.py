"""The database file is opened once, brought up to the record types, and written by one transaction at a time."""

import datetime as dt
import re
import threading
from pathlib import Path

import duckdb
import pytest

from db import migrations, records
from db.database import Database, back_up, now, open_database, today_in
from db.unavailable import IncompatibleDatabase, NewerDatabase
from schemas import RECORDS, HomeVisit, columns
from schemas.labels import Label
from schemas.record import Record
from schemas.vocabulary import VOCABULARIES
from tests.actors import ANNA, BERT
from tests.conftest import BEGUN, OPENED, TODAY

NAME = Label("Name", "Name")
VISIT = {"day": dt.date(2018, 1, 2), "topics": ["work"], "municipality": "leiferde", "persons": 2}


class First(Record, table="visits", singular=NAME, plural=NAME):
    """A record type in the first version of a program."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)


class Second(Record, table="visits", singular=NAME, plural=NAME):
    """The same with a column more."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)
    topics: columns.Choices = columns.choices(NAME, "topic")


class Retyped(Record, table="visits", singular=NAME, plural=NAME):
    """Declares another type."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Decimal = columns.decimal(NAME, required=True)


class Shorter(Record, table="visits", singular=NAME, plural=NAME):
    """Does not declare what is stored as required."""

    day: columns.Day = columns.day(NAME, required=True)


class Stricter(Record, table="visits", singular=NAME, plural=NAME):
    """Requires what old records lack."""

    day: columns.Day = columns.day(NAME, required=True)
    persons: columns.Integer = columns.integer(NAME, required=True)
    setting: columns.Choice = columns.choice(NAME, "setting", required=True)


def opened(path: Path, *record_types: type[Record]) -> Database:
    return open_database(path, today=lambda: TODAY, record_types=record_types or RECORDS.values())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.duckdb"


@pytest.fixture
def old(path: Path) -> Path:
    """The file of a first version with one record."""
    with opened(path, First) as database:
        records.save(database, First, "a", {"day": TODAY, "persons": 3}, by=ANNA)
    return path


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.backup.duckdb"))


def content(path: Path) -> list[object]:
    """Everything that is stored: columns, records, history and migrations."""
    with duckdb.connect(str(path), read_only=True) as connection:
        shape = connection.execute("DESCRIBE visits").fetchall()
        tables = ("visits", "history", "migrations", "drafts")
        return [shape, *(connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables)]


def test_a_file_that_is_missing_is_made_with_its_folders_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "some" / "folder" / "records.duckdb"
    with opened(path) as database, database.cursor() as cursor:
        made = {name for (name,) in cursor.execute("SELECT table_name FROM information_schema.tables").fetchall()}
        people = {"accounts", "credentials", "links", "sessions"}
        kept = {"history", "drafts", "migrations", "vocabularies", "proposals", "settings", "signing_key"}
        periods = {"reporting_periods", "frozen_figures", "checklist_marks"}
        lists = {"imports", "imported_records", "import_headings", "import_words"}
        papers = {"reports", "report_files", "standard_paragraphs"}
        assert made == {*RECORDS} | people | kept | periods | lists | papers
        assert database.revision == BEGUN
    assert path.is_file()


def test_records_are_there_after_closing_and_opening(path: Path) -> None:
    with opened(path) as database:
        saved = records.save(database, HomeVisit, "a", VISIT, by=ANNA)
        revision = database.revision
    with opened(path) as database:
        assert records.read(database, HomeVisit, "a") == saved
        assert database.revision == revision
    assert backups(path) == []


def test_closing_leaves_one_file(path: Path) -> None:
    with opened(path) as database:
        records.save(database, HomeVisit, "a", VISIT, by=ANNA)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_new_column_is_added_after_a_backup_and_old_records_are_kept(old: Path) -> None:
    before = content(old)
    with opened(old, Second) as database:
        assert (records.read(database, Second, "a") or {})["topics"] is None
        values = {"day": TODAY, "persons": 3, "topics": ["work"]}
        assert records.save(database, Second, "a", values, version=1, by=ANNA)["topics"] == ["work"]
    (backup,) = backups(old)
    assert content(backup) == before


def test_a_new_record_type_needs_no_backup(old: Path) -> None:
    with opened(old, First, HomeVisit) as database:
        records.save(database, HomeVisit, "a", VISIT, by=ANNA)
        assert records.read(database, First, "a")
    assert backups(old) == []


@pytest.mark.parametrize(
    ("record_type", "culprit"), [(Retyped, "visits.persons"), (Shorter, "visits.persons"), (Stricter, "visits.setting")]
)
def test_an_incompatible_change_stops_the_start_after_a_backup_and_changes_nothing(
    old: Path, record_type: type[Record], culprit: str
) -> None:
    before = content(old)
    with pytest.raises(IncompatibleDatabase, match=rf"{culprit} is .+ Nothing was changed\.$") as refused:
        opened(old, record_type)
    (backup,) = backups(old)
    told = refused.value.label
    assert backup.name in told.de
    assert backup.name in told.en
    assert re.search(rf"Version: {culprit} ist .+ Es wurde nichts verändert\.$", told.de)
    assert not re.search(r" (is|stored|declared|records) ", told.de)
    assert content(old) == content(backup) == before
    with opened(old, First) as database:
        assert records.read(database, First, "a")


def test_a_database_of_a_newer_program_is_refused_and_not_changed(old: Path) -> None:
    with duckdb.connect(str(old)) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999)")
    before = content(old)
    with pytest.raises(NewerDatabase, match="newer version of the program"):
        opened(old, Second)
    assert content(old) == before
    assert backups(old) == []


def test_a_failed_start_lets_go_of_the_file(old: Path) -> None:
    for _ in range(2):
        with pytest.raises(IncompatibleDatabase):
            opened(old, Shorter)
    duckdb.connect(str(old)).close()


def test_a_change_of_tables_that_fails_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(old)
    with monkeypatch.context() as patch:
        patch.setattr(
            "db.tables._alterations", lambda *_: iter(["ADD COLUMN topics VARCHAR", "ADD COLUMN topics DATE"])
        )
        with pytest.raises(Exception, match="could not be opened"):
            opened(old, Second)
    assert content(old) == before


def test_a_backup_is_a_whole_database_of_its_moment(path: Path) -> None:
    with opened(path) as database:
        records.save(database, HomeVisit, "a", VISIT, by=ANNA)
        with database.cursor() as cursor:
            copy = back_up(cursor, path)
        records.save(database, HomeVisit, "b", VISIT, by=ANNA)
    with opened(copy) as database:
        assert records.read(database, HomeVisit, "a")
        assert records.read(database, HomeVisit, "b") is None
        assert records.save(database, HomeVisit, "c", VISIT, by=ANNA)["number"] == 2


def test_a_path_with_quotes_and_umlauts_can_be_opened_and_backed_up(tmp_path: Path) -> None:
    path = tmp_path / 'Bü\'ro "1".duckdb'
    with opened(path, First) as database:
        records.save(database, First, "a", {"day": TODAY, "persons": 3}, by=ANNA)
    with opened(path, Second) as database:
        assert records.read(database, Second, "a")
    assert len(backups(path)) == 1


def test_what_a_record_is_checked_against_follows_the_clock(path: Path) -> None:
    days = iter([TODAY, TODAY + dt.timedelta(days=1)])
    with open_database(path, today=lambda: next(days)) as database:
        first, second = database.given, database.given
    assert (first.today, first.opened) == (TODAY, OPENED)
    assert first.vocabularies["topic"] == VOCABULARIES["topic"]
    assert second.today == TODAY + dt.timedelta(days=1)


def test_the_day_is_that_of_the_office_and_the_moment_that_of_utc() -> None:
    utc = dt.datetime.now(dt.UTC)
    assert today_in("Pacific/Kiritimati")() - today_in("Etc/GMT+12")() >= dt.timedelta(days=1)
    assert now().tzinfo is None
    assert abs(now() - utc.replace(tzinfo=None)) < dt.timedelta(minutes=1)


def test_numbers_go_on_after_those_in_the_tables_even_if_the_history_is_gone(path: Path) -> None:
    with opened(path) as database, database.cursor() as cursor:
        records.save(database, HomeVisit, "a", VISIT, by=ANNA)
        cursor.execute("DELETE FROM history")
    with opened(path) as database:
        assert database.last_number("home_visits") == 1
        assert records.save(database, HomeVisit, "b", VISIT, by=ANNA)["number"] == 2


def test_a_transaction_that_fails_is_rolled_back_and_moves_nothing_on(database: Database) -> None:
    def fail() -> None:
        with database.writing() as writing:
            writing.cursor.execute("DELETE FROM migrations")
            writing.entry += 5
            writing.take_numbers("home_visits", 3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM migrations").fetchone() == (migrations.newest(),)
    assert database.revision == BEGUN
    assert database.last_number("home_visits") == 0
    assert records.save(database, HomeVisit, "a", VISIT, by=ANNA)["number"] == 1
    assert database.last_number("home_visits") == 1


def test_a_mistake_in_sql_is_not_blamed_on_the_database(database: Database) -> None:
    with pytest.raises(duckdb.CatalogException), database.writing() as writing:
        writing.cursor.execute("SELECT * FROM nowhere")


def test_readers_do_not_see_a_write_before_it_is_committed(database: Database) -> None:
    def visits() -> int:
        with database.cursor() as cursor:
            return len(cursor.execute("SELECT number FROM migrations").fetchall())

    with database.writing() as writing:
        writing.cursor.execute("INSERT INTO migrations VALUES (0)")
        assert visits() == migrations.newest()
    assert visits() == migrations.newest() + 1


def test_one_thread_writes_at_a_time(database: Database) -> None:
    entered, finished = threading.Event(), threading.Event()

    def write() -> None:
        entered.set()
        records.save(database, HomeVisit, "b", VISIT, by=BERT)
        finished.set()

    with database.writing():
        other = threading.Thread(target=write)
        other.start()
        assert entered.wait(5)
        assert not finished.wait(0.2)
    other.join(5)
    assert finished.is_set()
