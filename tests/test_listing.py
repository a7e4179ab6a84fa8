"""Records are listed newest first, page by page, and found by what is written in them."""

import datetime as dt
import unicodedata
from typing import Any

import pytest

from db import listing, records
from db.database import Database
from db.selection import Selection
from schemas import Consultation, Event, HomeVisit
from schemas.record import Record
from schemas.roles import Actor, Role
from tests.actors import ANNA
from tests.conftest import TODAY

VISIT: dict[str, Any] = {"day": TODAY, "topics": ["work"], "municipality": "leiferde", "persons": 2}
ALL = Selection()


def add(database: Database, *changes: dict[str, Any]) -> None:
    """Home visits numbered from 1."""
    records.add_many(database, HomeVisit, [(str(each), VISIT | values) for each, values in enumerate(changes)], by=ANNA)


def numbers(
    database: Database, selection: Selection = ALL, search: str = "", record_type: type[Record] = HomeVisit
) -> list[int]:
    """Numbers of the records found; page and count agree on how many."""
    page = listing.page(database, record_type, selection, search=search, size=1000)
    assert page.matches == len(page.records) == listing.count(database, record_type, selection, search=search)
    assert not page.more
    return [record["number"] for record in page.records]


def test_records_come_whole_and_newest_entry_first(database: Database) -> None:
    add(database, {"day": TODAY}, {"day": dt.date(2018, 1, 1)}, {"day": dt.date(2018, 3, 1)})
    assert numbers(database) == [3, 2, 1]
    page = listing.page(database, HomeVisit, ALL, size=1)
    assert page.records == [records.find(database, HomeVisit, 3)]


def test_an_empty_list_has_no_matches(database: Database) -> None:
    assert listing.page(database, HomeVisit, ALL, size=10) == listing.Page([], 0, False)


def test_pages_neither_overlap_nor_leave_gaps(database: Database) -> None:
    add(database, *[{}] * 23)
    pages = [listing.page(database, HomeVisit, ALL, number=number, size=5) for number in range(1, 7)]
    assert [len(page.records) for page in pages] == [5, 5, 5, 5, 3, 0]
    assert [record["number"] for page in pages for record in page.records] == list(range(23, 0, -1))
    assert {page.matches for page in pages} == {23}


def test_a_period_finds_records_in_whatever_order_they_were_entered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [dt.date(2018, 1, 1) + dt.timedelta(days=7 * number % 60) for number in range(40)]
    add(database, *[{"day": day} for day in days])
    monkeypatch.setattr(listing, "WINDOW", 4)
    january = Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 31))
    assert numbers(database, january) == [number for number in range(40, 0, -1) if days[number - 1].month == 1]
    assert numbers(database, Selection(None, dt.date(2017, 12, 31))) == []


def test_matches_are_counted_up_to_a_limit_and_exactly_where_asked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, *[{}] * 6)
    monkeypatch.setattr(listing, "COUNTED", 6)
    page = listing.page(database, HomeVisit, ALL, size=2)
    assert (page.matches, page.more) == (6, False)
    monkeypatch.setattr(listing, "COUNTED", 5)
    page = listing.page(database, HomeVisit, ALL, size=2)
    assert (page.matches, page.more) == (5, True)
    assert listing.count(database, HomeVisit, ALL) == 6


def test_among_many_records_pages_are_counted_some_way_ahead(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, *[{}] * 40)
    for name, value in {"LOOKED_THROUGH": 10, "WINDOW": 8, "AHEAD": 3}.items():
        monkeypatch.setattr(listing, name, value)
    pages = [listing.page(database, HomeVisit, ALL, number=number, size=2) for number in range(1, 21)]
    assert [record["number"] for page in pages for record in page.records] == list(range(40, 0, -1))
    assert all(page.matches >= min(2 * number + 6, 40) for number, page in enumerate(pages, start=1))
    assert [page.more for page in pages] == [page.matches < 40 for page in pages]
    assert pages[0].more
    assert not pages[-1].more


@pytest.mark.parametrize("looked_through", [0, 5, 1000])
@pytest.mark.parametrize("window", [1, 3, 10, 1000])
def test_windows_of_any_width_find_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch, window: int, looked_through: int
) -> None:
    monkeypatch.setattr(listing, "LOOKED_THROUGH", looked_through)
    places = ["leiferde", "hillerse", "meinersen"]
    add(database, *[{"municipality": places[number % 3]} for number in range(30)])
    monkeypatch.setattr(listing, "WINDOW", window)
    hillerse = ALL.narrowed("municipality", "hillerse")
    assert numbers(database) == list(range(30, 0, -1))
    assert numbers(database, hillerse) == list(range(29, 0, -3))
    page = listing.page(database, HomeVisit, hillerse, number=2, size=4)
    assert [record["number"] for record in page.records] == [17, 14, 11, 8]
    monkeypatch.setattr(listing, "COUNTED", 5)
    page = listing.page(database, HomeVisit, hillerse, size=4)
    assert [record["number"] for record in page.records] == [29, 26, 23, 20]
    assert (page.matches, page.more) == (5, True)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [4, 3, 2, 1]),
        ("   ", [4, 3, 2, 1]),
        ("jobcenter", [1]),
        ("JOBCENTER", [1]),
        ("bcent", [1]),
        ("müden", [2]),
        ("MÜDEN", [2]),
        (unicodedata.normalize("NFD", "Müden"), [2]),
        ("straße", [3]),
        ("STRAẞE", [3]),
        ("termin jobcenter", [1]),
        ("jobcenter  termin", [1]),
        ("jobcenter müden", []),
        ("zweite", [2]),
        ("4", [4]),
        ("2", [3, 2]),
        ("Nr. 4", [4]),
        ("nr.4", [4]),
        ("no. 4", [4]),
        ("Straße Nr 2", [3]),
        ("Nr. nirgends", []),
        ("99999999999999999999", []),
        ("nirgends", []),
    ],
)
def test_words_are_searched_in_text_and_number(database: Database, search: str, found: list[int]) -> None:
    notes = ["Termin im Jobcenter", "Fahrt nach Müden\nzweite Zeile", "In der Straße 2", None]
    add(database, *({"note": note} for note in notes))
    assert numbers(database, search=search) == found


@pytest.mark.parametrize("search", ["%", "_", "'", ";", "\\", '"', "(", "*", "?", "--", "a%b", "';", "$1"])
def test_marks_of_sql_are_plain_text(database: Database, search: str) -> None:
    add(database, {"note": "nichts"}, {"note": f"x{search}y"}, {"note": None})
    assert numbers(database, search=search) == [2]


def test_every_text_of_a_record_is_searched(database: Database) -> None:
    event = {"title": "Vortrag", "kind": "talk", "day": TODAY, "venue": "Rathaus"}
    records.save(database, Event, "a", event, by=Actor("Rathausmann", "Rathausmann", Role.STAFF))
    assert [numbers(database, search=word, record_type=Event) for word in ("vortrag", "rathaus")] == [[1], [1]]
    assert numbers(database, search="rathausmann", record_type=Event) == []


def test_filters_period_and_search_narrow_together(database: Database) -> None:
    add(
        database,
        {"day": dt.date(2018, 1, 1), "topics": ["school", "work"], "note": "Kita"},
        {"day": dt.date(2018, 1, 31), "municipality": "mueden", "note": "Kita"},
        {"day": dt.date(2018, 2, 1), "volunteer": True, "note": "Kita"},
        {"day": dt.date(2018, 1, 15), "volunteer": False},
    )
    january = Selection(dt.date(2018, 1, 1), dt.date(2018, 1, 31))
    assert numbers(database, january) == [4, 2, 1]
    assert numbers(database, january, "kita") == [2, 1]
    assert numbers(database, january.narrowed("topics", "school")) == [1]
    assert numbers(database, january.narrowed("municipality", "mueden", "hillerse"), "kita") == [2]
    assert numbers(database, ALL.narrowed("volunteer", "yes")) == [3]
    assert numbers(database, ALL.narrowed("volunteer", "")) == [2, 1]


def test_record_types_are_listed_apart(database: Database) -> None:
    add(database, {})
    assert numbers(database, record_type=Consultation) == []


def test_a_record_is_listed_as_it_is_now(database: Database) -> None:
    add(database, {"note": "Kita"}, {"note": "Kita"})
    records.save(database, HomeVisit, "0", VISIT | {"note": "Schule"}, version=1, by=ANNA)
    records.delete(database, HomeVisit, "1", version=1, by=ANNA)
    assert (numbers(database, search="kita"), numbers(database, search="schule")) == ([], [1])
