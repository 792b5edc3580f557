"""What each process may remember of an organisation for two seconds, so that it costs no query while it is
asked for often."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from tenants.here import current_schema

SECONDS = 2.0
MOST = 10_000
Thing = TypeVar("Thing")
_all: list["Remembered"] = []


class Remembered(Generic[Thing]):
    """Loads a thing by its key and keeps it for two seconds, each organisation's apart. What it gives is
    shared by threads: it is read only."""

    def __init__(self, load: Callable[..., Thing]) -> None:
        self.load = load
        self.known: dict[Hashable, tuple[Thing, float]] = {}
        _all.append(self)

    def __call__(self, *key: Hashable) -> Thing:
        place = (current_schema(), *key)
        known = self.known.get(place)
        if known and known[1] > time.monotonic():
            return known[0]
        if len(self.known) >= MOST:
            self.known.clear()
        thing = self.load(*key)
        self.known[place] = (thing, time.monotonic() + SECONDS)
        return thing

    def forget(self) -> None:
        """This process itself changed something."""
        self.known.clear()


def forget_all() -> None:
    """Ask again for everything."""
    for remembered in _all:
        remembered.forget()
