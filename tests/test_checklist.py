"""The checklist finds what should be looked at before a period is closed, and remembers what was looked at."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db import checklist, checklist_marks, moves, proposals, records, reporting_periods
from db.checklist import POINTS, Checked
from db.database import Database, open_database
from db.integrity import verify
from db.period_refusals import PointsOpen, WordUnusable, WrongState
from schemas import Consultation, Event, HomeVisit, PerformanceRequest
from schemas.roles import Forbidden
from tests.actors import ANNA, BERT, LEA, RITA
from tests.conftest import OPENED, TODAY
from tests.reported import made, period, reopened, reviewed
from tests.small_office import activity, consultation, enter, event, visit

BEFORE, WITHIN, AFTER = "2017-12-31", "2018-02-14", "2018-04-01"


@pytest.fixture
def office(database: Database) -> Database:
    made(database)
    return database


def found(database: Database, point: str) -> list[tuple[str, str]]:
    """The keys and remarks of what a point finds in the winter."""
    (checked,) = [each for each in checklist.checked(database, period(database), by=LEA) if each.point == point]
    return [(finding.key, finding.remark.de) for finding in checked.findings]


def point(database: Database, name: str) -> Checked:
    return next(each for each in checklist.checked(database, period(database), by=LEA) if each.point == name)


def ids(database: Database, table: str, number: int) -> list[str]:
    with database.cursor() as cursor:
        rows = cursor.execute(f"SELECT id FROM {table} WHERE number = ?", [number]).fetchall()
    return [record_id for (record_id,) in rows]


@contextmanager
def planned_before(database: Database, day: dt.date) -> Iterator[None]:
    """The time when a day lay ahead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_today", lambda: day - dt.timedelta(days=3))
        yield


def test_an_office_without_records_has_nothing_to_look_at(office: Database) -> None:
    assert [each.point for each in checklist.checked(office, period(office), by=LEA)] == list(POINTS)
    assert not any(each.open or each.findings for each in checklist.checked(office, period(office), by=LEA))


def test_every_point_says_what_to_do_in_both_languages() -> None:
    for each in POINTS.values():
        assert all((each.label.de, each.label.en, each.advice.de, each.advice.en))


def test_events_that_are_over_without_attendance_are_found(office: Database) -> None:
    enter(
        office,
        "events",
        event(WITHIN, "talk"),
        event(WITHIN, "talk", attendance=0),
        event(BEFORE, "talk"),
        event(AFTER, "talk"),
        event(WITHIN, "festival"),
    )
    (cancelled,) = ids(office, "events", 5)
    moves.move(office, Event, cancelled, "cancel", {"reason": "Sturm"}, version=1, by=LEA)
    assert found(office, "missing_attendance") == [("events/1", "")]


def test_visits_that_are_still_planned_though_their_day_is_over_are_found(office: Database) -> None:
    for each, day in (("a", WITHIN), ("b", AFTER), ("c", WITHIN)):
        values = visit(day) | {"day": dt.date.fromisoformat(day), "persons": None, "topics": None}
        with planned_before(office, values["day"]):
            records.save(office, HomeVisit, each, values, by=ANNA)
    moves.move(office, HomeVisit, "c", "miss", {}, version=1, by=ANNA)
    assert found(office, "visits_planned") == [("home_visits/1", "")]


def test_an_event_of_today_is_not_over(database: Database) -> None:
    made(database, days=(dt.date(2018, 5, 1), dt.date(2018, 5, 31)))
    enter(database, "events", event("2018-05-07", "talk"), event("2018-05-08", "talk"), event("2018-05-09", "talk"))
    assert found(database, "missing_attendance") == [("events/1", "")]


def test_requests_that_nobody_has_told_the_outcome_of_are_found(office: Database) -> None:
    asked = {"day": dt.date.fromisoformat(WITHIN), "organiser": "Landfrauen", "occasion": "Fest"}
    for each in ("a", "b", "c"):
        records.save(office, PerformanceRequest, each, asked | {"occasion": each}, by=ANNA)
    for each in ("b", "c"):
        moves.move(office, PerformanceRequest, each, "accept", {}, version=1, by=ANNA)
    moves.move(office, PerformanceRequest, "c", "perform", {}, version=2, by=ANNA)
    assert found(office, "requests_waiting") == [("performance_requests/1", ""), ("performance_requests/2", "")]


def test_records_with_open_proposals_are_found_once(office: Database) -> None:
    def propose(record_id: str, persons: int) -> str:
        values = {"day": dt.date(2018, 2, 14), "topics": ["work"], "municipality": "leiferde", "persons": persons}
        return proposals.propose(
            office, HomeVisit, record_id, values, version=1, proposal_id=f"{record_id}{persons}", by=ANNA
        ).id

    for each, day in (("a", WITHIN), ("b", WITHIN), ("c", AFTER)):
        values = visit(day, "work", municipality="leiferde") | {"day": dt.date.fromisoformat(day)}
        records.save(office, HomeVisit, each, values, by=LEA)
    for each in "abc":
        propose(each, 3)
    propose("a", 4)
    proposals.withdraw(office, "b3", by=ANNA)
    assert found(office, "open_proposals") == [("home_visits/1", "")]


def test_gaps_in_what_figures_are_made_of_are_found_by_name(office: Database) -> None:
    whole = {"municipality": "leiferde", "contact": "first"}
    enter(
        office,
        "consultations",
        consultation(WITHIN, "work", **whole),
        consultation(WITHIN, "work", municipality="leiferde"),
        consultation(WITHIN, "work"),
        consultation(AFTER, "work"),
    )
    enter(office, "project_activities", activity(WITHIN, "drum_group", "performance", visitors=50, helpers=3))
    assert found(office, "gaps") == [
        ("consultations/2:contact", "fehlt: Kontakt"),
        ("consultations/3:municipality,contact", "fehlt: Ort, Kontakt"),
        ("project_activities/1:helper_hours", "fehlt: Helferstunden"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({}, {}, True),
        ({"minutes": 30}, {}, True),
        ({"minutes": 30}, {"minutes": 35}, False),
        ({"note": "Heizung"}, {"note": "Strom"}, True),
        ({"topics": ["work", "school"]}, {}, False),
        ({"persons": 2}, {}, False),
        ({"day": AFTER}, {"day": AFTER}, False),
        ({"day": BEFORE}, {}, False),
        ({"referred_to": ["school"]}, {"referred_to": ["school", "district"]}, False),
    ],
)
def test_records_that_agree_and_contradict_each_other_in_nothing_may_be_one(
    office: Database, first: dict[str, Any], second: dict[str, Any], alike: bool
) -> None:
    row = consultation(WITHIN, "work")
    enter(office, "consultations", row | first, row | second)
    assert found(office, "duplicates") == [("consultations/2=1", "wie Nr. 1")] * alike


def test_what_came_to_nothing_is_no_duplicate(office: Database) -> None:
    enter(office, "events", event(WITHIN, "talk"), event(WITHIN, "talk", attendance=9))
    assert found(office, "duplicates") == [("events/2=1", "wie Nr. 1")]
    (first,) = ids(office, "events", 1)
    moves.move(office, Event, first, "cancel", {"reason": "Sturm"}, version=1, by=LEA)
    assert found(office, "duplicates") == []


def test_what_was_entered_three_times_is_found_twice(office: Database) -> None:
    enter(office, "home_visits", *[visit(WITHIN, "work")] * 3)
    assert found(office, "duplicates") == [("home_visits/2=1", "wie Nr. 1"), ("home_visits/3=2", "wie Nr. 2")]


def test_consultations_of_one_case_on_one_day_are_found_whatever_else_they_say(office: Database) -> None:
    one = consultation(WITHIN, "work", case_code="F-0001")
    other = consultation(WITHIN, "school", case_code="F-0001", persons=3)
    without = consultation(WITHIN, "crisis")
    enter(office, "consultations", one, other, one | {"day": "2018-02-15"}, without, without | {"persons": 4})
    assert found(office, "same_case") == [("consultations/2=1", "wie Nr. 1")]


def lasting(*minutes: int, day: str = WITHIN) -> list[dict[str, Any]]:
    return [visit(day, "work", minutes=each) for each in minutes]


def test_a_number_far_from_what_is_usual_is_found_on_both_sides(office: Database) -> None:
    usual = [30, 40, 45, 50, 60, 60, 60, 75, 80, 90] * 2
    enter(office, "home_visits", *lasting(*usual, 15, 240, 2, 241))
    assert found(office, "odd_values") == [
        ("home_visits/23:minutes=2", "Dauer: 2 Minuten (üblich: 12 bis 240)"),
        ("home_visits/24:minutes=241", "Dauer: 241 Minuten (üblich: 12 bis 240)"),
    ]


def test_what_is_usual_is_told_by_all_records_up_to_the_end_of_the_period(office: Database) -> None:
    enter(office, "home_visits", *lasting(*[60] * 19, day=BEFORE), *lasting(5))
    assert found(office, "odd_values") == [("home_visits/20:minutes=5", "Dauer: 5 Minuten (üblich: 12 bis 240)")]
    enter(office, "home_visits", *lasting(*[5] * 100, day=AFTER))
    assert found(office, "odd_values") == [("home_visits/20:minutes=5", "Dauer: 5 Minuten (üblich: 12 bis 240)")]


def test_few_numbers_say_nothing_about_what_is_usual_but_the_implausible_is_found(office: Database) -> None:
    enter(office, "home_visits", *lasting(*[60] * 17, 5, 500))
    assert found(office, "odd_values") == [("home_visits/19:minutes=500", "Dauer: 500 Minuten (üblich: 0 bis 240)")]


@pytest.mark.parametrize(("persons", "odd"), [(9, False), (10, True)])
def test_where_nearly_all_numbers_are_the_same_a_few_more_are_not_odd(
    office: Database, persons: int, odd: bool
) -> None:
    enter(office, "home_visits", *[visit(WITHIN, "work", persons=1)] * 60, visit(WITHIN, "crisis", persons=persons))
    assert bool(found(office, "odd_values")) is odd


def test_a_concert_is_not_compared_with_a_workshop(office: Database) -> None:
    whole = {"helpers": 3, "helper_hours": Decimal(6)}
    workshop = activity(WITHIN, "bicycle_workshop", "opening_day", visitors=6, **whole)
    concert = activity(WITHIN, "drum_group", "performance", visitors=300, **whole)
    enter(office, "project_activities", *[workshop] * 40, *[concert] * 3, workshop | {"visitors": 300})
    assert found(office, "odd_values") == [("project_activities/44:visitors=300", "Besucher: 300 (üblich: 1 bis 34)")]


def test_decimals_are_told_as_they_are_written(office: Database) -> None:
    row = activity(WITHIN, "drum_group", "performance", visitors=10, helpers=2)
    enter(
        office,
        "project_activities",
        *[row | {"helper_hours": Decimal(each)} for each in [4] * 20 + ["400.50", "400.00"]],
    )
    assert [remark for _, remark in found(office, "odd_values")] == [
        "Helferstunden: 400,5 (üblich: 0 bis 24)",
        "Helferstunden: 400 (üblich: 0 bis 24)",
    ]


def test_the_demo_records_have_few_points_to_look_at(demo_file: Path) -> None:
    with open_database(demo_file, today=lambda: TODAY) as database:
        made(database, days=(OPENED, dt.date(2018, 4, 30)))
        counts = {each.point: len(each.findings) for each in checklist.checked(database, period(database), by=LEA)}
    assert counts == {
        "missing_attendance": 0,
        "visits_planned": 0,
        "requests_waiting": 0,
        "open_proposals": 0,
        "gaps": 32,
        "odd_values": 5,
        "duplicates": 0,
        "same_case": 1,
    }


@pytest.fixture
def two_events(office: Database) -> Database:
    enter(office, "events", event(WITHIN, "talk"), event(WITHIN, "festival"))
    reviewed(office)
    return office


def look_at(database: Database, name: str = "missing_attendance", word: str = " ausgefallen ", **by: Any) -> None:
    checklist_marks.mark(
        database,
        period(database).id,
        name,
        seen=[finding.key for finding in point(database, name).findings],
        word=word,
        by=by.get("by", LEA),
    )


def test_what_was_looked_at_is_no_longer_open_until_more_is_found(two_events: Database) -> None:
    assert point(two_events, "missing_attendance").open
    look_at(two_events)
    checked = point(two_events, "missing_attendance")
    assert checked.mark
    assert (checked.open, checked.mark.word, checked.mark.changed_by) == (False, "ausgefallen", "Lea")
    enter(two_events, "events", event(WITHIN, "training"))
    assert point(two_events, "missing_attendance").open
    look_at(two_events, word="", by=BERT)
    again = point(two_events, "missing_attendance")
    assert again.mark
    assert (again.open, again.mark.word, again.mark.version) == (False, None, 2)
    checklist_marks.unmark(two_events, period(two_events).id, "missing_attendance", by=LEA)
    assert point(two_events, "missing_attendance").open
    checklist_marks.unmark(two_events, period(two_events).id, "missing_attendance", by=LEA)
    assert verify(two_events).faults == []


def test_what_was_looked_at_and_mended_opens_nothing(two_events: Database) -> None:
    look_at(two_events)
    values = {"title": "Abend", "kind": "talk", "day": dt.date(2018, 2, 14), "attendance": 5}
    records.save(two_events, Event, ids(two_events, "events", 1)[0], values, version=1, by=LEA)
    assert [finding.key for finding in point(two_events, "missing_attendance").findings] == ["events/2"]
    assert not point(two_events, "missing_attendance").open


def test_only_the_lead_marks_and_only_in_review(two_events: Database) -> None:
    for actor in (ANNA, RITA):
        with pytest.raises(Forbidden):
            look_at(two_events, by=actor)
        with pytest.raises(Forbidden):
            checklist_marks.unmark(two_events, period(two_events).id, "missing_attendance", by=actor)
    with pytest.raises(WordUnusable):
        look_at(two_events, word="x" * 281)
    back = period(two_events)
    reporting_periods.resume(two_events, back.id, version=back.version, by=LEA)
    with pytest.raises(WrongState):
        look_at(two_events)


def test_a_period_with_open_points_is_closed_knowingly_only(two_events: Database) -> None:
    found = period(two_events)
    with pytest.raises(PointsOpen) as refused:
        reporting_periods.close(two_events, found.id, version=found.version, despite=["gaps"], by=LEA)
    assert refused.value.label.de.startswith(
        "Die Prüfliste hat noch offene Punkte: Veranstaltungen ohne Teilnehmerzahl. "
    )
    reporting_periods.close(two_events, found.id, version=found.version, despite=["missing_attendance", "gaps"], by=LEA)
    assert period(two_events).open_points == ["missing_attendance"]
    reopened(two_events)
    reviewed(two_events)
    look_at(two_events)
    found = period(two_events)
    reporting_periods.close(two_events, found.id, version=found.version, by=LEA)
    assert period(two_events).open_points == []
    assert verify(two_events).faults == []


def test_a_removed_period_leaves_no_marks(two_events: Database) -> None:
    look_at(two_events)
    found = period(two_events)
    reporting_periods.resume(two_events, found.id, version=found.version, by=LEA)
    reporting_periods.remove(two_events, found.id, version=found.version + 1, by=LEA)
    with two_events.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM checklist_marks").fetchone() == (0,)
    assert verify(two_events).faults == []


def test_an_office_with_other_record_types_has_a_checklist_too(tmp_path: Path) -> None:
    with open_database(tmp_path / "few.duckdb", record_types=[Consultation], today=lambda: TODAY) as database:
        made(database)
        enter(database, "consultations", consultation(WITHIN, "work"))
        assert [each.point for each in checklist.checked(database, period(database), by=LEA) if each.open] == ["gaps"]
        closed_ = reviewed(database)
        reporting_periods.close(database, closed_.id, version=closed_.version, despite=["gaps"], by=LEA)
