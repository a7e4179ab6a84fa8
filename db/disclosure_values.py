"""The check that the numbers of a report fit together, and a value for each cell that stands nowhere.

Without such values nothing could be said of the cells that a reader does not see either; any that agree will do.
"""

from db.disclosure_cells import System
from db.disclosure_refusals import Contradictory
from db.disclosure_riddles import riddles, solved
from schemas.labels import Label


def complete(system: System, title: Label) -> None:
    """Give every cell a value that agrees with all others.

    Raises:
        Contradictory: there are none; ``title`` names the report's tables.
    """
    for relation in system.relations.values():
        values = [(sign, system.cells[number].value) for number, sign in relation.terms.items()]
        known = [sign * value for sign, value in values if value is not None]
        if len(known) == len(values) and (sum(known) if relation.equal else min(sum(known), 0)):
            raise Contradictory(title=title)
    unknown = [number for number, cell in enumerate(system.cells) if cell.value is None]
    for riddle in riddles(system, unknown, [0] * len(unknown)):
        answer = solved(riddle, {}, {})
        if answer is None:
            raise Contradictory(title=title)
        for number, value in zip(riddle.cells, answer, strict=True):
            system.cells[number].value, system.cells[number].assumed = int(value), True
