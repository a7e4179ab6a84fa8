"""Home visits (Hausbesuche): reported as visits per ISO week, weeks without a visit included."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from schemas import columns, parts
from schemas.given import given
from schemas.labels import Label
from schemas.record import Record
from schemas.workflow import State, Tone, Transition, Workflow


def _done_once_come(values: Mapping[str, Any], today: dt.date, before: str | None) -> str:
    """A visit lies ahead or was made; one that was planned waits, also after its day, to be told how it went."""
    if before == "planned" and values["persons"] is None:
        return "planned"
    return "planned" if values["day"] is not None and values["day"] > today else "done"


_FROM_PLANNED = ("planned",)

WORKFLOW = Workflow(
    states=(
        State("planned", Label("geplant", "planned"), Tone.OPEN, counted=False),
        State(
            "done",
            Label("durchgeführt", "done"),
            Tone.GOOD,
            requires=("topics", "persons"),
            own=("persons", "minutes"),
            past=True,
        ),
        State("not_met", Label("nicht angetroffen", "not met"), Tone.OFF, past=True, counted=False),
        State("cancelled", Label("abgesagt", "called off"), Tone.OFF, counted=False),
    ),
    transitions=(
        Transition(
            "visit",
            Label("Durchgeführt", "Done"),
            _FROM_PLANNED,
            "done",
            asks=("persons", "topics", "volunteer", "minutes", "note"),
        ),
        Transition("miss", Label("Nicht angetroffen", "Not met"), _FROM_PLANNED, "not_met"),
        Transition("cancel", Label("Absagen", "Call off"), _FROM_PLANNED, "cancelled"),
    ),
    derived=("planned", "done"),
    rule=_done_once_come,
)


class HomeVisit(
    Record,
    table="home_visits",
    singular=Label("Hausbesuch", "Home visit"),
    plural=Label("Hausbesuche", "Home visits"),
    workflow=WORKFLOW,
):
    """One visit to people at home."""

    day: columns.Day = columns.day(
        Label("Datum", "Day"),
        help=Label("Auch ein künftiger Tag: der Besuch ist dann geplant.", "May lie ahead: a planned visit."),
        past=False,
        required=True,
        aliases=("Tag", "Date"),
    )
    topics: columns.Choices = columns.choices(
        Label("Themen", "Topics"),
        "topic",
        help=Label(
            "Alle Themen, um die es ging. Ein Besuch kann mehrere Themen berühren.",
            "Every topic that came up. One visit can touch several topics.",
        ),
        dimension=True,
        aliases=("Thema", "Topic"),
    )
    municipality: columns.Choice = parts.place(required=True)
    persons: columns.Integer = columns.integer(
        Label("Angetroffene Personen", "Persons met"),
        help=Label("Erst ab dem Tag selbst.", "Only once the day has come."),
        maximum=99,
        measure=True,
        aliases=("Personen", "Personen angetroffen", "Persons"),
    )
    volunteer: columns.Flag = columns.flag(
        Label("Ehrenamt dabei", "Volunteer along"),
        help=Label("War eine ehrenamtliche Person dabei?", "Did a volunteer come along?"),
        dimension=True,
        aliases=("Ehrenamtliche dabei", "Mit Ehrenamt"),
    )
    minutes: columns.Integer = parts.duration()
    note: columns.Text = parts.remark()

    @columns.rule(
        "persons_once_met",
        "persons",
        "day",
        de="Der Besuch liegt noch vor uns: wer angetroffen wurde, kann erst ab dem Tag selbst eingetragen werden.",
        en="The visit is still to come: whom you met can be entered only once its day has come.",
    )
    def persons_once_met(cls, frame: pd.DataFrame) -> pd.Series:
        """Nobody was met on a visit that is still to come."""
        return frame["day"] <= given().today
