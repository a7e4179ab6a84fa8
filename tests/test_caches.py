"""A cache is bounded, and its results are produced once."""

import threading
from pathlib import Path

import pytest

from db import caches
from db.caches import Cache
from db.database import open_database


def test_the_cache_is_bounded_and_forgets_the_longest_unused() -> None:
    cache = Cache(size=2)
    for key in (1, 2, 1, 3):
        cache.get(key, lambda: "first")
    assert len(cache) == 2
    assert cache.get(1, lambda: "again") == "first"
    assert cache.get(2, lambda: "again") == "again"


def test_a_failure_is_not_remembered() -> None:
    cache = Cache()
    with pytest.raises(ZeroDivisionError):
        cache.get(1, lambda: 1 // 0)
    assert cache.get(1, lambda: 5) == 5


def test_threads_that_ask_at_once_count_once() -> None:
    cache, started, asked = Cache(), threading.Barrier(8), list[int]()

    def produce() -> int:
        asked.append(1)
        return 7

    answers: list[int] = []

    def ask() -> None:
        started.wait()
        answers.append(cache.get("key", produce))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [7] * 8
    assert len(asked) == 1


def test_a_database_has_shelves_that_do_not_push_each_other_out(tmp_path: Path) -> None:
    with open_database(tmp_path / "office.duckdb") as database:
        figures, pages = caches.of(database), caches.of(database, "pages", 1)
        figures.get("figure", lambda: 1)
        for number in range(3):
            pages.get(number, lambda: 2)
        assert caches.of(database) is figures
        assert caches.of(database, "pages", 1) is pages
        assert (len(figures), len(pages)) == (1, 1)
