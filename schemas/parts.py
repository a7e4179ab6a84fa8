"""Columns that several record types have, declared once."""

from typing import Any

from schemas import columns
from schemas.labels import Label


def duration() -> Any:
    """How long a contact took."""
    return columns.integer(
        Label("Dauer", "Duration"),
        minimum=1,
        maximum=600,
        measure=True,
        unit=Label("Minuten", "minutes"),
        aliases=("Dauer (Min.)", "Minuten", "Minutes"),
    )


def place(**facts: Any) -> Any:
    """A member municipality."""
    return columns.choice(
        Label("Ort", "Municipality"), "municipality", dimension=True, aliases=("Gemeinde", "Place"), **facts
    )


def remark() -> Any:
    """A short note, which must not name anybody."""
    return columns.note(
        Label("Bemerkung", "Note"),
        help=Label(
            "Kurz und ohne Namen, Geburtsdaten, Anschriften oder Aktenzeichen.",
            "Short, and without names, birth dates, addresses or file numbers.",
        ),
        longest=280,
        aliases=("Notiz", "Notes"),
    )


def reason() -> Any:
    """Why something did not take place."""
    return columns.text(
        Label("Grund", "Reason"),
        help=Label("Kurz und ohne Namen.", "Short, and without names."),
        longest=200,
    )
