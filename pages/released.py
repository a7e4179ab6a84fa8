"""Freigegebene Berichte: what the committee reads."""

from dashboard.released_screen import released_page

released_page()
