"""What earlier reports told is known: a later one gives away nothing that they kept back, nor tells a small rest."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from db import disclosure
from db.disclosure import SIGN, Earlier, Place, Rule, SafeFigure, safe, suppressed_places
from db.disclosure_audit import intervals, narrow
from db.disclosure_cells import TOTAL, Key, System
from db.disclosure_earlier import system_with
from db.figure_documents import FrozenFigure
from schemas.labels import Label
from tests.suppressed import counted
from tests.test_disclosure import shown
from tests.test_disclosure_audit import FIVE, FIVE_AND_ZERO

Figures = Mapping[str, FrozenFigure]
YEAR = dt.date(2018, 1, 1), dt.date(2018, 12, 31)
HALVES = (dt.date(2018, 1, 1), dt.date(2018, 6, 30)), (dt.date(2018, 7, 1), dt.date(2018, 12, 31))
TITLE = Label("", "")


def topics(*counts: int, days: tuple[dt.date, dt.date] = YEAR, name: str = "topics") -> Figures:
    """A table of topics with its total."""
    cells = {(f"t{place}",): count for place, count in enumerate(counts)}
    return {name: counted(name, ("topic",), cells, days=days), "all": counted("all", (), {(): sum(counts)}, days=days)}


def monthly(*counts: int, days: tuple[dt.date, dt.date] = YEAR) -> Figures:
    """A table of the first months of 2018."""
    cells = {(dt.date(2018, month, 1),): count for month, count in enumerate(counts, 1)}
    return {"months": counted("months", ("month",), cells, days=days, step="month")}


def reported(
    figures: Figures, rule: Rule = FIVE, earlier: Sequence[Earlier] = (), closing: str = "1"
) -> tuple[Mapping[str, SafeFigure], Earlier]:
    """What is told of figures, and that as a later report must know it."""
    released = safe(figures, rule, earlier)
    return released, Earlier(closing, figures, suppressed_places(released), rule.zeros_shown)


def open_cells(figures: Figures, known: Earlier, rule: Rule, earlier: Sequence[Earlier]) -> tuple[System, set[int]]:
    """The cells of two reports, and which of them no reader gets."""
    system = system_with(figures, [known, *earlier], rule, TITLE)
    return system, {number for number in range(len(system.cells)) if not system.cells[number].known}


def interval(system: System, hidden: set[int], key: Key, rule: Rule) -> tuple[int, int]:
    number = system.numbers[key]
    return intervals(system, hidden, rule, beyond=20, of={number})[number]


def test_a_second_report_on_the_same_numbers_keeps_the_same_ones_back() -> None:
    released, first = reported(topics(3, 20, 30, 40))
    again, _ = reported(topics(3, 20, 30, 40), earlier=[first])
    assert shown(released["topics"], "persons") == shown(again["topics"], "persons") == [SIGN, SIGN, 30, 40]


def test_a_number_that_is_harmless_by_itself_is_kept_back_where_an_earlier_report_makes_it_tell() -> None:
    """Without its total the second table tells nothing of the 3; the first report told the total."""
    figures = topics(3, 20, 30, 40)
    second = {"topics": figures["topics"]}
    _, first = reported(figures)
    assert shown(safe(second, FIVE)["topics"], "persons") == [SIGN, 20, 30, 40]
    assert shown(safe(second, FIVE, [first])["topics"], "persons") == [SIGN, SIGN, 30, 40]


def test_the_difference_of_two_reports_is_no_small_number() -> None:
    """Seven in the first half and ten in the year leave three for the second."""
    _, first = reported(topics(7, 20, 30, days=HALVES[0]))
    year = topics(10, 40, 60)
    assert shown(safe(year, FIVE)["topics"], "persons") == [10, 40, 60]
    released, _ = reported(year, earlier=[first])
    assert shown(released["topics"], "persons")[0] == SIGN
    assert shown(released["topics"], "persons").count(SIGN) == 2


def test_the_days_around_an_earlier_report_tell_no_small_number_together() -> None:
    """Six in spring and nine in the year leave three for winter and the second half, wherever they came."""
    _, first = reported(topics(6, 20, 30, days=(dt.date(2018, 4, 1), dt.date(2018, 6, 30))))
    year = topics(9, 60, 70)
    assert shown(safe(year, FIVE)["topics"], "persons") == [9, 60, 70]
    assert shown(safe(year, FIVE, [first])["topics"], "persons").count(SIGN) == 2


def test_the_difference_of_two_reports_is_no_small_number_though_a_late_record_contradicts_them() -> None:
    """The late record was one of January, of another topic: what it did not touch still tells."""
    _, first = reported({**topics(7, 20, 30, days=HALVES[0]), **monthly(9, 9, 9, 10, 10, 10, days=HALVES[0])})
    year = {**topics(10, 40, 61), **monthly(10, 9, 9, 10, 10, 10, 9, 9, 9, 9, 9, 8)}
    assert shown(safe(year, FIVE)["topics"], "persons") == [10, 40, 61]
    numbers = shown(safe(year, FIVE, [first])["topics"], "persons")
    assert numbers[0] == SIGN
    assert numbers.count(SIGN) == 2


def test_months_of_earlier_reports_do_not_tell_the_month_that_a_year_keeps_back() -> None:
    of_year = {(dt.date(2018, month, 1),): count for month, count in zip(range(1, 13), [3, 8, *[20] * 10], strict=True)}
    half = counted("all", (), {(): 91}, days=HALVES[0])
    _, first = reported({"half": half})
    released, year = reported({"months": counted("months", ("month",), of_year, step="month")}, earlier=[first])
    numbers = shown(released["months"], "persons")
    assert numbers[0] == SIGN
    assert numbers[1:6].count(SIGN) == 1, "its partner is in the same half"
    assert year.suppressed == {Place("months", 0, "persons"), Place("months", numbers.index(SIGN, 1), "persons")}


def test_a_number_that_was_told_under_a_lower_threshold_is_kept_back_and_does_not_stop_the_report() -> None:
    _, first = reported(topics(4, 20, 30), Rule(3, zeros_shown=True))
    assert not first.suppressed
    released, _ = reported(topics(4, 20, 30), FIVE, [first])
    assert shown(released["topics"], "persons") == [SIGN, 20, 30]


def test_what_a_lower_threshold_left_open_stays_as_open_as_it_was() -> None:
    """An interval of three values, by a threshold of three, is too narrow for ten; it becomes no narrower."""
    low, high = Rule(3, zeros_shown=True), Rule(10, zeros_shown=True)
    cells = {("t0", "a"): 2, ("t0", "b"): 1, ("t1", "a"): 1, ("t1", "b"): 40}
    figures = {
        "cross": counted("cross", ("topic", "group"), cells),
        "topics": counted("topics", ("topic",), {("t0",): 3, ("t1",): 41}),
        "groups": counted("groups", ("group",), {("a",): 3, ("b",): 41}),
        "all": counted("all", (), {(): 44}),
    }
    suppressed = {Place("cross", row, "persons") for row in range(4)} | {
        Place("topics", row, "persons") for row in range(2)
    }
    first = Earlier("1", figures, suppressed, zeros_shown=True)
    released, _ = reported(figures, high, [first])
    system = system_with(figures, [first], high, TITLE)
    assert system.thresholds, "nothing was lost: the test says nothing"
    everything = {number for number in range(len(system.cells)) if system.is_told(number)}
    hidden = everything - set(disclosure._told(system, released))
    before, after = (
        intervals(system, withheld, low, beyond=50, of=set(system.thresholds)) for withheld in (everything, hidden)
    )
    assert after == before


def test_where_no_few_partners_help_more_is_kept_back_and_the_report_is_made() -> None:
    """What a threshold of three left open is narrow, and late records have changed two numbers since."""
    _, first = reported(topics(4, 2, 4, 3), Rule(3, zeros_shown=True))
    released, _ = reported(topics(5, 2, 4, 5), FIVE, [first])
    assert shown(released["topics"], "persons")[1] == SIGN


def test_zeros_that_an_earlier_report_showed_are_known() -> None:
    _, first = reported(topics(0, 20, 30, 40), FIVE)
    released, _ = reported(topics(0, 20, 30, 40), FIVE_AND_ZERO, [first])
    assert shown(released["topics"], "persons") == [SIGN, 20, 30, 40]


def test_a_sign_where_zeros_were_shown_is_no_zero_later_on() -> None:
    _, first = reported(topics(3, 20, 30, 40), FIVE)
    system, hidden = open_cells(topics(3, 20, 30, 40), first, FIVE_AND_ZERO, [])
    key = next(key for key in system.numbers if dict(key.of).get("topic") == "t0")
    assert interval(system, hidden, key, FIVE_AND_ZERO)[0] == 1


def test_closings_that_contradict_each_other_stand_apart_but_for_what_did_not_change() -> None:
    """A late record raised one number; the partner that stayed the same must not be told either."""
    _, first = reported(topics(3, 20, 30, 40))
    second = topics(3, 20, 31, 40)
    released, _ = reported(second, earlier=[first], closing="2")
    assert shown(released["topics"], "persons") == [SIGN, SIGN, 31, 40]


def test_a_number_that_an_earlier_closing_kept_back_is_not_worked_out_from_a_later_one() -> None:
    """The small number grew and could be told now; but with the total of before, its partner would tell the three."""
    _, first = reported(topics(3, 20, 30, 40))
    released, _ = reported(topics(9, 20, 30, 40), earlier=[first], closing="2")
    assert shown(released["topics"], "persons") == [SIGN, SIGN, 30, 40]


def test_an_earlier_figure_that_does_not_say_what_adds_up_is_left_out() -> None:
    _, first = reported(topics(3, 20, 30, 40))
    dumb = replace(first, figures={name: replace(each, structure=None) for name, each in first.figures.items()})
    released, _ = reported(topics(3, 20, 30, 40), earlier=[dumb])
    assert shown(released["topics"], "persons").count(SIGN) == 2


def test_a_total_that_is_kept_back_is_one_of_the_places() -> None:
    figure = replace(counted("rows", ("row",), {("a",): 1, ("b",): 2}))
    assert figure.structure
    whole = replace(figure, total=3, structure=replace(figure.structure, total=figure.structure.whole))
    released, _ = reported({"rows": whole})
    assert Place("rows", TOTAL, "") in suppressed_places(released)


def random_halves(seed: int) -> list[Figures]:
    """A report on each half of a year."""
    halves = np.random.default_rng(seed).integers(0, 12, size=(2, 4))
    return [topics(*map(int, half), days=days) for half, days in zip(halves, HALVES, strict=True)]


def of_year(halves: Sequence[Figures]) -> Figures:
    first, second = (half["topics"].frame["persons"] for half in halves)
    return topics(*map(int, first + second))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5]), st.booleans())
def test_reports_on_halves_and_then_on_their_year_are_as_safe_as_one(
    seed: int, threshold: int, zeros_shown: bool
) -> None:
    rule, halves, known = Rule(threshold, zeros_shown), random_halves(seed), list[Earlier]()
    for figures in (*halves, of_year(halves)):
        known.insert(0, reported(figures, rule, known)[1])
        assert lost_together(known, rule) == set()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5]), st.booleans())
def test_after_a_year_was_told_its_halves_uncover_no_more_than_it_did(
    seed: int, threshold: int, zeros_shown: bool
) -> None:
    """A year with three persons was told; that a half has no more than two of them is known before any report on it."""
    rule, halves, known, before = Rule(threshold, zeros_shown), random_halves(seed), list[Earlier](), set[Key]()
    for figures in (of_year(halves), *halves):
        system = system_with(figures, known, rule, TITLE)
        before |= {system.cells[number].key for number in system.thresholds}
        known.insert(0, reported(figures, rule, known)[1])
        assert lost_together(known, rule) <= before


def lost_together(known: Sequence[Earlier], rule: Rule) -> set[Key]:
    """Audit all that was told, from the start: as one report whose numbers stand where they stood."""
    figures = {f"{place} {name}": each for place, report in enumerate(known) for name, each in report.figures.items()}
    system = system_with(figures, [], rule, TITLE)
    gone = {
        at._replace(figure=f"{place} {at.figure}") for place, report in enumerate(known) for at in report.suppressed
    }
    hidden = {number for number, cell in enumerate(system.cells) if cell.places and gone.issuperset(cell.places)}
    return {system.cells[number].key for number in narrow(system, hidden, rule)}
