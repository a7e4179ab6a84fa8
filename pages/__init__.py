"""Which screens exist: scripts that Streamlit runs by their path, imported by nobody."""
