"""The audit finds exactly what a reader can work out, and refuses tables that are protected too little."""

import itertools
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.disclosure_audit import intervals, narrow, unsafe
from db.disclosure_cells import Key, System
from db.disclosure_relations import system_of
from db.disclosure_rule import Rule
from db.disclosure_values import complete, mark_known_zeros
from db.figure_documents import FrozenFigure
from schemas.labels import Label
from tests.suppressed import DAYS, counted, with_totals

Spot = tuple[str, int]
"""A figure and a row of it."""

FIVE, FIVE_AND_ZERO = Rule(5, zeros_shown=True), Rule(5, zeros_shown=False)
FAR, MOST = 5, 12
"""How far above its value an interval is followed, and up to what the counts of all tables are tried."""
INNER = tuple(itertools.product(range(MOST + 1), repeat=4))
SPOTS: Mapping[Spot, tuple[int, ...]] = {
    **{("cross", place): (place,) for place in range(4)},
    **{("rows", 0): (0, 1), ("rows", 1): (2, 3), ("columns", 0): (0, 2), ("columns", 1): (1, 3)},
    ("all", 0): (0, 1, 2, 3),
}
"""The numbers of a table of two by two, and which inner ones add up to each."""


def system(figures: Mapping[str, FrozenFigure]) -> System:
    made = system_of(figures)
    complete(made, Label("Tabelle", "table"))
    return made


def table(*rows: list[int]) -> System:
    return system(with_totals(rows))


def at(made: System, *spots: Spot) -> set[int]:
    """The cells that stand there."""
    return {n for n, cell in enumerate(made.cells) if any(place[:2] in spots for place in cell.places)}


def all_tables(rows: list[list[int]], hidden: set[Spot], least: int) -> dict[Spot, set[int]]:
    """What each hidden number is in all tables that agree with the rest: found by trying them."""
    inner, true = np.array(INNER), np.array(rows).ravel()
    values = {spot: inner[:, list(parts)].sum(axis=1) for spot, parts in SPOTS.items()}
    possible = np.ones(len(inner), dtype=bool)
    for spot, parts in SPOTS.items():
        possible &= values[spot] >= least if spot in hidden else values[spot] == true[list(parts)].sum()
    return {spot: set(values[spot][possible].tolist()) for spot in hidden}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2),
    st.sets(st.sampled_from(list(SPOTS)), min_size=1),
    st.booleans(),
)
def test_the_intervals_are_those_of_all_tables_that_a_reader_can_think_of(
    rows: list[list[int]], hidden: set[Spot], zeros_shown: bool
) -> None:
    made = table(*rows)
    value = {spot: made.cells[next(iter(at(made, spot)))].value or 0 for spot in hidden}
    hidden = {spot for spot in hidden if value[spot] or not zeros_shown}
    found = intervals(made, at(made, *hidden), Rule(5, zeros_shown=zeros_shown), beyond=FAR)
    for spot, possible in all_tables(rows, hidden, int(zeros_shown)).items():
        (number,) = at(made, spot)
        assert found[number] == (min(possible), min(max(possible), value[spot] + FAR))


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        ([], "it is told"),
        ([("cross", 0)], "its row and its column tell it"),
        ([("cross", 0), ("cross", 1)], "its column tells it"),
        ([("cross", 0), ("cross", 1), ("cross", 3)], "the others tell it"),
        ([("cross", 0), ("rows", 0)], "its column tells it"),
        ([("cross", 0), ("rows", 0), ("columns", 0)], "the other rows and columns tell it"),
    ],
)
def test_a_table_that_is_protected_too_little_is_refused(hidden: list[Spot], why: str) -> None:
    made = table([3, 20, 30], [40, 20, 10], [8, 12, 50])
    assert [made.cells[number].value for number in narrow(made, at(made, *hidden), FIVE)] == [3], why


def test_a_table_is_safe_when_two_rows_and_two_columns_are_open() -> None:
    made = table([3, 20, 30], [40, 20, 10], [8, 12, 50])
    rectangle = at(made, ("cross", 0), ("cross", 1), ("cross", 3), ("cross", 4))
    assert narrow(made, rectangle, FIVE) == []
    assert sorted(intervals(made, rectangle, FIVE, beyond=100).values()) == [(1, 22), (1, 22), (18, 39), (21, 42)]


@pytest.mark.parametrize(("partner", "is_safe"), [(1, False), (2, False), (3, True), (5, True)])
def test_an_interval_must_hold_the_threshold_and_as_many_values_as_the_sign_leaves(partner: int, is_safe: bool) -> None:
    made = table([3, partner], [30, 30])
    inner = at(made, *(("cross", place) for place in range(4)))
    assert (narrow(made, inner, FIVE) == []) is is_safe


def made_of(made: System, acts: tuple[str, ...], **values: int) -> list[int]:
    """Cells that are told unless they are suppressed."""
    cells = [made.cell(Key(name, *DAYS, frozenset()), name not in acts, value) for name, value in values.items()]
    for number in cells:
        made.cells[number].told = True
    return cells


@pytest.mark.parametrize(("most", "is_safe"), [(7, False), (8, True)])
def test_a_lower_end_that_is_known_asks_for_a_higher_upper_one(most: int, is_safe: bool) -> None:
    made = System()
    less, small, more = made_of(made, acts=("less", "more"), less=4, small=4, more=most)
    made.at_least(small, less)
    made.at_least(more, small)
    assert intervals(made, {small}, FIVE, beyond=50) == {small: (4, most)}
    assert (narrow(made, {small}, FIVE) == []) is is_safe


def test_two_small_counts_do_not_protect_each_other_where_their_sum_is_told() -> None:
    rows = counted("rows", ("row",), {("a",): 1, ("b",): 1, ("c",): 40})
    made = system({"rows": rows, "all": counted("all", (), {(): 42})})
    hidden = set(unsafe(made, FIVE))
    assert intervals(made, hidden, FIVE, beyond=10) == dict.fromkeys(hidden, (1, 1))
    assert set(narrow(made, hidden, FIVE)) == hidden


def test_a_sign_that_may_be_a_zero_leaves_one_value_more() -> None:
    made = table([1, 1], [30, 30])
    inner = at(made, *(("cross", place) for place in range(4)))
    for rule, ends in ((FIVE, (1, 1)), (FIVE_AND_ZERO, (0, 2))):
        assert intervals(made, inner, rule, beyond=50)[min(at(made, ("cross", 0)))] == ends


def test_whole_numbers_tell_more_than_decimals() -> None:
    made = System()
    known, pair, single = made_of(made, acts=(), known=11, pair=4, single=3)
    made.relate({pair: 2, single: 1, known: -1}, equal=True)
    assert intervals(made, {pair, single}, FIVE_AND_ZERO, beyond=100) == {pair: (0, 5), single: (1, 11)}


def test_a_zero_that_nothing_else_can_be_is_no_secret() -> None:
    held = counted("kinds", ("kind",), {("talk",): 30, ("party",): 0})
    by_event = counted("events", ("event",), {("talk/1",): 10, ("talk/2",): 20}, within={"event": "kind"})
    whole = counted("all", (), {(): 30})
    made = system({"kinds": held, "events": by_event, "all": whole})
    mark_known_zeros(made, FIVE_AND_ZERO)
    assert {n for n, cell in enumerate(made.cells) if cell.structural} == at(made, ("kinds", 1))
    assert list(unsafe(made, FIVE_AND_ZERO)) == []
    alone = system({"kinds": held, "all": whole})
    mark_known_zeros(alone, FIVE_AND_ZERO)
    assert set(unsafe(alone, FIVE_AND_ZERO)) == at(alone, ("kinds", 1))
