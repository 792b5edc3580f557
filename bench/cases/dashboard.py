"""The dashboard with its widest filter, all the time there is: cold, warm (p95), and its queries."""

import os
from collections.abc import Iterator
from statistics import quantiles

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
        times, size = pages.visits(client, PAGE), f"{number:,} answers"
        yield Result(f"dashboard, {size}, cold", times[0], "ms", pages.ALLOWED)
        yield Result(f"dashboard, {size}, warm", quantiles(times[1:], n=20)[-1], "ms p95", pages.ALLOWED)
        counts[number] = pages.queries(client, PAGE)
    yield Result("dashboard, queries", counts[SIZE], "queries", counts[SMALL])
