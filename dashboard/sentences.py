"""Sentences that are written where something happens and said where it is known who reads them."""

from typing import Protocol

from dashboard.translations import translator


class Told(Protocol):
    """What can be said in the reader's language, like the labels of the records."""

    def in_language(self, language: str) -> str:
        """The wording for ``language``."""


class Sentence:
    """A text of the catalogue with what fills its ``{named}`` places, to be said later."""

    def __init__(self, text: str, /, **details: object) -> None:
        """What can be said in several languages itself may stand among the details."""
        self.text, self.details = text, details

    def in_language(self, language: str) -> str:
        """The sentence in the reader's language."""
        return translator(language)(self.text, **{name: said(each, language) for name, each in self.details.items()})


def said(detail: object, language: str) -> object:
    """A detail of a sentence: in the reader's language if it has several."""
    return detail.in_language(language) if hasattr(detail, "in_language") else detail


class Stopped(Exception):
    """A command ends because of this: it is refused, or was misused; ``label`` says why to whoever gave it."""

    status = 1

    def __init__(self, label: Told, language: str | None = None) -> None:
        """``language`` is what the office speaks, where it is known: whoever asks for another gets that."""
        super().__init__(label.in_language("en"))
        self.label, self.language = label, language


class Misused(Stopped):
    """The command makes no sense as it was given, or as the machine is set up."""

    status = 2
