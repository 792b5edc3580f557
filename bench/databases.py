"""A database for the benchmark alone, on the server that DATABASE_URL names, whatever else lives there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tenants import processes

MOSTLY = 0.8


@contextmanager
def of_its_own() -> Iterator[None]:
    """Point DATABASE_URL at a new database, dropped in the end."""
    url, name = os.environ["DATABASE_URL"], sql.Identifier(f"heed_bench_{os.getpid()}")
    execute(url, sql.SQL("CREATE DATABASE {}").format(name))
    os.environ["DATABASE_URL"] = urlsplit(url)._replace(path="/" + name.as_string().strip('"')).geturl()
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = url
        execute(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def settle(*tables: str) -> None:
    """What a server does by itself in the minutes after many rows came is done before a page is measured: all
    that reads the old state has ended, the tables' pages are known as visible to all, the catalogues are tidy
    in which a new connection looks things up, and what was written is on the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in tables:
            processes.wait_until(lambda table=table: _vacuum(cursor, table) > MOSTLY, 60, step=1)
        cursor.execute("VACUUM ANALYZE")
    os.sync()


def _vacuum(cursor: Any, table: str) -> float:
    """Which share of the table's pages is visible to all then."""
    cursor.execute(f"VACUUM ANALYZE {table}")
    cursor.execute(
        "SELECT relallvisible / greatest(relpages, 1.0) FROM pg_class WHERE oid = %s::regclass", [table]
    )
    return float(cursor.fetchone()[0])


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
