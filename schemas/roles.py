"""Who may do what: actions and roles are one table here, and every gate asks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.labels import Label
from schemas.refusals import Refused


class Role(StrEnum):
    """What a person is to the office."""

    STAFF = "staff"
    LEAD = "lead"
    READER = "reader"


class Action(StrEnum):
    """What can be done with the office's data."""

    ENTER = "enter"
    SEE_RECORDS = "see_records"
    CHANGE_OWN = "change_own"
    CHANGE_OTHERS = "change_others"
    PROPOSE = "propose"
    DECIDE = "decide"
    SEE_FIGURES = "see_figures"
    SEE_RELEASED = "see_released"
    RELEASE = "release"
    EDIT_VOCABULARIES = "edit_vocabularies"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_PERIODS = "manage_periods"
    CHANGE_SETTINGS = "change_settings"


ROLES: Mapping[Role, Label] = {
    Role.STAFF: Label("Mitarbeit", "Staff"),
    Role.LEAD: Label("Leitung", "Lead"),
    Role.READER: Label("Ausschuss", "Committee"),
}
"""The roles by the names that people read."""

OFFICE = frozenset({Role.STAFF, Role.LEAD})
LEAD = frozenset({Role.LEAD})
EVERYBODY = frozenset(Role)

PERMISSIONS: Mapping[Action, frozenset[Role]] = {
    Action.ENTER: OFFICE,
    Action.SEE_RECORDS: OFFICE,
    Action.CHANGE_OWN: OFFICE,
    Action.CHANGE_OTHERS: LEAD,
    Action.PROPOSE: OFFICE,
    Action.DECIDE: LEAD,
    Action.SEE_FIGURES: OFFICE,
    Action.SEE_RELEASED: EVERYBODY,
    Action.RELEASE: LEAD,
    Action.EDIT_VOCABULARIES: LEAD,
    Action.MANAGE_ACCOUNTS: LEAD,
    Action.MANAGE_PERIODS: LEAD,
    Action.CHANGE_SETTINGS: LEAD,
}
"""Who may do what. Whoever has no role may do nothing."""


def allowed(role: Role | None, action: Action) -> bool:
    """Whether a role may do something; nobody (None) may do nothing."""
    return role in PERMISSIONS[action]


MISSING_RIGHT = Label("Dazu fehlt Ihnen die Berechtigung.", "You are not allowed to do this.")
MISSING_RIGHTS: Mapping[Action, Label] = {
    Action.CHANGE_OTHERS: Label(
        "Diesen Eintrag hat jemand anderes erfasst. Ändern kann ihn, wer ihn erfasst hat, oder die Leitung.",
        "Somebody else has entered this record. Only that person or the lead can change it.",
    ),
}
"""What people are told who may not do something, where it can be said better than in general."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the id is what the history keeps, the name is what people read."""

    id: str
    name: str
    role: Role

    def may(self, action: Action) -> bool:
        """Whether this person may do something."""
        return allowed(self.role, action)

    def must(self, action: Action) -> None:
        """Go on only if this person may do something.

        Raises:
            Forbidden: the role does not allow it.
        """
        if not self.may(action):
            raise Forbidden(self, action)


OPERATOR = Actor("buero", "buero", Role.LEAD)
"""Whoever has the command line, and the program itself: the file is theirs already."""


class Forbidden(Refused):
    """The actor's role does not allow the action; nothing was done."""

    wording = Label("{why}", "{why}")

    def __init__(self, actor: Actor, action: Action) -> None:
        """``actor`` wanted to do ``action``."""
        super().__init__(why=MISSING_RIGHTS.get(action, MISSING_RIGHT))
        self.args = (f"{actor.role} may not {action}",)  # the log tells more than the person is told
        self.actor, self.action = actor, action
