"""The frame around every page: title, navigation, language, and the one place where the unforeseen is caught."""

import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

# Streamlit puts this folder first on the path, where its modules would stand for others of the same name.
sys.path[:] = [str(Path(__file__).resolve().parent.parent), *(p for p in sys.path if p != str(Path(__file__).parent))]

import streamlit as st  # noqa: E402

from dashboard import navigation, session  # noqa: E402
from dashboard.failures import told  # noqa: E402
from dashboard.office import office  # noqa: E402

ICON = Path(__file__).resolve().parent / "static" / "icon.svg"


STYLE = """<style>
/* White on the primary colour and the primary colour as text can't both reach AA contrast in the dark theme. */
button[data-variant][data-selected=true], [data-testid=stTab][data-selected=true] { color: inherit !important; }
/* At Streamlit's 60 % captions miss it too. */
[data-testid=stCaptionContainer] { opacity: 0.8 !important; }
</style>"""


def frame() -> None:
    """Show the page that the address names, inside of the frame."""
    st.set_page_config(page_title=office().settings.office_name, page_icon=str(ICON), layout="wide")
    page = st.navigation(navigation.pages(session.language()))
    with told(page.url_path or "start page"):
        st.html(STYLE)
        _side()
        st.title(page.title)
        page.run()


def _side() -> None:
    """What stands beside every page."""
    language, t, settings = session.language(), session.texts(), office().settings
    st.logo(str(ICON), size="large")
    with st.sidebar:
        if settings.demo:
            st.info(t("Demonstration with fictional records. They are thrown away at the end."))
        other, name = ("en", "English") if language == "de" else ("de", "Deutsch")
        here = quote(urlsplit(st.context.url or "/").path, safe="/")
        st.html(f'<a href="/language/{other}?to={here}" lang="{other}" hreflang="{other}">{name}</a>')


frame()
