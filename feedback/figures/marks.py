"""Marks: which days of which posts the roll-up no longer tells the truth about.

Every verb that adds, edits, hides, moves, re-dates, undoes or merges responses marks the old *and* the new
place, in its own transaction. Plain rows: a unique key with ON CONFLICT would drop the mark of a writer whose
change the roll-up has not seen, and that answer would be lost to the figures.
"""

from django.db import connection, transaction


@transaction.atomic
def move_days(zone: str) -> None:
    """Count each response on its day in this zone, which the organisation chose; safe to run twice."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [zone, zone])


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
