"""What readers have already: earlier reports, put together with the one that is about to be protected.

What was told is never taken back, so nothing that a new report tells may uncover what an earlier one kept back, nor may
their difference be a small number (Hundepool et al. 2012, chapter 4: linked tables, disclosure by differencing).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import permutations

from db.disclosure_audit import intervals, narrow
from db.disclosure_cells import Key, Place, System, rest_of
from db.disclosure_costs import suppressible
from db.disclosure_refusals import Contradictory
from db.disclosure_relations import system_of
from db.disclosure_rule import Rule
from db.disclosure_values import complete, mark_known_zeros
from db.figure_documents import FrozenFigure
from db.figure_structure import Family, Structure
from schemas.labels import Label

Figures = Mapping[str, FrozenFigure]
_CLOSING = "closing"
"""Of which closing a cell is, where closings do not agree."""


@dataclass(frozen=True, eq=False)
class Earlier:
    """What an earlier report tells."""

    closing: str
    """Names the closing that its figures were frozen at."""
    figures: Figures
    """By their keys in that report, complete."""
    suppressed: Set[Place]
    """Where no number stands in it."""
    zeros_shown: bool
    """By the rule of then."""


def system_with(figures: Figures, earlier: Sequence[Earlier], rule: Rule, title: Label) -> System:
    """The cells of a report and of those before it, with what readers know of each.

    Raises:
        Contradictory: the report's own numbers do not fit together; ``title`` names its tables.
        Untold: a figure of the report does not say what adds up in it.
    """
    earlier = _overlapping(figures, earlier)
    system = _agreeing(figures, earlier, rule, title)
    mark_known_zeros(system, rule)
    if earlier:
        _lower_thresholds(system, rule)
    return system


def _overlapping(figures: Figures, earlier: Sequence[Earlier]) -> list[Earlier]:
    """Those figures of earlier reports whose days touch the report's, directly or by way of others: no more than these
    can be worked out together."""
    near = {(-1, name): _days(figure) for name, figure in figures.items()}
    left = {(place, name): _days(figure) for place, each in enumerate(earlier) for name, figure in each.figures.items()}
    while found := {key: days for key, days in left.items() if any(_overlap(days, other) for other in near.values())}:
        near |= found
        left = {key: days for key, days in left.items() if key not in found}
    kept = [
        replace(each, figures={name: figure for name, figure in each.figures.items() if (place, name) in near})
        for place, each in enumerate(earlier)
    ]
    return [each for each in kept if each.figures]


def _days(figure: FrozenFigure) -> tuple[dt.date, dt.date] | None:
    return (figure.structure.first_day, figure.structure.last_day) if figure.structure else None


def _overlap(days: tuple[dt.date, dt.date] | None, other: tuple[dt.date, dt.date] | None) -> bool:
    return days is not None and other is not None and days[0] <= other[1] and other[0] <= days[1]


def _agreeing(figures: Figures, earlier: Sequence[Earlier], rule: Rule, title: Label) -> System:
    """One system; a closing that the others contradict stands apart in it: records were changed in between."""
    try:
        return _complete(figures, earlier, set(), rule, title)
    except Contradictory:
        _complete(figures, [], set(), rule, title)
    apart, agreed = set[str](), list[Earlier]()
    for closing in dict.fromkeys(each.closing for each in earlier):
        added = [each for each in earlier if each.closing == closing]
        try:
            _complete(figures, [*agreed, *added], apart, rule, title)
        except Contradictory:
            apart.add(closing)
        agreed += added
    return _complete(figures, agreed, apart, rule, title)


def _complete(figures: Figures, earlier: Sequence[Earlier], apart: Set[str], rule: Rule, title: Label) -> System:
    known = {
        f"{place} {name}": (each, name, _of_closing(figure, each.closing) if each.closing in apart else figure)
        for place, each in enumerate(earlier)
        for name, figure in each.figures.items()
    }
    system = system_of({**figures, **{name: figure for name, (_, _, figure) in known.items()}})
    if apart:
        _relate_unchanged(system)
        _relate_differences(system, rule)
    _mark_known(system, {name: (each, own) for name, (each, own, _) in known.items()})
    complete(system, title)
    return system


def _of_closing(figure: FrozenFigure, closing: str) -> FrozenFigure:
    """The figure with cells of its own."""
    told = figure.structure
    if told is None:
        return figure
    return replace(figure, structure=_moved(told, closing))


def _moved(told: Structure, closing: str) -> Structure:
    def moved(family: Family) -> Family:
        return replace(family, fixed={**family.fixed, _CLOSING: closing})

    return replace(
        told,
        dimensions=tuple(
            replace(each, others={code: moved(other) for code, other in each.others.items()})
            for each in told.dimensions
        ),
        measures=tuple(replace(each, family=moved(each.family)) for each in told.measures),
        total=moved(told.total) if told.total else None,
        whole=moved(told.whole),
    )


def _relate_unchanged(system: System) -> None:
    """What was the same number at several closings is taken for the same cell: readers will, and mostly rightly."""
    first: dict[tuple[Key, int], int] = {}
    for key, number in list(system.numbers.items()):
        value = system.cells[number].value
        if value is not None:
            other = first.setdefault((_plain(key), value), number)
            system.relate({other: 1} | {number: -1} if other != number else {}, equal=True)


def _relate_differences(system: System, rule: Rule) -> None:
    """A number of one closing, taken from one of more days of another, tells of the days between; large ones may be
    told."""
    alike: dict[tuple[str, frozenset[tuple[str, str]]], list[Key]] = defaultdict(list)
    for key, number in system.numbers.items():
        if system.cells[number].value is not None:
            alike[key.quantity, _plain(key).of].append(key)
    for keys in alike.values():
        for whole, part in permutations(keys, 2):
            if whole.of != part.of and _lies_within(part, whole):
                _relate_difference(system, whole, part, rule)


def _lies_within(part: Key, whole: Key) -> bool:
    days, longer = (part.first, part.last), (whole.first, whole.last)
    return longer[0] <= days[0] and days[1] <= longer[1] and days != longer


def _relate_difference(system: System, whole: Key, part: Key, rule: Rule) -> None:
    numbers = system.numbers[whole], system.numbers[part]
    more, less = (system.cells[number] for number in numbers)
    left = (more.value or 0) - (less.value or 0)
    if left >= 0 and rule.protects(left):
        rest = system.cell(rest_of(whole, part), more.people and less.people, left)
        system.adds_up(numbers[0], [numbers[1], rest])


def _plain(key: Key) -> Key:
    """The same whichever closing tells it."""
    return key._replace(of=frozenset(pair for pair in key.of if pair[0] != _CLOSING))


def _mark_known(system: System, known: Mapping[str, tuple[Earlier, str]]) -> None:
    """Turn the places of earlier reports into what readers know."""

    def stands(place: Place) -> bool:
        report, name = known[place.figure]
        return place._replace(figure=name) not in report.suppressed

    for cell in system.cells:
        before = [place for place in cell.places if place.figure in known]
        cell.places = [place for place in cell.places if place.figure not in known]
        cell.known = any(stands(place) for place in before)
        cell.least = max((int(known[place.figure][0].zeros_shown) for place in before), default=0)
        cell.told = False
    for place in [place for place in system.computed if place.figure in known]:
        numbers = system.computed.pop(place)
        for number in numbers if stands(place) else ():
            system.cells[number].known = True
    for number in {number for numbers in system.computed.values() for number in numbers}:
        system.cells[number].told = True


def _lower_thresholds(system: System, rule: Rule) -> None:
    """What earlier reports have told too much of, by the rule of now, at least stays as open as they left it.

    An interval of as many values as this has, within this, can only be the same.
    """
    withheld = {n for n in range(len(system.cells)) if system.is_told(n) and suppressible(system, n, rule)}
    lost = set(narrow(system, withheld, rule))
    for number, (lower, upper) in intervals(system, withheld, rule, of=lost, beyond=rule.threshold).items():
        system.thresholds[number] = min(upper, upper - lower + 1)
