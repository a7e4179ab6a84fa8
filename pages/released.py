"""Reports that are released to the committee: all that its members see."""

import streamlit as st

from dashboard import session

t = session.texts()
st.info(t("No report has been released yet."), icon=":material/hourglass_empty:")
