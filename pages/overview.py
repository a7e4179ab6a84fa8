"""Übersicht: live figures for a chosen period against the period before it."""

import streamlit as st

from dashboard import live, session
from dashboard.headline import key_figures
from dashboard.panels import panel
from dashboard.scope import chosen_scope

t = session.texts()
live.follow()
selection = chosen_scope()
key_figures(selection)

st.header(t("Consultations"))
left, right = st.columns(2)
with left:
    panel("consultations_by_topic", selection)
with right:
    panel("topics_by_client_group", selection)
left, right = st.columns(2)
with left:
    step = live.step_of_time()
    panel(f"consultations_by_{step}", selection)
with right:
    panel("settings_by_month", selection)

st.header(t("Home visits"))
left, right = st.columns([3, 2])
with left:
    panel("home_visits_by_week", selection)
with right:
    panel("home_visits_by_topic", selection)

st.header(t("Events"))
live.warn_of_missing_attendance(selection)
left, right = st.columns([3, 2])
with left:
    panel("attendance_by_event", selection)
with right:
    panel("events_by_kind", selection)
    panel("attendance_by_group", selection)

st.header(t("Projects"))
panel("project_activities_by_project", selection)
