"""What a person sees when the program fails in a way nobody has foreseen: the one place that catches everything."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import session

log = logging.getLogger("buero")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Run a page or a part of one; a failure is told to the person and to the log, with the same mark.

    Parts that run on their own (fragments) need it themselves: the frame does not run then.
    """
    try:
        yield
    except session.NotSignedIn:
        raise  # nobody is left to be told
    except Exception:
        mark, t = session.new_id()[:8], session.texts()
        log.exception("failure %s in %s", mark, where)
        st.error(
            t("That did not work. Nothing that was saved is lost, and what you typed is kept."), icon=":material/error:"
        )
        st.caption(
            t("Please reload the page. If it happens again, tell your administrator this mark: {mark}", mark=mark)
        )
