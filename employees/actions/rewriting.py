"""Tables of which nothing may be left that stood in them: written anew in one transaction, in an order of its
own, and what PostgreSQL says of it repeats no row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import DatabaseError, connection, models

READ = "SELECT {columns} FROM {table}"
COPY = "COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)"
"""No statement log holds what is copied, and in binary no error message either."""
Types = Mapping[str, str]
"""Columns, and what PostgreSQL calls the type of each."""


def rewrite(model: type[models.Model], types: Types, choose: Callable[[list[Any]], Iterable[Any]]) -> None:
    """Write a table anew with the chosen of its rows, in their order; nobody writes meanwhile. What is
    deleted is still there to be read, what is truncated is not."""
    rows = choose(read_alone(model, types))
    write_anew(model, types, rows)


def read_alone(model: type[models.Model], types: Types) -> list[Any]:
    """The rows as they came; until the end of the transaction nobody else reads or writes any."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(READ.format(columns=", ".join(types), table=table))
        return cursor.fetchall()


def write_anew(model: type[models.Model], types: Types, rows: Iterable[Sequence[Any]]) -> None:
    """These rows and no others, and nothing in the table's files of those before."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} RESTART IDENTITY")
    copy_in(model, types, rows)


def copy_in(model: type[models.Model], types: Types, rows: Iterable[Sequence[Any]]) -> None:
    """DatabaseError where they are refused, without what PostgreSQL would say of them: it repeats the row."""
    table = model._meta.db_table
    statement = COPY.format(table=table, columns=", ".join(types))
    try:
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(list(types.values()))
            for row in rows:
                copy.write_row(row)
    except DatabaseError as refused:
        raise type(refused)(f"{table} could not be written: {_reason(refused)}") from None


def _reason(refused: DatabaseError) -> str:
    """Which rule or fault it was; in a broken connection nobody says."""
    diagnosis = getattr(refused.__cause__, "diag", None)
    return (diagnosis and diagnosis.message_primary) or "the connection broke"
