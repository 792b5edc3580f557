"""One moment for all statements of a page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read only, and as of one moment, however many statements. Inside a transaction that has begun before it
    is read only too, but the moment is that of the transaction around it."""
    outermost = not connection.in_atomic_block
    level = "ISOLATION LEVEL REPEATABLE READ, READ ONLY" if outermost else "READ ONLY"
    connection.ensure_connection()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION {level}")
        cursor.execute("SET LOCAL jit = off")  # compiling takes longer than these statements run
        yield
