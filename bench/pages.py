"""A page as its view makes it, in this process: how long it takes, and how the database found its rows."""

import gc
import re
import time
from collections.abc import Callable, Iterable, Iterator
from statistics import quantiles
from typing import Any

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


def champion_of(name: str, fill: Callable[[], Employee]) -> Client:
    """A new organisation, filled and in use, and its champion's browser."""
    organisation = create_organisation(name=name, slug=re.sub("[^a-z0-9]+", "-", name.lower()))
    connection.set_tenant(organisation)
    client = Client(HTTP_HOST=f"{organisation.slug}.localhost")
    client.force_login(fill())
    return client


def measured(client: Client, name: str, path: str, allowed: float = ALLOWED) -> Iterator[Result]:
    """The page's p95, each visit on a new connection, and on one that is in use. What a process reads once in
    its life, as code and templates, it has read before; as in config/wsgi.py, none of that is looked through
    for garbage again."""
    visit(client, path)
    gc.collect()
    gc.freeze()
    yield Result(f"{name}, cold", p95(cold_visit(client, path) for _ in range(COLD)), "ms p95", allowed)
    yield Result(f"{name}, warm", p95(visit(client, path) for _ in range(WARM)), "ms p95", allowed)


def p95(times: Iterable[float]) -> float:
    return quantiles(times, n=20)[-1]


def cold_visit(client: Client, path: str) -> float:
    connection.close()
    return visit(client, path)


def visit(client: Client, path: str) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    page = client.get(path)
    took = time.perf_counter() - started
    if page.status_code != 200:
        raise SystemExit(f"{path} answered {page.status_code}")
    return took * 1000


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
