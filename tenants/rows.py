"""Rows of several tables, written or read by one statement, and so in one round trip and one transaction.
For what every request does: the statement is made once in the life of a process."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import compress, count, islice
from operator import is_not, itemgetter
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import DEFAULT_DB_ALIAS, connection, models

from tenants.database import prepared_cursor
from tenants.instances import loaded
from tenants.limits import Limit, TooManyError, counting

Layout = tuple[type[models.Model], tuple[bool, ...]]
"""A table, and for each of its columns whether a row brings a value or leaves it as most rows do."""
COUNTED = f"counted AS ({counting()}), allowed AS (SELECT FROM counted WHERE count <= $3::int)"
EMPTY_JSON: dict[str, Any] = {}


def write(*rows: models.Model, unless_known: str = "", within: Limit | None = None) -> bool:
    """Insert these rows as the ORM would, all of them or none; the first learns what the database computes.

    unless_known: the conflict target of the first row, as SQL, such as `(source, external_id) WHERE
    external_id IS NOT NULL`; where it is there already, nothing is written, and this gives False.
    within: a limit that this counts towards; TooManyError when it is reached, and nothing is written.
    """
    sent: list[Any] = [within.counted_as, within.seconds, within.most] if within else []
    layouts: list[Layout] = []
    with prepared_cursor() as cursor:
        for row in rows:
            table = _table(type(row))
            values = table.values_of(row, cursor.db)
            brings = tuple(map(is_not, values, table.usual))
            sent += compress(values, brings)
            layouts.append((type(row), brings))
        cursor.execute(_statement(tuple(layouts), unless_known, bool(within)), sent)
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
        names = _names(model)
        if found := tuple(islice(values, len(names))):
            yield loaded(model, names, found)


def fresh_keys(model: type[models.Model], times: int) -> list[int]:
    """Keys for so many rows that are yet to be written, where others must know them before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_next_key(model)} FROM generate_series(1, %s::int)", [times])
        return [key for (key,) in cursor.fetchall()]


def fresh_key_of_each(
    *tables: type[models.Model], beside: str = "", values: Sequence[Any] = ()
) -> Sequence[Any]:
    """A key for a row of each of these tables; and with them, for there is one trip, a value that a query
    beside them finds."""
    asked = [*map(_next_key, tables), f"({beside})"] if beside else map(_next_key, tables)
    with prepared_cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        found: Sequence[Any] = cursor.fetchone()
    return found


@cache
def _next_key(model: type[models.Model]) -> str:
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', '{model._meta.pk.column}'))"


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
    model, _brings = layout
    quote = connection.ops.quote_name
    return (
        f"{quote(model._meta.db_table)} ({', '.join(quote(column) for column, _value in _written(layout))})"
    )


def _blanks(layout: Layout) -> str:
    return ", ".join(value for _column, value in _written(layout))


def _written(layout: Layout) -> Iterator[tuple[str, str]]:
    """Each column that is written, and the place of its value, or what stands in the statement itself."""
    model, brings = layout
    for field, is_brought, usual in zip(_fields(model), brings, _table(model).usual, strict=True):
        if is_brought:
            yield str(field.column), "%s"
        elif usual is not None:
            yield str(field.column), "'{}'" if usual is EMPTY_JSON else repr(usual)


class _Table:
    """How a row of a model is read, in as few steps as there can be."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = _fields(model)
        self.attributes = itemgetter(*[field.attname for field in fields])
        self.usual = tuple(map(_usual, fields))
        self.documents = [
            (place, field.get_db_prep_save)
            for place, field in enumerate(fields)
            if isinstance(field, models.JSONField)
        ]

    def values_of(self, row: models.Model, database: Any) -> Sequence[Any]:
        """As the driver takes them, in the order of the columns."""
        values = self.attributes(row.__dict__)
        if not self.documents:
            return values
        values = list(values)
        for place, prepare in self.documents:
            value = values[place]
            values[place] = EMPTY_JSON if value == {} else prepare(value, database)
        return values


_table = cache(_Table)


def _usual(field: models.Field) -> Any:
    """What nearly every row leaves in a column; it is not sent. None for a column that is then left out."""
    if isinstance(field, models.JSONField):
        return EMPTY_JSON
    if field.null or field.primary_key:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return ""
    return 0 if isinstance(field, models.IntegerField) else None


@cache
def _computed(model: type[models.Model]) -> list[str]:
    """What the database makes of a row by itself, for its readers."""
    return [field.attname for field in _readable(model) if field.generated]


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in _readable(model)]


@cache
def _readable(model: type[models.Model]) -> list[models.Field]:
    """What a row says: not what is there to be searched."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, SearchVectorField)]


@cache
def _fields(model: type[models.Model]) -> list[models.Field]:
    """What is written of a row: not what the database makes by itself."""
    return [field for field in model._meta.concrete_fields if not field.generated]
