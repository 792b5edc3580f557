"""The dashboard with its widest filter, all the time there is: cold, warm (p95), and its queries."""

import os
from collections.abc import Iterator

from django.conf import settings

from bench import answers, pages
from bench.registry import Result, case

PAGE = "/figures/?period=all"
SMALL, SIZE = 10_000, int(os.environ.get("BENCH_ANSWERS", "1000000"))


@case("dashboard")
def measure() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    counts = {}
    for number in (SMALL, SIZE):
        client = pages.champion_of(f"Bench {number}", lambda number=number: answers.fill(number))
        yield from pages.measured(client, f"dashboard, {number:,} answers", PAGE)
        counts[number] = pages.queries(client, PAGE)
    yield Result("dashboard, queries", counts[SIZE], "queries", counts[SMALL])
