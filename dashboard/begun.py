"""What somebody began to change on a page: what others change of it meanwhile is told, and what was typed stays."""

from collections.abc import Callable
from typing import Protocol, TypeVar

import streamlit as st

from dashboard import session
from dashboard.formats import plain


class Stored(Protocol):
    """A row as it is stored."""

    @property
    def id(self) -> str:
        """Which one it is."""

    @property
    def version(self) -> int:
        """Moved on by every change."""


Row = TypeVar("Row", bound=Stored)


def begun(row: Row, *, widget: Callable[[Row], str], now: Callable[[Row], str]) -> tuple[Row, int]:
    """The row as it was when the reader began to change it, and the last version of it that the reader has seen.

    ``widget`` names one of the widgets that change it: where the run before did not show it, the reader begins anew.
    If somebody else has changed the row since, it is said here, with what it is ``now``.
    """
    began: Row | None = session.recall(_name(row))
    if began is None or not session.knows(widget(began)):
        began = row
        session.remember(_name(row), row)
        session.remember(_seen(row), row.version)
    seen: int = session.recall(_seen(row))
    if row.version != began.version:
        _tell(row, now(row))
    session.remember(_seen(row), row.version)
    return began, seen


def forget(row: Stored) -> None:
    """Begin anew with what is stored: the reader's own change is done, or given up."""
    session.take(_name(row))


def _tell(row: Stored, now: str) -> None:
    t = session.texts()
    said = t(
        "Somebody has changed this in the meantime. Now it is: {now}. What you entered still stands below.", now=now
    )
    st.warning(plain(said))
    st.button(t("Take the stored values"), key=f"take {row.id}", on_click=forget, args=(row,))


def _name(row: Stored) -> str:
    return f"begun at {row.id}"


def _seen(row: Stored) -> str:
    return f"seen of {row.id}"
