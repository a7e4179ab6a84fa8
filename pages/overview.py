"""Übersicht: live figures for a chosen period against the period before it."""

import streamlit as st

from dashboard import live, session
from dashboard.headline import key_figures
from dashboard.panels import panels
from dashboard.scope import chosen_scope
from dashboard.single_figure import single_figure
from dashboard.view_address import address_to_copy

t = session.texts()
live.follow()
selection = chosen_scope()
address_to_copy("overview")
if single_figure(selection):
    st.stop()
key_figures(selection)

st.header(t("Consultations"))
panels(selection, ["consultations_by_topic"], ["topics_by_client_group"])
step = live.step_of_time()
panels(selection, [f"consultations_by_{step}"], ["settings_by_month"])

st.header(t("Home visits"))
panels(selection, ["home_visits_by_week"], ["home_visits_by_topic"], widths=[3, 2])

st.header(t("Events"))
live.warn_of_missing_attendance(selection)
panels(selection, ["attendance_by_event"], ["events_by_kind", "attendance_by_group"], widths=[3, 2])

st.header(t("Projects"))
panels(selection, ["project_activities_by_project"])
