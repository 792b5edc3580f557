"""The champion's board with 100,000 open promises: its views, filters and a page far down, cold and warm."""

import html
import os
import re
from collections.abc import Iterator

from django.conf import settings
from django.test import Client

from bench import ledger, pages
from bench.registry import Result, case
from employees.models import Employee, Team

SMALL, SIZE = 1_000, int(os.environ.get("BENCH_PROMISES", "100000"))
BOARD = "/promises/"
VIEWS = ("open", "today", "overdue", "kept", "unowned", "people", "teams", "kinds", "free")
FAR = 100
"""Pages down."""
OLDER = re.compile(r'href="([^"]*after=[^"]*)"')


@case("board")
def measure() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    small = pages.champion_of("Board of few", lambda: ledger.fill(SMALL))
    few = {name: pages.queries(small, path) for name, path in paths().items()}
    client = pages.champion_of("Board of many", lambda: ledger.fill(SIZE))
    for name, path in (paths() | {"page far down": far_down(client)}).items():
        yield from measured(client, f"board, {SIZE:,} open, {name}", path)
        if name in few:
            yield Result(f"board, {name}, queries", pages.queries(client, path), "queries", few[name])


def measured(client: Client, name: str, path: str) -> Iterator[Result]:
    if found := pages.read_whole(client, path, "employees_commitment"):
        raise SystemExit(f"{name} reads the whole ledger: {found[0]}")
    yield from pages.measured(client, name, path)


def paths() -> dict[str, str]:
    """Every view, and the list of one person, of a region with the teams below it, and of a kind."""
    views = {view: f"{BOARD}?view={view}" for view in VIEWS}
    person, region = Employee.objects.get(name="Person 7"), Team.objects.get(name="Region 1")
    return views | {
        "a person's": f"{BOARD}?owner={person.pk}",
        "a region's": f"{BOARD}?team={region.pk}",
        "a region's, kept": f"{BOARD}?team={region.pk}&view=kept",
        "a kind's": f"{BOARD}?kind=prevention",
    }


def far_down(client: Client) -> str:
    """By turning the pages, as somebody would."""
    path = BOARD
    for _page in range(FAR):
        path = html.unescape(OLDER.findall(client.get(path, headers={"HX-Request": "true"}).text)[-1])
    return path
