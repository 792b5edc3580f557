"""A database for the benchmark alone, on the server that DATABASE_URL names, whatever else lives there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


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


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
