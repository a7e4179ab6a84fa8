"""Little is suppressed, and never too little: the engine chooses, the audit decides, and what is too weak is mended."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import disclosure_choice
from db.disclosure_audit import narrow, unsafe
from db.disclosure_cells import System
from db.disclosure_choice import chosen
from db.disclosure_mending import partners, without_superfluous
from db.disclosure_rule import Rule
from tests.suppressed import counted, random_tables, with_totals
from tests.test_disclosure_audit import FIVE, FIVE_AND_ZERO, at, system, table

SMALL = ([3, 20, 30], [40, 20, 10], [8, 12, 50])


def values(made: System, numbers: set[int]) -> list[int]:
    return sorted(made.cells[number].value or 0 for number in numbers)


def test_one_small_count_takes_three_others_with_it() -> None:
    made = table(*SMALL)
    assert values(made, chosen(made, FIVE) or set()) == [3, 8, 12, 20], "the cheapest rectangle"


def test_nothing_is_suppressed_where_nothing_is_small() -> None:
    made = table([30, 20], [40, 20])
    assert chosen(made, FIVE) == set()


def test_a_single_small_number_needs_no_other() -> None:
    made = system({"all": counted("all", (), {(): 3})})
    assert values(made, chosen(made, FIVE) or set()) == [3]


def test_acts_stay_while_others_can_go() -> None:
    rows = counted("rows", ("row",), {("a",): 3, ("b",): 50, ("c",): 60})
    acts = counted("all", (), {(): 113}, people=False)
    made = system({"rows": rows, "all": acts})
    assert values(made, chosen(made, FIVE) or set()) == [3, 50]


def test_acts_go_where_nothing_else_helps() -> None:
    rows = counted("rows", ("row",), {("a",): 3, ("b",): 1})
    acts = counted("all", (), {(): 4}, people=False)
    made = system({"rows": rows, "all": acts})
    assert values(made, chosen(made, FIVE) or set()) == [1, 3, 4]


def test_zeros_that_are_shown_stay() -> None:
    made = table([3, 0, 30], [0, 20, 10], [8, 12, 0])
    assert 0 not in values(made, chosen(made, FIVE) or set())
    assert values(made, chosen(made, FIVE_AND_ZERO) or set())[:3] == [0, 0, 0]


@pytest.mark.parametrize("rule", [FIVE, FIVE_AND_ZERO])
def test_where_the_engine_finds_nothing_the_choice_is_mended_until_it_is_safe(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure_choice, "_by_engine", lambda *_: set())
    made = table(*SMALL)
    found = chosen(made, rule) or set()
    assert values(made, found) == [3, 8, 12, 20]
    assert narrow(made, found, rule) == []


def test_where_no_partner_helps_all_others_go_and_where_nothing_can_go_nothing_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = table(*SMALL)
    monkeypatch.setattr(disclosure_choice, "_by_engine", lambda *_: set())
    monkeypatch.setattr(disclosure_choice, "partners", lambda *_: set())
    assert values(made, chosen(made, FIVE) or set()) == [3, 8, 12, 20], "all others, without what is superfluous"
    monkeypatch.setattr(disclosure_choice, "suppressible", lambda *_: False)
    assert chosen(made, FIVE) is None


def test_partners_are_those_whose_change_costs_least() -> None:
    made = table(*SMALL)
    small = at(made, ("cross", 0))
    assert values(made, partners(made, small, min(small), FIVE)) == [8, 12, 20]


def test_what_is_suppressed_needlessly_is_told_again() -> None:
    made = table(*SMALL)
    everything = {number for number in range(len(made.cells)) if made.is_told(number)}
    primary = set(unsafe(made, FIVE))
    assert len(without_superfluous(made, everything, primary, FIVE)) == 4


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5, 10]), st.booleans())
def test_no_suppression_of_linked_tables_is_needless(seed: int, threshold: int, zeros_shown: bool) -> None:
    rule, made = Rule(threshold, zeros_shown), system(random_tables(np.random.default_rng(seed)))
    found, primary = chosen(made, rule) or set(), set(unsafe(made, rule))
    assert narrow(made, found, rule) == []
    assert without_superfluous(made, found, primary, rule) == found


def test_a_rectangle_is_found_in_a_table_of_thirty_by_twelve() -> None:
    rows = np.full((30, 12), 20)
    rows[3, 4] = 2
    made = system(with_totals(rows.tolist()))
    assert values(made, chosen(made, FIVE) or set()) == [2, 20, 20, 20]


def test_an_act_stays_even_if_more_tables_lose_a_number_of_people() -> None:
    rows = counted("rows", ("row",), {("a",): 3, ("b",): 99})
    made = system({"rows": rows, "again": rows, "all": counted("all", (), {(): 102}, people=False)})
    assert values(made, chosen(made, FIVE) or set()) == [3, 99]
