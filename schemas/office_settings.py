"""What an office sets for itself in the browser: its name, its first day, and how its tables leave it."""

import datetime as dt
from dataclasses import dataclass

from schemas.labels import Language

LONGEST_NAME = 100
EARLIEST = dt.date(1950, 1, 1)
"""No office for integration is older; a year of two digits is a slip."""
LEAST_THRESHOLD, MOST_THRESHOLD = 3, 100
"""Under 3, one of two people who are counted together would know the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """The settings of one office. What stands here is what an office begins with where nothing else is said."""

    office_name: str = "Integrationsbüro"
    opened: dt.date = dt.date(2017, 7, 1)
    """The office's first day; no record lies before it. That of the published report, SGM/2018/169."""
    language: Language = "de"
    """Of the frame, until a reader chooses another."""
    flavour: str = "excel"
    """The CSV that is offered first."""
    threshold: int = 5
    """Counts of people below it are suppressed in tables for others than the office."""
    zeros_shown: bool = True
    """Whether such tables tell that nobody was there, which gives no person away but can tell of a group."""
