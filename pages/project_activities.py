"""Projektaktivitäten: enter them, and see what is there."""

from dashboard.forms import form
from dashboard.lists import record_list
from schemas import ProjectActivity

form(ProjectActivity, keep=("day", "project", "activity", "municipality"))
record_list(ProjectActivity)
