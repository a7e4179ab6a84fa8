"""Why a change of a reporting period is refused, in sentences for whoever wanted it."""

from schemas.labels import Label
from schemas.refusals import Refused


class PeriodRefused(Refused):
    """The change of a reporting period is refused; nothing was written."""


class NoSuchPeriod(PeriodRefused):
    """There is no such period (any more)."""

    wording = Label("Diesen Zeitraum gibt es nicht mehr.", "There is no such period any more.")


class PeriodChanged(PeriodRefused):
    """Somebody else has changed the period since it was shown."""

    wording = Label(
        "Diesen Zeitraum hat inzwischen jemand geändert. Bitte noch einmal ansehen.",
        "Somebody has changed this period in the meantime. Please look at it again.",
    )


class NameUnusable(PeriodRefused):
    """A name is empty, too long, or has characters that can't be shown."""

    wording = Label("Bitte 1 bis 100 Zeichen in einer Zeile.", "1 to 100 characters in one line, please.")


class NameTaken(PeriodRefused):
    """Another period is called so."""

    wording = Label("Es gibt schon einen Zeitraum „{name}“.", "There is a period {name} already.")


class DaysUnusable(PeriodRefused):
    """A day is missing, or the period ends before it starts."""

    wording = Label(
        "Bitte den ersten und den letzten Tag angeben, den ersten zuerst.",
        "Please give the first and the last day, the first one first.",
    )


class PeriodsOverlap(PeriodRefused):
    """Another period has some of these days: a record would belong to two."""

    wording = Label(
        "Einige dieser Tage gehören schon zum Zeitraum „{name}“.",
        "Some of these days belong to the period {name} already.",
    )


class WrongState(PeriodRefused):
    """The period's state does not allow it."""

    wording = Label("In diesem Zustand des Zeitraums geht das nicht.", "The state of the period does not allow this.")


class WasClosed(PeriodRefused):
    """Figures of the period were frozen, and somebody may have seen them."""

    wording = Label(
        "„{name}“ war schon einmal abgeschlossen und bleibt deshalb erhalten.",
        "{name} was closed once and is kept for that reason.",
    )


class NotOver(PeriodRefused):
    """Days of the period are still to come."""

    wording = Label(
        "Dieser Zeitraum läuft noch. Abschließen lässt er sich, sobald sein letzter Tag vorbei ist.",
        "This period is not over yet. It can be closed once its last day has passed.",
    )


class PointsOpen(PeriodRefused):
    """Points of the checklist are open that nobody has accepted to be."""

    wording = Label(
        "Die Prüfliste hat noch offene Punkte: {points}. Bitte ansehen, oder ankreuzen, dass trotzdem abgeschlossen "
        "wird.",
        "The checklist still has open points: {points}. Please look at them, or tick that it is closed all the same.",
    )


class WordUnusable(PeriodRefused):
    """A word is too long, or has characters that can't be shown."""

    wording = Label("Bitte höchstens 280 Zeichen.", "280 characters at most, please.")


class ReasonMissing(PeriodRefused):
    """Nobody reopens a period without saying why."""

    wording = Label(
        "Bitte begründen, warum der Zeitraum wieder geöffnet wird (1 bis 280 Zeichen).",
        "Please say why the period is reopened (1 to 280 characters).",
    )
