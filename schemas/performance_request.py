"""Requests for a performance of the drum group (Anfragen an die Trommelgruppe): they come from the whole district."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from schemas import columns, parts
from schemas.labels import Label
from schemas.record import Record
from schemas.roles import Action
from schemas.workflow import State, Tone, Transition, Workflow


def _asked_first(_: Mapping[str, Any], __: dt.date, ___: str | None) -> str:
    return "requested"


_REASON = ("reason",)

WORKFLOW = Workflow(
    states=(
        State("requested", Label("angefragt", "requested"), Tone.OPEN),
        State("accepted", Label("zugesagt", "accepted"), Tone.OPEN),
        State("performed", Label("aufgetreten", "performed"), Tone.GOOD, past=True),
        State("declined", Label("abgelehnt", "declined"), Tone.OFF, requires=_REASON, own=_REASON),
        State("cancelled", Label("abgesagt", "called off"), Tone.OFF, requires=_REASON, own=_REASON),
    ),
    # Whoever the drum group has told answers the request, whichever colleague has entered it.
    transitions=(
        Transition("accept", Label("Zusagen", "Accept"), ("requested",), "accepted", action=Action.ENTER),
        Transition(
            "decline", Label("Ablehnen", "Decline"), ("requested",), "declined", asks=_REASON, action=Action.ENTER
        ),
        Transition("perform", Label("Aufgetreten", "Performed"), ("accepted",), "performed", action=Action.ENTER),
        Transition(
            "cancel", Label("Absagen", "Call off"), ("accepted",), "cancelled", asks=_REASON, action=Action.ENTER
        ),
    ),
    derived=("requested",),
    rule=_asked_first,
)


class PerformanceRequest(
    Record,
    table="performance_requests",
    singular=Label("Auftrittsanfrage", "Performance request"),
    plural=Label("Auftrittsanfragen", "Performance requests"),
    workflow=WORKFLOW,
):
    """One request that the drum group should perform somewhere."""

    day: columns.Day = columns.day(
        Label("Gewünschter Tag", "Day wished for"), past=False, required=True, aliases=("Datum", "Day")
    )
    start: columns.Time = columns.time(Label("Beginn", "Start"), aliases=("Uhrzeit",))
    organiser: columns.Text = columns.text(
        Label("Anfrage von", "Requested by"),
        help=Label(
            "Verein, Schule, Gemeinde oder Betrieb; keine Namen von Personen.",
            "Club, school, municipality or company; no names of persons.",
        ),
        longest=120,
        required=True,
    )
    occasion: columns.Text = columns.text(Label("Anlass", "Occasion"), longest=120, required=True)
    municipality: columns.Choice = parts.place(
        help=Label("Leer, wenn der Auftritt anderswo im Landkreis ist.", "Empty if it is elsewhere in the district."),
    )
    venue: columns.Text = columns.text(Label("Auftrittsort", "Venue"), longest=120)
    contact: columns.Text = columns.text(
        Label("Erreichbar unter", "Contact"),
        help=Label(
            "Telefon oder E-Mail der anfragenden Stelle, nichts Privates.",
            "Phone or e-mail of the organisation that asks, nothing private.",
        ),
        longest=120,
    )
    reason: columns.Text = parts.reason()
    note: columns.Text = parts.remark()
