"""What is counted of events and of those who came."""

from collections.abc import Mapping

from db.derived_figures import EACH_TIME, REPORT, of_vocabulary
from db.figure import Counts, Figure, Number, Tells
from schemas.event import GROUPS, Event
from schemas.fields import fields
from schemas.labels import Label
from schemas.vocabulary import Vocabularies

_EVENTS, _ATTENDANCE = Label("Veranstaltungen", "Events"), Label("Teilnehmende", "Attendance")
_PERSONS = Label("Personen", "Persons")


def _groups(_: Vocabularies) -> Mapping[str, Label]:
    return {name: fields(Event)[name].label for name in GROUPS}


def _labels(*names: str) -> dict[str, Label]:
    return {name: fields(Event)[name].label for name in names}


_EVENTS_SQL = """
SELECT id, number, title, day, kind, places, registrations, attendance, day < {today} AND state = 'planned'
FROM events WHERE {events} ORDER BY day, number
"""

_GROUPS_SQL = f"""
WITH sums AS (
    SELECT sum(attendance) AS attendance, {", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in GROUPS)}
    FROM events WHERE {{events}}
), rows AS (
    SELECT unnest([{", ".join(f"'{name}'" for name in GROUPS)}, '']) AS code,
           unnest([{", ".join(GROUPS)}, coalesce(attendance, 0) - {" - ".join(GROUPS)}]) AS attendance
    FROM sums
)
SELECT code, attendance::BIGINT FROM rows WHERE code <> '' OR attendance > 0
"""

EVENT_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="events_held",
        title=Label("Durchgeführte Veranstaltungen", "Events held"),
        unit=_EVENTS,
        counts=Counts.ACTS,
        record_type=Event,
        columns={"events": _EVENTS},
        measures=("events",),
        sql="SELECT count(*) FROM events WHERE {events}",
        source=REPORT,
    ),
    Figure(
        name="attendance",
        title=_ATTENDANCE,
        unit=_PERSONS,
        counts=Counts.PERSONS,
        record_type=Event,
        columns={
            "attendance": _ATTENDANCE,
            "events": Label("Veranstaltungen mit Teilnehmerzahl", "Events with attendance"),
            "mean": Label("Teilnehmende je Veranstaltung", "Attendance per event"),
        },
        measures=("attendance", "events", "mean"),
        numbers={"mean": Number.MEAN},
        sql="SELECT coalesce(sum(attendance), 0), count(attendance), avg(attendance) FROM events WHERE {events}",
        counted={"events": Counts.ACTS},
        tells={"mean": Tells(row="attendance", per="events")},
        footnotes=(EACH_TIME,),
    ),
    Figure(
        name="attendance_by_event",
        title=Label("Teilnehmende je Veranstaltung", "Attendance by event"),
        unit=_PERSONS,
        counts=Counts.PERSONS,
        record_type=Event,
        columns={
            "event": Label("ID", "ID"),
            **_labels("number", "title", "day", "kind", "places", "registrations", "attendance"),
            "missing": Label("Teilnehmerzahl fehlt", "Attendance missing"),
        },
        measures=("attendance", "places", "registrations"),
        numbers=dict.fromkeys(("attendance", "places", "registrations"), Number.NOTED),
        dimensions=("event",),
        drills={"event": "id"},
        sql=_EVENTS_SQL,
        states=("planned", "held"),
        counted={"places": Counts.ACTS},
        within={"event": "kind"},
        states_by=("attendance", "held", "planned"),
    ),
    Figure(
        name="events_by_kind",
        title=Label("Veranstaltungen nach Art", "Events by kind"),
        unit=_EVENTS,
        counts=Counts.ACTS,
        record_type=Event,
        columns={
            "kind": fields(Event)["kind"].label,
            "events": _EVENTS,
            "attendance": _ATTENDANCE,
            "mean": Label("Teilnehmende je Veranstaltung", "Attendance per event"),
        },
        measures=("events", "attendance", "mean"),
        numbers={"mean": Number.MEAN},
        dimensions=("kind",),
        axes={"kind": of_vocabulary("event_kind")},
        drills={"kind": "kind"},
        sql="SELECT kind, count(*), coalesce(sum(attendance), 0), avg(attendance) FROM events WHERE {events}"
        " GROUP BY kind",
        counted={"attendance": Counts.PERSONS},
        tells={"mean": Tells(row="attendance", per="events")},
        footnotes=(EACH_TIME,),
    ),
    Figure(
        name="attendance_by_group",
        title=Label("Teilnehmende nach Gruppe", "Attendance by group"),
        unit=_PERSONS,
        counts=Counts.PERSONS,
        record_type=Event,
        columns={"group": Label("Gruppe", "Group"), "attendance": _ATTENDANCE},
        measures=("attendance",),
        dimensions=("group",),
        axes={"group": _groups},
        split="group",
        sql=_GROUPS_SQL,
        footnotes=(EACH_TIME,),
    ),
    Figure(
        name="events_without_attendance",
        title=Label("Veranstaltungen ohne Teilnehmerzahl", "Events without attendance"),
        unit=_EVENTS,
        counts=Counts.ACTS,
        record_type=Event,
        columns={"events": _EVENTS},
        measures=("events",),
        sql="SELECT count(*) FROM events WHERE {events}",
        states=("planned",),
        over=True,
        footnotes=(Label("Gezählt ab dem Tag danach.", "Counted from the day after."),),
    ),
)
