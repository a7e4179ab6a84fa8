"""How records and figures are shown: the Streamlit application, its theme, its texts and its charts."""
