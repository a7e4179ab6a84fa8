"""Project activities: performances of the drum group, opening days of the bicycle workshop, meetings."""

from decimal import Decimal

import pandas as pd

from schemas import columns, parts
from schemas.labels import Label
from schemas.record import Record


class ProjectActivity(
    Record,
    table="project_activities",
    singular=Label("Projektaktivität", "Project activity"),
    plural=Label("Projektaktivitäten", "Project activities"),
    refers={"project": "projects"},
):
    """One day on which a project did something that is counted."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True, aliases=("Tag", "Date"))
    project: columns.Choice = columns.choice(Label("Projekt", "Project"), "project", required=True, dimension=True)
    activity: columns.Choice = columns.choice(
        Label("Aktivität", "Activity"), "activity", required=True, dimension=True, aliases=("Art",)
    )
    municipality: columns.Choice = parts.place()
    visitors: columns.Integer = columns.integer(
        Label("Besucher", "Visitors"),
        help=Label("Publikum oder Besucher des Tages.", "Audience or visitors of the day."),
        maximum=99999,
        measure=True,
    )
    helpers: columns.Integer = columns.integer(Label("Helfende", "Helpers"), maximum=999, measure=True)
    helper_hours: columns.Decimal = columns.decimal(
        Label("Helferstunden", "Helper hours"),
        help=Label("Stunden aller Helfenden zusammen.", "Hours of all helpers together."),
        maximum=Decimal(9999),
        measure=True,
    )
    bicycles_repaired: columns.Integer = columns.integer(
        Label("Reparierte Fahrräder", "Bicycles repaired"),
        maximum=999,
        measure=True,
    )
    note: columns.Text = parts.remark()

    @columns.rule(
        "bicycles_in_the_workshop",
        "bicycles_repaired",
        "project",
        de="Reparierte Fahrräder gehören zur Fahrradwerkstatt.",
        en="Bicycles are repaired in the bicycle workshop.",
    )
    def bicycles_in_the_workshop(cls, frame: pd.DataFrame) -> pd.Series:
        """Only the bicycle workshop repairs bicycles."""
        return (frame["project"] == "bicycle_workshop") | (frame["bicycles_repaired"] == 0)
