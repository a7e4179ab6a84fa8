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
    _work_out(system)
    if system.contradictory or any(cell.value is not None and cell.value < 0 for cell in system.cells):
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


def _work_out(system: System) -> None:
    """Count what stands nowhere but is what is left of a sum: between two reports, how many came in the days that only
    one of them tells of."""
    sums = [relation.terms for relation in system.relations.values() if relation.equal]
    while True:
        left = []
        for terms in sums:
            unknown = [number for number in terms if system.cells[number].value is None]
            if len(unknown) == 1:
                rest = sum(sign * (system.cells[n].value or 0) for n, sign in terms.items() if n != unknown[0])
                system.cells[unknown[0]].value = -rest // terms[unknown[0]]
            elif unknown:
                left.append(terms)
        if len(left) in (0, len(sums)):
            break
        sums = left


def mark_known_zeros(system: System, rule: Rule) -> None:
    """Find the zeros that are no secret: those that remain zero though everything else is withheld; and where zeros
    are shown, those that stand nowhere yet, for a later report can't but tell them."""
    if rule.zeros_shown:
        for cell in system.cells:
            cell.known |= cell.counted and not cell.value and not cell.places
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
