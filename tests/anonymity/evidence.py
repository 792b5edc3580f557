"""What somebody may hold in their hands who is curious who wrote what, and what they can do with it: all that
is in the database with its hidden columns, the bytes of its pages, the WAL, a backup of the open wave."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from tests.anonymity.wal import Record

HIDDEN = "xmin::text::bigint, xmax::text::bigint, cmin::text::bigint, cmax::text::bigint"
PLACE = "(ctid::text::point)[0] * 10000 + (ctid::text::point)[1]"
PERSONS = {
    "employees_participation": "employee_id",
    "employees_invited": "employee_id",
    "employees_employee": "id",
}
"""The tables in which a person stands, and where."""
Row = dict[str, Any]


class Dump:
    """The organisation's tables, of a server that runs."""

    def __init__(self, root: psycopg.Connection, schema: str) -> None:
        self.root, self.schema = root, schema
        root.execute(f'SET search_path = "{schema}", public')

    def rows(self, table: str) -> list[Row]:
        """All columns, the hidden ones too, and where in the file each row stands."""
        asked = f"SELECT *, {HIDDEN}, {PLACE} AS place, tableoid::bigint FROM {table} ORDER BY ctid"
        return self.root.cursor(row_factory=dict_row).execute(asked).fetchall()

    def tuples(self, relation: str) -> list[tuple[int, bytes]]:
        """What stands in a table's pages, the dead as well: who wrote it, and its bytes."""
        asked = (
            "SELECT t_xmin::text::bigint, t_data"
            " FROM generate_series(0, pg_relation_size(%(it)s::regclass) / 8192 - 1) AS page,"
            " heap_page_items(get_raw_page(%(it)s::text, page::int)) WHERE t_data IS NOT NULL"
        )
        return self.root.execute(asked, {"it": relation}).fetchall()

    def toast(self, table: str) -> str:
        """Where the long values of a table stand."""
        asked = "SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = %s::regclass"
        return self.root.execute(asked, [table]).fetchone()[0]

    def every_table(self) -> Iterator[tuple[str, list[str]]]:
        """Of every schema: its name and its rows, with hidden columns."""
        tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^pg_|^information'"
        for schema, table in self.root.execute(tables).fetchall():
            asked = f'SELECT concat_ws(chr(9), {HIDDEN}, ctid, it::text) FROM "{schema}"."{table}" AS it'
            yield table, [row for (row,) in self.root.execute(asked)]

    def text(self) -> str:
        return "\n".join(row for _table, rows in self.every_table() for row in rows)


def people(dump: Dump, wave: int) -> dict[int, Row]:
    """What is known of each who took part: the columns of all tables in which a person stands."""
    took_part = {row["employee_id"] for row in dump.rows("employees_participation") if row["wave_id"] == wave}
    found: dict[int, Row] = {pk: {} for pk in took_part}
    for table, key in PERSONS.items():
        for row in dump.rows(table):
            if row[key] in found and row.get("wave_id", wave) == wave:
                found[row[key]] |= {f"{table}.{name}": value for name, value in row.items()}
    return found


def answers(dump: Dump) -> dict[int, Row]:
    """What is known of each answer, by whose it is, which the attack does not look at."""
    return {row["scores"]["who"]: row | {"scores": None} for row in dump.rows("employees_pulseanswer")}


def add_wal(who: dict[int, Row], what: dict[int, Row], wave: int, found: Sequence[Record]) -> None:
    """When somebody's row and an answer's key stood in the WAL first and last, for each kind of record, and
    in whose transaction."""
    add_moments(who, {pk: struct.pack("<qq", pk, wave) for pk in who}, found, "row")
    add_moments(who, {pk: struct.pack("<qq", wave, pk) for pk in who}, found, "in an index")
    add_moments(what, {pk: UUID(str(row["id"])).bytes for pk, row in what.items()}, found, "row")


def add_moments(rows: dict[int, Row], keys: dict[int, bytes], found: Sequence[Record], what: str) -> None:
    """When the bytes by which each row is known stood in the WAL."""
    for record in found:
        for pk, key in keys.items():
            if (at := record.content.find(key)) >= 0:
                moment, name = record.lsn * PAGEFUL + at, f"{what}, {record.kind}"
                rows[pk].setdefault(f"first {name}", moment)
                rows[pk].setdefault(f"xid of first {name}", record.xid)
                rows[pk] |= {f"last {name}": moment, f"xid of last {name}": record.xid}


def person(data: bytes) -> int:
    """Of a row of the participation, as it stands in a page."""
    return struct.unpack("<qq", data[-16:])[0]


PAGEFUL = 100_000
"""More than the bytes of a record with a page in it."""


def most_linked(who: dict[int, Row], what: dict[int, Row]) -> int:
    """How many answers are given their writer where both are sorted by any two of their columns, or brought
    together by any two that are equal."""
    best = 0
    for mine, theirs in product(_columns(who), _columns(what)):
        by_one, by_other = _sorted(who, mine), _sorted(what, theirs)
        for other in (by_other, by_other[::-1]):
            best = max(best, sum(a == b for a, b in zip(by_one, other, strict=True)))
        best = max(best, _equal(who, what, mine, theirs))
    return best


def _columns(rows: dict[int, Row]) -> list[str]:
    return sorted(set.intersection(*(set(row) for row in rows.values())))


def _sorted(rows: dict[int, Row], column: str) -> list[int]:
    return sorted(rows, key=lambda pk: _comparable(rows[pk][column]))


def _comparable(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _equal(who: dict[int, Row], what: dict[int, Row], mine: str, theirs: str) -> int:
    """Answers whose value one person alone has, and that are this person's."""
    holders = defaultdict(list)
    for pk, row in who.items():
        holders[str(row[mine])].append(pk)
    return sum(holders[str(row[theirs])] == [pk] for pk, row in what.items())


def blobs(tuples: Iterable[tuple[int, bytes]]) -> dict[int, bytes]:
    """Sealed answers put together from the pieces in TOAST, by the transaction that wrote them."""
    pieces: dict[int, dict[int, bytes]] = defaultdict(dict)
    for xid, data in tuples:
        _value, place = struct.unpack("<II", data[:8])
        pieces[xid][place] = data[12:]
    return {xid: b"".join(found[at] for at in sorted(found)) for xid, found in pieces.items()}
