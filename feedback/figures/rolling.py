"""The roll-up: counts of each score by day and place, made anew wherever a mark says that they are stale; and
in the same transaction the sums of the weeks and months that hold those days."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from psycopg.errors import SerializationFailure, UniqueViolation

from feedback.figures.reading import COUNTED, COUNTS, KEY, LIVE
from tenants.here import current_schema

PLACES_AT_ONCE = 2_000
ATTEMPTS = 5

MARKED = """
SELECT day, post_id, array_agg(id) FROM feedback_mark GROUP BY day, post_id ORDER BY day DESC LIMIT %s
"""
PLACES = "unnest(%s::date[], %s::bigint[]) AS place (day, post_id)"
FORGET = f"""
DELETE FROM feedback_daycount AS counted USING {PLACES}
WHERE counted.day = place.day AND counted.post_id = place.post_id
"""
COUNT = f"""
INSERT INTO feedback_daycount (day, post_id, {KEY}, {COUNTS})
SELECT place.day, place.post_id, live.* FROM {PLACES} CROSS JOIN LATERAL ({LIVE}) AS live
"""
SPANS = """
(SELECT DISTINCT unit, date_trunc(unit, day::timestamp)::date AS first, post_id
    FROM unnest(%s::date[], %s::bigint[]) AS place (day, post_id)
    CROSS JOIN (VALUES ('week'), ('month')) AS units (unit)
) AS span
"""
FORGET_SPANS = f"""
DELETE FROM feedback_spancount AS counted USING {SPANS}
WHERE counted.unit = span.unit AND counted.day = span.first AND counted.post_id = span.post_id
"""
ADD_UP = f"""
INSERT INTO feedback_spancount (unit, day, post_id, {KEY}, {COUNTS})
SELECT span.unit, first, post_id, {KEY}, {", ".join(f"sum({name})" for name in COUNTED)}
FROM {SPANS} JOIN feedback_daycount AS counted USING (post_id)
WHERE counted.day >= first AND counted.day < (first + ('1 ' || span.unit)::interval)::date
GROUP BY span.unit, first, post_id, {KEY}
"""
UNMARK = "DELETE FROM feedback_mark WHERE id = ANY(%s::bigint[])"


def roll_up() -> int:
    """Roll up every marked day; how many were. Must not run inside a transaction: its lock comes before."""
    rolled = 0
    with _only_one() as first:
        while first and (some := _roll_up_some()):
            rolled += some
    return rolled


def _roll_up_some() -> int:
    """A chunk of the marked days, tried again where somebody else was quicker."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _roll_up_once()
        except (OperationalError, IntegrityError) as error:
            if attempt == ATTEMPTS or not _is_race(error):
                raise
    raise AssertionError


def _roll_up_once() -> int:
    """Read the marks, count their places wholly anew, delete the marks *by the keys read*: a mark that was
    committed in the meantime, with a change that this transaction does not see, stays."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(MARKED, [PLACES_AT_ONCE])
        marked = cursor.fetchall()
        if marked:
            days, posts, marks = (list(column) for column in zip(*marked, strict=True))
            cursor.execute(FORGET, [days, posts])
            cursor.execute(COUNT, [days, posts])
            cursor.execute(FORGET_SPANS, [days, posts])
            cursor.execute(ADD_UP, [days, posts])
            cursor.execute(UNMARK, [list(chain.from_iterable(marks))])
    return len(marked)


def _is_race(error: DatabaseError) -> bool:
    return isinstance(error.__cause__, SerializationFailure | UniqueViolation)


@contextmanager
def _only_one() -> Iterator[bool]:
    """Whether we are the only one who rolls up this organisation, until the end; by a lock of the session, so
    that the transaction's moment lies after it."""
    lock = ["heed.roll_up", current_schema()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", lock)
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", lock)
