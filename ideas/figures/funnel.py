"""The funnel: how many of the ideas of a time were answered, planned, completed and proven, and how long each
step took. One statement, over facts and moves as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from employees import metrics
from employees.metrics import Figure
from employees.models import Team
from feedback.figures.reading import array
from ideas.models import Board, Challenge, Idea

BY = {"board": "board_id", "team": "team_id", "challenge": "challenge_id"}
"""What it is divided by. On a board without names nobody's team is told."""
NAMED: dict[str, tuple[type[models.Model], str]] = {
    "board": (Board, "name"), "team": (Team, "name"), "challenge": (Challenge, "question"),
}  # fmt: skip
DAY = 86_400.0
STEPS = {
    "to_answer": ("begun_at", "answered_at"),
    "to_start": ("planned_at", "started_at"),
    "to_delivery": ("started_at", "completed_at"),
    "to_verdict": ("completed_at", "judged_at"),
}
"""Between which two moments an idea waits, as long as both are known and it was here. What another tool says
of an idea, moves by nobody, is counted and takes no time: when it was answered there is often not told."""
MEDIAN = "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM {end} - {begin})::float / {day})"
FUNNEL = f"""
WITH cohort AS MATERIALIZED (
    SELECT idea.id, idea.board_id, CASE WHEN shows_names THEN idea.team_id END AS team_id, challenge_id,
        CASE WHEN idea.imported_id IS NULL THEN submitted_at END AS begun_at, idea.status, review_id
    FROM ideas_idea AS idea JOIN ideas_board AS board ON board.id = idea.board_id
    WHERE board_id = ANY(%(boards)s::bigint[])
        AND submitted_at >= %(since)s::timestamptz AND submitted_at < %(until)s::timestamptz
), moved AS (
    SELECT idea_id, min(at) AS answered_at,
        min(at) FILTER (WHERE after IN ('planned', 'started', 'completed')) AS accepted_at,
        bool_or(by_id IS NULL AND after IN ('planned', 'completed')) AS came_accepted,
        min(at) FILTER (WHERE after = 'started') AS started_at,
        max(at) FILTER (WHERE after = 'completed') AS last_completed_at
    FROM ideas_move WHERE idea_id IN (SELECT id FROM cohort) GROUP BY idea_id
), told AS (
    SELECT cohort.*, moved.answered_at, moved.accepted_at, moved.started_at,
        CASE WHEN NOT came_accepted THEN accepted_at END AS planned_at,
        CASE WHEN cohort.status = 'completed' THEN last_completed_at END AS completed_at,
        verdict, judged_at, kept_at <= first_due_at AS in_time,
        coalesce(kept_at, %(now)s::timestamptz) > first_due_at AND withdrawn_at IS NULL AS is_late
    FROM cohort LEFT JOIN moved ON moved.idea_id = cohort.id
        LEFT JOIN employees_commitment AS review ON review.id = review_id
        LEFT JOIN ideas_outcomecheck AS outcome
            ON outcome.idea_id = cohort.id AND voided_at IS NULL AND cohort.status = 'completed'
)
SELECT {{group}} AS key, count(*), count(answered_at), count(*) FILTER (WHERE in_time),
    count(*) FILTER (WHERE is_late), count(accepted_at), count(completed_at),
    count(*) FILTER (WHERE verdict = 'proven'), count(judged_at),
    {", ".join(MEDIAN.format(begin=begin, end=end, day=DAY) for begin, end in STEPS.values())}
FROM told GROUP BY GROUPING SETS ((), ({{group}})) ORDER BY GROUPING({{group}}) DESC, count(*) DESC, 1
"""  # noqa: S608 - our own words

IN_MEMORY = "SELECT set_config('work_mem', '32MB', true), set_config('random_page_cost', '1.1', true)"
"""Until the transaction ends: a hundred thousand ideas are joined without a file; and the moves of a month's
ideas are looked up, where by the cost of a disk that turns those of all time would be read."""

USUAL = (365, 90, 30)
AT_ONCE = 12_000
"""So many ideas are counted while somebody waits for the page; longer times take as much longer."""


@dataclass(frozen=True)
class Funnel:
    """Of the ideas handed in: how many came how far, and the median days of each step."""

    key: int | None
    name: str
    handed_in: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    planned: int = 0
    completed: int = 0
    proven: int = 0
    judged: int = 0
    to_answer: float | None = None
    to_start: float | None = None
    to_delivery: float | None = None
    to_verdict: float | None = None

    @property
    def reviewed_in_time(self) -> Figure | None:
        """Of the answers that were given or fell due, by the date first promised."""
        return metrics.attainment(self.in_time, self.late)


@dataclass(frozen=True)
class Funnels:
    by: str
    whole: Funnel
    parts: list[Funnel]


def funnels(*, since: datetime, until: datetime, by: str, boards: Iterable[int]) -> Funnels:
    """Of the ideas handed in on these boards within this time; the largest parts first."""
    facts: dict[str, Any] = {"since": since, "until": until, "boards": array(boards), "now": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(IN_MEMORY)
        cursor.execute(FUNNEL.format(group=BY[by]), facts)
        whole, *rows = cursor.fetchall()
    names = _names(by, [row[0] for row in rows])
    parts = [Funnel(key, names.get(key, ""), *rest) for key, *rest in rows]
    return Funnels(by, Funnel(None, "", *whole[1:]), parts)


def usual_days(boards: models.QuerySet[Board]) -> int:
    """A year, or as much of it as can be counted at once; of few ideas it is asked as often as of many."""
    now, ideas = timezone.now(), Idea.objects.filter(board__in=boards).order_by()
    times = {days: ideas.filter(submitted_at__gt=now - timedelta(days=days)) for days in USUAL[:-1]}
    short = [days for days, rows in times.items() if rows[: AT_ONCE + 1].count() <= AT_ONCE]
    return short[0] if short else USUAL[-1]


def _names(by: str, keys: list[int | None]) -> dict[int | None, str]:
    model, name = NAMED[by]
    rows = model._default_manager.filter(pk__in=[key for key in keys if key])
    return dict(rows.values_list("pk", name))
