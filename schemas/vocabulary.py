"""The value lists an office starts with: code, German label, English label.

Source of the values: domain of the progress report SGM/2018/169 (topics in the order of its table).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from schemas.labels import Label


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a vocabulary: the code that is stored and the label that is read."""

    code: str
    label: Label
    retired: bool = False
    """No longer to be chosen; records that have it keep it."""
    colour: int = field(default=0, compare=False)
    """The place of its colour in charts, which it keeps wherever it stands in the list."""
    merged_into: str | None = field(default=None, compare=False)
    """The code of the value that took its place, if it was merged."""


Vocabulary: TypeAlias = tuple[Value, ...]
Vocabularies: TypeAlias = Mapping[str, Vocabulary]


def _values(*rows: tuple[str, str, str]) -> Vocabulary:
    return tuple(Value(code, Label(de, en), colour=place) for place, (code, de, en) in enumerate(rows))


def codes(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The codes of a vocabulary in its order."""
    return tuple(value.code for value in vocabulary)


def successor(vocabulary: Vocabulary, code: str) -> str:
    """The code that took the place of a merged one, the code itself if none did."""
    values = {value.code: value for value in vocabulary}
    while code in values and values[code].merged_into in values:
        code = str(values[code].merged_into)
    return code


def active(vocabularies: Vocabularies) -> Vocabularies:
    """The values that can still be chosen."""
    return {name: tuple(value for value in values if not value.retired) for name, values in vocabularies.items()}


def by_colour(vocabularies: Vocabularies) -> Vocabularies:
    """The values in the order of their colours, with one of no name for each colour that nothing has any more."""
    return {name: tuple(_coloured(values)) for name, values in vocabularies.items()}


def _coloured(vocabulary: Vocabulary) -> Iterator[Value]:
    placed = {value.colour: value for value in vocabulary}
    for place in range(max(placed, default=-1) + 1):
        yield placed.get(place, Value(f"#{place}", Label("", ""), colour=place))


VOCABULARIES: Vocabularies = {
    "topic": _values(
        ("crisis", "Krisenintervention und Konfliktberatung", "Crisis intervention and conflict counselling"),
        ("school", "Schulische Angelegenheiten", "School matters"),
        ("work", "Praktikum/Ausbildung/Arbeit", "Internship/training/work"),
        ("authorities", "Behördenangelegenheiten", "Dealings with authorities"),
        ("everyday", "Alltagsfragen", "Everyday questions"),
        ("housing", "Wohnraum", "Housing"),
        ("specialists", "Unterstützung fachärztliche Anbindung", "Help in finding medical specialists"),
    ),
    "client_group": _values(
        ("asylum_seekers", "Asylverfahren", "Asylum procedure"),
        ("recognised", "Anerkannt", "Recognised"),
        ("residents", "Einwohner/Ehrenamt", "Residents/volunteers"),
    ),
    "setting": _values(
        ("open_hour", "Offene Sprechstunde", "Open consultation hour"),
        ("appointment", "Einzeltermin", "Appointment"),
        ("office", "Büro", "Office"),
        ("remote", "Telefon/Online", "Phone/online"),
    ),
    "municipality": _values(
        ("meinersen", "Meinersen", "Meinersen"),
        ("leiferde", "Leiferde", "Leiferde"),
        ("hillerse", "Hillerse", "Hillerse"),
        ("mueden", "Müden (Aller)", "Müden (Aller)"),
    ),
    "contact": _values(
        ("first", "Erstkontakt", "First contact"),
        ("follow_up", "Folgekontakt", "Follow-up"),
    ),
    "language": _values(
        ("german", "Deutsch", "German"),
        ("english", "Englisch", "English"),
        ("arabic", "Arabisch", "Arabic"),
        ("kurdish", "Kurdisch", "Kurdish"),
        ("dari_farsi", "Dari/Farsi", "Dari/Farsi"),
        ("tigrinya", "Tigrinya", "Tigrinya"),
        ("french", "Französisch", "French"),
        ("russian", "Russisch", "Russian"),
        ("albanian", "Albanisch", "Albanian"),
        ("other", "Andere", "Other"),
    ),
    "referral": _values(
        ("job_centre", "Jobcenter", "Job centre"),
        ("immigration_office", "Ausländerbehörde", "Immigration office"),
        ("school", "Schule", "School"),
        ("nursery", "Kita", "Nursery"),
        ("specialist", "Facharzt", "Medical specialist"),
        ("german_course", "Deutschkurs", "German course"),
        ("district", "Landkreis", "District"),
        ("volunteers", "Ehrenamt", "Volunteers"),
        ("other", "Andere", "Other"),
    ),
    "event_kind": _values(
        ("information_round", "Info- und Gesprächsrunde", "Information and discussion round"),
        ("orientation", "Erstorientierung", "First orientation"),
        ("network_meeting", "Netzwerktreffen", "Network meeting"),
        ("working_group", "Arbeitskreis", "Working group"),
        ("festival", "Fest", "Festival"),
        ("talk", "Vortrag", "Talk"),
        ("further_training", "Fortbildung", "Further training"),
        ("training", "Training", "Training"),
    ),
    "partner": _values(
        ("district", "Landkreis", "District"),
        ("police", "Polizei", "Police"),
        ("consumer_advice", "Verbraucherzentrale", "Consumer advice centre"),
        ("multi_generation_house", "Mehrgenerationenhaus", "Multi-generation house"),
        ("integration_guides", "Integrationslotsen", "Integration guides"),
        ("volunteers", "Ehrenamtliche", "Volunteers"),
        ("school", "Schule", "School"),
        ("nursery", "Kita", "Nursery"),
        ("sports_club", "Sportverein", "Sports club"),
        ("countrywomen", "Landfrauen", "Countrywomen's association"),
        ("company", "Betrieb", "Company"),
    ),
    "project": _values(
        ("drum_group", "Trommelgruppe", "Drum group"),
        ("bicycle_workshop", "Fahrradwerkstatt", "Bicycle workshop"),
    ),
    "activity": _values(
        ("performance", "Auftritt", "Performance"),
        ("opening_day", "Öffnungstag", "Opening day"),
        ("meeting", "Treffen", "Meeting"),
    ),
}

TITLES: Mapping[str, Label] = {
    "topic": Label("Themen", "Topics"),
    "client_group": Label("Personengruppen", "Client groups"),
    "setting": Label("Arten der Beratung", "Settings"),
    "municipality": Label("Orte", "Municipalities"),
    "contact": Label("Kontakte", "Contacts"),
    "language": Label("Sprachen", "Languages"),
    "referral": Label("Vermittelt an", "Referred to"),
    "event_kind": Label("Veranstaltungsarten", "Kinds of events"),
    "partner": Label("Partner", "Partners"),
    "project": Label("Projekte", "Projects"),
    "activity": Label("Projekttermine", "Project activities"),
}
"""What the vocabularies are called."""
