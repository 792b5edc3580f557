"""Marks: which days of which posts the roll-up no longer tells the truth about.

Every verb that adds, edits, hides, moves, re-dates, undoes or merges responses marks the old *and* the new
place, in its own transaction. Plain rows: a unique key with ON CONFLICT would drop the mark of a writer whose
change the roll-up has not seen, and that answer would be lost to the figures.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction

from feedback.models import Response


def mark_responses(responses: models.QuerySet[Response]) -> None:
    """Mark the places of many responses by one statement: before a change that moves them, and after."""
    places = responses.filter(day__isnull=False).order_by().values_list("day", "post_id").distinct()
    sql, values = places.query.sql_with_params()
    _execute(f"INSERT INTO feedback_mark (day, post_id) {sql}", values)


@transaction.atomic
def move_days(zone: str) -> None:
    """Count each response on its day in this zone, which the organisation chose; safe to run twice."""
    _execute(MOVE, [zone, zone])


MOVE = """
WITH place AS (
    SELECT id, day FROM feedback_response
    WHERE day <> (received_at AT TIME ZONE %s::text)::date FOR UPDATE
), moved AS (
    UPDATE feedback_response AS response SET day = (response.received_at AT TIME ZONE %s::text)::date
    FROM place WHERE place.id = response.id
    RETURNING response.post_id, place.day, response.day AS day_now
)
INSERT INTO feedback_mark (day, post_id)
SELECT day, post_id FROM moved UNION SELECT day_now, post_id FROM moved
"""


def _execute(sql: str, values: Iterable[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
