"""The demo records show the figures of the published report, break no rule and name nobody."""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from db import demo, demo_records, records
from db.database import Database, open_database
from schemas import RECORDS, PerformanceRequest
from schemas.event import GROUPS
from schemas.given import Given
from schemas.problems import check, frame_of
from schemas.record import Record

GIVEN = Given(today=dt.date(2026, 11, 22), opened=dt.date(2017, 7, 1))
TOPICS = ("crisis", "school", "work", "authorities", "everyday", "housing", "specialists")
FORENAMES = "Ahmad|Ahmed|Ali|Anna|Fatima|Hans|Ibrahim|Karl|Maria|Mohammed|Mustafa|Omar|Peter|Sabine|Yusuf"
NAME = re.compile(rf"\b(?:{FORENAMES}|Herr|Herrn|Frau|Familie)\s+[A-ZÄÖÜ]")
TEXTS = ("note", "about", "title", "occasion", "organiser", "reason")
DRAWN = "4a93b41bb1d1cf40446df95839333d1c3dfa9c5b5b244951cefeaa5c1c781118"


def rows(table: str) -> list[dict[str, Any]]:
    return demo.records()[RECORDS[table]]


def month(row: dict[str, Any]) -> tuple[int, int]:
    return row["day"].year, row["day"].month


def open_hour_share(year: int, number: int) -> float:
    settings = [row["setting"] for row in rows("consultations") if month(row) == (year, number)]
    return settings.count("open_hour") / len(settings)


def test_consultations_and_their_topics_count_as_published() -> None:
    consultations = rows("consultations")
    topics = Counter(topic for row in consultations for topic in row["topics"])
    assert len(consultations) == 500
    assert [topics[topic] for topic in TOPICS] == [70, 80, 80, 150, 100, 70, 15]
    assert Counter(len(row["topics"]) for row in consultations) == {1: 439, 2: 57, 3: 4}


def test_home_visits_are_five_a_week_on_average_with_weeks_without() -> None:
    days = [row["day"] for row in rows("home_visits")]
    mondays = [dt.date(2017, 6, 26) + dt.timedelta(weeks=week) for week in range(45)]
    weekly = Counter(day - dt.timedelta(days=day.weekday()) for day in days)
    counts = [weekly[monday] for monday in mondays]
    assert mondays[-1] == dt.date(2018, 4, 30)
    assert sum(counts) == len(days) == 225 == 5 * 45
    assert counts.count(0) == 2
    assert max(counts) >= 8


def test_thirty_events_of_every_kind_have_the_attendance_of_the_list() -> None:
    events = rows("events")
    assert len(events) == 30
    assert sum(row["attendance"] for row in events) == 1762
    assert {row["kind"] for row in events} == {value.code for value in GIVEN.vocabularies["event_kind"]}
    assert all(sum(row[group] or 0 for group in GROUPS) <= row["attendance"] for row in events)


def test_the_drum_group_performs_fifteen_times_and_the_workshop_opens_weekly() -> None:
    activities = Counter((row["project"], row["activity"]) for row in rows("project_activities"))
    assert activities == {("drum_group", "performance"): 15, ("bicycle_workshop", "opening_day"): 29}


def test_the_two_projects_began_before_the_office_opened() -> None:
    began = {row["project"]: row["started"] for row in rows("projects")}
    assert began == {"bicycle_workshop": dt.date(2015, 5, 9), "drum_group": dt.date(2017, 4, 1)}


def test_the_open_hour_gives_way_to_other_settings() -> None:
    assert open_hour_share(2017, 7) == pytest.approx(0.6, abs=0.02)
    assert open_hour_share(2018, 4) == pytest.approx(0.25, abs=0.02)


def test_consultations_peak_at_the_start_of_school_and_dip_in_december() -> None:
    months = Counter(month(row) for row in rows("consultations"))
    assert max(months, key=lambda name: months[name]) == (2017, 9)
    assert min(months, key=lambda name: months[name]) == (2017, 12)


@pytest.mark.parametrize("table", ["consultations", "home_visits"])
def test_nobody_is_advised_when_the_office_is_closed(table: str) -> None:
    days = {row["day"] for row in rows(table)}
    assert all(day.weekday() < 5 for day in days)
    assert not days & demo_records.CLOSED.keys()
    assert dt.date(2017, 7, 1) <= min(days) <= max(days) <= dt.date(2018, 4, 30)


def test_a_case_code_comes_back_as_follow_up_of_the_same_group() -> None:
    cases: dict[str, list[dict[str, Any]]] = {}
    for row in rows("consultations"):
        if row["case_code"]:
            cases.setdefault(row["case_code"], []).append(row)
    assert sum(map(len, cases.values())) == pytest.approx(500 / 3, abs=10)
    assert sum(len(contacts) > 1 for contacts in cases.values()) > 20
    assert all(len({row["client_group"] for row in contacts}) == 1 for contacts in cases.values())
    assert all(row["contact"] != "first" for contacts in cases.values() for row in contacts[1:])


@pytest.mark.parametrize("record_type", RECORDS.values())
def test_no_record_breaks_a_rule(record_type: type[Record]) -> None:
    assert check(record_type, frame_of(record_type, demo.records()[record_type]), GIVEN) == []


@pytest.mark.parametrize("record_type", RECORDS.values())
def test_every_record_comes_after_those_of_earlier_days(record_type: type[Record]) -> None:
    days = [row.get("day") or row["started"] for row in demo.records()[record_type]]
    assert days == sorted(days)


def test_every_drawing_gives_the_same_records_in_every_version_of_python() -> None:
    drawn = [found for record_type, found in demo.records().items() if record_type is not PerformanceRequest]
    text = json.dumps(drawn, default=str, ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == DRAWN


def test_ids_are_the_same_again_and_never_shared() -> None:
    ids = [demo.identifiers(record_type, 500) for record_type in RECORDS.values()]
    assert ids == [demo.identifiers(record_type, 500) for record_type in RECORDS.values()]
    assert len({name for names in ids for name in names}) == 500 * len(RECORDS)


def test_no_text_names_a_person_or_holds_a_number_that_could_be_one() -> None:
    free = [row.get(name) for found in demo.records().values() for row in found for name in TEXTS]
    texts = [text for text in free if text]
    assert len(texts) > 100
    assert [text for text in texts if re.search(r"\d{4}", text) or NAME.search(text)] == []


def test_fill_enters_everything_through_the_gate_and_only_once(tmp_path: Path) -> None:
    with open_database(tmp_path / "demo.duckdb", today=lambda: GIVEN.today) as database:
        before = database.revision
        demo.fill(database)
        assert database.revision > before
        assert {table: _count(database, table) for table in RECORDS} == {
            "consultations": 500,
            "home_visits": 225,
            "events": 30,
            "projects": 2,
            "project_activities": 44,
            "performance_requests": 8,
        }
        assert states(database, "performance_requests") == {"performed": 5, "declined": 2, "cancelled": 1}
        assert states(database, "home_visits") == {"done": 225}
        assert states(database, "events") == {"held": 30}
        assert states(database, "consultations") == {"plain": 500}
        first = demo.identifiers(RECORDS["events"], 1)[0]
        stored = records.read(database, RECORDS["events"], first)
        assert stored is not None
        assert (stored["title"], stored["created_by"]) == ("Das Integrationsbüro stellt sich vor", "Demo")
        with pytest.raises(records.Conflict):
            demo.fill(database)


def states(database: Database, table: str) -> dict[str, int]:
    with database.cursor() as cursor:
        return dict(cursor.execute(f"SELECT state, count(*) FROM {table} GROUP BY state").fetchall())


def _count(database: Database, table: str) -> int:
    with database.cursor() as cursor:
        (count,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(count)
