"""Records from before their type had a workflow get the state that follows from their values, once and with history."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from db import history, records, states
from db.database import Database, open_database
from db.integrity import verify
from schemas import columns
from schemas.labels import Label
from schemas.record import Record
from schemas.roles import OPERATOR
from schemas.workflow import State, Tone, Workflow
from tests.actors import ANNA, LEA
from tests.conftest import TODAY

TOMORROW = TODAY + dt.timedelta(days=1)
MANY = 11_000


class Errand(Record, table="errands", singular=Label("Gang", "Errand"), plural=Label("Gänge", "Errands")):
    """Somewhere to go, as long as there was no workflow."""

    day: columns.Day = columns.day(Label("Datum", "Day"), past=False, required=True)


def _done_once_come(values: Mapping[str, Any], today: dt.date, _: str | None) -> str:
    return "done" if values["day"] <= today else "ahead"


class ErrandWithStates(
    Record,
    table="errands",
    singular=Label("Gang", "Errand"),
    plural=Label("Gänge", "Errands"),
    workflow=Workflow(
        states=(
            State("ahead", Label("steht an", "ahead"), Tone.OPEN),
            State("done", Label("erledigt", "done"), Tone.GOOD),
        ),
        transitions=(),
        derived=("ahead", "done"),
        rule=_done_once_come,
    ),
):
    """The same, since then."""

    day: columns.Day = columns.day(Label("Datum", "Day"), past=False, required=True)


def opened(folder: Path, record_type: type[Record]) -> Database:
    return open_database(folder / "office.duckdb", today=lambda: TODAY, record_types=[record_type])


def copies(folder: Path) -> int:
    return len(list(folder.glob("*.backup.duckdb")))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An office with errands of before: one ahead, one that has come and was changed, one that was deleted."""
    with opened(tmp_path, Errand) as database:
        records.save(database, Errand, "ahead", {"day": TOMORROW}, by=ANNA)
        records.save(database, Errand, "come", {"day": TOMORROW}, by=ANNA)
        records.save(database, Errand, "come", {"day": TODAY}, version=1, by=ANNA)
        records.save(database, Errand, "gone", {"day": TODAY}, by=ANNA)
        records.delete(database, Errand, "gone", version=1, by=ANNA)
    return tmp_path


def test_old_records_get_the_state_that_follows_and_nothing_else(old: Path) -> None:
    with opened(old, Errand) as database:
        ahead, come = (records.read(database, Errand, name) or {} for name in ("ahead", "come"))
    with opened(old, ErrandWithStates) as database:
        assert records.read(database, ErrandWithStates, "ahead") == ahead | {"state": "ahead"}
        assert records.read(database, ErrandWithStates, "come") == come | {"state": "done"}


def test_the_history_tells_of_it_and_replays(old: Path) -> None:
    with opened(old, ErrandWithStates) as database:
        told = history.of_record(database, ErrandWithStates, "come")
        assert [(each.action, each.actor, each.version) for each in told] == [
            ("state", OPERATOR.id, 2),
            ("update", "Anna", 2),
            ("create", "Anna", 1),
        ]
        assert told[0].changed(ErrandWithStates) == {"state": (None, "done")}
        assert verify(database).faults == []


def test_it_is_done_once_after_a_copy_was_written(old: Path) -> None:
    for _ in range(2):
        with opened(old, ErrandWithStates) as database:
            actions = [change.action for change in history.of_record(database, ErrandWithStates, "ahead")]
            assert actions == ["state", "create"]
        assert copies(old) == 1


def test_no_record_can_be_without_a_state_from_then_on(old: Path) -> None:
    with opened(old, ErrandWithStates) as database, database.cursor() as cursor:
        (nullable,) = cursor.execute(
            "SELECT is_nullable FROM duckdb_columns() WHERE table_name = 'errands' AND column_name = 'state'"
        ).fetchone() or (None,)
        assert nullable is False


def test_a_start_that_fails_half_way_is_made_good_by_the_next(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(history, "add", lambda *_: (_ for _ in ()).throw(ZeroDivisionError))
        with pytest.raises(ZeroDivisionError):
            opened(old, ErrandWithStates)
    with opened(old, ErrandWithStates) as database:
        assert (records.read(database, ErrandWithStates, "come") or {})["state"] == "done"
        assert verify(database).faults == []


def test_an_edit_begun_before_goes_on_after(old: Path) -> None:
    with opened(old, ErrandWithStates) as database:
        saved = records.save(database, ErrandWithStates, "come", {"day": TOMORROW}, version=2, by=ANNA)
        assert (saved["version"], saved["state"]) == (3, "ahead")


def test_what_was_deleted_before_comes_back_with_the_state_that_follows(old: Path) -> None:
    with opened(old, ErrandWithStates) as database:
        assert records.restore(database, ErrandWithStates, "gone", by=LEA)["state"] == "done"
        assert verify(database).faults == []


def test_a_record_goes_back_to_how_it_was_before_there_were_states(old: Path) -> None:
    with opened(old, ErrandWithStates) as database:
        first = history.of_record(database, ErrandWithStates, "come")[-1]
        back = records.reset(database, ErrandWithStates, "come", first.entry, version=2, by=ANNA)
        assert (back["day"], back["state"]) == (TOMORROW, "ahead")


def test_many_records_get_theirs_some_at_a_time(tmp_path: Path) -> None:
    with opened(tmp_path, Errand) as database:
        rows = [(str(each), {"day": TODAY if each % 3 else TOMORROW}) for each in range(MANY)]
        records.add_many(database, Errand, rows, by=ANNA)
    with opened(tmp_path, ErrandWithStates) as database, database.cursor() as cursor:
        wrong = cursor.execute(
            "SELECT count(*) FROM errands WHERE state <> CASE WHEN day <= ? THEN 'done' ELSE 'ahead' END", [TODAY]
        ).fetchone()
        told = cursor.execute("SELECT count(*) FROM history WHERE action = ?", [states.ACTION]).fetchone()
    assert (wrong, told) == ((0,), (MANY,))
