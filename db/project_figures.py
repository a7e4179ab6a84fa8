"""What is counted of the projects that the office runs with volunteers."""

from db.derived_figures import REPORT, of_vocabulary
from db.figure import Counts, Figure, Number, Only
from schemas.fields import fields
from schemas.labels import Label
from schemas.project_activity import ProjectActivity
from schemas.record import about

_KINDS = {"performances": "performance", "opening_days": "opening_day", "meetings": "meeting"}
"""Column to the activity that it counts."""

_SUMS = ("visitors", "helpers", "helper_hours", "bicycles_repaired")

_PROJECTS_SQL = f"""
SELECT project,
       count(*),
       {", ".join(f"count(*) FILTER (activity = '{code}')" for code in _KINDS.values())},
       {", ".join(f"coalesce(sum({name}), 0)" for name in _SUMS)}
FROM project_activities WHERE {{project_activities}} GROUP BY project
"""

PROJECT_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="project_activities_by_project",
        title=Label("Aktivitäten der Projekte", "Activities of the projects"),
        unit=about(ProjectActivity).plural,
        counts=Counts.ACTS,
        record_type=ProjectActivity,
        columns={
            "project": fields(ProjectActivity)["project"].label,
            "activities": Label("Aktivitäten", "Activities"),
            "performances": Label("Auftritte", "Performances"),
            "opening_days": Label("Öffnungstage", "Opening days"),
            "meetings": Label("Treffen", "Meetings"),
            **{name: fields(ProjectActivity)[name].label for name in _SUMS},
        },
        measures=("activities", *_KINDS, *_SUMS),
        numbers={"helper_hours": Number.SUM},
        dimensions=("project",),
        axes={"project": of_vocabulary("project")},
        drills={"project": "project"},
        sql=_PROJECTS_SQL,
        only={name: Only("activity", code) for name, code in _KINDS.items()},
        counted=dict.fromkeys(("visitors", "helpers"), Counts.PERSONS),
        source=REPORT,
    ),
)
