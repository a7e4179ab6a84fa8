"""Tabellen einlesen: what the office has in spreadsheets becomes records, and can be taken out again."""

from dashboard.import_screen import imports_page

imports_page()
