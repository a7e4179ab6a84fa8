"""Veranstaltungen: enter them, and see what is there."""

from dashboard.entry_pages import entry_page
from schemas import Event

entry_page(Event, keep=("day", "venue", "municipality"))
