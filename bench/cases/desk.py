"""The champion's desk with 100,000 open promises, cold and warm, and its queries with 1,000 and with all."""

import os
from collections.abc import Iterator

from django.conf import settings
from django.test import Client

from bench import ledger, pages
from bench.cases.board import measured
from bench.registry import Result, case

SMALL, SIZE = 1_000, int(os.environ.get("BENCH_PROMISES", "100000"))
PAGES = {
    "desk": "/desk/",
    "relay": "/desk/relay/",
    "kept": "/desk/kept/",
    "kept by person": "/desk/kept/?by=person",
    "quarter": "/desk/quarter/",
}


@case("desk")
def measure() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    small = pages.champion_of("Desk of few", lambda: ledger.fill(SMALL))
    few = {name: asked_of(small, path) for name, path in PAGES.items()}
    client = pages.champion_of("Desk of many", lambda: ledger.fill(SIZE))
    for name, path in PAGES.items():
        yield from measured(client, f"{name}, {SIZE:,} open", path)
        yield Result(f"{name}, queries", asked_of(client, path), "queries", few[name])


def asked_of(client: Client, path: str) -> int:
    """Its queries, when what a process reads once has been read."""
    pages.visit(client, path)
    return pages.queries(client, path)
