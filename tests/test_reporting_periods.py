"""The lead makes, reviews, closes and reopens periods; every step is in the history, and no step is skipped."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from db import kept_periods, reporting_periods
from db.database import Database, open_database
from db.integrity import verify
from db.period_refusals import (
    DaysUnusable,
    NameTaken,
    NameUnusable,
    NoSuchPeriod,
    NotOver,
    PeriodChanged,
    PeriodsOverlap,
    ReasonMissing,
    WasClosed,
    WrongState,
)
from schemas.reporting_period import STATES, TRANSITIONS, PeriodState, ReportingPeriod
from schemas.roles import OPERATOR, Forbidden
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import OPENED, TODAY
from tests.reported import WINTER, closed, made, period, reopened, reviewed

APRIL, MAY = dt.date(2018, 4, 1), dt.date(2018, 5, 31)


def told(database: Database) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(
            "SELECT actor, action, version, before, after FROM history WHERE record_type = 'reporting_periods'"
            " ORDER BY entry"
        ).fetchall()


def test_an_office_starts_without_periods(database: Database) -> None:
    assert database.periods == ()
    assert reporting_periods.find(database, "Winter") is None


def test_periods_are_known_at_once_in_the_order_of_their_days_and_after_a_restart(database: Database) -> None:
    made(database, "Frühjahr", (APRIL, MAY))
    made(database, "  Winter\n 2018 ")
    assert [each.name for each in database.periods] == ["Winter 2018", "Frühjahr"]
    periods, path = database.periods, database.path
    database.close()
    with open_database(path) as again:
        assert again.periods == periods


def test_a_period_is_found_by_its_name_or_number(database: Database) -> None:
    first = made(database)
    second = made(database, "1", (APRIL, MAY))
    assert reporting_periods.find(database, " winter ") == first
    assert reporting_periods.find(database, "2") == second
    assert reporting_periods.find(database, "1") == second, "a name goes before a number"


@pytest.mark.parametrize("name", ["", " \n ", "x" * 101, "a\x00b"])
def test_a_period_has_a_name_that_can_be_read(database: Database, name: str) -> None:
    with pytest.raises(NameUnusable):
        reporting_periods.add(database, name=name, first_day=APRIL, last_day=MAY, by=LEA)


@pytest.mark.parametrize("days", [(None, MAY), (APRIL, None), (MAY, APRIL)])
def test_a_period_has_days_in_their_order(database: Database, days: tuple[dt.date | None, dt.date | None]) -> None:
    with pytest.raises(DaysUnusable):
        reporting_periods.add(database, name="Frühjahr", first_day=days[0], last_day=days[1], by=LEA)


def test_a_period_can_be_one_day(database: Database) -> None:
    assert made(database, "Ein Tag", (APRIL, APRIL)).covers(APRIL)


@pytest.mark.parametrize(
    "days", [WINTER, (WINTER[1], MAY), (OPENED, WINTER[0]), (OPENED, MAY), (dt.date(2018, 2, 1), dt.date(2018, 2, 1))]
)
def test_no_two_periods_share_a_day_or_a_name(database: Database, days: tuple[dt.date, dt.date]) -> None:
    made(database)
    with pytest.raises(PeriodsOverlap, match="Winter"):
        reporting_periods.add(database, name="Anderer", first_day=days[0], last_day=days[1], by=LEA)
    with pytest.raises(NameTaken):
        reporting_periods.add(database, name="WINTER", first_day=APRIL, last_day=MAY, by=LEA)
    assert len(database.periods) == 1


def test_an_open_period_gets_another_name_and_other_days(database: Database) -> None:
    first = made(database)
    other: dict[str, Any] = {"name": "Erstes Quartal", "first_day": WINTER[0], "last_day": APRIL}
    reporting_periods.change(database, first.id, version=1, **other, by=BERT)
    changed = period(database, "Erstes Quartal")
    assert (changed.last_day, changed.version, changed.changed_by) == (APRIL, 2, "Bert")
    reporting_periods.change(database, first.id, version=2, **other, by=BERT)
    assert period(database, "Erstes Quartal").version == 2, "the same once more is no change"
    made(database, "Mai", (dt.date(2018, 5, 1), MAY))
    with pytest.raises(PeriodsOverlap, match="Mai"):
        reporting_periods.change(database, first.id, version=2, **{**other, "last_day": MAY}, by=LEA)


def test_the_way_of_a_period_is_in_the_history_and_the_check_replays_it(database: Database) -> None:
    closed(database)
    reopened(database, reason="Nachtrag  der Polizei")
    reviewed(database, by=BERT)
    found = period(database)
    reporting_periods.resume(database, found.id, version=found.version, by=LEA)
    gone = made(database, "Mai", (dt.date(2018, 5, 1), MAY))
    reporting_periods.remove(database, gone.id, version=1, by=LEA)
    entries = told(database)
    assert [(actor, action, version) for actor, action, version, _, _ in entries] == [
        ("Lea", "create", 1),
        ("Lea", "review", 2),
        ("Lea", "close", 3),
        ("Lea", "reopen", 4),
        ("Bert", "review", 5),
        ("Lea", "resume", 6),
        ("Lea", "create", 1),
        ("Lea", "delete", 1),
    ]
    states = [json.loads(after)["state"] for *_, after in entries[:6]]
    assert states == ["open", "in_review", "closed", "open", "in_review", "open"]
    assert json.loads(entries[3][4])["reason"] == "Nachtrag der Polizei"
    assert verify(database).faults == []


def test_the_check_finds_a_period_that_was_closed_behind_the_gate(database: Database) -> None:
    made(database)
    with database.cursor() as cursor:
        cursor.execute("UPDATE reporting_periods SET state = 'closed'")
    assert [fault.label.en for fault in verify(database).faults] == [
        "Reporting period no. 1 is not stored as the history says: state."
    ]


def test_the_states_and_steps_are_whole() -> None:
    assert set(STATES) == set(PeriodState)
    assert {step.source for step in TRANSITIONS.values()} == set(PeriodState)
    assert {step.target for step in TRANSITIONS.values()} == set(PeriodState)


Step = Callable[[Database, ReportingPeriod], None]
STEPS: dict[str, Step] = {
    "review": lambda database, each: reporting_periods.review(database, each.id, version=each.version, by=LEA),
    "resume": lambda database, each: reporting_periods.resume(database, each.id, version=each.version, by=LEA),
    "close": lambda database, each: reporting_periods.close(database, each.id, version=each.version, by=LEA),
    "reopen": lambda database, each: reporting_periods.reopen(
        database, each.id, version=each.version, reason="Nachtrag", by=LEA
    ),
    "change": lambda database, each: reporting_periods.change(
        database, each.id, version=each.version, name="Neu", first_day=APRIL, last_day=MAY, by=LEA
    ),
    "remove": lambda database, each: reporting_periods.remove(database, each.id, version=each.version, by=LEA),
}
ALLOWED = {
    PeriodState.OPEN: {"review", "change", "remove"},
    PeriodState.IN_REVIEW: {"resume", "close"},
    PeriodState.CLOSED: {"reopen"},
}


@pytest.mark.parametrize("state", PeriodState)
@pytest.mark.parametrize("step", STEPS)
def test_a_state_allows_its_steps_and_no_others(database: Database, state: PeriodState, step: str) -> None:
    made(database)
    if state is not PeriodState.OPEN:
        {PeriodState.IN_REVIEW: reviewed, PeriodState.CLOSED: closed}[state](database)
    before = period(database)
    assert before.state is state
    if step in ALLOWED[state]:
        STEPS[step](database, before)
        after = next((each for each in database.periods if each.id == before.id), None)
        assert after != before
        assert step not in TRANSITIONS or (after and after.state is TRANSITIONS[step].target)
    else:
        with pytest.raises(WrongState):
            STEPS[step](database, before)
        assert period(database) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_refused_to_whoever_saw_an_older_version(database: Database, step: str) -> None:
    seen = made(database)
    reporting_periods.change(database, seen.id, version=1, name="Winter", first_day=WINTER[0], last_day=APRIL, by=BERT)
    with pytest.raises(PeriodChanged):
        STEPS[step](database, seen)
    reporting_periods.remove(database, seen.id, version=2, by=BERT)
    with pytest.raises(NoSuchPeriod):
        STEPS[step](database, seen)


@pytest.mark.parametrize("actor", [ANNA, RITA], ids=lambda actor: actor.role)
def test_nobody_but_the_lead_takes_any_step(database: Database, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = made(database)
    monkeypatch.setattr("tests.test_reporting_periods.LEA", actor)
    for step in STEPS.values():
        with pytest.raises(Forbidden):
            step(database, seen)
    with pytest.raises(Forbidden):
        reporting_periods.add(database, name="Neu", first_day=APRIL, last_day=MAY, by=actor)
    assert database.periods == (seen,)


@pytest.mark.parametrize("reason", ["", "  ", "\n", "x" * 281])
def test_nobody_reopens_without_a_reason(database: Database, reason: str) -> None:
    before = closed(database)
    with pytest.raises(ReasonMissing):
        reopened(database, reason=reason)
    assert period(database) == before


def test_a_period_that_is_not_over_can_not_be_closed(database: Database) -> None:
    made(database, "Bis heute", (APRIL, TODAY))
    with pytest.raises(NotOver):
        closed(database, "Bis heute")
    assert period(database, "Bis heute").state is PeriodState.IN_REVIEW


def test_a_period_that_was_closed_once_is_kept(database: Database) -> None:
    closed(database)
    found = reopened(database)
    with pytest.raises(WasClosed):
        reporting_periods.remove(database, found.id, version=found.version, by=LEA)
    assert period(database) == found


def test_the_first_period_is_made_once_and_never_comes_back(database: Database) -> None:
    for _ in range(2):
        reporting_periods.begin(database, "Berichtszeitraum 2018", *WINTER)
    (first,) = database.periods
    assert (first.created_by, first.first_day) == (OPERATOR.id, WINTER[0])
    reporting_periods.remove(database, first.id, version=1, by=LEA)
    path = database.path
    database.close()
    with open_database(path) as again:
        reporting_periods.begin(again, "Berichtszeitraum 2018", *WINTER)
        assert again.periods == ()


def test_the_current_period_is_the_last_that_has_begun(database: Database) -> None:
    assert kept_periods.current(database.periods, TODAY) is None
    winter, spring = made(database), made(database, "Frühjahr", (APRIL, MAY))
    days = {OPENED: winter, WINTER[1]: winter, APRIL: spring, dt.date(2019, 1, 1): spring}
    assert {day: kept_periods.current(database.periods, day) for day in days} == days


def test_a_step_that_is_not_committed_counts_nowhere(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made(database)
    before = reviewed(database)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("db.history.add", fail)
    with pytest.raises(ZeroDivisionError):
        reporting_periods.close(database, before.id, version=before.version, by=LEA)
    assert database.periods == (before,)
    assert verify(database).faults == []
