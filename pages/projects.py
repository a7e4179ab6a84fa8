"""Projekte: enter them, and see what is there."""

from dashboard.forms import form
from dashboard.lists import record_list
from schemas import Project

form(Project)
record_list(Project)
