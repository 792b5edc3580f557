"""A world: one organisation's examples, each made when it is asked for. They stand in tests/examples.py."""

import random
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from django.db import connection

from tenants.models import Organisation

EXAMPLES: dict[str, Callable[["World"], Any]] = {}


def example(make: Callable[["World"], Any]) -> Callable[["World"], Any]:
    """Register an example under its function's name."""
    EXAMPLES[make.__name__] = make
    return make


class World:
    """One organisation's example objects; those that are not made yet are made when asked for."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.marker = f"zq{organisation.slug}qz"

    def __getattr__(self, name: str) -> Any:
        if name not in EXAMPLES:
            raise AttributeError(f"no example is called {name}")
        made = self.__dict__[name] = EXAMPLES[name](self)
        return made

    def text(self, words: str) -> str:
        return f"{words} {self.marker}"

    def email(self, name: str) -> str:
        return f"{name}@{self.marker}.example.com"


def build(organisation: Organisation) -> World:
    """Every example, in the organisation in which the caller stands; keys begin at the same place in each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename), 70001) FROM pg_sequences"
            " WHERE schemaname = %s",
            [organisation.schema_name],
        )
    drawn, world = random.Random(7), World(organisation)
    with (
        patch("tenants.keys.os.urandom", drawn.randbytes),
        patch("tenants.keys.time.time_ns", lambda: 10**18),
    ):
        for name in EXAMPLES:
            getattr(world, name)
    return world
