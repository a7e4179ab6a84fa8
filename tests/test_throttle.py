"""Guessing gets slower with each failure, and forgetting is slow too."""

import pytest

from dashboard import throttle
from dashboard.throttle import LONGEST, Throttle


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def by_name(clock: Clock) -> Throttle:
    return Throttle(free=3, forgotten=3600, clock=clock)


def fail(counted: Throttle, times: int, key: str = "anna") -> None:
    for _ in range(times):
        counted.count(key)


def test_the_first_attempts_are_free_and_then_each_costs_twice_as_long(by_name: Throttle) -> None:
    waits = []
    for _ in range(6):
        by_name.count("anna")
        waits.append(by_name.wait("anna"))
    assert waits == [0, 0, 1, 2, 4, 8]


def test_nobody_waits_longer_than_the_longest(by_name: Throttle) -> None:
    fail(by_name, 5000)
    assert by_name.wait("anna") == LONGEST


def test_one_waits_for_ones_own_failures_only(by_name: Throttle) -> None:
    fail(by_name, 10)
    assert by_name.wait("ben") == 0


def test_the_wait_passes_but_the_failures_stay(by_name: Throttle, clock: Clock) -> None:
    fail(by_name, 5)
    clock.now += 4
    assert by_name.wait("anna") == 0
    by_name.count("anna")
    assert by_name.wait("anna") == 8


def test_a_long_silence_and_a_success_make_it_forgotten(by_name: Throttle, clock: Clock) -> None:
    fail(by_name, 10)
    clock.now += 4000
    by_name.count("anna")
    assert by_name.wait("anna") == 0
    fail(by_name, 10)
    by_name.succeed("anna")
    assert by_name.wait("anna") == 0


def test_a_success_does_not_wipe_out_what_others_failed_at_the_same_address(clock: Clock) -> None:
    by_address = Throttle(free=3, forgotten=3600, clock=clock, shared=True)
    fail(by_address, 4, "192.0.2.1")
    by_address.count("192.0.2.1")
    by_address.succeed("192.0.2.1")
    assert by_address.wait("192.0.2.1") == 0
    by_address.count("192.0.2.1")
    assert by_address.wait("192.0.2.1") == 4


def test_strangers_can_not_fill_the_memory(by_name: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REMEMBERED", 10)
    for number in range(100):
        by_name.count(str(number))
    by_name.count("x" * 16_000)
    by_name.count("\ud800")
    assert len(by_name._failures) == 10
    assert {len(key) for key in by_name._failures} == {16}
