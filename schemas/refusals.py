"""A refusal says why in both languages, so that screens and the command tell people of every one in the same way."""

from typing import ClassVar

from schemas.labels import Label


class Refused(Exception):
    """Something is refused, and nothing was done; ``label`` says why to whoever wanted it."""

    wording: ClassVar[Label]

    def __init__(self, **details: object) -> None:
        """``details`` fill the named places of the wording; a label among them has its own word in each language."""
        self.label = self.wording.filled(**details)
        super().__init__(self.label.en)
