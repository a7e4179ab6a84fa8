"""The progress report to the committee (Sachstandsbericht): facts, sections, and the way to its release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.fields import Kind
from schemas.labels import Label
from schemas.roles import Action


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    RELEASED = "released"


STATES: Mapping[ReportState, Label] = {
    ReportState.DRAFT: Label("Entwurf", "draft"),
    ReportState.CHECKED: Label("geprüft", "checked"),
    ReportState.SUBMITTED: Label("eingereicht", "submitted"),
    ReportState.RELEASED: Label("freigegeben", "released"),
}
"""The states by the names that people read."""


@dataclass(frozen=True, slots=True)
class ReportTransition:
    """A step from one state to another, and what it takes to do it."""

    label: Label
    source: ReportState
    target: ReportState
    action: Action = Action.RELEASE


TRANSITIONS: Mapping[str, ReportTransition] = {
    "check": ReportTransition(
        Label("Als geprüft kennzeichnen", "Mark as checked"), *(ReportState.DRAFT, ReportState.CHECKED)
    ),
    "revise": ReportTransition(Label("Weiter bearbeiten", "Go on editing"), ReportState.CHECKED, ReportState.DRAFT),
    "submit": ReportTransition(Label("Einreichen", "Submit"), ReportState.CHECKED, ReportState.SUBMITTED),
    "release": ReportTransition(Label("Freigeben", "Release"), ReportState.SUBMITTED, ReportState.RELEASED),
    "withdraw": ReportTransition(
        Label("Freigabe zurücknehmen", "Take the release back"), ReportState.RELEASED, ReportState.SUBMITTED
    ),
}
"""The steps there are, by the action that the history calls them. What was submitted is never changed again."""


@dataclass(frozen=True, slots=True)
class ReportField:
    """One thing that a report says: its name, the kind of its value, and whether a checked report must have it."""

    name: str
    label: Label
    kind: Kind
    longest: int = 0
    """Characters of a text."""
    choices: Mapping[str, Label] = field(default_factory=dict)
    required: bool = False
    help: Label | None = None


KINDS: Mapping[str, Label] = {
    "paper": Label("Vorlage", "Paper"),
    "table_paper": Label("Tischvorlage", "Paper laid on the table"),
    "decision": Label("Beschlussvorlage", "Paper for decision"),
    "notice": Label("Mitteilung", "Notice"),
}
STATUSES: Mapping[str, Label] = {
    "public": Label("öffentlich", "public"),
    "not_public": Label("nicht öffentlich", "not public"),
}

HEAD: tuple[ReportField, ...] = (
    ReportField(
        "paper_number",
        Label("Vorlagennummer", "Paper number"),
        Kind.TEXT,
        40,
        required=True,
        help=Label("So, wie die Verwaltung sie vergibt, zum Beispiel SGM/2018/169.", "For instance SGM/2018/169."),
    ),
    ReportField("subject", Label("Betreff", "Subject"), Kind.TEXT, 200, required=True),
    ReportField("kind", Label("Art", "Kind"), Kind.CHOICE, choices=KINDS, required=True),
    ReportField("status", Label("Status", "Status"), Kind.CHOICE, choices=STATUSES, required=True),
)
"""What stands on the first page."""

COURSE: tuple[ReportField, ...] = (
    ReportField("committee", Label("Gremium", "Committee"), Kind.TEXT, 100, required=True),
    ReportField("day", Label("Datum", "Date"), Kind.DAY),
    ReportField("session", Label("Sitzung", "Session"), Kind.TEXT, 60),
    ReportField("outcome", Label("Ergebnis", "Outcome"), Kind.TEXT, 100),
)
"""One stop on the way of the paper (Beratungsfolge)."""
COURSE_TITLE = Label("Beratungsfolge", "Course of consideration")
MOST_STOPS = 20

PARTICIPATION_TITLE = Label("Beteiligung", "Participation")
PARTICIPATION: tuple[ReportField, ...] = (
    ReportField("children", Label("Kinder und Jugendliche", "Children and youth"), Kind.FLAG, required=True),
    ReportField("equality", Label("Gleichstellungsbeauftragte", "Equal-opportunity officer"), Kind.FLAG, required=True),
    ReportField("seniors", Label("Seniorenbeirat", "Seniors' council"), Kind.FLAG, required=True),
)
"""Who was asked: yes or no."""

LONGEST_TEXT = 6000
CLOSING: tuple[ReportField, ...] = (
    ReportField(
        "financial_effect", Label("Finanzielle Auswirkungen", "Financial effect"), Kind.NOTE, 2000, required=True
    ),
    ReportField(
        "annexes",
        Label("Anlagen", "Annexes"),
        Kind.NOTE,
        2000,
        help=Label("Eine Zeile je Anlage.", "A line for each annex."),
    ),
)


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section with words: its heading, and the paragraph that an office begins with."""

    name: str
    heading: Label
    standard: Label

    @property
    def field(self) -> ReportField:
        """Its words as a thing that a report says."""
        return ReportField(self.name, self.heading, Kind.NOTE, LONGEST_TEXT)


SECTIONS: tuple[SectionText, ...] = (
    SectionText(
        "situation",
        Label("Sachverhalt", "Situation"),
        Label(
            "Das Büro übernimmt die soziale Betreuung der Geflüchteten und begleitet die Ehrenamtlichen. Dieser "
            "Bericht gibt den Sachstand für {Zeitraum} wieder.",
            "The office does the social care of refugees and supports volunteers. This report tells how matters stand "
            "for {Period}.",
        ),
    ),
    SectionText(
        "consultations",
        Label("Beratungen", "Consultations"),
        Label(
            "Im Berichtszeitraum fanden {Beratungen} Beratungen statt. Eine Beratung kann mehrere Kategorien berühren, "
            "deshalb ergeben die Kategorien zusammen mehr als die Gesamtzahl.",
            "There were {Consultations} consultations in the period. One consultation can touch several categories, so "
            "the categories add up to more than the total.",
        ),
    ),
    SectionText(
        "home_visits",
        Label("Hausbesuche", "Home visits"),
        Label(
            "Im Mittel wurden {Hausbesuche pro Woche} Hausbesuche in der Woche gemacht.",
            "There were {Home visits per week} home visits a week on average.",
        ),
    ),
    SectionText(
        "events",
        Label("Veranstaltungen", "Events"),
        Label(
            "Durchgeführt wurden {Durchgeführte Veranstaltungen} Veranstaltungen mit zusammen {Teilnehmende} "
            "Teilnehmenden.",
            "{Events held} events were held, with an attendance of {Attendance} in all.",
        ),
    ),
    SectionText(
        "projects",
        Label("Projekte", "Projects"),
        Label(
            "Die Projekte tragen Ehrenamtliche gemeinsam mit dem Büro.",
            "The projects are carried by volunteers together with the office.",
        ),
    ),
    SectionText("outlook", Label("Ausblick", "Outlook"), Label("", "")),
)
"""The sections in order. A number stands in their words by its name in braces, and the program puts it there."""

FIELDS: Mapping[str, ReportField] = {
    each.name: each for each in (*HEAD, *(section.field for section in SECTIONS), *PARTICIPATION, *CLOSING)
}
"""Everything that is filled in, but the course."""
