"""The address of what a page shows, to be sent to somebody: it leads there with the same period and filters."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import session
from dashboard.office import office


def site() -> str:
    """The address of this site as people outside reach it."""
    here = urlsplit(st.context.url or "http://127.0.0.1:8501")
    return office().settings.address or f"{here.scheme}://{here.netloc}"


def address_to_copy(page: str) -> None:
    """The address of the page as it is looked at, behind a button."""
    t = session.texts()
    opened = st.popover(
        t("Address of this view"),
        icon=":material/link:",
        type="tertiary",
        key=f"address of {page}",
        on_change="rerun",
    )
    if opened.open:
        named = urlencode({key: st.query_params.get_all(key) for key in st.query_params}, doseq=True)
        with opened:
            st.code(f"{site()}/{page}?{named}" if named else f"{site()}/{page}", language=None, wrap_lines=True)
            st.caption(t("It opens for whoever may see this page and signs in."))
