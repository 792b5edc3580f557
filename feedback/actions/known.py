"""Customers of many answers at once: found by what they are known by, or made. The same rule as
`find_or_make_customer` with a vouching system, row after row, with a few statements a chunk."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from feedback.actions.customers import Known
from feedback.models import Customer, Import
from tenants.rows import fresh_keys

OWNERS = "SELECT kind, value, customer_id FROM feedback_identifier WHERE value = ANY(%s::text[])"
MAKE = """
INSERT INTO feedback_customer (id, name, language, salutation, reach_by, needs, created_at, imported_id)
SELECT id, name, language, '', '', '', %s::timestamptz, %s::bigint
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, name, language)
"""
LEARN = """
INSERT INTO feedback_identifier (kind, value, customer_id, imported_id)
SELECT kind, value, customer_id, %s::bigint FROM unnest(%s::text[], %s::text[], %s::bigint[])
    AS new (kind, value, customer_id)
ON CONFLICT DO NOTHING
"""
TEACH = """
WITH blank AS (
    SELECT c.id, CASE WHEN c.name = '' THEN new.name ELSE '' END AS name,
        CASE WHEN c.language = '' THEN new.language ELSE '' END AS language
    FROM feedback_customer c
    JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, name, language) ON c.id = new.id
    ORDER BY c.id FOR UPDATE OF c
), taught AS (
    INSERT INTO feedback_taught (imported_id, customer_id, name, language)
    SELECT %s::bigint, id, name, language FROM blank WHERE name <> '' OR language <> ''
    RETURNING customer_id, name, language
)
UPDATE feedback_customer c SET name = coalesce(nullif(t.name, ''), c.name),
    language = coalesce(nullif(t.language, ''), c.language)
FROM taught t WHERE c.id = t.customer_id
"""


class Raced(Exception):
    """Somebody else made one of these customers meanwhile: begin the chunk again."""


class Facts(NamedTuple):
    """What one answer says of its customer."""

    row: int
    known_by: list[Known]
    name: str
    language: str


class Book:
    """Who is known by what, within one chunk. New customers have negative keys until they are written."""

    def __init__(self, owners: dict[Known, int]) -> None:
        self.owners = owners
        self.learned: dict[Known, int] = {}
        self.about: dict[int, tuple[str, str]] = {}
        self.made = 0

    def customer_of(self, facts: Facts) -> int:
        """The customer of an answer, who from now on is known by all that it names."""
        found = next((self.owners[each] for each in facts.known_by if each in self.owners), None)
        if found is None:
            self.made += 1
            found = -self.made
        for each in facts.known_by:
            if each not in self.owners:
                self.owners[each] = self.learned[each] = found
        name, language = self.about.get(found, ("", ""))
        self.about[found] = (name or facts.name, language or facts.language)
        return found


def find_or_make_customers(rows: Iterable[Facts], imported: Import) -> tuple[list[tuple[int, int]], int]:
    """Pairs of (row, customer), and how many customers are new. Raises Raced."""
    wanted = list(rows)
    book = Book(_owners({each.value for facts in wanted for each in facts.known_by}))
    pairs = [(facts.row, book.customer_of(facts)) for facts in wanted]
    keys = _write(book, imported)
    return [(row, keys.get(customer, customer)) for row, customer in pairs], book.made


def _owners(values: set[str]) -> dict[Known, int]:
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, [list(values)])
        return {Known(kind, value): customer for kind, value, customer in cursor.fetchall()}


def _write(book: Book, imported: Import) -> dict[int, int]:
    """Write what is new; the keys that the new customers got."""
    keys = {-number: key for number, key in enumerate(fresh_keys(Customer, book.made), 1)}
    with connection.cursor() as cursor:
        new: list[tuple[int, str, str]] = []
        old: list[tuple[int, str, str]] = []
        for customer, (name, language) in book.about.items():
            (new if customer < 0 else old).append((keys.get(customer, customer), name, language))
        cursor.execute(MAKE, [timezone.now(), imported.pk, *_columns(new, 3)])
        learned = [(each.kind, each.value, keys.get(owner, owner)) for each, owner in book.learned.items()]
        cursor.execute(LEARN, [imported.pk, *_columns(learned, 3)])
        if cursor.rowcount != len(learned):
            raise Raced
        cursor.execute(TEACH, [*_columns([row for row in old if row[1] or row[2]], 3), imported.pk])
    return keys


def _columns(rows: list[tuple], width: int) -> list[list]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _n in range(width)]
