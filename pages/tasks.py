"""Meine Aufgaben: what waits, for the lead that of everybody."""

from dashboard.task_list import tasks_page

tasks_page()
