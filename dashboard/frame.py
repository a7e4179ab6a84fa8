"""The frame around every page: title, navigation, language, and the one place where the unforeseen is caught."""

from base64 import b64encode
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import streamlit as st

from dashboard import navigation, session
from dashboard.failures import told
from dashboard.office import office

_SVG = Path(__file__).resolve().parent / "static" / "icon.svg"
ICON = f"data:image/svg+xml;base64,{b64encode(_SVG.read_bytes()).decode()}"
"""The icon as an address: from a path, Streamlit would read the file twice in every run."""


def show() -> None:
    """Show the page that the address names, inside of the frame; nothing if the session has just ended."""
    with suppress(session.NotSignedIn):
        _show()


def _show() -> None:
    st.set_page_config(page_title=office().own.office_name, page_icon=ICON, layout="wide")
    page = st.navigation(navigation.pages(session.language(), session.actor().role), expanded=True)
    with told(page.url_path or "start page"):
        _side()
        st.title(page.title)
        page.run()


def _side() -> None:
    """What stands beside every page."""
    language, t, settings = session.language(), session.texts(), office().settings
    st.logo(ICON, size="large")
    with st.sidebar:
        if settings.demo:
            st.info(t("Demonstration with fictional records. They are thrown away at the end."))
        other, name = ("en", "English") if language == "de" else ("de", "Deutsch")
        here = quote(urlsplit(st.context.url or "/").path, safe="/")
        signed_in = t("Signed in as {name}", name=session.actor().name)
        account, sign_out = t("Your account"), t("Sign out")
        st.html(
            f'<p><a href="/language/{other}?to={here}" lang="{other}" hreflang="{other}">{name}</a></p>'
            f'<p>{escape(signed_in)}<br><a href="/account" target="_self">{account}</a> · '
            f'<a href="/sign-out" target="_self">{sign_out}</a></p>'
        )
