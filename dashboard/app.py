"""The frame around every page: title, navigation, language, and the one place where the unforeseen is caught."""

import logging
import sys
from pathlib import Path

# Streamlit puts this folder first on the path, where its modules would stand for others of the same name.
sys.path[:] = [str(Path(__file__).resolve().parent.parent), *(p for p in sys.path if p != str(Path(__file__).parent))]

import streamlit as st  # noqa: E402

from dashboard import navigation, session  # noqa: E402
from dashboard.office import office  # noqa: E402

ICON = Path(__file__).resolve().parent / "static" / "icon.svg"

log = logging.getLogger("buero")


def frame() -> None:
    """Show the page that the address names, inside of the frame."""
    language, settings = session.language(), office().settings
    st.set_page_config(page_title=settings.office_name, page_icon=str(ICON), layout="wide")
    page = st.navigation(navigation.pages(language))
    _side(language)
    st.title(page.title)
    try:
        page.run()
    except Exception:  # the one catch-all: whatever a page did not foresee ends here, told and logged
        mark = session.new_id()[:8]
        log.exception("error %s on page %s", mark, page.url_path)
        t = session.texts()
        st.error(
            t("That did not work. Nothing that was saved is lost, and what you typed is kept."), icon=":material/error:"
        )
        st.caption(t("Please reload the page. If it happens again, tell your administrator this mark: {mark}", mark=mark))


def _side(language: str) -> None:
    """What stands beside every page."""
    t, settings = session.texts(), office().settings
    st.logo(str(ICON), size="large", alt=settings.office_name)
    with st.sidebar:
        if settings.demo:
            st.info(t("Demonstration with fictional records. They are thrown away at the end."))
        other, name = ("en", "English") if language == "de" else ("de", "Deutsch")
        st.html(f'<a href="/language/{other}" lang="{other}" hreflang="{other}">{name}</a>')


frame()
