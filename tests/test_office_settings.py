"""The office's settings are kept in the database: filled at the first start, changed by the lead, never lost."""

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from db import figures, office_settings, records, seals, value_lists, vocabularies
from db.database import Database, open_database
from db.integrity import verify
from db.office_settings import SettingsConflict, SettingsRefused
from db.records import Rejected
from db.selection import Selection
from schemas import Consultation, HomeVisit, Project
from schemas.labels import LANGUAGES
from schemas.office_settings import OfficeSettings
from schemas.roles import Actor, Forbidden
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import BEGUN, TODAY
from tests.small_office import consultation, enter

FIRST = OfficeSettings(office_name="Büro Müden", opened=dt.date(2016, 2, 1), language="en")
CHANGED = replace(FIRST, office_name="Haus der Begegnung", threshold=7, zeros_shown=False, flavour="machine")
VISIT: dict[str, Any] = {"topics": ["work"], "municipality": "leiferde", "persons": 2}


def values(settings: OfficeSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in asdict(OfficeSettings())}


def change(database: Database, by: Actor = LEA, version: int | None = None, **changed: Any) -> None:
    stored = database.settings
    wanted = OfficeSettings(**(values(stored) | changed))
    office_settings.change(database, wanted, version=version or stored.version, by=by)


def refused(database: Database, **changed: Any) -> dict[str, str]:
    """What is said in German of settings that can't be used."""
    before = database.revision
    with pytest.raises(SettingsRefused) as caught:
        change(database, **changed)
    assert database.revision == before
    return {name: label.de for name, label in caught.value.problems.items()}


def test_an_office_begins_with_what_it_was_configured_with_and_the_history_tells_so(tmp_path: Path) -> None:
    with open_database(tmp_path / "new.duckdb", first=FIRST) as database:
        assert values(database.settings) == asdict(FIRST)
        assert (database.settings.version, database.settings.changed_by) == (1, "buero")
        assert database.given.opened == FIRST.opened
        assert database.revision == BEGUN
        assert verify(database).faults == []


def test_later_on_what_is_stored_counts_and_not_what_is_configured(tmp_path: Path) -> None:
    with open_database(tmp_path / "new.duckdb", first=FIRST) as database:
        office_settings.change(database, CHANGED, version=1, by=LEA)
    with open_database(tmp_path / "new.duckdb", first=replace(FIRST, office_name="Other")) as database:
        assert values(database.settings) == asdict(CHANGED)
        assert database.revision == BEGUN + 1


def test_a_change_counts_at_once_and_is_in_the_history(database: Database) -> None:
    office_settings.change(database, CHANGED, version=1, by=LEA)
    assert values(database.settings) == asdict(CHANGED)
    with database.cursor() as cursor:
        told = cursor.execute(
            "SELECT actor, action, version, before, after FROM history WHERE record_type = 'settings' ORDER BY entry"
        ).fetchall()
    assert [entry[:3] for entry in told] == [("buero", "create", 1), ("Lea", "update", 2)]
    assert '"office_name": "Integrationsbüro"' in told[1][3]
    assert '"office_name": "Haus der Begegnung"' in told[1][4]
    assert verify(database).faults == []


def test_the_same_settings_once_more_write_nothing(database: Database) -> None:
    office_settings.change(database, CHANGED, version=1, by=LEA)
    office_settings.change(database, CHANGED, version=1, by=LEA)
    assert (database.settings.version, database.revision) == (2, BEGUN + 1)


def test_the_first_day_holds_for_records_and_figures_from_its_change_on(database: Database) -> None:
    day = dt.date(2017, 6, 1)
    with pytest.raises(Rejected):
        records.save(database, HomeVisit, "a", VISIT | {"day": day}, by=ANNA)
    enter(database, "consultations", consultation("2018-01-15", "work"))
    whole = Selection(dt.date(2017, 1, 1), TODAY)
    before = figures.compute(database, "consultations_by_month", whole)
    change(database, opened=day)
    records.save(database, HomeVisit, "a", VISIT | {"day": day}, by=ANNA)
    after = figures.compute(database, "consultations_by_month", whole)
    assert len(after) == len(before) + 1


def test_a_first_day_after_records_is_refused_with_their_number_and_the_earliest(database: Database) -> None:
    enter(database, "consultations", consultation("2018-01-15", "work"), consultation("2017-12-03", "work"))
    records.save(database, HomeVisit, "a", VISIT | {"day": dt.date(2018, 2, 1)}, by=ANNA)
    records.save(database, Project, "p", {"project": "drum_group", "started": dt.date(2012, 1, 1)}, by=ANNA)
    said = refused(database, opened=dt.date(2018, 1, 16), office_name="Neu")
    assert said == {"opened": "Davor liegen schon Einträge: 2, der früheste vom 03.12.2017."}
    change(database, opened=dt.date(2017, 12, 3))
    assert records.problems(database, Consultation, {"day": dt.date(2017, 12, 2)})


def test_what_was_entered_before_a_first_day_keeps_nobody_from_changing_the_rest(tmp_path: Path) -> None:
    with open_database(tmp_path / "new.duckdb", first=OfficeSettings(opened=dt.date(2000, 1, 1))) as database:
        enter(database, "consultations", consultation("2005-01-15", "work"))
        with database.writing() as writing:
            writing.cursor.execute("UPDATE settings SET opened = DATE '2017-07-01'")
    with open_database(tmp_path / "new.duckdb") as database:
        change(database, threshold=6)
        assert database.settings.threshold == 6


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("office_name", ["", "  ", "x" * 101, "a\x00b"]),
        ("opened", [dt.date(18, 1, 1), dt.date(1949, 12, 31), TODAY + dt.timedelta(days=367)]),
        ("language", ["fr", ""]),
        ("flavour", ["xlsx", ""]),
        ("threshold", [2, 0, -5, 101]),
    ],
)
def test_a_setting_that_can_not_be_used_is_refused_by_its_name(
    database: Database, name: str, wrong: list[object]
) -> None:
    for value in wrong:
        assert list(refused(database, **{name: value})) == [name]


def test_the_name_is_kept_tidy(database: Database) -> None:
    change(database, office_name="  Büro\n Mu\u0308den ")
    assert database.settings.office_name == "Büro Müden"


def test_of_two_leads_at_once_the_second_is_told_what_is_stored(database: Database) -> None:
    change(database, threshold=7, by=LEA)
    with pytest.raises(SettingsConflict) as caught:
        change(database, threshold=9, version=1, by=BERT)
    assert (caught.value.current.threshold, caught.value.current.changed_by) == (7, "Lea")
    assert database.settings.threshold == 7
    change(database, threshold=9, version=2, by=BERT)
    assert (database.settings.threshold, database.settings.version) == (9, 3)


@pytest.mark.parametrize("actor", [ANNA, RITA])
def test_nobody_but_the_lead_changes_settings(database: Database, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        change(database, threshold=9, by=actor)
    assert database.revision == BEGUN


def test_every_setting_is_stored_and_has_a_default() -> None:
    assert set(office_settings.COLUMNS) > set(values(OfficeSettings()))
    assert OfficeSettings().language in LANGUAGES


def test_a_change_that_is_not_committed_counts_nowhere(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("db.history.add", fail)
    with pytest.raises(ZeroDivisionError):
        change(database, threshold=9)
    assert database.settings.threshold == 5


def as_before_settings(path: Path) -> None:
    """Make a database what it was before settings were kept and value lists had their beginning in the history."""
    with duckdb.connect(path) as cursor:
        cursor.execute("DELETE FROM settings")
        cursor.execute("DELETE FROM history WHERE entry <= ?", [BEGUN])
        last = seals.BEFORE_THE_FIRST
        kept = cursor.execute("SELECT * FROM history ORDER BY entry").fetchall()
        names = [column[0] for column in cursor.description]
        cursor.execute("DELETE FROM history")
        for entry, row in enumerate(kept, start=1):
            sealed: dict[str, Any] = {**dict(zip(names, row, strict=True)), "entry": entry}
            last = seals.seal(last, sealed)
            cursor.execute(f"INSERT INTO history VALUES ({', '.join('?' * len(sealed))})", list(sealed.values()))


def test_lists_and_settings_of_an_older_database_are_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with open_database(path, today=lambda: TODAY) as database:
        enter(database, "consultations", consultation("2018-01-15", "work"))
        vocabularies.rename(database, "project", "drum_group", de="Trommeln", en="Drums", by=LEA)
        added = vocabularies.add(database, "project", de="Nähstube", en="Sewing room", by=LEA)
    as_before_settings(path)
    with duckdb.connect(path) as cursor:
        value_lists.carry_over(cursor)  # as the migration does that makes the table of settings
    for _ in range(2):
        with open_database(path, first=FIRST, today=lambda: TODAY) as database, database.cursor() as cursor:
            assert verify(database).faults == []
            assert values(database.settings) == asdict(FIRST)
            assert database.given.vocabularies["project"][0].label.de == "Trommeln"
            carried = cursor.execute("SELECT record_id, before IS NULL FROM history WHERE action = 'carry'").fetchall()
            assert len(carried) == len(set(carried)) == BEGUN - 1
            assert [key for key, new in carried if not new] == ["project/drum_group"]
            assert added.id not in dict(carried)
            vocabularies.rename(database, "project", "drum_group", de="Trommel", en="Drum", by=LEA)
            vocabularies.rename(database, "project", "drum_group", de="Trommeln", en="Drums", by=LEA)
            assert verify(database).faults == []
            cursor.execute("UPDATE vocabularies SET retired = true WHERE id = 'topic/work'")
            assert len(verify(database).faults) == 1
            cursor.execute("UPDATE vocabularies SET retired = false WHERE id = 'topic/work'")
