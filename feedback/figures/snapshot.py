"""One moment for all statements of a page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

QUICK = "SELECT set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)"
"""To compile, or to start more processes, takes longer than these statements run."""


@contextmanager
def snapshot() -> Iterator[None]:
    """Read only, and as of one moment, however many statements. Inside a transaction that has begun before it
    is read only too, but the moment is that of the transaction around it."""
    outermost = not connection.in_atomic_block
    level = "ISOLATION LEVEL REPEATABLE READ, READ ONLY" if outermost else "READ ONLY"
    connection.ensure_connection()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION {level}")
        cursor.execute(QUICK)
        yield
