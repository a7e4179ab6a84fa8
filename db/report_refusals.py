"""Why something is not done to a report, in sentences for whoever wanted it."""

from schemas.labels import Label
from schemas.refusals import Refused


class ReportRefused(Refused):
    """Something is not done to a report; nothing was written."""


class NoSuchReport(ReportRefused):
    """There is no such report (any more)."""

    wording = Label("Diesen Bericht gibt es nicht mehr.", "There is no such report any more.")


class NotClosed(ReportRefused):
    """Figures that still move are no figures for a report."""

    wording = Label(
        "Ein Bericht braucht einen abgeschlossenen Berichtszeitraum.",
        "A report needs a reporting period that is closed.",
    )


class ReportChanged(ReportRefused):
    """Somebody else has changed the report since it was shown."""

    wording = Label(
        "Diesen Bericht hat inzwischen jemand geändert. Bitte noch einmal ansehen.",
        "Somebody has changed this report in the meantime. Please look at it again.",
    )


class OtherSubmitted(ReportRefused):
    """Another report was submitted since this one's tables were protected."""

    wording = Label(
        "Inzwischen wurde ein anderer Bericht eingereicht, und was er sagt, ist nun bekannt. Bitte sehen Sie sich die "
        "Vorschau noch einmal an und reichen Sie dann ein.",
        "Another report was submitted in the meantime, and what it says is known now. Please look at the preview again "
        "and then submit.",
    )


class FieldChanged(ReportRefused):
    """Somebody else has changed just this field since it was shown; what was typed is not stored."""

    wording = Label(
        "„{field}“ hat inzwischen jemand geändert. Welcher Text soll gelten?",
        "Somebody has changed “{field}” in the meantime. Which text shall count?",
    )

    def __init__(self, name: str, field: Label, stored: object) -> None:
        """``name`` is the field's, ``stored`` what stands there now."""
        super().__init__(field=field)
        self.name, self.stored = name, stored


class NotEditable(ReportRefused):
    """Only a draft is edited."""

    wording = Label("Bearbeiten lässt sich nur ein Entwurf.", "Only a draft can be edited.")


class WrongState(ReportRefused):
    """The report's state does not allow it."""

    wording = Label("In diesem Zustand des Berichts geht das nicht.", "The state of the report does not allow this.")


class TextTooLong(ReportRefused):
    """A text does not fit."""

    wording = Label("Bitte höchstens {longest} Zeichen.", "{longest} characters at most, please.")


class TextUnusable(ReportRefused):
    """A text has characters that can't be shown."""

    wording = Label(
        "Im Text sind Zeichen, die sich nicht darstellen lassen.", "The text has characters that can't be shown."
    )


class StopUnusable(ReportRefused):
    """A row of the course says nothing of use."""

    wording = Label(
        "Zeile {row} der Beratungsfolge: bitte das Gremium angeben, Texte höchstens 100 Zeichen.",
        "Row {row} of the course: please give the committee, texts of 100 characters at most.",
    )


class TooManyStops(ReportRefused):
    """No paper goes through so many committees."""

    wording = Label("Bitte höchstens {most} Zeilen.", "{most} rows at most, please.")


class NotComplete(ReportRefused):
    """Something is missing that a checked report has."""

    wording = Label("Noch nicht ausgefüllt: {fields}.", "Not filled in yet: {fields}.")


class NotStored(ReportRefused):
    """Something stands on the screen that could not be stored."""

    wording = Label(
        "Noch nicht gespeichert: {fields}. Was zu tun ist, steht dort.",
        "Not saved yet: {fields}. What to do is told there.",
    )


class NumbersUnknown(ReportRefused):
    """A text names numbers that there are not."""

    wording = Label(
        "Diese Zahlen gibt es nicht: {names}. Bitte aus der Liste der Zahlen wählen.",
        "There are no such numbers: {names}. Please choose from the list of numbers.",
    )


class NumbersKeptBack(ReportRefused):
    """A text names numbers that are suppressed."""

    wording = Label(
        "Diese Zahlen hält der Schutz kleiner Zahlen zurück: {names}. Bitte aus dem Text nehmen.",
        "These numbers are kept back to protect people: {names}. Please take them out of the text.",
    )


class ReportDiffers(ReportRefused):
    """What the frozen figures give is not what was submitted."""

    wording = Label(
        "Bericht Nr. {number}: die eingefrorenen Zahlen ergeben nicht, was eingereicht wurde ({names}).",
        "Report no. {number}: the frozen figures do not give what was submitted ({names}).",
    )


class NotSubmitted(ReportRefused):
    """Nothing was submitted yet that could be printed again."""

    wording = Label("Bericht Nr. {number} ist noch nicht eingereicht.", "Report no. {number} is not submitted yet.")


class FileGone(ReportRefused):
    """A file is not as it was submitted."""

    wording = Label(
        "Die Datei ist nicht mehr so, wie sie eingereicht wurde; „buero check“ sagt mehr.",
        "The file is not as it was submitted any more; “buero check” tells more.",
    )
