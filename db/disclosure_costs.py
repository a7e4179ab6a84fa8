"""What the suppression of a cell costs, so that as little as possible is lost."""

from db.disclosure_cells import System
from db.disclosure_rule import Rule

_NUMBER, _ACT = 100, 10_000
"""What a suppressed number costs, and one that counts the office's acts: those stay unless nothing else helps."""


def weight(system: System, number: int) -> int:
    """What it costs to suppress a cell: the numbers that go, and of equally many the smaller ones."""
    cell = system.cells[number]
    if not system.is_told(number):
        return 0
    each = _NUMBER if cell.people else _ACT
    return each * max(len(cell.places), 1) + min(cell.value or 0, _NUMBER - 1)


def suppressible(system: System, number: int, rule: Rule) -> bool:
    """Whether a cell can be suppressed: zeros that are shown are always shown, structural ones are no secret, and what
    is known stays known."""
    cell = system.cells[number]
    return not (cell.structural or cell.known) and (bool(cell.value) or not rule.zeros_shown or not cell.places)
