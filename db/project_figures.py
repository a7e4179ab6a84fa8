"""What is counted of the projects that the office runs with volunteers."""

from db.derived_figures import REPORT, of_vocabulary
from db.figure import Counts, Figure, Number
from schemas.fields import fields
from schemas.labels import Label
from schemas.project_activity import ProjectActivity
from schemas.record import about

_PROJECTS_SQL = """
SELECT project,
       count(*),
       count(*) FILTER (activity = 'performance'),
       count(*) FILTER (activity = 'opening_day'),
       count(*) FILTER (activity = 'meeting'),
       coalesce(sum(visitors), 0),
       coalesce(sum(helpers), 0),
       coalesce(sum(helper_hours), 0),
       coalesce(sum(bicycles_repaired), 0)
FROM project_activities WHERE {project_activities} GROUP BY project
"""

_SUMS = ("visitors", "helpers", "helper_hours", "bicycles_repaired")

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
        measures=("activities", "performances", "opening_days", "meetings", *_SUMS),
        numbers={"helper_hours": Number.SUM},
        dimensions=("project",),
        axes={"project": of_vocabulary("project")},
        drills={"project": "project"},
        sql=_PROJECTS_SQL,
        counted=dict.fromkeys(("visitors", "helpers"), Counts.PERSONS),
        source=REPORT,
    ),
)
