"""Actions and roles are one complete table, and whoever has no role may do nothing."""

import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import (
    accounts,
    decisions,
    figures,
    listing,
    office_settings,
    proposals,
    records,
    reporting_periods,
    vocabularies,
)
from db.database import Database, open_database
from db.selection import Selection
from db.sight import seen_by
from schemas import HomeVisit
from schemas.office_settings import OfficeSettings
from schemas.roles import OPERATOR, PERMISSIONS, ROLES, Action, Actor, Forbidden, Role, allowed
from tests.actors import ANNA, LEA
from tests.conftest import TODAY

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


VISIT: dict[str, Any] = {"day": TODAY, "topics": ["work"], "municipality": "leiferde", "persons": 2}
OTHER = VISIT | {"persons": 3}
SETTINGS = OfficeSettings(office_name="Anderes Büro")


def enter(database: Database, by: Actor, record_id: str = "") -> str:
    return str(records.save(database, HomeVisit, record_id or str(uuid.uuid4()), VISIT, by=by)["id"])


def propose(database: Database, by: Actor) -> str:
    named, visit = str(uuid.uuid4()), enter(database, LEA)
    proposals.propose(database, HomeVisit, visit, OTHER, version=1, proposal_id=named, by=by)
    return named


def change(database: Database, record_id: str, by: Actor) -> None:
    records.save(database, HomeVisit, record_id, OTHER, version=1, by=by)


DEEDS: Mapping[Action, Callable[[Database, Any], object]] = {
    Action.ENTER: enter,
    Action.SEE_RECORDS: lambda database, by: listing.page(seen_by(database, by), HomeVisit, Selection(), size=1),
    Action.CHANGE_OWN: lambda database, by: change(database, enter(database, replace(ANNA, id="me")), by),
    Action.CHANGE_OTHERS: lambda database, by: change(database, enter(database, LEA), by),
    Action.PROPOSE: propose,
    Action.DECIDE: lambda database, by: decisions.reject(database, propose(database, ANNA), word="Nein", by=by),
    Action.SEE_FIGURES: lambda database, by: figures.compute(seen_by(database, by), "home_visits", Selection()),
    Action.EDIT_VOCABULARIES: lambda database, by: vocabularies.add(database, "topic", de="Neu", en="New", by=by),
    Action.MANAGE_ACCOUNTS: lambda database, by: accounts.everybody(database, by=by),
    Action.MANAGE_PERIODS: lambda database, by: reporting_periods.add(
        database, name="Mai", first_day=TODAY, last_day=TODAY, by=by
    ),
    Action.CHANGE_SETTINGS: lambda database, by: office_settings.change(database, SETTINGS, version=1, by=by),
}
"""What each action is at the gates of the database."""
WITHOUT_GATE = {Action.SEE_RELEASED, Action.RELEASE}
"""Nothing is released yet, so the database has no deed for them."""


@pytest.fixture(scope="module")
def office(empty_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An office where each deed is tried once by each role."""
    copy = Path(shutil.copy(empty_original, tmp_path_factory.mktemp("roles") / "records.duckdb"))
    with open_database(copy, today=lambda: TODAY) as database:
        yield database


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("action", DEEDS)
def test_a_gate_lets_pass_whom_the_office_has_decided(office: Database, role: Role | None, action: Action) -> None:
    by = role and Actor("me", "Me", role)
    if action in MAY[role]:
        DEEDS[action](office, by)
        return
    with pytest.raises(Forbidden if by else AttributeError):
        DEEDS[action](office, by)


def test_every_action_has_a_gate() -> None:
    assert set(DEEDS) | WITHOUT_GATE == set(Action)
    assert not set(DEEDS) & WITHOUT_GATE


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
