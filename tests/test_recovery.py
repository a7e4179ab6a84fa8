"""The way back: undo and restore keep retired values, follow merged ones, and pass the same gate as every save."""

import datetime as dt
from typing import Any

import pytest

from db import history, records, vocabularies
from db.database import Database
from db.integrity import verify
from schemas import HomeVisit
from schemas.roles import Actor, Forbidden, Role
from tests.actors import ANNA, BERT, LEA

VISIT: dict[str, Any] = {"day": dt.date(2018, 1, 2), "topics": ["work"], "municipality": "leiferde", "persons": 2}


def save(database: Database, version: int | None = None, **values: Any) -> dict[str, Any]:
    return records.save(database, HomeVisit, "a", VISIT | values, version=version, by=ANNA)


def delete(database: Database, version: int, record_id: str = "a") -> None:
    records.delete(database, HomeVisit, record_id, version=version, by=BERT)


def entries(database: Database) -> list[int]:
    """The entries of the record, oldest first."""
    return [change.entry for change in reversed(history.of_record(database, HomeVisit, "a"))]


def undo(database: Database, entry: int, version: int, by: Actor = ANNA) -> dict[str, Any]:
    return records.reset(database, HomeVisit, "a", entry, version=version, by=by)


def test_a_record_goes_back_to_what_it_was_after_an_entry(database: Database) -> None:
    first = save(database, note="Zuzug")
    save(database, 1, persons=5)
    undone = undo(database, entries(database)[0], 2)
    assert {name: undone[name] for name in (*VISIT, "note")} == {name: first[name] for name in (*VISIT, "note")}
    assert (undone["version"], undone) == (3, records.read(database, HomeVisit, "a"))
    assert verify(database).faults == []


def test_a_value_that_is_retired_by_now_comes_back_with_its_record(database: Database) -> None:
    save(database, topics=["school", "work"])
    save(database, 1, topics=["work"])
    vocabularies.retire(database, "topic", "school", by=LEA)
    assert undo(database, entries(database)[0], 2)["topics"] == ["school", "work"]
    delete(database, 3)
    assert records.restore(database, HomeVisit, "a", by=LEA)["topics"] == ["school", "work"]
    with pytest.raises(records.Rejected):
        records.save(database, HomeVisit, "b", VISIT | {"topics": ["school"]}, by=ANNA)


def test_a_value_that_was_merged_comes_back_as_what_it_was_merged_into(database: Database) -> None:
    save(database, topics=["school", "work"], municipality="hillerse")
    save(database, 1, topics=["housing"])
    vocabularies.merge(database, "topic", "school", into="everyday", by=LEA)
    vocabularies.merge(database, "topic", "everyday", into="work", by=LEA)
    vocabularies.retire(database, "topic", "work", by=LEA)
    assert undo(database, entries(database)[0], 2)["topics"] == ["work"]
    assert verify(database).faults == []


def test_a_deleted_record_follows_a_merge_when_it_is_brought_back(database: Database) -> None:
    save(database)
    delete(database, 1)
    vocabularies.merge(database, "municipality", "leiferde", into="hillerse", by=LEA)
    assert records.restore(database, HomeVisit, "a", by=LEA)["municipality"] == "hillerse"
    assert verify(database).faults == []


def test_a_merged_value_that_is_reinstated_stands_for_itself_again(database: Database) -> None:
    save(database)
    save(database, 1, municipality="mueden")
    vocabularies.merge(database, "municipality", "leiferde", into="hillerse", by=LEA)
    vocabularies.reinstate(database, "municipality", "leiferde", by=LEA)
    assert undo(database, entries(database)[0], 2)["municipality"] == "leiferde"


def test_an_undo_follows_the_rights_and_the_version_of_the_undoer(database: Database) -> None:
    save(database)
    records.save(database, HomeVisit, "a", VISIT | {"persons": 5}, version=1, by=BERT)
    first, second = entries(database)
    with pytest.raises(Forbidden):
        undo(database, first, 2, Actor("Ole", "Ole", Role.STAFF))
    with pytest.raises(Forbidden):
        undo(database, first, 2, Actor("Anna", "Anna", Role.READER))
    with pytest.raises(records.Conflict) as conflict:
        undo(database, first, 1)
    assert conflict.value.current == records.read(database, HomeVisit, "a")
    assert undo(database, second, 2)["version"] == 2  # it is so already


def test_only_entries_of_the_record_itself_can_be_gone_back_to(database: Database) -> None:
    save(database)
    records.save(database, HomeVisit, "b", VISIT | {"persons": 7}, by=ANNA)
    other = history.of_record(database, HomeVisit, "b")[0].entry
    with pytest.raises(records.Conflict):
        undo(database, other, 1)
    delete(database, 1)
    with pytest.raises(records.Conflict):
        undo(database, entries(database)[-1], 1)
    with pytest.raises(records.Conflict) as conflict:
        undo(database, entries(database)[0], 1)
    assert conflict.value.current is None
