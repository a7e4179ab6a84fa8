"""Berichtszeiträume: what the office reports on, reviewed and closed by its lead."""

from dashboard.period_screen import periods_page

periods_page()
