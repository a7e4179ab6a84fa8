"""Actions and roles are one complete table, and whoever has no role may do nothing."""

import pytest

from schemas.roles import OPERATOR, PERMISSIONS, ROLES, Action, Actor, Forbidden, Role, allowed

STAFF = {
    Action.ENTER,
    Action.SEE_RECORDS,
    Action.CHANGE_OWN,
    Action.PROPOSE,
    Action.SEE_FIGURES,
    Action.SEE_RELEASED,
}
MAY = {Role.STAFF: STAFF, Role.LEAD: set(Action), Role.READER: {Action.SEE_RELEASED}, None: set()}
"""What the office has decided, spelled out once more."""


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("action", Action)
def test_a_role_may_do_what_the_office_has_decided(role: Role | None, action: Action) -> None:
    assert allowed(role, action) == (action in MAY[role])


def test_every_action_and_every_role_has_its_row() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert set(ROLES) == set(Role)


def test_an_actor_may_what_the_role_may() -> None:
    reader = Actor("r", "Rita", Role.READER)
    assert reader.may(Action.SEE_RELEASED)
    assert not reader.may(Action.SEE_RECORDS)


def test_what_a_role_does_not_allow_is_forbidden_by_name() -> None:
    reader = Actor("r", "Rita", Role.READER)
    reader.must(Action.SEE_RELEASED)
    with pytest.raises(Forbidden, match="reader may not enter") as caught:
        reader.must(Action.ENTER)
    assert (caught.value.actor, caught.value.action) == (reader, Action.ENTER)


def test_the_command_line_may_everything() -> None:
    assert all(OPERATOR.may(action) for action in Action)
