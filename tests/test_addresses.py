"""A view stands in the address, whole, and what the address says wrongly is left out."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import addresses, session
from dashboard.addresses import View, news, parameters, read, write
from db.delimited import Reader
from db.selection import Selection
from schemas import Consultation
from schemas.fields import entered, filtered

FIELDS = filtered(Consultation)
KNOWN = ["from", "to", "search", *(field.name for field in FIELDS)]
VIEWS = [
    View(),
    View(Selection(dt.date(2018, 1, 1), dt.date(2018, 3, 31))),
    View(Selection(end=dt.date(2018, 3, 31)), "rückfrage nötig"),
    View(Selection(where=(("topics", ("school", "housing")), ("setting", ("office",))))),
    View(Selection(where=(("municipality", ("meinersen", "")),))),
    View(Selection(where=(("minors", ("*",)), ("case_code", ("",))))),
    View(Selection(where=(("interpreter", ("yes", "no", "")),))),
    View(Selection(where=(("topics", ("school", "housing")), ("topics", ("crisis",))))),
]


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_view_that_was_written_is_read_again(view: View) -> None:
    found = read(parameters(view), FIELDS, Reader())
    assert (found.selection.start, found.selection.end) == (view.selection.start, view.selection.end)
    assert found.search == view.search
    assert sorted((name, set(codes)) for name, codes in found.selection.where) == sorted(
        (name, set(codes)) for name, codes in view.selection.where
    )


@pytest.mark.parametrize(
    "named",
    [
        {"from": ["31.12.2018"]},
        {"from": ["0001-01-01"], "to": ["9999-12-31"]},
        {"topics": ["atlantis,,"]},
        {"municipality": ["<script>"], "note": ["x"], "id": ["1"]},
        {"setting": []},
    ],
    ids=str,
)
def test_what_is_named_wrongly_is_left_out(named: dict[str, list[str]]) -> None:
    assert read(named, FIELDS, Reader()) == View()


def test_known_codes_among_unknown_ones_are_kept() -> None:
    assert read({"topics": ["atlantis,school"]}, FIELDS, Reader()).selection.where == (("topics", ("school",)),)


def test_no_value_is_a_choice_only_where_the_field_may_be_empty() -> None:
    assert read({"municipality": ["none"]}, FIELDS, Reader()).selection.where == (("municipality", ("",)),)
    assert entered(Consultation)["setting"].required
    assert read({"setting": ["none"]}, FIELDS, Reader()) == View()


class Address(dict[str, list[str]]):
    """The parameters of an address, as Streamlit hands them out."""

    def get_all(self, key: str) -> list[str]:
        return self.get(key, [])

    def from_dict(self, named: dict[str, list[str]]) -> None:
        self.clear()
        self.update(named)


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    """The address of a page, and a session that remembers."""
    memory: dict[str, Any] = {}
    present = Address()
    monkeypatch.setattr(addresses, "st", SimpleNamespace(query_params=present))
    monkeypatch.setattr(session, "recall", memory.get)
    monkeypatch.setattr(session, "remember", memory.__setitem__)
    return present


def test_the_first_visit_takes_over_what_the_address_says(address: Address) -> None:
    address["topics"] = ["school"]
    assert news("list", KNOWN, forgotten=True) == {"topics": ["school"]}


def test_what_the_page_wrote_itself_is_no_news(address: Address) -> None:
    write("list", {"topics": ["school"]}, KNOWN)
    assert address == {"topics": ["school"]}
    assert news("list", KNOWN, forgotten=False) is None


def test_a_link_to_another_view_is_news(address: Address) -> None:
    write("list", {"topics": ["school"]}, KNOWN)
    address.from_dict({"setting": ["office"]})
    assert news("list", KNOWN, forgotten=False) == {"setting": ["office"]}


def test_a_change_of_page_and_back_shows_what_was_shown_before(address: Address) -> None:
    write("list", {"topics": ["school"]}, KNOWN)
    address.clear()
    assert news("list", KNOWN, forgotten=True) == {"topics": ["school"]}


def test_parameters_of_others_are_left_alone(address: Address) -> None:
    address["record"] = ["7"]
    write("list", {"topics": ["school"]}, KNOWN)
    assert address == {"record": ["7"], "topics": ["school"]}


@pytest.mark.usefixtures("address")
def test_the_address_of_a_dashboard_says_nothing_to_a_list() -> None:
    write("dashboard", {"period": ["year"], "topics": ["school"]}, ["period", "topics"])
    assert news("list", KNOWN, forgotten=True) == {}


def test_the_address_that_a_session_begins_with_is_meant_for_its_page(address: Address) -> None:
    address["topics"] = ["school"]
    assert news("dashboard", ["period", "topics"], forgotten=True) == {"topics": ["school"]}
    address["period"] = ["year"]
    assert news("list", KNOWN, forgotten=True) == {"topics": ["school"]}
