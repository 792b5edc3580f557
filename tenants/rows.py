"""Rows of several tables, written or read by one statement, and so in one round trip and one transaction.
For what every request does: the statement is made once in the life of a process."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import count, islice
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from tenants.database import prepared_cursor
from tenants.limits import COUNT, Limit, TooManyError

Layout = tuple[type[models.Model], str]
"""A table, and what a row of it brings for each column: `?` a value, `-` nothing, `0 ' {` an empty one."""
COUNTED = f"counted AS ({COUNT.format(lazily='')}), allowed AS (SELECT FROM counted WHERE count <= $3::int)"
LITERALS = {"0": "0", "'": "''", "{": "'{}'", "?": "%s"}
EMPTY = {int: "0", str: "'", dict: "{"}


def write(*rows: models.Model, unless_known: str = "", within: Limit | None = None) -> bool:
    """Insert these rows as the ORM would, all of them or none; the first learns what the database computes.

    unless_known: the conflict target of the first row, as SQL, such as `(source, external_id) WHERE
    external_id IS NOT NULL`; where it is there already, nothing is written, and this gives False.
    within: a limit that this counts towards; TooManyError when it is reached, and nothing is written.
    """
    prepared = [_prepared(row) for row in rows]
    layouts = tuple((type(row), _shape(values)) for row, values in zip(rows, prepared, strict=True))
    sent = [
        value
        for values, (_model, shape) in zip(prepared, layouts, strict=True)
        for value, sign in zip(values, shape, strict=True)
        if sign == "?"
    ]
    counted: list[Any] = [within.counted_as, within.seconds, within.most] if within else []
    with prepared_cursor() as cursor:
        cursor.execute(_statement(layouts, unless_known, bool(within)), counted + sent)
        is_new, *others = cursor.fetchone()
    if within and not (verdict := within.verdict(*others[-2:])):
        raise TooManyError(verdict)
    if is_new:
        rows[0].__dict__.update(zip(_computed(type(rows[0])), others, strict=False))
    for row in rows:
        row._state.adding, row._state.db = not is_new, DEFAULT_DB_ALIAS
    return is_new


def read(statement: str, values: Sequence[Any], **tables: type[models.Model]) -> list[Any]:
    """The instances that are joined in the one line which a statement finds, as the ORM would read them, and
    what else it selects after them; nothing where it finds none. In it `{owner}` stands for all columns of
    the table that it calls owner."""
    with prepared_cursor() as cursor:
        cursor.execute(_with_columns(statement, tuple(tables.items())), values)
        line = iter(cursor.fetchone() or ())
    return [*_instances(line, tables.values()), *line]


@cache
def _with_columns(statement: str, tables: tuple[tuple[str, type[models.Model]], ...]) -> str:
    quote = connection.ops.quote_name
    columns = {
        alias: ", ".join(f"{alias}.{quote(str(field.column))}" for field in _readable(model))
        for alias, model in tables
    }
    return statement.format(**columns)


def _instances(values: Iterator[Any], tables: Iterable[type[models.Model]]) -> Iterator[models.Model]:
    for model in tables:
        names = [field.attname for field in _readable(model)]
        if found := list(islice(values, len(names))):
            yield model.from_db(DEFAULT_DB_ALIAS, names, found)


def fresh_keys(model: type[models.Model], times: int) -> list[int]:
    """Keys for so many rows that are yet to be written, where others must know them before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_next_key(model)} FROM generate_series(1, %s::int)", [times])
        return [key for (key,) in cursor.fetchall()]


def fresh_key_of_each(*tables: type[models.Model]) -> Sequence[int]:
    """A key for a row of each of these tables."""
    with prepared_cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(_next_key, tables))}")
        keys: Sequence[int] = cursor.fetchone()
    return keys


@cache
def _next_key(model: type[models.Model]) -> str:
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', '{model._meta.pk.column}'))"


def _sign(value: Any) -> str:
    """What nearly every row leaves empty stands in the statement itself: there is less to send."""
    if value is None:
        return "-"
    if value:
        return "?"
    return EMPTY.get(type(value), "?")


def _shape(values: list[Any]) -> str:
    return "".join(map(_sign, values))


@cache
def _statement(layouts: tuple[Layout, ...], unless_known: str, is_limited: bool) -> str:
    """Only names of our own tables and columns stand in it; what people wrote goes as parameters."""
    first, *others = layouts
    known = f" ON CONFLICT {unless_known} DO NOTHING" if unless_known else ""
    allowed = " FROM allowed" if is_limited else ""
    parts = [COUNTED] if is_limited else []
    parts.append(
        f"first AS (INSERT INTO {_columns(first)} SELECT {_blanks(first)}{allowed}{known} RETURNING *)"
    )
    for number, layout in enumerate(others):
        insert = f"INSERT INTO {_columns(layout)} SELECT {_blanks(layout)} FROM first"
        parts.append(f"other{number} AS ({insert})")
    learnt = "".join(f", (SELECT {name} FROM first)" for name in _computed(first[0]))
    used = ", count, seconds_left FROM counted" if is_limited else ""
    statement = f"WITH {', '.join(parts)} SELECT EXISTS (SELECT FROM first){learnt}{used}"
    return _numbered(statement, beginning=4 if is_limited else 1)


def _numbered(statement: str, beginning: int) -> str:
    """With $1, $2 ... for the places of values; of a limit's there are three before them."""
    numbers = count(beginning)
    return re.sub("%s", lambda _place: f"${next(numbers)}", statement)


def _columns(layout: Layout) -> str:
    model, shape = layout
    quote = connection.ops.quote_name
    written = (str(f.column) for f, sign in zip(_fields(model), shape, strict=True) if sign != "-")
    return f"{quote(model._meta.db_table)} ({', '.join(map(quote, written))})"


def _blanks(layout: Layout) -> str:
    return ", ".join(LITERALS[sign] for sign in layout[1] if sign != "-")


def _prepared(row: models.Model) -> list[Any]:
    facts, database = row.__dict__, connections[DEFAULT_DB_ALIAS]
    return [
        prepare(value, database) if prepare and (value := facts[name]) != {} else facts[name]
        for name, prepare in _written(type(row))
    ]


@cache
def _written(model: type[models.Model]) -> list[tuple[str, Callable[..., Any] | None]]:
    """Attribute and preparation of each field; what the driver takes as it is needs none."""
    return [
        (field.attname, field.get_db_prep_save if isinstance(field, models.JSONField) else None)
        for field in _fields(model)
    ]


@cache
def _computed(model: type[models.Model]) -> list[str]:
    """What the database makes of a row by itself, for its readers."""
    return [field.attname for field in _readable(model) if field.generated]


@cache
def _readable(model: type[models.Model]) -> list[models.Field]:
    """What a row says: not what is there to be searched."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, SearchVectorField)]


@cache
def _fields(model: type[models.Model]) -> list[models.Field]:
    """What is written of a row: not what the database makes by itself."""
    return [field for field in model._meta.concrete_fields if not field.generated]
