"""Auftrittsanfragen: enter them, and see what is there."""

from dashboard.entry_pages import entry_page
from schemas import PerformanceRequest

entry_page(PerformanceRequest)
