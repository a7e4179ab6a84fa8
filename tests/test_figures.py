"""Figures count what they say, on records few enough to be counted by hand."""

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import caches, demo, records
from db.caches import Cache
from db.database import Database, open_database
from db.figure import Counts, Figure
from db.figures import FIGURES, behind, catalogue, compute, compute_all, figures_of, footnotes, previous
from db.selection import Selection, conditions
from db.tables import quoted
from schemas import RECORDS, columns
from schemas.consultation import Consultation
from schemas.fields import fields
from schemas.labels import Label
from schemas.record import Record, about

TODAY = dt.date(2019, 1, 15)
EVERYTHING = Selection()
JANUARY = Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 31))


def enter(database: Database, table: str, *rows: dict[str, Any]) -> None:
    """Enter records through the write gate."""
    record_type = next(known for known in database.record_types if about(known).table == table)
    identified = [(str(uuid.uuid4()), row | {"day": dt.date.fromisoformat(row["day"])}) for row in rows]
    records.add_many(database, record_type, identified, by="test")


def consultation(day: str, *topics: str, **values: Any) -> dict[str, Any]:
    row = {"day": day, "topics": list(topics), "client_group": "recognised", "setting": "office", "persons": 1}
    return row | values


def visit(day: str, *topics: str, **values: Any) -> dict[str, Any]:
    return {"day": day, "topics": list(topics), "municipality": "meinersen", "persons": 2} | values


def event(day: str, kind: str, **values: Any) -> dict[str, Any]:
    return {"day": day, "kind": kind, "title": "Abend"} | values


def activity(day: str, project: str, name: str, **values: Any) -> dict[str, Any]:
    return {"day": day, "project": project, "activity": name} | values


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "office.duckdb", today=lambda: TODAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A small year, only to be read: its numbers are written out in the tests."""
    with open_database(tmp_path_factory.mktemp("office") / "office.duckdb", today=lambda: TODAY) as opened:
        enter(
            opened,
            "consultations",
            consultation("2018-01-01", "school", "work", setting="open_hour", persons=3, minors=2, case_code="F-0001"),
            consultation("2018-01-31", "school", client_group="residents", municipality="leiferde", interpreter=True),
            consultation("2018-02-01", "housing", setting="appointment", case_code="F-0001", referred_to=["school"]),
            consultation("2018-04-30", "work", "housing", "crisis", case_code="F-0002", interpreter=False),
        )
        enter(
            opened,
            "home_visits",
            visit("2018-01-08", "school", volunteer=True),
            visit("2018-01-10", "housing", "school"),
            visit("2018-01-22", "housing", municipality="mueden", volunteer=False),
        )
        enter(
            opened,
            "events",
            event("2018-01-15", "festival", attendance=40, refugees=10, children=5, places=50, registrations=45),
            event("2018-02-10", "talk", attendance=10, refugees=4, volunteers=6),
            event("2018-03-10", "talk"),
            event("2019-01-15", "training"),
            event("2019-02-01", "training", places=20),
        )
        enter(
            opened,
            "project_activities",
            activity("2018-01-20", "drum_group", "performance", visitors=100, helper_hours=Decimal("1.50")),
            activity("2018-01-21", "drum_group", "performance", visitors=50, helper_hours=Decimal("2.25"), helpers=3),
            activity("2018-03-01", "bicycle_workshop", "opening_day", visitors=8, bicycles_repaired=5),
        )
        yield opened


def rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_the_total_counts_consultations_and_a_category_those_that_touch_it(office: Database) -> None:
    assert rows(compute(office, "consultations", EVERYTHING)) == [(4,)]
    assert rows(compute(office, "consultations_by_topic", EVERYTHING)) == [
        ("crisis", 1),
        ("school", 2),
        ("work", 2),
        ("authorities", 0),
        ("everyday", 0),
        ("housing", 2),
        ("specialists", 0),
    ]


def test_both_ends_of_the_period_are_counted(office: Database) -> None:
    assert rows(compute(office, "consultations", JANUARY)) == [(2,)]
    inner = Selection(dt.date(2018, 1, 2), dt.date(2018, 1, 30))
    assert rows(compute(office, "consultations", inner)) == [(0,)]


def test_persons_contacts_and_cases_are_kept_apart(office: Database) -> None:
    assert rows(compute(office, "persons_advised", EVERYTHING)) == [(6, 2)]
    assert rows(compute(office, "cases", EVERYTHING)) == [(2, 1)]
    kept_apart = [FIGURES[name].counts for name in ("consultations", "persons_advised", "cases", "events_held")]
    assert kept_apart == [Counts.CONTACTS, Counts.PERSONS, Counts.CASES, Counts.ACTS]


def test_months_without_a_record_are_there_with_zero(office: Database) -> None:
    assert rows(compute(office, "consultations_by_month", EVERYTHING)) == [
        (dt.date(2018, 1, 1), 2),
        (dt.date(2018, 2, 1), 1),
        (dt.date(2018, 3, 1), 0),
        (dt.date(2018, 4, 1), 1),
    ]


def test_weeks_without_a_visit_are_there_and_in_the_mean(office: Database) -> None:
    frame = compute(office, "home_visits_by_week", JANUARY)
    assert rows(frame) == [
        (dt.date(2018, 1, 1), "2018-W01", 0, 0.6),
        (dt.date(2018, 1, 8), "2018-W02", 2, 0.6),
        (dt.date(2018, 1, 15), "2018-W03", 0, 0.6),
        (dt.date(2018, 1, 22), "2018-W04", 1, 0.6),
        (dt.date(2018, 1, 29), "2018-W05", 0, 0.6),
    ]
    assert rows(compute(office, "home_visits_per_week_mean", JANUARY)) == [(0.6,)]


def test_an_open_period_reaches_from_the_first_to_the_last_record(office: Database) -> None:
    assert rows(compute(office, "home_visits_per_week_mean", EVERYTHING)) == [(1.0,)]
    weeks = compute(office, "home_visits_by_week", Selection(start=dt.date(2018, 1, 15)))["iso_week"]
    assert list(weeks) == ["2018-W03", "2018-W04"]


def test_the_last_day_of_a_year_can_lie_in_week_one_of_the_next(database: Database) -> None:
    enter(database, "consultations", consultation("2018-12-31", "school"))
    days = Selection(dt.date(2018, 12, 30), dt.date(2018, 12, 31))
    assert rows(compute(database, "consultations_by_week", days)) == [
        (dt.date(2018, 12, 24), "2018-W52", 0),
        (dt.date(2018, 12, 31), "2019-W01", 1),
    ]


def test_weeks_to_come_and_before_the_office_opened_do_not_lower_the_mean(database: Database) -> None:
    enter(database, "home_visits", visit("2019-01-14", "school"))
    this_year = Selection(dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert rows(compute(database, "home_visits_per_week_mean", this_year)) == [(1 / 3,)]
    first_year = compute(database, "consultations_by_month", Selection(dt.date(2017, 1, 1), dt.date(2017, 12, 31)))
    assert first_year["month"].iloc[0] == dt.date(2017, 7, 1)


def test_there_is_no_mean_of_no_weeks(database: Database) -> None:
    assert compute(database, "home_visits_per_week_mean", EVERYTHING)["mean"].isna().all()


def test_home_visits_are_counted_by_topic(office: Database) -> None:
    frame = compute(office, "home_visits_by_topic", EVERYTHING)
    counted = {topic: visits for topic, visits in rows(frame) if visits}
    assert counted == {"school": 2, "housing": 2}


def test_topics_are_crossed_with_client_groups(office: Database) -> None:
    frame = compute(office, "topics_by_client_group", EVERYTHING)
    assert len(frame) == 7 * 3
    counted = [row for row in rows(frame) if row[2]]
    assert counted == [
        ("crisis", "recognised", 1),
        ("school", "recognised", 1),
        ("school", "residents", 1),
        ("work", "recognised", 2),
        ("housing", "recognised", 2),
    ]


def test_home_visits_are_one_more_setting(office: Database) -> None:
    frame = compute(office, "settings_by_month", Selection(dt.date(2018, 1, 1), dt.date(2018, 3, 31)))
    january, february, march = frame.iloc[:5], frame.iloc[5:10], frame.iloc[10:]
    assert list(january["setting"]) == ["open_hour", "appointment", "office", "remote", "home_visit"]
    assert list(january["contacts"]) == [1, 0, 1, 0, 3]
    assert list(january["share"]) == [0.2, 0.0, 0.2, 0.0, 0.6]
    assert list(february["contacts"]) == [0, 1, 0, 0, 0]
    assert list(march["contacts"]) == [0, 0, 0, 0, 0]
    assert march["share"].isna().all()


def test_an_event_is_held_once_its_day_has_come(office: Database) -> None:
    assert rows(compute(office, "events_held", EVERYTHING)) == [(4,)]
    held = {kind: events for kind, events, *_ in rows(compute(office, "events_by_kind", EVERYTHING)) if events}
    assert held == {"festival": 1, "talk": 2, "training": 1}


def test_attendance_is_summed_over_the_events_that_have_one(office: Database) -> None:
    assert rows(compute(office, "attendance", EVERYTHING)) == [(50, 2, 25.0)]
    by_kind = compute(office, "events_by_kind", EVERYTHING).set_index("kind")
    assert by_kind.loc["talk", "attendance"] == 10
    assert by_kind.loc["talk", "mean"] == 10.0
    assert pd.isna(by_kind.loc["training", "mean"])


def test_attendance_of_no_group_is_shown_last(office: Database) -> None:
    assert rows(compute(office, "attendance_by_group", EVERYTHING)) == [
        ("refugees", 14),
        ("volunteers", 6),
        ("residents", 0),
        ("children", 5),
        ("", 25),
    ]


def test_attendance_is_missing_from_the_day_after_the_event(office: Database) -> None:
    frame = compute(office, "attendance_by_event", EVERYTHING)
    assert list(frame["missing"]) == [False, False, True, False, False]
    assert [None if pd.isna(number) else number for number in frame["places"]] == [50, None, None, None, 20]
    assert rows(compute(office, "events_without_attendance", EVERYTHING)) == [(1,)]


def test_projects_are_counted_by_what_they_do(office: Database) -> None:
    assert rows(compute(office, "project_activities_by_project", EVERYTHING)) == [
        ("drum_group", 2, 0, 0, 150, 3, 3.75, 0),
        ("bicycle_workshop", 0, 1, 0, 8, 0, 0.0, 5),
    ]


def test_records_without_a_value_come_last_and_only_if_there_are_any(office: Database) -> None:
    assert rows(compute(office, "consultations_by_interpreter", EVERYTHING)) == [("yes", 1), ("no", 1), ("", 2)]
    assert rows(compute(office, "consultations_by_referred_to", EVERYTHING))[-1] == ("", 3)
    assert "" not in set(compute(office, "consultations_by_client_group", EVERYTHING)["client_group"])


def test_a_code_that_left_the_vocabulary_is_still_counted(database: Database) -> None:
    enter(database, "consultations", consultation("2018-01-01", "school"))
    with database.writing() as writing:
        writing.cursor.execute("UPDATE consultations SET setting = 'zeppelin', topics = ['weather']")
    assert rows(compute(database, "consultations_by_setting", EVERYTHING))[-1] == ("zeppelin", 1)
    assert rows(compute(database, "consultations_by_topic", EVERYTHING))[-1] == ("weather", 1)


def test_filters_narrow_what_is_counted(office: Database) -> None:
    school = Selection(where=(("topics", ("school",)),))
    assert rows(compute(office, "consultations", school)) == [(2,)]
    assert rows(compute(office, "home_visits_by_municipality", school))[0] == ("meinersen", 2)


def test_a_filter_that_does_not_apply_is_said(office: Database) -> None:
    chosen = Selection(where=(("client_group", ("recognised",)), ("topics", ("school",))))
    assert rows(compute(office, "home_visits", chosen))[0][0] == 2
    (note,) = footnotes(FIGURES["home_visits"], chosen)
    assert note.de == "Der Filter „Personengruppe“ gilt nicht für Hausbesuche: sie sind ungefiltert gezählt."
    assert footnotes(FIGURES["consultations"], chosen) == ()
    assert note in footnotes(FIGURES["settings_by_month"], chosen)


@pytest.mark.parametrize("name", list(FIGURES))
@pytest.mark.parametrize("chosen", [EVERYTHING, JANUARY, Selection(dt.date(2030, 1, 1), dt.date(2029, 1, 1))])
def test_a_frame_has_the_declared_columns_and_types(office: Database, name: str, chosen: Selection) -> None:
    figure, frame = FIGURES[name], compute(office, name, chosen)
    assert list(frame.columns) == list(figure.columns)
    for column in figure.columns:
        wanted = {"int64", "float64", "Int64"} if column in figure.measures else {"object"}
        assert str(frame[column].dtype) in wanted


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)
def test_a_figure_is_declared_in_full(figure: Figure) -> None:
    assert set(figure.dimensions) | set(figure.measures) | set(figure.computed) <= set(figure.columns)
    assert set(figure.axes) in (set(), set(figure.dimensions))
    assert bool(figure.sql) != bool(figure.rollup_of)
    for label in (figure.title, figure.unit, *figure.columns.values(), *figure.footnotes):
        assert label.de
        assert label.en


def number_behind(database: Database, record_type: type[Record], chosen: Selection) -> int:
    found = conditions(record_type, chosen)
    with database.cursor() as cursor:
        sql = f"SELECT count(*) FROM {quoted(about(record_type).table)} WHERE {found.sql}"
        (number,) = cursor.execute(sql, found.params).fetchone() or (0,)
    return int(number)


COUNTING = [
    figure.name
    for figure in FIGURES.values()
    if figure.dimensions and figure.counts in (Counts.CONTACTS, Counts.ACTS) and "performances" not in figure.columns
]


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("chosen", [EVERYTHING, JANUARY, Selection(where=(("topics", ("school",)),))])
def test_as_many_records_lie_behind_a_row_as_it_counts(office: Database, name: str, chosen: Selection) -> None:
    figure, frame = FIGURES[name], compute(office, name, chosen)
    for row in frame.to_dict("records"):
        assert number_behind(office, *behind(office, name, chosen, row)) == row[figure.measures[0]]


def test_all_dimensions_were_drilled() -> None:
    assert {"topics_by_client_group", "settings_by_month", "events_by_kind", "home_visits_by_week"} <= set(COUNTING)


def test_an_event_leads_to_its_own_record(office: Database) -> None:
    first = compute(office, "attendance_by_event", EVERYTHING).iloc[0].to_dict()
    assert number_behind(office, *behind(office, "attendance_by_event", EVERYTHING, first)) == 1


_consultations = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.dates(dt.date(2017, 7, 1), TODAY).map(dt.date.isoformat),
            "topics": st.lists(st.sampled_from(["school", "work", "housing"]), min_size=1, unique=True),
            "client_group": st.sampled_from(["recognised", "residents"]),
            "setting": st.sampled_from(["office", "remote"]),
            "municipality": st.sampled_from(["meinersen", None]),
            "interpreter": st.sampled_from([True, False, None]),
            "persons": st.just(1),
        }
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(_consultations)
def test_the_values_of_a_dimension_add_up_to_the_total(drawn: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, open_database(f"{folder}/office.duckdb", today=lambda: TODAY) as database:
        enter(database, "consultations", *drawn)
        for name in ("client_group", "setting", "municipality", "interpreter", "month", "week"):
            frame = compute(database, f"consultations_by_{name}", EVERYTHING)
            assert frame["consultations"].sum() == len(drawn)
        cross = compute(database, "topics_by_client_group", EVERYTHING).groupby("topic")["consultations"].sum()
        single = compute(database, "consultations_by_topic", EVERYTHING).set_index("topic")["consultations"]
        assert cross.to_dict() == single.to_dict()


def test_the_demo_records_have_the_figures_of_the_published_report(database: Database) -> None:
    """Progress report SGM/2018/169: about 500 consultations, five home visits a week, 30 events, 15 performances."""
    demo.fill(database)
    period = Selection(dt.date(2017, 7, 1), dt.date(2018, 4, 30))
    frames = compute_all(database, FIGURES, period)
    assert rows(frames["consultations"]) == [(500,)]
    assert list(frames["consultations_by_topic"]["consultations"]) == [70, 80, 80, 150, 100, 70, 15]
    assert round(frames["home_visits_per_week_mean"]["mean"].iloc[0], 1) == 5.0
    assert rows(frames["events_held"]) == [(30,)]
    assert frames["project_activities_by_project"].set_index("project").loc["drum_group", "performances"] == 15


class Market(Record, table="markets", singular=Label("Markt", "Market"), plural=Label("Märkte", "Markets")):
    """A record type that no other module knows."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True)
    place: columns.Choice = columns.choice(Label("Ort", "Place"), "municipality", dimension=True)
    partners: columns.Choices = columns.choices(Label("Partner", "Partners"), "partner", dimension=True)
    stalls: columns.Integer = columns.integer(Label("Stände", "Stalls"), measure=True)
    income: columns.Decimal = columns.decimal(Label("Erlös", "Income"), measure=True)


def test_a_record_type_of_ones_own_has_its_figures(tmp_path: Path) -> None:
    assert list(figures_of(Market)) == ["markets", "markets_by_month", "markets_by_place", "markets_by_partners"]
    with open_database(tmp_path / "own.duckdb", today=lambda: TODAY, record_types=[Market]) as database:
        first = {"day": "2018-05-01", "place": "leiferde", "stalls": 7, "income": Decimal("12.50")}
        second = {"day": "2018-07-01", "partners": ["police", "school"], "stalls": 2, "income": Decimal("0.25")}
        enter(database, "markets", first, second)
        assert rows(compute(database, "markets", EVERYTHING)) == [(2, 9, 12.75)]
        assert list(compute(database, "markets_by_month", EVERYTHING)["markets"]) == [1, 0, 1]
        assert rows(compute(database, "markets_by_place", EVERYTHING))[1] == ("leiferde", 1)
        assert rows(compute(database, "markets_by_partners", EVERYTHING))[-1] == ("", 1)
        assert "consultations" not in catalogue(database.record_types)


def test_every_record_type_has_derived_figures_and_no_number_two_names() -> None:
    for record_type in RECORDS.values():
        missing = set(figures_of(record_type)) - set(FIGURES)
        assert missing <= {"consultations_by_topics", "home_visits_by_topics"}


def test_an_unknown_figure_is_an_error(database: Database) -> None:
    with pytest.raises(KeyError, match="weather"):
        compute(database, "weather", EVERYTHING)


def test_a_write_shows_in_the_next_figure(database: Database) -> None:
    assert rows(compute(database, "consultations", EVERYTHING)) == [(0,)]
    enter(database, "consultations", consultation("2018-01-01", "school"))
    assert rows(compute(database, "consultations", EVERYTHING)) == [(1,)]


def test_a_new_day_shows_in_events_held(tmp_path: Path) -> None:
    today = [TODAY]
    with open_database(tmp_path / "office.duckdb", today=lambda: today[0]) as database:
        enter(database, "events", event("2019-01-16", "talk"))
        assert rows(compute(database, "events_held", EVERYTHING)) == [(0,)]
        today[0] = dt.date(2019, 1, 16)
        assert rows(compute(database, "events_held", EVERYTHING)) == [(1,)]


def test_nothing_is_counted_again_while_nothing_changes(office: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    names = list(FIGURES)
    before = compute_all(office, names, JANUARY)
    monkeypatch.setattr(office, "cursor", lambda: pytest.fail("a query was made"))
    after = compute_all(office, names, JANUARY)
    for name in names:
        pd.testing.assert_frame_equal(before[name], after[name])


def test_what_a_caller_does_to_a_frame_stays_with_the_caller(office: Database) -> None:
    spoiled = compute(office, "consultations_by_topic", EVERYTHING)
    spoiled.loc[:, "consultations"] = 99
    spoiled["topic"] = "x"
    assert list(compute(office, "consultations_by_topic", EVERYTHING)["consultations"]) == [1, 2, 2, 0, 0, 2, 0]


def test_databases_do_not_share_what_they_remember(office: Database, tmp_path: Path) -> None:
    compute(office, "consultations", EVERYTHING)
    with open_database(tmp_path / "other.duckdb", today=lambda: TODAY) as other:
        assert rows(compute(other, "consultations", EVERYTHING)) == [(0,)]


def test_the_cache_is_bounded_and_forgets_the_longest_unused() -> None:
    cache = Cache(size=2)
    for key in (1, 2, 1, 3):
        cache.get(key, lambda: "first")
    assert len(cache) == 2
    assert cache.get(1, lambda: "again") == "first"
    assert cache.get(2, lambda: "again") == "again"


def test_a_failure_is_not_remembered() -> None:
    cache = Cache()
    with pytest.raises(ZeroDivisionError):
        cache.get(1, lambda: 1 // 0)
    assert cache.get(1, lambda: 5) == 5


def test_threads_that_ask_at_once_count_once() -> None:
    cache, started, asked = Cache(), threading.Barrier(8), list[int]()

    def produce() -> int:
        asked.append(1)
        return 7

    answers: list[int] = []

    def ask() -> None:
        started.wait()
        answers.append(cache.get("key", produce))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [7] * 8
    assert len(asked) == 1


def test_figures_counted_together_see_one_state_of_the_records(database: Database) -> None:
    done = threading.Event()

    def write() -> None:
        for day in range(1, 29):
            enter(database, "consultations", consultation(f"2018-02-{day:02}", "school"))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        frames = compute_all(database, ["consultations_by_setting", "consultations_by_contact"], EVERYTHING)
        assert len({int(frame["consultations"].sum()) for frame in frames.values()}) == 1
    writer.join()


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2018-01-01", "2018-03-31"), ("2017-10-01", "2017-12-31")),
        (("2017-07-01", "2018-04-30"), ("2016-09-01", "2017-06-30")),
        (("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-31")),
        (("2018-03-01", "2018-03-31"), ("2018-02-01", "2018-02-28")),
        (("2018-03-05", "2018-03-11"), ("2018-02-26", "2018-03-04")),
        (("2018-03-01", "2018-03-30"), ("2018-01-30", "2018-02-28")),
        (("2018-03-01", "2018-03-01"), ("2018-02-28", "2018-02-28")),
    ],
)
def test_the_period_before_is_as_long(period: tuple[str, str], before: tuple[str, str]) -> None:
    where = (("setting", ("office",)),)
    start, end = map(dt.date.fromisoformat, period)
    first, last = map(dt.date.fromisoformat, before)
    assert previous(Selection(start, end, where)) == Selection(first, last, where)


@pytest.mark.parametrize(
    "period", [(None, TODAY), (TODAY, None), (dt.date.min, dt.date.max), (TODAY, dt.date(2018, 1, 1))]
)
def test_an_open_or_empty_period_has_none_before_it(period: tuple[dt.date | None, dt.date | None]) -> None:
    assert previous(Selection(*period)) is None


def test_labels_of_a_dimension_name_every_code(office: Database) -> None:
    for figure in FIGURES.values():
        for dimension, axis in figure.axes.items():
            labels = figure.labels(dimension, office.given.vocabularies)
            codes = set(compute(office, figure.name, EVERYTHING)[dimension])
            assert codes <= set(labels) or not callable(axis)


def test_consultations_have_one_group_at_most_so_topics_may_be_rolled_up() -> None:
    assert fields(Consultation)["client_group"].kind.value == "choice"
    assert 2 * len(FIGURES) < caches.SIZE
