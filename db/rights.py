"""What somebody may do to a stored record: it depends on the role, on whose it is, and on the transition."""

from db.entry_checks import Values
from schemas.roles import Action, Actor, Forbidden
from schemas.workflow import Transition


def may_change(actor: Actor, record: Values) -> bool:
    """Whether the actor may change or delete a stored record: one's own, or everybody's."""
    return actor.may(Action.CHANGE_OWN if record["created_by"] == actor.id else Action.CHANGE_OTHERS)


def must_change(actor: Actor, record: Values) -> None:
    """Go on only if the actor may change the record.

    Raises:
        Forbidden: it is somebody else's.
    """
    if not may_change(actor, record):
        raise Forbidden(actor, Action.CHANGE_OTHERS)


def may_move(actor: Actor, record: Values, transition: Transition) -> bool:
    """Whether the actor may take a record along a transition from its state."""
    return actor.may(transition.action) if transition.action else may_change(actor, record)


def may_take_back(actor: Actor, record: Values, transition: Transition, *, made_by: str) -> bool:
    """Whether the actor may take back the last transition: as whoever made it, or may change the record."""
    return may_move(actor, record, transition) and (made_by == actor.id or may_change(actor, record))


def must_move(by: Actor, transition: Transition, record: Values) -> None:
    """Go on only if the actor may take the record along the transition.

    Raises:
        Forbidden: the transition is for others, or the record is somebody else's.
    """
    if not may_move(by, record, transition):
        raise Forbidden(by, transition.action or Action.CHANGE_OTHERS)
