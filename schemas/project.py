"""Projects (Projekte): what the office runs with volunteers over a longer time."""

import pandas as pd

from schemas import columns, parts
from schemas.labels import Label
from schemas.record import Record


class Project(
    Record,
    table="projects",
    singular=Label("Projekt", "Project"),
    plural=Label("Projekte", "Projects"),
    dated_by="started",
    until="ended",
):
    """One project: since when, where and with whom."""

    project: columns.Choice = columns.choice(Label("Projekt", "Project"), "project", required=True, dimension=True)
    started: columns.Day = columns.day(
        Label("Beginn", "Started"),
        help=Label("Auch ein Tag vor der Eröffnung des Büros.", "May lie before the office opened."),
        opened=False,
        required=True,
    )
    ended: columns.Day = columns.day(Label("Ende", "Ended"), past=False, opened=False)
    municipality: columns.Choice = parts.place()
    partners: columns.Choices = columns.choices(Label("Partner", "Partners"), "partner", dimension=True)
    team: columns.Integer = columns.integer(
        Label("Festes Team", "Regular team"),
        help=Label("Zahl der Helfenden, die regelmäßig dabei sind.", "Number of helpers who are there regularly."),
        maximum=999,
        unit=Label("Personen", "persons"),
    )
    about: columns.Text = columns.note(Label("Beschreibung", "Description"), longest=600)

    @columns.rule(
        "ends_after_start",
        "ended",
        "started",
        de="Das Ende liegt vor dem Beginn.",
        en="The end lies before the start.",
    )
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """A project ends on the day it started at the earliest."""
        return frame["ended"] >= frame["started"]
