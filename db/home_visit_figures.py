"""What is counted of home visits.

Source: progress report SGM/2018/169 of 8 May 2018, which reports visits per week.
"""

from db.derived_figures import ISO_WEEK, REPORT, WEEK, by_dimension, name_weeks, over_time
from db.figure import Columns, Counts, Figure, Number, Tells
from db.periods import Step
from schemas.fields import fields
from schemas.home_visit import HomeVisit
from schemas.labels import Label

_VISITS = Label("Hausbesuche", "Home visits")
_ALL_WEEKS = Label(
    "Mittel über alle Kalenderwochen (ISO 8601), die der Zeitraum berührt, Wochen ohne Besuch eingeschlossen; "
    "künftige Wochen und solche vor Eröffnung des Büros zählen nicht.",
    "Mean over all ISO weeks that the period touches, weeks without a visit included; weeks to come and weeks "
    "before the office opened are left out.",
)


def _mean(visits: list[int]) -> float | None:
    return sum(visits) / len(visits) if visits else None


def _with_mean(columns: Columns) -> Columns:
    visits = columns["visits"]
    return name_weeks(columns) | {"mean": [_mean(visits)] * len(visits)}


def _week_mean(columns: Columns) -> Columns:
    return {"mean": [_mean(columns["visits"])]}


HOME_VISIT_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="home_visits_by_week",
        title=Label("Hausbesuche nach Woche", "Home visits by week"),
        unit=_VISITS,
        counts=Counts.CONTACTS,
        record_type=HomeVisit,
        columns={
            "week": WEEK,
            "iso_week": ISO_WEEK,
            "visits": _VISITS,
            "mean": Label("Mittel pro Woche", "Mean per week"),
        },
        measures=("visits", "mean"),
        numbers={"mean": Number.MEAN},
        dimensions=("week",),
        axes={"week": Step.WEEK},
        drills={"week": "day"},
        sql=over_time(HomeVisit, Step.WEEK).sql,
        finish=_with_mean,
        computed=("iso_week", "mean"),
        counted={"visits": Counts.ACTS},
        tells={"mean": Tells(whole="visits")},
        footnotes=(_ALL_WEEKS,),
        source=REPORT,
    ),
    Figure(
        name="home_visits_per_week_mean",
        title=Label("Hausbesuche pro Woche", "Home visits per week"),
        unit=Label("Besuche pro Woche", "visits per week"),
        counts=Counts.CONTACTS,
        record_type=HomeVisit,
        columns={"mean": Label("Besuche pro Woche", "Visits per week")},
        measures=("mean",),
        numbers={"mean": Number.MEAN},
        rollup_of="home_visits_by_week",
        finish=_week_mean,
        counted={"mean": Counts.ACTS},
        tells={"mean": Tells(whole="visits")},
        footnotes=(_ALL_WEEKS,),
        source=REPORT,
    ),
    by_dimension(HomeVisit, fields(HomeVisit)["topics"], called="topic", counted="visits"),
)
