"""Konten: who gets in, by which role, and the one-time links that let them."""

from dashboard.account_screen import accounts_page

accounts_page()
