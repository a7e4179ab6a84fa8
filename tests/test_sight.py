"""Whoever may see no record and no live figure gets a database that refuses, whatever function is asked."""

import datetime as dt
import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest

import db
from db import (
    accounts,
    caches,
    checklist,
    figures,
    frozen_figures,
    history,
    records,
    reporting_periods,
    reports,
    sheets,
    sight,
)
from db.database import Database, now, open_database
from db.delimited import FLAVOURS, Reader
from db.disclosure import Rule
from db.drafts import Draft
from db.import_readings import Reading
from db.selection import Selection
from db.sessions import Limits
from db.sight import Unseen, seen_by
from db.signing import Purpose
from schemas import HomeVisit
from schemas.roles import OPERATOR, Actor, Forbidden, Role
from tests.actors import ANNA, LEA, RITA
from tests.conftest import TODAY
from tests.reported import closed
from tests.small_office import enter, visit

VISITS = sheets.read("x.csv", b"Datum;Ort;Themen;Personen\n08.04.2018;Leiferde;Wohnraum;2\n")
ENDLESS = dt.timedelta(days=9)
TELL_NOTHING = {
    *{
        "caches.of",
        "sight.seen_by",
        "tasks.kinds",
        "figures.comparable",
        "counted_records.behind",
        "reporting_periods.find",
    },
    "proposals.wished",
    *{f"entry_checks.{name}" for name in ("accepted", "accepted_all", "judged", "newly_broken", "problems", "sound")},
}
"""What answers from the declared types, the lists and the periods, or judges what it is given."""


def readers() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All public functions of ``db`` that take a database and nobody's name, by their module and name."""
    for module in pkgutil.iter_modules(db.__path__):
        loaded = importlib.import_module(f"db.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            asked = inspect.signature(function).parameters
            public = function.__module__ == loaded.__name__ and not name.startswith("_")
            if public and "database" in asked and not {"by", "writing"} & set(asked):
                yield f"{module.name}.{name}", function


READERS = dict(readers())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An office with a home visit, one that was deleted, a closed period and an account; nobody writes."""
    with open_database(tmp_path_factory.mktemp("seen") / "records.duckdb", today=lambda: TODAY) as database:
        enter(database, "home_visits", visit("2018-01-08", "school"), visit("2018-01-09", "work"))
        second = records.find(database, HomeVisit, 2)
        assert second
        records.delete(database, HomeVisit, second["id"], version=1, by=LEA)
        closed(database)
        reports.make(database, "Winter", language="de", by=LEA)
        accounts.add(database, name="Gone", sign_in_name="gone", role=Role.STAFF, by=OPERATOR)
        yield database


@pytest.fixture(scope="module")
def samples(office: Database) -> dict[str, Any]:
    """Something for every parameter that a function of ``db`` has."""
    record = records.find(office, HomeVisit, 1) or {}
    values = visit("2018-04-08", "school") | {"day": dt.date(2018, 4, 8)}
    period = reporting_periods.find(office, "Winter")
    (account, _), *_ = accounts.everybody(office, by=OPERATOR)
    assert period
    return {
        **{"record_type": HomeVisit, "record_id": record["id"], "number": 1, "values": values, "record": record},
        **{"entry": history.of_record(office, HomeVisit, record["id"])[0].entry, "version": 1, "target": None},
        **{"selection": Selection(), "search": "", "page": 1, "size": 10, "vocabulary": "topic", "row": {}},
        **{
            "name": "home_visits",
            "names": ["home_visits"],
            "period": period,
            "period_id": period.id,
            "named": "Winter",
        },
        **{"closing": frozen_figures.closings(office, period.id)[0], "action": "create", "proposal_id": "p"},
        **{"stream": io.BytesIO(), "flavour": FLAVOURS["excel"], "reader": Reader(), "made": now()},
        **{"table": "reporting_periods", "row_id": period.id},
        **{"report": reports.find(office, 1), "rule": Rule.of(office.settings), "language": "de"},
        **{"draft": Draft("d", None, None, {}), "draft_id": "d", "browser": "b", "session": "s"},
        **{"is_open": lambda _: False, "actor": LEA, "account": account, "account_id": account.id, "token": "t"},
        **{"sign_in_name": "gone", "subject": "x", "password": "x", "tokens": ["t"], "seen": {"t": now()}},
        **{"sheet": VISITS, "reading": Reading(HomeVisit, 0, {0: "day", 1: "municipality", 2: "topics", 3: "persons"})},
        **{"limits": Limits(ENDLESS, ENDLESS), "first_day": TODAY, "last_day": TODAY},
        **{"purpose": Purpose.SESSION, "content": "x", "cookie": "x.y"},
    }


OWN_SAMPLES = {"moves.move_problems": {"name": "cancel", "values": {}}}
"""For functions that call something else by the name of a parameter."""


def ask(asked: str, database: Database, samples: dict[str, Any]) -> Any:
    """What a function answers; of what it would answer bit by bit, all."""
    function, samples = READERS[asked], samples | OWN_SAMPLES.get(asked, {})
    needed = {
        name: samples[name]
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "database" and (parameter.default is inspect.Parameter.empty or name in ("limits", "search"))
    }
    positional = [database if name == "database" else needed.pop(name) for name in positions(function)]
    answer = function(*positional, **needed)
    if isinstance(answer, AbstractContextManager):
        with answer as entered:
            return entered
    return list(answer) if inspect.isgenerator(answer) else answer


def positions(function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    return [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is each.empty]


@pytest.mark.parametrize("name", sorted(set(READERS) - TELL_NOTHING))
def test_a_committee_member_is_refused_whatever_is_asked(office: Database, samples: dict[str, Any], name: str) -> None:
    with pytest.raises(Forbidden):
        ask(name, seen_by(office, RITA), samples)


LEADS: dict[str, Callable[[Database, dict[str, Any], Actor], object]] = {
    "accounts.everybody": lambda database, _, by: accounts.everybody(database, by=by),
    "checklist.checked": lambda database, given, by: checklist.checked(database, given["period"], by=by),
}
"""What only the lead's screens read."""


@pytest.mark.parametrize("read", LEADS.values(), ids=LEADS)
def test_what_the_lead_alone_reads_is_refused_to_others(office: Database, samples: dict[str, Any], read: Any) -> None:
    assert read(office, samples, LEA)
    for actor in (ANNA, RITA):
        with pytest.raises(Forbidden):
            read(office, samples, actor)


SEEN = ("lookups.", "listing.", "figures.", "exports.", "archive.", "history.", "vocabularies.", "tasks.", "frozen_")


@pytest.mark.parametrize("actor", [ANNA, LEA], ids=["staff", "lead"])
@pytest.mark.parametrize("name", sorted(name for name in READERS if name.startswith(SEEN)))
def test_staff_and_lead_see(office: Database, samples: dict[str, Any], name: str, actor: Actor) -> None:
    ask(name, seen_by(office, actor), samples)


def test_every_exception_is_a_function(office: Database) -> None:
    assert set(READERS) >= TELL_NOTHING
    assert seen_by(office, LEA) is office
    assert seen_by(office, ANNA) is office


def test_what_others_have_asked_is_not_answered_from_memory(office: Database, samples: dict[str, Any]) -> None:
    figures.compute(office, "home_visits", Selection())
    accounts.names(office)
    for name in ("figures.compute", "accounts.names", "vocabularies.uses", "tasks.waiting"):
        ask(name, office, samples)
        with pytest.raises(Forbidden):
            ask(name, seen_by(office, RITA), samples)
    assert caches.of(seen_by(office, RITA)) is not caches.of(office)


def test_nothing_but_the_set_up_of_the_office_is_told(office: Database) -> None:
    unseen = seen_by(office, RITA)
    assert (unseen.given, unseen.settings, unseen.periods) == (office.given, office.settings, office.periods)
    assert unseen.revision == office.revision
    for deed in (unseen.cursor, unseen.writing, unseen.close, lambda: unseen.last_number("home_visits")):
        with pytest.raises(Forbidden, match="reader may not see_records"):
            deed()
    told = {"revision", "given", "settings", "periods", "path", "record_types"}
    for name in vars(Database).keys() - told - {"__module__", "__doc__", "__weakref__", "__dict__"}:
        if not name.startswith("_"):
            assert name in vars(Unseen), f"Unseen must say what {name} does"


def test_a_role_that_sees_records_but_no_figures_is_refused_too(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schemas import roles

    only_lead = {**roles.PERMISSIONS, roles.Action.SEE_FIGURES: roles.LEAD}
    monkeypatch.setattr(roles, "PERMISSIONS", only_lead)
    with pytest.raises(Forbidden, match="staff may not see_figures"):
        seen_by(office, ANNA).cursor()
    assert sight.seen_by(office, replace(ANNA, role=Role.LEAD)) is office
