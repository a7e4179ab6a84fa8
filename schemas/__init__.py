"""What a record is. ``RECORDS`` is the registry: every surface of the product follows from it."""

from schemas.consultation import Consultation
from schemas.event import Event
from schemas.home_visit import HomeVisit
from schemas.performance_request import PerformanceRequest
from schemas.project import Project
from schemas.project_activity import ProjectActivity
from schemas.record import Record, about

RECORDS: dict[str, type[Record]] = {
    about(record_type).table: record_type
    for record_type in (Consultation, HomeVisit, Event, Project, ProjectActivity, PerformanceRequest)
}
"""Record types by the name of their table."""

__all__ = [
    "RECORDS",
    "Consultation",
    "Event",
    "HomeVisit",
    "PerformanceRequest",
    "Project",
    "ProjectActivity",
    "Record",
]
