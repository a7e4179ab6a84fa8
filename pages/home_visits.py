"""Hausbesuche: enter them, and see what is there."""

from dashboard.entry_pages import entry_page
from schemas import HomeVisit

entry_page(HomeVisit, keep=("day", "municipality"))
