"""Events (Veranstaltungen): planned ahead; attendance is known once the day has come."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from schemas import columns, parts
from schemas.given import given
from schemas.labels import Label
from schemas.record import Record
from schemas.workflow import State, Tone, Transition, Workflow

GROUPS = ("refugees", "volunteers", "residents", "children")
"""The fields that split the attendance by group."""


def _held_once_told(values: Mapping[str, Any], today: dt.date, _: str | None) -> str:
    """An event whose day has come was held as soon as somebody tells who came."""
    has_come = values["day"] is None or values["day"] <= today
    told = any(values[name] is not None for name in ("attendance", *GROUPS))
    return "held" if has_come and told else "planned"


WORKFLOW = Workflow(
    states=(
        State("planned", Label("geplant", "planned"), Tone.OPEN, counted=False),
        State(
            "held",
            Label("durchgeführt", "held"),
            Tone.GOOD,
            requires=("attendance",),
            own=("attendance", *GROUPS),
            past=True,
        ),
        State(
            "cancelled",
            Label("abgesagt", "called off"),
            Tone.OFF,
            requires=("reason",),
            own=("reason",),
            counted=False,
        ),
    ),
    transitions=(
        Transition("hold", Label("Durchgeführt", "Held"), ("planned",), "held", asks=("attendance", *GROUPS)),
        Transition("cancel", Label("Absagen", "Call off"), ("planned",), "cancelled", asks=("reason",)),
    ),
    derived=("planned", "held"),
    rule=_held_once_told,
)


class Event(
    Record,
    table="events",
    singular=Label("Veranstaltung", "Event"),
    plural=Label("Veranstaltungen", "Events"),
    workflow=WORKFLOW,
):
    """One event of the office, with or without partners."""

    title: columns.Text = columns.text(Label("Titel", "Title"), longest=120, required=True, aliases=("Veranstaltung",))
    kind: columns.Choice = columns.choice(
        Label("Veranstaltungsart", "Kind"), "event_kind", required=True, dimension=True, aliases=("Art",)
    )
    day: columns.Day = columns.day(
        Label("Datum", "Day"),
        help=Label("Auch ein künftiger Tag: die Veranstaltung ist dann geplant.", "May lie ahead: a planned event."),
        past=False,
        required=True,
        aliases=("Tag", "Date"),
    )
    start: columns.Time = columns.time(Label("Beginn", "Start"), aliases=("Uhrzeit",))
    venue: columns.Text = columns.text(Label("Veranstaltungsort", "Venue"), longest=120, aliases=("Raum",))
    municipality: columns.Choice = parts.place()
    partners: columns.Choices = columns.choices(Label("Partner", "Partners"), "partner", dimension=True)
    places: columns.Integer = columns.integer(Label("Plätze", "Places"), minimum=1, maximum=9999, measure=True)
    registrations: columns.Integer = columns.integer(
        Label("Anmeldungen", "Registrations"), maximum=9999, measure=True, aliases=("Registered",)
    )
    attendance: columns.Integer = columns.integer(
        Label("Teilnehmende", "Attendance"),
        help=Label("Alle, die da waren. Erst ab dem Tag selbst.", "Everybody who came. Only once the day has come."),
        maximum=99999,
        measure=True,
        split=GROUPS,
        aliases=("Besucher", "Teilnehmer"),
    )
    refugees: columns.Integer = columns.integer(
        Label("davon Geflüchtete", "of which refugees"), maximum=99999, measure=True
    )
    volunteers: columns.Integer = columns.integer(
        Label("davon Ehrenamtliche", "of which volunteers"), maximum=99999, measure=True
    )
    residents: columns.Integer = columns.integer(
        Label("davon Einwohner", "of which residents"), maximum=99999, measure=True
    )
    children: columns.Integer = columns.integer(Label("davon Kinder", "of which children"), maximum=99999, measure=True)
    reason: columns.Text = parts.reason()

    @columns.rule(
        "attendance_once_held",
        "attendance",
        "day",
        de="Die Veranstaltung liegt noch vor uns: Teilnehmende können erst ab dem Tag selbst eingetragen werden.",
        en="The event is still to come: attendance can be entered only once its day has come.",
    )
    def attendance_once_held(cls, frame: pd.DataFrame) -> pd.Series:
        """Nobody has attended an event that is still to come."""
        return frame["day"] <= given().today

    @columns.rule(
        "groups_within_attendance",
        "attendance",
        de="Die Gruppen ergeben zusammen mehr als alle Teilnehmenden.",
        en="The groups add up to more than the attendance.",
    )
    def groups_within_attendance(cls, frame: pd.DataFrame) -> pd.Series:
        """Each person is counted in one group at most."""
        return frame.reindex(columns=list(GROUPS)).fillna(0).sum(axis=1) <= frame["attendance"]
