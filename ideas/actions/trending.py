"""What people care about now: an idea's trend is the number of votes for it and of comments on it, hidden
ones apart, in the last 14 days. It is counted each hour from the rows themselves, so that whoever imports,
merges, takes back or hides has nothing to think of, and a list by it costs as little as any other."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

LATELY = timedelta(days=14)
RECOUNT = """
WITH lately AS (
    SELECT idea_id AS id, count(*) AS trend FROM (
        SELECT idea_id FROM ideas_vote WHERE at > %(since)s
        UNION ALL
        SELECT idea_id FROM ideas_comment WHERE at > %(since)s AND hidden_at IS NULL
    ) AS heard GROUP BY idea_id
), changed AS (
    SELECT id, coalesce(lately.trend, 0) AS trend
    FROM lately FULL JOIN (SELECT id, trend FROM ideas_idea WHERE trend > 0) AS known USING (id)
    WHERE lately.trend IS DISTINCT FROM known.trend
), free AS (
    SELECT idea.id, changed.trend FROM ideas_idea AS idea JOIN changed USING (id)
    ORDER BY idea.id FOR NO KEY UPDATE OF idea SKIP LOCKED
)
UPDATE ideas_idea AS idea SET trend = free.trend FROM free WHERE idea.id = free.id
"""


def count_trends() -> int:
    """Bring each idea's trend up to date; how many changed. One that somebody votes for just now is left for
    the next time."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"since": timezone.now() - LATELY})
        return cursor.rowcount
