"""The checklist of a period in review: what its records should be looked through for before the period is closed.

To add a point, add a row to ``POINTS``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from db import caches, checklist_marks, duplicates, gaps, odd_values, proposed
from db.checklist_marks import Mark
from db.database import Database
from db.findings import Cursor, Find, Finding, Scope, waiting, within
from db.tables import quoted
from schemas.event import Event
from schemas.home_visit import HomeVisit
from schemas.labels import Label
from schemas.performance_request import PerformanceRequest
from schemas.proposal import State
from schemas.record import about
from schemas.reporting_period import ReportingPeriod
from schemas.roles import Action, Actor


def _proposed(cursor: Cursor, scope: Scope) -> Iterator[Finding]:
    """The records that somebody wants to have changed and the lead has not decided about."""
    for record_type in scope.record_types:
        table, day = about(record_type).table, quoted(about(record_type).dated_by)
        dated, params = within(record_type, scope, "r")
        cursor.execute(
            f"SELECT DISTINCT r.number, r.{day} FROM {quoted(table)} r JOIN {proposed.TABLE} p ON p.record_id = r.id"
            f" WHERE p.record_type = ? AND p.state = ? AND {dated} ORDER BY r.{day}, r.number",
            [table, State.OPEN, *params],
        )
        for number, dated_on in cursor.fetchall():
            yield Finding(record_type, number, dated_on)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist."""

    label: Label
    advice: Label
    """What to do about what is found."""
    find: Find


POINTS: Mapping[str, Point] = {
    "missing_attendance": Point(
        Label("Veranstaltungen ohne Teilnehmerzahl", "Events without attendance"),
        Label(
            "Teilnehmende nachtragen, oder die Veranstaltung absagen, wenn sie ausfiel.",
            "Enter the attendance, or cancel the event if it did not take place.",
        ),
        waiting(Event),
    ),
    "visits_planned": Point(
        Label("Hausbesuche, die noch geplant sind", "Home visits still planned"),
        Label(
            "Eintragen, wie der Besuch ausging: durchgeführt, nicht angetroffen oder abgesagt.",
            "Say how the visit went: done, not met or cancelled.",
        ),
        waiting(HomeVisit),
    ),
    "requests_waiting": Point(
        Label("Auftrittsanfragen ohne Ausgang", "Performance requests without an outcome"),
        Label(
            "Eintragen, was daraus wurde: aufgetreten, abgelehnt oder abgesagt.",
            "Say what became of them: performed, declined or called off.",
        ),
        waiting(PerformanceRequest),
    ),
    "open_proposals": Point(
        Label("Offene Änderungsvorschläge", "Open proposals"),
        Label(
            "Annehmen oder ablehnen: nach dem Abschluss lässt sich keiner mehr annehmen.",
            "Accept or reject them: once the period is closed, none can be accepted.",
        ),
        _proposed,
    ),
    "gaps": Point(
        Label("Einträge mit fehlenden Angaben", "Records with something missing"),
        Label(
            "Nachtragen, was sich noch feststellen lässt: in den Zahlen steht sonst „keine Angabe“.",
            "Add what can still be found out: the figures say “not stated” otherwise.",
        ),
        gaps.find,
    ),
    "odd_values": Point(
        Label("Ungewöhnliche Werte", "Odd values"),
        Label(
            "Weit weg von dem, was im Büro üblich ist: vertippt? Was stimmt, bleibt stehen.",
            "Far from what is usual in the office: mistyped? What is right can stay.",
        ),
        odd_values.find,
    ),
    "duplicates": Point(
        Label("Mögliche Doppel", "Possible duplicates"),
        Label(
            "Gleicher Tag, gleiche Angaben: wurde zweimal erfasst, ist einer von beiden zu löschen.",
            "Same day, same values: if it was entered twice, one of both is to be deleted.",
        ),
        duplicates.find,
    ),
    "same_case": Point(
        Label("Beratungen eines Falls am selben Tag", "Consultations of one case on the same day"),
        Label(
            "Waren es zwei Beratungen, oder wurde eine zweimal erfasst?",
            "Were there two consultations, or was one entered twice?",
        ),
        duplicates.find_same_case,
    ),
}
"""The points by name, in the order in which they are gone through."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a point of the checklist has found."""

    point: str
    findings: tuple[Finding, ...]
    mark: Mark | None

    @property
    def open(self) -> bool:
        """Whether something was found that nobody has marked as looked at."""
        seen = self.mark.seen if self.mark else ()
        return any(finding.key not in seen for finding in self.findings)


def checked(database: Database, period: ReportingPeriod, *, by: Actor) -> tuple[Checked, ...]:
    """All points of a period's checklist with what they find now; kept until something is written.

    Raises:
        Forbidden: the actor does not manage periods.
    """
    by.must(Action.MANAGE_PERIODS)
    given = database.given
    scope = Scope(period.first_day, period.last_day, given.today, database.record_types)

    def go_through() -> tuple[Checked, ...]:
        with database.cursor() as cursor:
            marks = checklist_marks.of_period(cursor, period.id)
            return tuple(
                Checked(name, tuple(point.find(cursor, scope)), marks.get(name)) for name, point in POINTS.items()
            )

    key = (database.revision, given.today, period.id)
    found: tuple[Checked, ...] = caches.of(database, "checklists", 8).get(key, go_through)
    return found
