"""Einstellungen: what the office sets for itself, changed by its lead."""

from dashboard.settings_screen import settings_page

settings_page()
