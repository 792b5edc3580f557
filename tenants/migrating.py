"""Bring schemas up to date: only those that are behind, one transaction a migration, so it can be resumed."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from django_tenants.utils import schema_context

LOCK = 4_733_001
LOCK_TIMEOUT = "10s"
CHUNK = 500

# what a role may do stands in settings.ROLES: rows of auth.Permission would only cost each schema time
post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@cache
def expected() -> list[str]:
    """Every migration that this code knows, as "app.name"."""
    return [f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).graph.nodes]


def behind(schemas: list[str]) -> list[str]:
    """Those of the schemas that lack a migration this code knows; one statement for hundreds of them."""
    names = expected()
    found: list[str] = []
    for start in range(0, len(schemas), CHUNK):
        chunk = schemas[start : start + CHUNK]
        counts = _applied(_with_history(chunk), names)
        found += [schema for schema in chunk if counts.get(schema, 0) < len(names)]
    return found


def _with_history(schemas: list[str]) -> list[str]:
    """Those that have a table of migrations: a schema without one would silently read public's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid"
            " WHERE c.relname = 'django_migrations' AND n.nspname = ANY(%s)",
            [schemas],
        )
        return [name for (name,) in cursor.fetchall()]


def _applied(schemas: list[str], names: list[str]) -> dict[str, int]:
    if not schemas:
        return {}
    # the names are ours and were read from the catalogue just now
    each = " UNION ALL ".join(
        f"SELECT '{schema}', (SELECT count(DISTINCT key) FROM \"{schema}\".django_migrations"  # noqa: S608
        " JOIN expected ON key = app || '.' || name)"
        for schema in schemas
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH expected AS (SELECT unnest(%s::text[]) AS key) {each}", [names])
        return dict(cursor.fetchall())


def migrate_schema(schema: str, **options: object) -> None:
    """Run Django's own migrate in one schema, with `public` out of reach unless it is the one."""
    with schema_context(schema):
        connection.include_public_schema = schema == "public"  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
            cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        try:
            MigrationRecorder(connection).ensure_schema()
            call_command(Migrate(), **({"interactive": False, "verbosity": 0} | options))
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', '0', false)")


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of all who migrate: a second one waits until the first is done."""
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
    finally:
        holder.close()


def in_processes(schemas: list[str], processes: int, options: dict[str, object]) -> list[str]:
    """Migrate so many schemas at once, each in a process of its own; the ones that failed."""
    connections.close_all()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        done = list(pool.map(partial(_succeeds, options=options), schemas))
    return [schema for schema, well in zip(schemas, done, strict=True) if not well]


def _succeeds(schema: str, options: dict[str, object]) -> bool:
    try:
        migrate_schema(schema, **options)
    except DatabaseError:
        return False
    return True
