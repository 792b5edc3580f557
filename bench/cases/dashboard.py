"""The dashboard with its widest filter, all the time there is: cold, warm (p95), and its queries."""

import os
import time
from collections.abc import Iterator
from statistics import quantiles

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.answers import fill
from bench.registry import Result, case
from tenants.actions import create_organisation
from tenants.models import Organisation

ALLOWED = 100.0
"""Milliseconds that a page may take."""
PAGE = "/figures/?period=all"
ROUNDS = 40
SMALL, SIZE = 10_000, int(os.environ.get("BENCH_ANSWERS", "1000000"))


@case("dashboard")
def measure() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    counts = {}
    for answers in (SMALL, SIZE):
        organisation = create_organisation(name=f"Bench {answers}", slug=f"bench-{answers}")
        client = signed_in(organisation, answers)
        times, counts[answers] = visits(client)
        size = f"{answers:,} answers"
        yield Result(f"dashboard, {size}, cold", times[0], "ms", ALLOWED)
        yield Result(f"dashboard, {size}, warm", quantiles(times[1:], n=20)[-1], "ms p95", ALLOWED)
    yield Result("dashboard, queries", counts[SIZE], "queries", counts[SMALL])


def signed_in(organisation: Organisation, answers: int) -> Client:
    connection.set_tenant(organisation)
    client = Client(HTTP_HOST=f"{organisation.slug}.localhost")
    client.force_login(fill(answers))
    return client


def visits(client: Client) -> tuple[list[float], int]:
    """Milliseconds of each visit, the first on a new connection, and how many queries one makes."""
    connection.close()
    times = [visit(client) for _round in range(ROUNDS)]
    with CaptureQueriesContext(connection) as queries:
        visit(client)
    return times, len(queries)


def visit(client: Client) -> float:
    started = time.perf_counter()
    page = client.get(PAGE)
    took = time.perf_counter() - started
    if page.status_code != 200:
        raise SystemExit(f"the dashboard answered {page.status_code}")
    return took * 1000
