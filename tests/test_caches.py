"""A cache is bounded, and its results are produced once."""

import threading

import pytest

from db.caches import Cache


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
