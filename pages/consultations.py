"""Beratungen: enter them, and see what is there."""

from dashboard.forms import form
from dashboard.lists import record_list
from schemas import Consultation

form(Consultation, keep=("day", "setting", "municipality"))
record_list(Consultation)
