"""Disclosure control of large and of many tables: how long it takes, and whether an audit of its own finds each safe.

    python -m tests.bench.bench_disclosure --tables 1000

Protects tables of 30 by 12 with totals, sparse and full, then random linked tables, whose frames are audited anew and
searched for suppressions that are not needed. Ends with exit code 1 if a table of 30 by 12 takes a second or more, or
if a report is not safe or suppresses a number needlessly.
"""

# ruff: noqa: T201 - a table on the screen is what it is for
import argparse
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from db import disclosure
from db.disclosure import Rule, safe
from db.disclosure_audit import narrow, unsafe
from db.disclosure_mending import without_superfluous
from db.disclosure_relations import system_of
from db.disclosure_values import complete, mark_known_zeros
from db.figure_documents import FrozenFigure
from schemas.labels import Label
from tests.suppressed import random_tables, with_totals

SECONDS = 1.0


@dataclass(frozen=True)
class Outcome:
    """What became of one report."""

    seconds: float
    primary: int
    secondary: int
    is_safe: bool = True
    is_needless: bool = False


def protect(figures: Mapping[str, FrozenFigure], rule: Rule, *, audit: bool = True) -> Outcome:
    """Protect, then audit what is released from the start."""
    began = time.perf_counter()
    released = safe(figures, rule)
    taken = time.perf_counter() - began
    primary, secondary = (
        sum(each.primary for each in released.values()),
        sum(each.secondary for each in released.values()),
    )
    if not audit:
        return Outcome(taken, primary, secondary)
    system = system_of(figures)
    complete(system, Label("", ""))
    mark_known_zeros(system, rule)
    told = set(disclosure._told(system, released))
    hidden = {number for number in range(len(system.cells)) if system.is_told(number) and number not in told}
    needed = without_superfluous(system, hidden, set(unsafe(system, rule)), rule)
    return Outcome(taken, primary, secondary, not narrow(system, hidden, rule), needed != hidden)


def large(dice: np.random.Generator) -> bool:
    """Tables of 30 by 12 with totals; whether each takes less than a second."""
    print(f"{'30 x 12 with totals':32}{'seconds':>8}{'primary':>9}{'secondary':>11}")
    met = True
    for mean in (2, 5, 20, 60):
        for zeros_shown in (True, False):
            rows = dice.poisson(mean * dice.gamma(1.0, 1.0, (30, 12))).tolist()
            found = protect(with_totals(rows), Rule(5, zeros_shown), audit=False)
            told = f"mean {mean}, zeros {'shown' if zeros_shown else 'hidden'}"
            print(f"{told:32}{found.seconds:8.2f}{found.primary:9}{found.secondary:11}")
            met &= found.seconds < SECONDS
    return met


def many(dice: np.random.Generator, tables: int) -> bool:
    """Random linked tables; whether each is safe and suppresses no more than it must."""
    rules = [Rule(threshold, zeros_shown) for threshold in (3, 5, 10) for zeros_shown in (True, False)]
    found = [protect(random_tables(dice), rules[number % len(rules)]) for number in range(tables)]
    unsafe_, needless = sum(not each.is_safe for each in found), sum(each.is_needless for each in found)
    seconds = sorted(each.seconds for each in found)
    print(f"\n{tables} random reports of linked tables: {unsafe_} not safe, {needless} with a needless suppression")
    print(f"seconds: median {seconds[tables // 2]:.3f}, longest {seconds[-1]:.3f}, together {sum(seconds):.1f}")
    return not unsafe_ and not needless


def main() -> int:
    """Run both; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2018)
    arguments = parser.parse_args()
    dice = np.random.default_rng(arguments.seed)
    safe(with_totals([[1, 2], [3, 4]]), Rule(5, zeros_shown=True))  # loads the solvers
    met = [large(dice), many(dice, arguments.tables)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
