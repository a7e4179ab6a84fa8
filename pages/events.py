"""Veranstaltungen: enter them, and see what is there."""

from dashboard.forms import form
from dashboard.lists import record_list
from schemas import Event

form(Event, keep=("day", "venue", "municipality"))
record_list(Event)
