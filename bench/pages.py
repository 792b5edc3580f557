"""A page as its view makes it, in this process: how long it takes, and how the database found its rows."""

import gc
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from statistics import quantiles
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.registry import Result
from employees.models import Employee
from tenants.actions import create_organisation

ALLOWED = 100.0
"""Milliseconds that a page may take."""
COLD, WARM = 40, 60
"""Visits."""
Page = tuple[Client, str]
"""Who looks at which path."""


class Times(NamedTuple):
    """Milliseconds of each visit: on a new connection, and on one that is in use."""

    cold: list[float]
    warm: list[float]


def champion_of(name: str, fill: Callable[[], Employee]) -> Client:
    """A new organisation, filled and in use, and its champion's browser."""
    organisation = create_organisation(name=name, slug=re.sub("[^a-z0-9]+", "-", name.lower()))
    connection.set_tenant(organisation)
    client = Client(HTTP_HOST=f"{organisation.slug}.localhost")
    client.force_login(fill())
    return client


def measured(client: Client, name: str, path: str, allowed: float = ALLOWED) -> Iterator[Result]:
    """The page's p95, each visit on a new connection, and on one that is in use."""
    yield from results(name, measured_in_turn({name: (client, path)})[name], allowed)


def measured_in_turn(pages: Mapping[str, Page]) -> dict[str, Times]:
    """The visits to each of these pages, all of them once and then all of them again, as people go from one
    to the other: a slow minute of the machine is no fault of the page that it met. What a process reads once
    in its life, as code and templates, it has read before; as in config/wsgi.py, none of that is looked
    through for garbage again."""
    for page in pages.values():
        visit(*page)
    gc.collect()
    gc.freeze()
    taken = {name: Times([], []) for name in pages}
    for each, ask, number in ((0, cold_visit, COLD), (1, visit, WARM)):
        for _turn in range(number):
            for name, page in pages.items():
                taken[name][each].append(ask(*page))
    return taken


def results(name: str, times: Times, allowed: float = ALLOWED) -> Iterator[Result]:
    yield Result(f"{name}, cold", p95(times.cold), "ms p95", allowed)
    yield Result(f"{name}, warm", p95(times.warm), "ms p95", allowed)


def p95(times: Iterable[float]) -> float:
    return quantiles(times, n=20)[-1]


def cold_visit(client: Client, path: str) -> float:
    connection.close()
    return visit(client, path)


def visit(client: Client, path: str) -> float:
    """Milliseconds. Asked of the application, as a server does; a browser of the tests ties something to
    itself with each visit, and the garbage collector looks through all of it."""
    environ, said = asking(client, path), []
    started = time.perf_counter()
    answer = application()(environ, lambda status, headers, problem=None: said.append(status))
    b"".join(answer)
    answer.close()
    took = time.perf_counter() - started
    if said != ["200 OK"]:
        raise SystemExit(f"{path} answered {said}")
    return took * 1000


def asking(client: Client, path: str) -> dict[str, Any]:
    """What a server makes of a browser's request."""
    there = urlsplit(path)
    name = unquote(there.path).encode().decode("latin-1")  # as WSGI has it
    return client._base_environ(REQUEST_METHOD="GET", PATH_INFO=name, QUERY_STRING=there.query)


@cache
def application() -> WSGIHandler:
    return WSGIHandler()


def queries(client: Client, path: str) -> int:
    """The look at the hosts' version, once a second, is not among them."""
    with CaptureQueriesContext(connection) as asked:
        visit(client, path)
    return sum("tenants_hostversion" not in query["sql"] for query in asked)


def read_whole(client: Client, path: str, table: str) -> list[str]:
    """The page's statements that read this table from end to end."""
    asked: list[tuple[str, Any]] = []

    def remember(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.startswith(("SELECT", "\n    WITH", "\nSELECT")) and table in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        visit(client, path)
    return [sql for sql, params in asked if f"Seq Scan on {table} " in plan(sql, params)]


def plan(sql: str, params: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())
