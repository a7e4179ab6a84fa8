"""Berichte: made by the lead for the committee, up to their release."""

from dashboard.reports_screen import reports_page

reports_page()
