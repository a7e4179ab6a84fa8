"""Home visits (Hausbesuche): reported as visits per ISO week, weeks without a visit included."""

from schemas import columns, parts
from schemas.labels import Label
from schemas.record import Record


class HomeVisit(
    Record,
    table="home_visits",
    singular=Label("Hausbesuch", "Home visit"),
    plural=Label("Hausbesuche", "Home visits"),
):
    """One visit to people at home."""

    day: columns.Day = columns.day(Label("Datum", "Day"), required=True, aliases=("Tag", "Date"))
    topics: columns.Choices = columns.choices(
        Label("Themen", "Topics"),
        "topic",
        help=Label(
            "Alle Themen, um die es ging. Ein Besuch kann mehrere Themen berühren.",
            "Every topic that came up. One visit can touch several topics.",
        ),
        required=True,
        dimension=True,
        aliases=("Thema", "Topic"),
    )
    municipality: columns.Choice = parts.place(required=True)
    persons: columns.Integer = columns.integer(
        Label("Angetroffene Personen", "Persons met"),
        maximum=99,
        required=True,
        measure=True,
        aliases=("Personen", "Persons"),
    )
    volunteer: columns.Flag = columns.flag(
        Label("Ehrenamt dabei", "Volunteer along"),
        help=Label("War eine ehrenamtliche Person dabei?", "Did a volunteer come along?"),
        dimension=True,
        aliases=("Ehrenamtliche dabei", "Mit Ehrenamt"),
    )
    minutes: columns.Integer = parts.duration()
    note: columns.Text = parts.remark()
