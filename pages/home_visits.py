"""Hausbesuche: enter them, and see what is there."""

from dashboard.forms import form
from dashboard.lists import record_list
from schemas import HomeVisit

form(HomeVisit, keep=("day", "municipality"))
record_list(HomeVisit)
