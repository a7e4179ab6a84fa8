"""Consultations (Beratungen): a contact in which somebody was advised.

One consultation can touch several topics: the total counts consultations, a topic counts those that touch it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from schemas import columns, parts
from schemas.fields import Question
from schemas.labels import Label
from schemas.record import Record
from schemas.roles import Action
from schemas.workflow import State, Tone, Transition, Workflow

FOLLOW_UP = ("follow_up_on", "follow_up")
"""The fields of what is to be done later."""


def _open_once_left(values: Mapping[str, Any], _: dt.date, __: str | None) -> str:
    return "follow_up" if any(values[name] is not None for name in FOLLOW_UP) else "plain"


WORKFLOW = Workflow(
    states=(
        State("plain", Label("ohne Wiedervorlage", "no follow-up"), Tone.CALM),
        State(
            "follow_up",
            Label("Wiedervorlage offen", "follow-up open"),
            Tone.OPEN,
            requires=("follow_up_on",),
            own=FOLLOW_UP,
            due="follow_up_on",
        ),
        State("followed_up", Label("Wiedervorlage erledigt", "follow-up done"), Tone.GOOD, own=FOLLOW_UP),
    ),
    transitions=(
        Transition(
            "settle",
            Label("Wiedervorlage erledigt", "Follow-up done"),
            ("follow_up",),
            "followed_up",
            action=Action.ENTER,  # whoever of the office has done it, also for a colleague
            in_closed_periods=True,
        ),
        Transition(
            "leave",
            Label("Neue Wiedervorlage", "New follow-up"),
            ("plain", "followed_up"),
            "follow_up",
            asks=FOLLOW_UP,
        ),
    ),
    derived=("plain", "follow_up"),
    rule=_open_once_left,
)


class Consultation(
    Record,
    table="consultations",
    singular=Label("Beratung", "Consultation"),
    plural=Label("Beratungen", "Consultations"),
    workflow=WORKFLOW,
):
    """One contact with one or more persons who were advised."""

    day: columns.Day = columns.day(
        Label("Datum", "Day"),
        required=True,
        aliases=("Tag", "Date"),
    )
    topics: columns.Choices = columns.choices(
        Label("Themen", "Topics"),
        "topic",
        help=Label(
            "Alle Themen, um die es ging. Eine Beratung kann mehrere Themen berühren.",
            "Every topic that came up. One consultation can touch several topics.",
        ),
        required=True,
        dimension=True,
        aliases=("Thema", "Topic", "Kategorie"),
    )
    client_group: columns.Choice = columns.choice(
        Label("Personengruppe", "Client group"),
        "client_group",
        required=True,
        dimension=True,
        aliases=("Gruppe", "Group"),
    )
    setting: columns.Choice = columns.choice(
        Label("Art der Beratung", "Setting"),
        "setting",
        help=Label("Wo oder wie beraten wurde.", "Where or how the advice was given."),
        required=True,
        dimension=True,
        aliases=("Art",),
    )
    municipality: columns.Choice = parts.place(
        help=Label(
            "Mitgliedsgemeinde, in der die Ratsuchenden wohnen.",
            "Member municipality in which the people advised live.",
        ),
    )
    persons: columns.Integer = columns.integer(
        Label("Beratene Personen", "Persons advised"),
        help=Label("Alle, die beraten wurden, Kinder mitgezählt.", "Everybody who was advised, children included."),
        minimum=1,
        maximum=99,
        required=True,
        measure=True,
        aliases=("Personen", "Persons"),
    )
    minors: columns.Integer = columns.integer(
        Label("davon Minderjährige", "of which minors"),
        maximum=99,
        measure=True,
        aliases=("Minderjährige", "Minors"),
    )
    contact: columns.Choice = columns.choice(
        Label("Kontakt", "Contact"),
        "contact",
        help=Label(
            "Erstkontakt: die Person ist zum ersten Mal im Integrationsbüro.",
            "First contact: the person comes to the office for the first time.",
        ),
        dimension=True,
        question=Question(("Erstkontakt", "First contact"), yes="first", no="follow_up"),
    )
    language: columns.Choice = columns.choice(
        Label("Sprache", "Language"),
        "language",
        help=Label("Sprache, in der beraten wurde.", "Language in which the advice was given."),
        dimension=True,
    )
    interpreter: columns.Flag = columns.flag(
        Label("Sprachmittlung", "Interpreter"),
        help=Label("Hat jemand gedolmetscht?", "Did somebody interpret?"),
        dimension=True,
        aliases=("Dolmetscher",),
    )
    minutes: columns.Integer = parts.duration()
    case_code: columns.Text = columns.text(
        Label("Fallkürzel", "Case code"),
        help=Label(
            "Ein Buchstabe, Bindestrich, vier Ziffern: F-0042. Nie ein Name, nie ein Aktenzeichen.",
            "One letter, a hyphen, four digits: F-0042. Never a name, never a file number.",
        ),
        longest=6,
        pattern="[A-Z]-[0-9]{4}",
        form="F-0042",
        aliases=("Fall", "Case"),
    )
    referred_to: columns.Choices = columns.choices(
        Label("Vermittelt an", "Referred to"),
        "referral",
        help=Label(
            "Behörden und Partner, an die vermittelt wurde.",
            "Authorities and partners to whom people were referred.",
        ),
        dimension=True,
    )
    note: columns.Text = parts.remark()
    follow_up_on: columns.Day = columns.day(
        Label("Wiedervorlage am", "Follow up on"),
        help=Label(
            "Der Tag, an dem noch etwas zu tun ist; er steht dann unter „Meine Aufgaben“.",
            "The day on which something is still to be done; “My tasks” shows it.",
        ),
        past=False,
    )
    follow_up: columns.Text = columns.text(
        Label("Zu tun", "To do"), help=Label("Kurz und ohne Namen.", "Short, and without names."), longest=120
    )

    @columns.rule(
        "minors_within_persons",
        "minors",
        "persons",
        de="Es können nicht mehr Minderjährige als Personen sein.",
        en="There can't be more minors than persons.",
    )
    def minors_within_persons(cls, frame: pd.DataFrame) -> pd.Series:
        """Minors are counted among the persons advised."""
        return frame["minors"] <= frame["persons"]

    @columns.rule(
        "followed_up_later",
        "follow_up_on",
        "day",
        de="Die Wiedervorlage liegt vor der Beratung.",
        en="The follow-up lies before the consultation.",
    )
    def followed_up_later(cls, frame: pd.DataFrame) -> pd.Series:
        """What is left to do is done on the day itself at the earliest."""
        return frame["follow_up_on"] >= frame["day"]
