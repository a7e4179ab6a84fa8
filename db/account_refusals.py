"""Why a change of an account is refused, in sentences for whoever wanted it."""

from db import passwords
from schemas.labels import Label
from schemas.refusals import Refused


class AccountRefused(Refused):
    """The change of an account is refused; nothing was written."""


class NoSuchAccount(AccountRefused):
    """Nobody signs in by this name."""

    wording = Label("Es gibt kein Konto „{name}“.", "There is no account {name}.")


class AccountChanged(AccountRefused):
    """Somebody else has changed the account since it was shown."""

    wording = Label(
        "Das Konto „{name}“ hat inzwischen jemand geändert. Bitte noch einmal ansehen.",
        "Somebody has changed the account {name} in the meantime. Please look at it again.",
    )


class NameTaken(AccountRefused):
    """Somebody else signs in by this name."""

    wording = Label("Den Anmeldenamen „{name}“ gibt es schon.", "There is an account {name} already.")


class NameUnusable(AccountRefused):
    """A sign-in name is empty, too long, or has blanks in it."""

    wording = Label(
        "Der Anmeldename „{name}“ geht nicht: Es müssen 1 bis 100 Zeichen ohne Leerzeichen sein.",
        "The sign-in name {name} can't be used: it must be 1 to 100 characters without blanks.",
    )


class PersonUnnamed(AccountRefused):
    """A person's name is empty or too long."""

    wording = Label(
        "Bitte einen Namen mit 1 bis 100 Zeichen angeben.",
        "Please enter a name of 1 to 100 characters.",
    )


class AccountDisabled(AccountRefused):
    """Its links would lead nowhere."""

    wording = Label(
        "Das Konto „{name}“ ist gesperrt. Bitte zuerst freigeben.",
        "The account {name} is disabled. Please enable it first.",
    )


class LastLead(AccountRefused):
    """Without this account nobody could lead the office."""

    wording = Label(
        "„{name}“ ist das letzte Konto der Leitung. Bitte zuerst ein anderes Konto zur Leitung machen.",
        "{name} is the last lead's account. Please make another account a lead's first.",
    )


class Oneself(AccountRefused):
    """Whoever disables the own account is out and can't take it back."""

    wording = Label(
        "Das eigene Konto „{name}“ kann man nicht sperren.",
        "Nobody can disable their own account, {name}.",
    )


class WeakPassword(Exception):
    """The password is not good enough; ``weakness`` says why."""

    def __init__(self, weakness: passwords.Weakness) -> None:
        """``weakness`` is the first that was found."""
        super().__init__(f"the password is {weakness}")
        self.weakness = weakness
