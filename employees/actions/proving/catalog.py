"""What PostgreSQL's own catalog says of the tables that hold anything about a wave: found by its foreign
keys, not by a list of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from employees.models import Employee, PulseAnswer, PulseComment, Wave

HIDDEN = ("xmin", "xmax", "cmin")
"""The columns of every row that nobody made: which transaction wrote it, which ended or locked it, and its
statement in it. `place`: where in the file it stands."""
PLACE = "(ctid::text::point)[0] * 10000 + (ctid::text::point)[1] AS place"
COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum
"""
LINKS = """
SELECT child.relname, mine.attname, parent.relname, theirs.attname
FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid
JOIN pg_class parent ON parent.oid = k.confrelid
JOIN pg_attribute mine ON mine.attrelid = k.conrelid AND mine.attnum = k.conkey[1]
JOIN pg_attribute theirs ON theirs.attrelid = k.confrelid AND theirs.attnum = k.confkey[1]
WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND child.relnamespace = current_schema()::regnamespace
ORDER BY 1, 2
"""
TRIGGERS = """
SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
UNION SELECT tablename FROM pg_publication_tables WHERE schemaname = current_schema()
"""
WAVE, PERSON = Wave._meta.db_table, Employee._meta.db_table
ANSWERS = (PulseAnswer._meta.db_table, PulseComment._meta.db_table)


@dataclass(frozen=True)
class Table:
    """One that holds rows of a wave: which of them is said by `rows`, a condition on one `%(wave)s`."""

    name: str
    columns: dict[str, str]
    links: dict[str, str]
    rows: str

    @property
    def person(self) -> str | None:
        """The column that names somebody."""
        return next((column for column, other in self.links.items() if other == PERSON), None)


@contextmanager
def reading() -> Iterator[None]:
    """PostgreSQL itself refuses to write meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        yield


def ask(statement: str, values: Any = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def tables_of_waves() -> list[Table]:
    """The waves' own table, and every one whose rows lead to one of its rows."""
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in ask(COLUMNS):
        columns.setdefault(table, {})[column] = kind
    links = ask(LINKS)
    ways = {WAVE: "id = %(wave)s"}
    for parent in (waiting := [WAVE]):
        for child, column, other, key in links:
            if other == parent and child not in ways:
                ways[child] = f'"{column}" IN (SELECT "{key}" FROM "{parent}" WHERE {ways[parent]})'
                waiting.append(child)
    return [
        Table(name, columns[name], {mine: other for child, mine, other, _key in links if child == name}, rows)
        for name, rows in ways.items()
    ]


def watched_tables() -> set[str]:
    """Those from which a trigger or a publication takes rows elsewhere."""
    return {name for (name,) in ask(TRIGGERS)}


def read_rows(table: Table, wave: int) -> list[dict[str, Any]]:
    """The wave's rows with every column, the hidden ones too."""
    hidden = ", ".join(f"{name}::text::bigint AS {name}" for name in HIDDEN)
    statement = f'SELECT *, {hidden}, {PLACE} FROM "{table.name}" WHERE {table.rows} ORDER BY ctid'
    return _dicts(statement, {"wave": wave})


def read_people(wave: int, takers: Table) -> list[dict[str, Any]]:
    """Of everybody who took part, with hidden columns."""
    hidden = ", ".join(f"{name}::text::bigint AS {name}" for name in HIDDEN)
    chosen = f'id IN (SELECT "{takers.person}" FROM "{takers.name}" WHERE {takers.rows})'
    return _dicts(f'SELECT *, {hidden}, {PLACE} FROM "{PERSON}" WHERE {chosen} ORDER BY ctid', {"wave": wave})


def _dicts(statement: str, values: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
