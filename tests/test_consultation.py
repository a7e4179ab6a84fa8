"""What may be recorded of a consultation."""

import datetime as dt
from typing import Any

import pytest

from db import figures, history, records
from db.database import Database
from db.integrity import verify
from db.selection import Selection
from schemas import Consultation
from schemas.given import Given
from schemas.problems import check, frame_of
from schemas.roles import Actor, Forbidden, Role
from tests.actors import ANNA, BERT
from tests.conftest import OPENED, TODAY
from tests.reported import IN_WINTER, closed

BEN = Actor("ben", "Ben", Role.STAFF)
LATER = TODAY + dt.timedelta(days=14)
FEWEST: dict[str, Any] = {
    "day": TODAY,
    "topics": ["school"],
    "client_group": "recognised",
    "setting": "office",
    "persons": 1,
}
ALL: dict[str, Any] = FEWEST | {
    "municipality": "mueden",
    "minors": 0,
    "contact": "first",
    "language": "arabic",
    "interpreter": True,
    "minutes": 45,
    "referred_to": ["job_centre", "school"],
    "case_code": "F-0042",
    "note": "Termin beim Jobcenter\nmit Begleitung",
    "follow_up_on": LATER,
    "follow_up": "Bescheid ansehen",
}


def breaches(**changes: Any) -> set[tuple[str, str]]:
    found = check(Consultation, frame_of(Consultation, [ALL | changes]), Given(TODAY, OPENED))
    return {(problem.field, problem.rule) for problem in found}


def test_all_fields_and_the_fewest_fields_pass() -> None:
    assert check(Consultation, frame_of(Consultation, [ALL, FEWEST]), Given(TODAY, OPENED)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"persons": 99},
        {"persons": 2, "minors": 2},
        {"minutes": 1},
        {"minutes": 600},
        {"note": "x" * 280},
        {"day": OPENED},
    ],
)
def test_the_edges_pass(changes: dict[str, Any]) -> None:
    assert breaches(**changes) == set()


@pytest.mark.parametrize("field", FEWEST)
def test_what_must_be_known_is_required(field: str) -> None:
    assert (field, "required") in breaches(**{field: None})


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("persons", 0, "span"),
        ("persons", 100, "span"),
        ("minors", -1, "span"),
        ("minors", 2, "minors_within_persons"),
        ("minutes", 0, "span"),
        ("minutes", 601, "span"),
        ("client_group", "office", "known"),
        ("language", "klingon", "known"),
        ("referred_to", ["police"], "known"),
        ("note", "x" * 281, "longest"),
    ],
)
def test_a_breach_is_named(field: str, value: object, rule: str) -> None:
    assert breaches(**{field: value}) == {(field, rule)}


@pytest.mark.parametrize(
    "name", ["Meier", "Fatima", "F.Meier", "AB-123", "F-004", "f-0042", "F 0042", "F-OO42", "4-0042"]
)
def test_a_case_code_cant_be_a_name_or_another_file_number(name: str) -> None:
    assert ("case_code", "pattern") in breaches(case_code=name)


def test_a_follow_up_is_open_until_somebody_has_done_it(database: Database) -> None:
    made = records.save(database, Consultation, "c", FEWEST, by=ANNA)
    assert made["state"] == "plain"
    left = records.move(database, Consultation, "c", "leave", {"follow_up_on": LATER}, version=1, by=ANNA)
    assert (left["state"], left["follow_up_on"]) == ("follow_up", LATER)
    done = records.move(database, Consultation, "c", "settle", {}, version=2, by=BERT)
    assert (done["state"], done["follow_up_on"]) == ("followed_up", LATER)
    again = {"follow_up_on": LATER, "follow_up": "Antrag abholen"}
    assert records.move(database, Consultation, "c", "leave", again, version=3, by=ANNA)["state"] == "follow_up"


def test_in_a_closed_period_a_follow_up_can_be_settled_and_that_taken_back_but_none_left(database: Database) -> None:
    for name, values in (("c", {"follow_up_on": LATER}), ("p", {})):
        records.save(database, Consultation, name, FEWEST | {"day": IN_WINTER} | values, by=ANNA)
    closed(database)
    with pytest.raises(records.PeriodClosed):
        records.move(database, Consultation, "p", "leave", {"follow_up_on": LATER}, version=1, by=ANNA)
    records.move(database, Consultation, "c", "settle", {}, version=1, by=BEN)
    settled, made = history.of_record(database, Consultation, "c")
    with pytest.raises(Forbidden):
        records.reset(database, Consultation, "c", made.entry, version=2, by=Actor("carla", "Carla", Role.STAFF))
    assert records.reset(database, Consultation, "c", made.entry, version=2, by=BEN)["state"] == "follow_up"
    with pytest.raises(records.PeriodClosed):
        records.reset(database, Consultation, "c", settled.entry, version=3, by=BERT)
    assert verify(database).faults == []


def test_a_follow_up_left_at_once_is_open_and_one_taken_away_is_none(database: Database) -> None:
    made = records.save(database, Consultation, "c", FEWEST | {"follow_up_on": LATER}, by=ANNA)
    assert made["state"] == "follow_up"
    assert records.save(database, Consultation, "c", FEWEST, version=1, by=ANNA)["state"] == "plain"


def test_a_follow_up_needs_a_day_that_is_not_before_the_consultation() -> None:
    assert breaches(follow_up_on=None) == {("follow_up_on", "required")}
    assert breaches(follow_up_on=TODAY) == set()
    assert breaches(follow_up_on=TODAY - dt.timedelta(days=1)) == {("follow_up_on", "followed_up_later")}


def test_figures_count_consultations_whatever_is_still_to_be_done(database: Database) -> None:
    states = [{}, {"follow_up_on": LATER}, {"follow_up_on": TODAY}]
    records.add_many(database, Consultation, [(str(n), FEWEST | each) for n, each in enumerate(states)], by=ANNA)
    records.move(database, Consultation, "2", "settle", {}, version=1, by=ANNA)
    assert figures.compute(database, "consultations", Selection())["consultations"].tolist() == [3]
    by_state = figures.compute(database, "consultations_by_state", Selection())
    assert dict(by_state.itertuples(index=False)) == {"plain": 1, "follow_up": 1, "followed_up": 1}
    assert figures.footnotes(figures.FIGURES["consultations"], Selection()) == ()


def test_a_follow_up_is_settled_though_its_period_is_closed(database: Database) -> None:
    within = FEWEST | {"day": IN_WINTER}
    records.save(database, Consultation, "c", within | {"follow_up_on": LATER}, by=ANNA)
    closed(database)
    stored = records.read(database, Consultation, "c") or {}
    assert [each.name for each in records.possible(database, Consultation, stored, by=ANNA)] == ["settle"]
    assert records.move(database, Consultation, "c", "settle", {}, version=1, by=ANNA)["state"] == "followed_up"
    with pytest.raises(records.PeriodClosed):
        records.save(database, Consultation, "c", within, version=2, by=ANNA)
