"""What adds up to what: whatever a reader can work out of several tables together, the audit knows of."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from db.disclosure_audit import intervals, narrow
from db.disclosure_cells import TOTAL, System
from db.disclosure_refusals import Contradictory, Untold
from db.disclosure_relations import system_of
from db.disclosure_rule import Rule
from db.figure_documents import FrozenFigure
from tests.suppressed import counted, declared
from tests.test_disclosure_audit import FIVE, Spot, at, system

YEAR = dt.date(2018, 1, 1), dt.date(2018, 12, 31)
FIRST, SECOND = (dt.date(2018, 1, 1), dt.date(2018, 3, 31)), (dt.date(2018, 4, 1), dt.date(2018, 6, 30))
HALF = dt.date(2018, 7, 1), dt.date(2018, 12, 31)
BEFORE = dt.date(2017, 1, 1), dt.date(2017, 12, 31)


def found(figures: Mapping[str, FrozenFigure], *hidden: Spot, rule: Rule = FIVE) -> dict[Spot, tuple[int, int]]:
    """What a reader can work out of each hidden number, upwards no farther than 100."""
    made = system(figures)
    ends = intervals(made, at(made, *hidden), rule, beyond=100)
    return {spot: (lower, min(upper, 100)) for spot in hidden for lower, upper in [ends[min(at(made, spot))]]}


def is_safe(figures: Mapping[str, FrozenFigure], *hidden: Spot) -> bool:
    made = system(figures)
    return narrow(made, at(made, *hidden), FIVE) == []


def months(*counts: int, days: tuple[dt.date, dt.date] = YEAR) -> FrozenFigure:
    cells = {(days[0].replace(month=days[0].month + place),): count for place, count in enumerate(counts)}
    return counted("months", ("month",), cells, step="month", days=days)


def whole(count: int, days: tuple[dt.date, dt.date] = YEAR) -> FrozenFigure:
    return counted("all", (), {(): count}, days=days)


def test_what_stands_in_two_tables_is_one_cell() -> None:
    made = system({"all": whole(40), "again": whole(40)})
    assert [len(cell.places) for cell in made.cells] == [2]


def test_months_add_up_to_the_quarter_and_the_year() -> None:
    by_month = months(3, 20, 30, 40, 50, 60)
    year, first = {"months": by_month, "all": whole(203)}, {"first": whole(53, FIRST)}
    assert found(year, ("months", 0), ("months", 5))["months", 0] == (1, 62)
    assert found(year | first, ("months", 0), ("months", 5))["months", 0] == (3, 3)
    assert is_safe(year | first, ("months", 0), ("months", 1))


def test_quarters_add_up_to_the_year_with_the_months_between() -> None:
    quarters = {"first": whole(3, FIRST), "second": whole(60, SECOND)}
    rest = {"months": months(10, 10, 10, 10, 10, 10, days=HALF), "year": whole(123)}
    assert found(quarters | rest, ("first", 0))["first", 0] == (3, 3)
    assert found(quarters | rest, ("first", 0), ("second", 0))["first", 0] == (1, 62)


def test_weeks_and_months_share_days() -> None:
    mondays = {(dt.date(2018, 1, 1) + dt.timedelta(weeks=week),): 10 for week in range(8)}
    mondays[dt.date(2018, 1, 8),] = 2
    weeks = counted("weeks", ("week",), mondays, step="week")
    by_month = months(35, 37)
    assert found({"weeks": weeks}, ("weeks", 1), ("weeks", 2)) == {("weeks", 1): (1, 100), ("weeks", 2): (1, 100)}
    both = {"weeks": weeks, "months": by_month}
    ends = found(both, ("weeks", 1), ("weeks", 2))
    assert ends["weeks", 1] == (1, 11), "February tells how much of the week that it shares is January's"


def test_a_record_with_several_topics_is_in_several_rows() -> None:
    topics = counted("topics", ("topic",), {("a",): 3, ("b",): 20, ("c",): 18}, overlapping=("topic",))
    assert found({"topics": topics}, ("topics", 0))["topics", 0] == (1, 100)
    assert found({"topics": topics, "all": whole(40)}, ("topics", 0))["topics", 0] == (2, 40)


def test_whoever_is_in_no_row_tells_how_many_are_in_one() -> None:
    topics = counted("topics", ("topic",), {("a",): 3, ("b",): 2, ("",): 36}, overlapping=("topic",))
    told = {"topics": topics, "all": whole(40)}
    assert found(told, ("topics", 0), ("topics", 1))["topics", 0] == (1, 4)
    assert not is_safe(told, ("topics", 0), ("topics", 1))
    assert is_safe(told, ("topics", 0), ("topics", 1), ("topics", 2))


def test_events_add_up_to_their_kind_and_kinds_to_all() -> None:
    cells = {("talk/1",): 3, ("talk/2",): 20, ("feast/1",): 90, ("feast/2",): 60}
    events = counted("events", ("event",), cells, within={"event": "kind"})
    kinds = counted("kinds", ("kind",), {("talk",): 23, ("feast",): 150})
    assert found({"events": events}, ("events", 0))["events", 0] == (1, 100)
    assert found({"events": events, "all": whole(173)}, ("events", 0))["events", 0] == (3, 3)
    linked = {"events": events, "kinds": kinds, "all": whole(173)}
    assert not is_safe(linked, ("events", 0), ("events", 2))
    assert is_safe(linked, ("events", 0), ("events", 1))


def test_the_period_before_is_a_system_of_its_own_with_its_own_months() -> None:
    now, before = {"months": months(3, 20, 30), "all": whole(53)}, {"months before": months(2, 8, 9, days=BEFORE)}
    both = now | before | {"all before": whole(19, BEFORE)}
    assert not is_safe(both, ("months", 0), ("months", 1), ("months before", 0))
    assert is_safe(both, ("months", 0), ("months", 1), ("months before", 0), ("months before", 1))


@pytest.mark.parametrize(("minors", "is_told"), [(18, False), (12, True)])
def test_how_many_are_no_minors_can_be_worked_out(minors: int, is_told: bool) -> None:
    told = {"persons": declared("persons_advised", persons=[20], minors=[minors])}
    assert is_safe(told) is is_told
    assert is_safe(told, ("persons", 0))


def test_consultations_with_a_case_are_the_rest_of_those_without() -> None:
    cases = {"cases": declared("cases", cases=[2], without_case=[97])}
    total = {"consultations": declared("consultations", consultations=[100])}
    made = system(cases | total)
    hidden = {n for n, cell in enumerate(made.cells) if any(place.column == "cases" for place in cell.places)}
    assert intervals(made, hidden, FIVE, beyond=100) == dict.fromkeys(hidden, (1, 3))
    assert narrow(made, hidden, FIVE) != []


def contacts(*counts: int) -> FrozenFigure:
    settings = ["office", "remote", "home_visit"]
    share = [count / sum(counts) for count in counts]
    return declared(
        "settings_by_month", month=[dt.date(2018, 1, 1)] * 3, setting=settings, contacts=list(counts), share=share
    )


def test_shares_tell_how_much_they_are_shares_of() -> None:
    told = {"settings": contacts(3, 40, 20)}
    assert found(told, ("settings", 0))["settings", 0] == (3, 3)
    assert is_safe(told, ("settings", 0), ("settings", 1))


def test_home_visits_stand_beside_consultations_and_are_acts() -> None:
    by_month = declared("consultations_by_month", month=[dt.date(2018, 1, 1)], consultations=[43])
    told = {"settings": contacts(3, 40, 2), "months": by_month}
    made = system(told)
    acts = {place for cell in made.cells if not cell.people for place in cell.places}
    assert {(place.row, place.column) for place in acts if place.figure == "settings"} == {(2, "contacts")}
    assert found(told, ("settings", 0))["settings", 0] == (3, 3), "43 less 40"


def test_the_groups_of_those_who_came_add_up_to_all() -> None:
    codes = ["refugees", "volunteers", "residents", "children", ""]
    groups = declared("attendance_by_group", group=codes, attendance=[3, 20, 30, 40, 7])
    whole_ = declared("attendance", attendance=[100], events=[4], mean=[25.0])
    assert found({"groups": groups, "whole": whole_}, ("groups", 0))["groups", 0] == (3, 3)
    assert found({"groups": groups}, ("groups", 0))["groups", 0] == (1, 100)
    sums = declared("events", events=[4], attendance=[100], refugees=[3])
    made = system({"groups": groups, "events": sums})
    assert len(at(made, ("groups", 0)) & at(made, ("events", 0))) == 1


def test_registrations_of_planned_events_are_in_no_sum() -> None:
    events = declared(
        "attendance_by_event",
        event=["1", "2", "3"],
        kind=["talk"] * 3,
        attendance=[10, 20, None],
        places=[30, 30, 30],
        registrations=[3, 20, 9],
    )
    kinds = {"sums": declared("events", events=[2], registrations=[23], attendance=[30])}
    made = system({"events": events} | kinds)
    small = {n for n, cell in enumerate(made.cells) if cell.value == 3}
    assert set(intervals(made, small, FIVE, beyond=50).values()) == {(3, 3)}


def test_a_total_below_a_table_is_a_cell_of_its_own() -> None:
    topics = declared("consultations_by_topic", total=3, topic=["work", "school"], consultations=[3, 2])
    made = system({"topics": topics})
    assert [cell.value for cell in made.cells for place in cell.places if place.row == TOTAL] == [3]


def test_a_figure_that_does_not_say_what_adds_up_is_refused() -> None:
    figure = whole(40)
    with pytest.raises(Untold, match="no longer knows"):
        system_of({"all": replace(figure, structure=None)})


@pytest.mark.parametrize(
    "told",
    [
        {"months": months(3, 20), "all": whole(24)},
        {"all": whole(24), "again": whole(25)},
        {"topics": counted("t", ("t",), {("a",): 30}, overlapping=("t",)), "all": whole(29)},
    ],
    ids=["sum", "same", "part"],
)
def test_numbers_that_contradict_each_other_are_refused(told: Mapping[str, FrozenFigure]) -> None:
    with pytest.raises(Contradictory):
        system(told)


def test_the_system_is_empty_without_figures() -> None:
    assert system({}).cells == System().cells


def test_what_one_table_calls_an_act_is_no_count_of_people_in_another() -> None:
    made = system({"people": whole(3), "acts": counted("acts", (), {(): 3}, people=False)})
    assert [cell.people for cell in made.cells] == [False]


def test_a_week_begins_no_earlier_than_its_period() -> None:
    days = dt.date(2018, 1, 3), dt.date(2018, 1, 12)
    weeks = counted("weeks", ("week",), {(dt.date(2018, 1, 1),): 9, (dt.date(2018, 1, 8),): 9}, step="week", days=days)
    made = system({"weeks": weeks})
    spans = [cell.key[1:3] for cell in made.cells if cell.places]
    assert spans == [(days[0], dt.date(2018, 1, 7)), (dt.date(2018, 1, 8), days[1])]


def test_events_that_are_over_are_not_all_that_are_planned() -> None:
    made = system(
        {
            "late": declared("events_without_attendance", events=[2]),
            "states": declared("events_by_state", state=["planned"], events=[7]),
        }
    )
    assert sorted(cell.value or 0 for cell in made.cells if cell.places) == [2, 7]
