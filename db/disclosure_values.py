"""The check that the numbers of a report fit together, a value for each cell that stands nowhere, and structural zeros.

Without such values nothing could be said of the cells that a reader does not see either; any that agree will do.
"""

from db.disclosure_cells import System
from db.disclosure_costs import suppressible
from db.disclosure_refusals import Contradictory
from db.disclosure_riddles import riddles, solved
from db.disclosure_rule import Rule
from schemas.labels import Label


def complete(system: System, title: Label) -> None:
    """Give every cell a value that agrees with all others.

    Raises:
        Contradictory: there are none; ``title`` names the report's tables.
    """
    if system.contradictory:
        raise Contradictory(title=title)
    for relation in system.relations.values():
        values = [(sign, system.cells[number].value) for number, sign in relation.terms.items()]
        known = [sign * value for sign, value in values if value is not None]
        off = sum(known) if relation.equal else min(sum(known), 0)
        if off and len(known) == len(values):
            raise Contradictory(title=title)
    unknown = [number for number, cell in enumerate(system.cells) if cell.value is None]
    for riddle in riddles(system, unknown, [0] * len(unknown)):
        answer = solved(riddle, {}, {})
        if answer is None:
            raise Contradictory(title=title)
        for number, value in zip(riddle.cells, answer, strict=True):
            system.cells[number].value, system.cells[number].assumed = int(value), True


def mark_structural_zeros(system: System, rule: Rule) -> None:
    """Find the zeros that remain zero though everything else is withheld: there is nothing to protect."""
    if rule.zeros_shown:
        return
    movable = [number for number in range(len(system.cells)) if suppressible(system, number, rule)]
    for riddle in riddles(system, movable, [0] * len(movable)):
        left = {place for place, number in enumerate(riddle.cells) if not system.cells[number].value}
        while left:
            answer = solved(riddle, dict.fromkeys(left, -1.0), dict.fromkeys(left, 1))
            higher = {place for place in left if answer is not None and answer[place]}
            if not higher:
                break
            left -= higher
        for place in left:
            system.cells[riddle.cells[place]].structural = True
