"""Nobody changes the records of a closed period, by any path of the gate, from the commit of the closing on."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from db import (
    decisions,
    erasure,
    frozen_figures,
    history,
    moves,
    proposals,
    records,
    reporting_periods,
    undo,
    vocabularies,
)
from db.checklist import POINTS
from db.database import Database
from db.integrity import verify
from db.records import PeriodClosed
from db.replacements import Replaced
from schemas import HomeVisit, Project
from schemas.home_visit import WORKFLOW
from schemas.record import about
from tests.actors import ANNA, BERT, LEA
from tests.conftest import TODAY
from tests.reported import IN_SPRING, IN_WINTER, WINTER, closed, made, period, reopened, reviewed

VISIT: dict[str, Any] = {"topics": ["work"], "municipality": "leiferde", "persons": 2}
WITHIN, OUTSIDE = VISIT | {"day": IN_WINTER}, VISIT | {"day": IN_SPRING}


@pytest.fixture
def kept(database: Database) -> Database:
    """Visits a to d and gone in the winter, which is closed; gone was deleted before, d is proposed to be changed or
    deleted; p is planned, e was changed; visit c in the spring."""
    for each in ("a", "b", "gone"):
        records.save(database, HomeVisit, each, WITHIN, by=ANNA)
    records.save(database, HomeVisit, "d", WITHIN, by=BERT)
    proposals.propose(database, HomeVisit, "d", OUTSIDE, version=1, proposal_id="before", by=ANNA)
    proposals.propose_deletion(database, HomeVisit, "d", version=1, proposal_id="to delete", by=ANNA)
    records.save(database, HomeVisit, "c", OUTSIDE, by=ANNA)
    records.save(database, HomeVisit, "e", WITHIN, by=ANNA)
    records.save(database, HomeVisit, "e", WITHIN | {"persons": 1}, version=1, by=ANNA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_today", lambda: IN_WINTER - dt.timedelta(days=1))
        records.save(database, HomeVisit, "p", WITHIN | {"persons": None}, by=ANNA)
    records.delete(database, HomeVisit, "gone", version=1, by=ANNA)
    closed(database)
    return database


def propose(database: Database, *, accepted: bool) -> object:
    """Staff propose to move visit d out of the winter; the lead accepts what was proposed before the closing."""
    if accepted:
        return decisions.accept(database, "before", seen=1, by=LEA)
    return proposals.propose(database, HomeVisit, "d", OUTSIDE, version=1, proposal_id="new", by=ANNA)


def changed_from(database: Database) -> int:
    """The entry that made visit e."""
    return history.of_record(database, HomeVisit, "e")[-1].entry


WRITES: dict[str, Callable[[Database], object]] = {
    "a new record": lambda database: records.save(database, HomeVisit, "n", WITHIN, by=LEA),
    "a changed value": lambda database: records.save(
        database, HomeVisit, "a", WITHIN | {"persons": 3}, version=1, by=LEA
    ),
    "a day moved out": lambda database: records.save(database, HomeVisit, "a", OUTSIDE, version=1, by=LEA),
    "a day moved in": lambda database: records.save(database, HomeVisit, "c", WITHIN, version=1, by=LEA),
    "new records, one of them within": lambda database: records.add_many(
        database, HomeVisit, [("n", OUTSIDE), ("m", WITHIN)], by=LEA
    ),
    "many new records": lambda database: records.add_many(
        database, HomeVisit, [(f"n{each}", WITHIN if each == 6_000 else OUTSIDE) for each in range(6_001)], by=LEA
    ),
    "a transition": lambda database: moves.move(database, HomeVisit, "p", "miss", {}, version=1, by=LEA),
    "an earlier state": lambda database: undo.reset(
        database, HomeVisit, "e", changed_from(database), version=2, by=LEA
    ),
    "a deletion": lambda database: records.delete(database, HomeVisit, "a", version=1, by=LEA),
    "a deleted record brought back": lambda database: undo.restore(database, HomeVisit, "gone", by=LEA),
    "a proposal": lambda database: propose(database, accepted=False),
    "a proposal to delete": lambda database: proposals.propose_deletion(
        database, HomeVisit, "d", version=1, proposal_id="new", by=ANNA
    ),
    "an accepted proposal": lambda database: propose(database, accepted=True),
    "an accepted proposal to delete": lambda database: decisions.accept(database, "to delete", seen=1, by=LEA),
}


def everything(database: Database) -> list[Any]:
    with database.cursor() as cursor:
        tables = ("home_visits", "history", "proposals", "vocabularies", "drafts", "reporting_periods")
        return [cursor.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables]


@pytest.mark.parametrize("write", WRITES)
def test_a_write_is_refused_as_a_whole_even_to_the_lead(kept: Database, write: str) -> None:
    before = everything(kept)
    with pytest.raises(PeriodClosed) as refused:
        WRITES[write](kept)
    assert refused.value.period == period(kept)
    assert everything(kept) == before


@pytest.mark.parametrize("write", WRITES)
def test_after_reopening_the_same_write_is_done(kept: Database, write: str) -> None:
    reopened(kept)
    revision = kept.revision
    WRITES[write](kept)
    assert kept.revision > revision


def test_the_sentence_names_the_period_and_says_what_to_do(kept: Database) -> None:
    with pytest.raises(PeriodClosed) as refused:
        WRITES["a new record"](kept)
    label = refused.value.label
    assert "„Winter“ (01.01.2018 bis 31.03.2018) ist abgeschlossen" in label.de
    assert "öffnet die Leitung" in label.de
    assert "01/01/2018 to 31/03/2018" in label.en


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (WINTER[0] - dt.timedelta(days=1), False),
        (WINTER[0], True),
        (WINTER[1], True),
        (WINTER[1] + dt.timedelta(days=1), False),
    ],
)
def test_both_ends_belong_to_the_period(kept: Database, day: dt.date, refused: bool) -> None:
    values = VISIT | {"day": day}
    assert [problem.rule for problem in records.problems(kept, HomeVisit, values)] == ["in_open_period"] * refused
    if refused:
        with pytest.raises(PeriodClosed):
            records.save(kept, HomeVisit, "n", values, by=ANNA)
    else:
        records.save(kept, HomeVisit, "n", values, by=ANNA)


@pytest.mark.parametrize("state", [made, lambda database: (made(database), reviewed(database))])
def test_a_period_that_is_not_closed_refuses_nothing(database: Database, state: Callable[[Database], Any]) -> None:
    state(database)
    records.save(database, HomeVisit, "a", WITHIN, by=ANNA)
    assert records.problems(database, HomeVisit, WITHIN) == []


def test_a_record_falls_into_a_period_by_the_day_that_dates_its_type(kept: Database) -> None:
    within = {"project": "drum_group", "started": IN_WINTER}
    with pytest.raises(PeriodClosed):
        records.save(kept, Project, "p", within, by=ANNA)
    (problem,) = records.problems(kept, Project, within)
    assert problem.field == "started"
    records.save(kept, Project, "q", {"project": "drum_group", "started": IN_SPRING, "ended": TODAY}, by=ANNA)


def test_of_the_transitions_only_those_that_change_no_figure_are_offered_and_done(kept: Database) -> None:
    planned = records.read(kept, HomeVisit, "p") or {}
    assert moves.possible(kept, HomeVisit, planned, by=LEA) == []
    for_closed = [replace(each, in_closed_periods=True) for each in WORKFLOW.transitions if each.name == "miss"]
    with pytest.MonkeyPatch.context() as patch:
        workflow = replace(WORKFLOW, transitions=tuple(for_closed))
        patch.setattr(HomeVisit, "_about", replace(about(HomeVisit), workflow=workflow))
        assert moves.possible(kept, HomeVisit, planned, by=LEA) == for_closed
        WRITES["a transition"](kept)
    assert (records.read(kept, HomeVisit, "p") or {})["state"] == "not_met"


def test_what_is_wrong_besides_is_told_together_with_the_closed_period(kept: Database) -> None:
    with pytest.raises(records.Rejected) as rejected:
        records.save(kept, HomeVisit, "n", WITHIN | {"persons": 1000}, by=ANNA)
    assert {(each.field, each.rule) for each in rejected.value.problems} == {
        ("persons", "span"),
        ("day", "in_open_period"),
    }


@pytest.mark.parametrize("day", [None, "gestern", dt.datetime(2018, 2, 14)])
def test_what_is_no_day_lies_in_no_period(kept: Database, day: object) -> None:
    assert "in_open_period" not in {each.rule for each in records.problems(kept, HomeVisit, VISIT | {"day": day})}


def test_an_answer_that_was_lost_is_no_late_record(kept: Database) -> None:
    again = records.save(kept, HomeVisit, "a", WITHIN, by=ANNA)
    assert again["version"] == 1
    records.delete(kept, HomeVisit, "gone", version=1, by=ANNA)


def test_what_the_law_wants_erased_is_erased_in_a_closed_period_too(kept: Database) -> None:
    erasure.erase_content(kept, HomeVisit, "gone", by=LEA)
    assert verify(kept).faults == []


def test_a_merge_leaves_the_records_of_closed_periods_as_they_are(kept: Database) -> None:
    frozen = {name: records.read(kept, HomeVisit, name) for name in "abdep"}
    assert vocabularies.merge(kept, "topic", "work", into="school", by=LEA) == Replaced(1, 5)
    assert {name: records.read(kept, HomeVisit, name) for name in "abdep"} == frozen
    assert (records.read(kept, HomeVisit, "c") or {})["topics"] == ["school"]
    (old,) = [value for value in kept.given.vocabularies["topic"] if value.code == "work"]
    assert (old.retired, old.merged_into) == (True, "school")
    assert vocabularies.merge(kept, "municipality", "leiferde", into="hillerse", by=LEA) == Replaced(1, 5)
    assert verify(kept).faults == []


def test_other_records_are_not_held_up(kept: Database) -> None:
    records.save(kept, HomeVisit, "c", OUTSIDE | {"persons": 5}, version=1, by=ANNA)
    vocabularies.rename(kept, "topic", "work", de="Arbeit", en="Work", by=LEA)


def test_closed_periods_are_known_again_after_the_database_was_given_up(kept: Database) -> None:
    kept._given_up = True
    with pytest.raises(PeriodClosed):
        WRITES["a new record"](kept)


def test_a_save_that_comes_while_somebody_closes_is_refused_once_it_is_closed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(database)
    found = reviewed(database)
    counting, knocking = threading.Event(), threading.Event()
    freeze = frozen_figures.freeze

    def slow(*arguments: Any) -> str:
        counting.set()
        assert knocking.wait(10)
        return freeze(*arguments)

    monkeypatch.setattr(frozen_figures, "freeze", slow)

    def late() -> None:
        assert counting.wait(10)
        assert records.problems(database, HomeVisit, WITHIN) == [], "nothing tells of it before the commit"
        threading.Timer(0.05, knocking.set).start()
        records.save(database, HomeVisit, "late", WITHIN, by=ANNA)

    with ThreadPoolExecutor(2) as threads:
        closing = threads.submit(reporting_periods.close, database, found.id, version=found.version, by=LEA)
        saving = threads.submit(late)
        closing.result()
        assert isinstance(saving.exception(), PeriodClosed)
    assert records.read(database, HomeVisit, "late") is None


def test_many_saves_and_a_closing_leave_no_record_that_the_frozen_figures_do_not_count(database: Database) -> None:
    made(database)
    found = reviewed(database)
    begun, until_some_are_stored = threading.Barrier(5), threading.Event()

    def enter(writer: int) -> int:
        begun.wait()
        for place in range(5_000):
            try:
                records.save(database, HomeVisit, f"{writer}-{place}", WITHIN, by=ANNA)
                until_some_are_stored.set()
            except PeriodClosed:
                return place
        raise AssertionError("the period was not closed")

    def close(_: object) -> None:
        begun.wait()
        until_some_are_stored.wait()
        reporting_periods.close(database, found.id, version=found.version, despite=POINTS, by=BERT)

    with ThreadPoolExecutor(5) as threads:
        closing = threads.submit(close, None)
        stored = sum(threads.map(enter, range(4)))
        closing.result()
    (closing_,) = frozen_figures.closings(database, found.id)
    counted = frozen_figures.read(database, closing_).figures["home_visits"].frame["home_visits"].iloc[0]
    with database.cursor() as cursor:
        (kept,) = cursor.execute("SELECT count(*) FROM home_visits").fetchone() or (0,)
    assert counted == kept == stored
    assert verify(database).faults == []
