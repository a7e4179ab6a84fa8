"""What is counted of consultations, and of the settings in which people are met.

Source of the categories and their total: progress report SGM/2018/169 of 8 May 2018.
"""

from db.derived_figures import EACH_TIME, MONTH, REPORT, of_vocabulary, over_time
from db.figure import Columns, Counts, Figure, Number, Only, Tells
from db.periods import Step
from db.selection import NO_VALUE, SOME_VALUE
from schemas.consultation import Consultation
from schemas.home_visit import HomeVisit
from schemas.labels import Label

HOME_VISIT = "home_visit"
"""The code of home visits among the settings."""

_CONSULTATIONS = Label("Beratungen", "Consultations")
_TOPIC, _GROUP = Label("Kategorie", "Category"), Label("Personengruppe", "Client group")
_TOUCHES_SEVERAL = Label(
    "Eine Beratung kann mehrere Kategorien berühren: die Gesamtzahl zählt Beratungen, eine Kategorie die "
    "Beratungen, die sie berühren.",
    "One consultation can touch several categories: the total counts consultations, a category those that touch it.",
)
_WITH_VISITS = Label(
    "Hausbesuche sind eine eigene Art neben den Beratungen; Anteile beziehen sich auf alle Kontakte des Monats.",
    "Home visits stand beside the settings of consultations; shares are of all contacts of the month.",
)


def _by_topic(columns: Columns) -> Columns:
    """Each consultation has one client group or none, so its topics add up over the groups."""
    sums: dict[str, int] = {}
    for topic, count in zip(columns["topic"], columns["consultations"], strict=True):
        sums[topic] = sums.get(topic, 0) + count
    return {"topic": list(sums), "consultations": list(sums.values())}


def _shares(columns: Columns) -> Columns:
    """Each setting's part of its month's contacts; none in a month without contacts."""
    whole: dict[object, int] = {}
    for month, contacts in zip(columns["month"], columns["contacts"], strict=True):
        whole[month] = whole.get(month, 0) + contacts
    pairs = zip(columns["month"], columns["contacts"], strict=True)
    return columns | {"share": [contacts / whole[month] if whole[month] else None for month, contacts in pairs]}


_SETTINGS_SQL = f"""
WITH contacts AS (
    SELECT year(day) AS year, month(day) AS month, setting FROM consultations WHERE {{consultations}}
    UNION ALL
    SELECT year(day), month(day), '{HOME_VISIT}' FROM home_visits WHERE {{home_visits}}
), months AS (
    SELECT year, month, setting, count(*) AS contacts FROM contacts GROUP BY ALL
)
SELECT make_date(year, month, 1), setting, contacts FROM months
"""
"""Year and month as numbers make this three times as fast as truncated days."""

_CROSS_SQL = """
WITH touched AS (SELECT unnest(topics) AS topic, client_group FROM consultations WHERE {consultations})
SELECT topic, client_group, count(*) FROM touched GROUP BY ALL
"""

CONSULTATION_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="consultations",
        title=_CONSULTATIONS,
        unit=_CONSULTATIONS,
        counts=Counts.CONTACTS,
        record_type=Consultation,
        columns={"consultations": _CONSULTATIONS},
        measures=("consultations",),
        sql="SELECT count(*) FROM consultations WHERE {consultations}",
        source=REPORT,
    ),
    Figure(
        name="persons_advised",
        title=Label("Beratene Personen", "Persons advised"),
        unit=Label("Personen", "Persons"),
        counts=Counts.PERSONS,
        record_type=Consultation,
        columns={
            "persons": Label("Beratene Personen", "Persons advised"),
            "minors": Label("davon Minderjährige", "of which minors"),
        },
        measures=("persons", "minors"),
        sql="SELECT coalesce(sum(persons), 0), coalesce(sum(minors), 0) FROM consultations WHERE {consultations}",
        parts={"minors": ("consultations.persons", "consultations.adults")},
        ordered=(("consultations", "consultations.persons"),),
        footnotes=(EACH_TIME,),
    ),
    Figure(
        name="cases",
        title=Label("Fälle", "Cases"),
        unit=Label("Fälle", "Cases"),
        counts=Counts.CASES,
        record_type=Consultation,
        columns={
            "cases": Label("Fälle", "Cases"),
            "without_case": Label("Beratungen ohne Fallkürzel", "Consultations without a case code"),
        },
        measures=("cases", "without_case"),
        sql="SELECT count(DISTINCT case_code), count(*) - count(case_code) FROM consultations WHERE {consultations}",
        only={"cases": Only("case_code", SOME_VALUE, each=False), "without_case": Only("case_code", NO_VALUE)},
        parts={"without_case": ("consultations", "consultations.with_case")},
        ordered=(("consultations.cases", "consultations.with_case"),),
        footnotes=(Label("Ein Fall ist ein Fallkürzel im Zeitraum.", "A case is one case code in the period."),),
    ),
    over_time(Consultation, Step.WEEK),
    Figure(
        name="topics_by_client_group",
        title=Label("Beratungen nach Kategorie und Personengruppe", "Consultations by category and client group"),
        unit=_CONSULTATIONS,
        counts=Counts.CONTACTS,
        record_type=Consultation,
        columns={"topic": _TOPIC, "client_group": _GROUP, "consultations": _CONSULTATIONS},
        measures=("consultations",),
        dimensions=("topic", "client_group"),
        axes={"topic": of_vocabulary("topic"), "client_group": of_vocabulary("client_group")},
        drills={"topic": "topics", "client_group": "client_group"},
        sql=_CROSS_SQL,
        total="consultations",
        footnotes=(_TOUCHES_SEVERAL,),
    ),
    Figure(
        name="consultations_by_topic",
        title=Label("Beratungen nach Kategorie", "Consultations by category"),
        unit=_CONSULTATIONS,
        counts=Counts.CONTACTS,
        record_type=Consultation,
        columns={"topic": _TOPIC, "consultations": _CONSULTATIONS},
        measures=("consultations",),
        dimensions=("topic",),
        axes={"topic": of_vocabulary("topic")},
        drills={"topic": "topics"},
        rollup_of="topics_by_client_group",
        finish=_by_topic,
        total="consultations",
        footnotes=(_TOUCHES_SEVERAL,),
        source=REPORT,
    ),
    Figure(
        name="settings_by_month",
        title=Label("Kontakte nach Art und Monat", "Contacts by setting and month"),
        unit=Label("Kontakte", "Contacts"),
        counts=Counts.CONTACTS,
        record_type=Consultation,
        columns={
            "month": MONTH,
            "setting": Label("Art", "Setting"),
            "contacts": Label("Kontakte", "Contacts"),
            "share": Label("Anteil", "Share"),
        },
        measures=("contacts", "share"),
        numbers={"share": Number.SHARE},
        dimensions=("month", "setting"),
        axes={
            "month": Step.MONTH,
            "setting": of_vocabulary("setting", {HOME_VISIT: Label("Hausbesuch", "Home visit")}),
        },
        drills={"month": "day", "setting": "setting"},
        elsewhere={HOME_VISIT: HomeVisit},
        reads=(Consultation, HomeVisit),
        sql=_SETTINGS_SQL,
        finish=_shares,
        computed=("share",),
        tells={"share": Tells(row="contacts", whole="contacts", within=("month",))},
        footnotes=(_WITH_VISITS,),
    ),
)
