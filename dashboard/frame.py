"""The frame around every page: title, navigation, language, and the one place where the unforeseen is caught."""

from base64 import b64encode
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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
        links = _side()
        _links(links)
        st.title(page.title)
        page.run()
        _links(links)  # again: only now the address says what the page looks at


def _side() -> DeltaGenerator:
    """What stands beside every page; the place of the links."""
    t = session.texts()
    st.logo(ICON, size="large")
    with st.sidebar:
        if office().settings.demo:
            st.info(t("Demonstration with fictional records. They are thrown away at the end."))
        return st.empty()


def _links(place: DeltaGenerator) -> None:
    """To the same view in the other language (page, period, filters and record), to the account, and out."""
    t = session.texts()
    other, name = ("en", "English") if session.language() == "de" else ("de", "Deutsch")
    path, named = urlsplit(st.context.url or "/").path, {key: st.query_params.get_all(key) for key in st.query_params}
    here = quote(f"{path}?{urlencode(named, doseq=True)}" if named else path, safe="/")
    signed_in = t("Signed in as {name}", name=session.actor().name)
    account, sign_out = t("Your account"), t("Sign out")
    place.html(
        f'<p><a href="/language/{other}?to={here}" lang="{other}" hreflang="{other}">{name}</a></p>'
        f'<p>{escape(signed_in)}<br><a href="/account" target="_self">{account}</a> · '
        f'<a href="/sign-out" target="_self">{sign_out}</a></p>'
    )
