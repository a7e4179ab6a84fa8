"""Projektaktivitäten: enter them, and see what is there."""

from dashboard.entry_pages import entry_page
from schemas import ProjectActivity

entry_page(ProjectActivity, keep=("day", "project", "activity", "municipality"))
