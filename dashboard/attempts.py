"""Attempts to sign in: by what they are counted, and how long somebody waits after too many."""

import ipaddress
from collections.abc import Iterable

from starlette.requests import Request

from dashboard import known_browsers
from dashboard.throttle import Throttle
from dashboard.translations import Translator

FREE_BY_NAME, FORGOTTEN_BY_NAME = 5, 24 * 3600.0
FREE_BY_ADDRESS, FORGOTTEN_BY_ADDRESS = 20, 3600.0
"""An office is behind one address. IPv6 gives everybody 2^64, so the network is what counts there."""

Counter = tuple[Throttle, str]
"""Where an attempt is counted, and by which key."""


class Attempts:
    """The attempts at one server."""

    def __init__(self) -> None:
        self._by_name = Throttle(FREE_BY_NAME, FORGOTTEN_BY_NAME)
        self._by_address = Throttle(FREE_BY_ADDRESS, FORGOTTEN_BY_ADDRESS, shared=True)
        self._by_browser = Throttle(FREE_BY_NAME, FORGOTTEN_BY_NAME)

    def counters(self, request: Request, name: str) -> tuple[Counter, ...]:
        """Where an attempt at a sign-in name counts; in a browser that knows its person, not where strangers fail."""
        known = known_browsers.mark(request, name)
        if known:
            return ((self._by_browser, f"{known} {name}"),)
        return (self._by_name, name), (self._by_address, network(request))

    def inside(self, token: str) -> tuple[Counter, ...]:
        """Where an attempt of somebody who is signed in counts."""
        return ((self._by_browser, token),)


def begin(counters: Iterable[Counter]) -> float:
    """Count an attempt, unless it comes too soon: then how many seconds too soon."""
    wait = max(throttle.wait(key) for throttle, key in counters)
    if wait <= 0:
        for throttle, key in counters:
            throttle.count(key)
    return wait


def succeeded(counters: Iterable[Counter]) -> None:
    """The attempt that was counted has succeeded."""
    for throttle, key in counters:
        throttle.succeed(key)


def network(request: Request) -> str:
    """Whom failures of an address are counted for: the address, of IPv6 its network."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def too_often(t: Translator, wait: float) -> str:
    """What is said to somebody who must wait some seconds."""
    if wait < 60:
        return t.plural(
            "Too many attempts. Please wait {n} second.", "Too many attempts. Please wait {n} seconds.", int(wait) + 1
        )
    return t.plural(
        "Too many attempts. Please wait {n} minute.", "Too many attempts. Please wait {n} minutes.", round(wait / 60)
    )
