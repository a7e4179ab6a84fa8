"""Beratungen: enter them, and see what is there."""

from dashboard.entry_pages import entry_page
from schemas import Consultation

entry_page(Consultation, keep=("day", "setting", "municipality"))
