"""Why a change of a value list is refused, in sentences for whoever wanted it."""

from schemas.labels import Label
from schemas.refusals import Refused


class VocabularyRefused(Refused):
    """The change of a value list is refused; nothing was written."""


class NoSuchValue(VocabularyRefused):
    """The list does not have the value (any more)."""

    wording = Label("Den Wert „{name}“ gibt es nicht mehr.", "There is no value {name} any more.")


class ValueChanged(VocabularyRefused):
    """Somebody else has changed the value since it was shown."""

    wording = Label(
        "„{name}“ hat inzwischen jemand geändert. Bitte noch einmal ansehen.",
        "Somebody has changed {name} in the meantime. Please look at it again.",
    )


class LabelUnusable(VocabularyRefused):
    """A label is empty, too long, or has characters that can't be shown."""

    wording = Label("Bitte 1 bis 100 Zeichen in einer Zeile.", "1 to 100 characters in one line, please.")


class LabelTaken(VocabularyRefused):
    """Another value of the list is called so: in a table nobody could tell them apart."""

    wording = Label("„{name}“ gibt es in dieser Liste schon.", "This list has {name} already.")

    def __init__(self, name: str, language: str) -> None:
        """``name`` is the label in a language."""
        super().__init__(name=name)
        self.language = language


class LastValue(VocabularyRefused):
    """Nothing would be left to choose."""

    wording = Label(
        "„{name}“ ist der letzte Wert, der noch wählbar ist.", "{name} is the last value that can be chosen."
    )


class ValueInUse(VocabularyRefused):
    """Records have the value, or their history, proposals or unsaved forms do."""

    wording = Label(
        "„{name}“ steht in Einträgen, ihrem Verlauf, Vorschlägen oder noch offenen Formularen und kann deshalb nur "
        "stillgelegt oder zusammengeführt werden.",
        "Records, their history, proposals or open forms have {name}: it can only be retired or merged.",
    )


class ValueOfTheProgram(VocabularyRefused):
    """The program would bring it back at the next start."""

    wording = Label(
        "„{name}“ gehört zum Programm und kann nur stillgelegt werden.",
        "{name} comes with the program: it can only be retired.",
    )


class MergedIntoRetired(VocabularyRefused):
    """Records would get a value that can't be chosen."""

    wording = Label(
        "„{name}“ ist stillgelegt. Bitte erst wieder einsetzen.", "{name} is retired. Please reinstate it first."
    )


class MergedIntoItself(VocabularyRefused):
    """A value can't be merged into itself."""

    wording = Label("Bitte zwei verschiedene Werte wählen.", "Please choose two different values.")
