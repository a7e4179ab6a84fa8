"""What the first visitor would else wait for: the figures and charts that the dashboard opens with."""

from zoneinfo import ZoneInfo

from dashboard.configuration import Settings
from dashboard.drawings import DRAWINGS
from dashboard.formats import Reader
from dashboard.panels import drawn
from dashboard.presets import PRESETS
from db import figures
from db.database import Database
from db.selection import Selection


def warm_up(database: Database, settings: Settings) -> None:
    """Count and draw what the start page shows in the office's language before anybody chooses anything."""
    given = database.given
    selection = Selection(*PRESETS[settings.default_period].days(given.today, settings))
    reader = Reader(settings.language, given.vocabularies, ZoneInfo(settings.time_zone))
    for name, frame in figures.compute_all(database, DRAWINGS, selection).items():
        drawn(database, figures.FIGURES[name], frame, reader)
