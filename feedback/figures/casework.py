"""What became of the cases: computed over the chosen time from the cases themselves."""

import operator
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from employees import metrics
from feedback.figures.reading import TREE, Scope

SATISFIED = 4
"""From this of 1 to 5 on, a customer is satisfied with our answer."""

CASES = """
SELECT is_now, branch, reply_score, will_return,
    sum(opened)::int, sum(met)::int, sum(breached)::int, sum(answered)::int
FROM (
    SELECT kase.team_id, opened_at >= %(now)s::timestamptz AS is_now, reply_score, will_return,
        count(*) AS opened,
        count(*) FILTER (WHERE answered_at <= promised_for) AS met,
        count(*) FILTER (
            WHERE answered_at > promised_for
                OR answered_at IS NULL AND promised_for <= %(at)s::timestamptz) AS breached,
        count(answered_at) AS answered
    FROM feedback_case AS kase {response}
    WHERE opened_at >= %(since)s::timestamptz AND opened_at < %(until)s::timestamptz {where}
    GROUP BY kase.team_id, is_now, reply_score, will_return
) AS kase {tree}
GROUP BY is_now, branch, reply_score, will_return
"""
"""The cases of each team, and only then the branches of the tree: there are fewer teams than cases."""
TIMES = """
SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY answered_at - opened_at)
FROM feedback_case AS kase {tree} {response}
WHERE opened_at >= %(now)s::timestamptz AND opened_at < %(until)s::timestamptz
    AND answered_at IS NOT NULL {where}
"""
WHOLE = "CROSS JOIN (SELECT NULL::bigint AS branch) AS tree"
WAITING = """
SELECT count(*), min(waiting_since) FROM feedback_case AS kase {tree} {response}
WHERE kase.closed_at IS NULL AND kase.waiting_since IS NOT NULL {where}
"""


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """The counts of the cases that were opened in the time, and the figures of metrics.md made of them.

    Due is a case whose first promise fell due or was answered; the promise's length is what the organisation
    promises (24 hours, by the calendar or in working hours), and a later date that was agreed does not count.
    """

    opened: int = 0
    met: int = 0
    breached: int = 0
    answered: int = 0
    reply_times: metrics.Times | None = None
    reply_scores: Mapping[int, int] = field(default_factory=dict)
    returning: int = 0
    judged: int = 0

    @property
    def attainment(self) -> metrics.Figure | None:
        return metrics.attainment(self.met, self.breached)

    @property
    def reply_rate(self) -> metrics.Figure:
        return metrics.reply_rate(self.answered, self.opened)

    @property
    def reply_quality(self) -> metrics.Figure | None:
        return metrics.mean(self.reply_scores)

    @property
    def win_back(self) -> metrics.WinBack:
        return metrics.win_back(self.returning, self.judged, self.opened)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Age without action: the open cases whose customer is owed an answer, and since when."""

    cases: int
    since: datetime | None

    @property
    def age(self) -> timedelta | None:
        return timezone.now() - self.since if self.since else None


@dataclass(frozen=True, slots=True)
class Casework:
    """The figures of the cases that were opened in the scope; `now` and `before` the two halves of its time,
    `by_branch` those of the later one."""

    now: CaseFigures
    before: CaseFigures
    by_branch: Mapping[int, CaseFigures]


def case_figures(scope: Scope, zone: ZoneInfo) -> Casework:
    """The figures of all cases opened in the scope. Days begin at midnight of the zone."""
    moments = _moments(scope, zone)
    halves: dict[bool, list[tuple]] = {True: [], False: []}
    branches: dict[int, list[tuple]] = defaultdict(list)
    for is_now, branch, *counts in _rows(CASES, scope, moments):
        halves[is_now].append(tuple(counts))
        if is_now:
            branches[branch].append(tuple(counts))
    now, before = _case_figures(halves[True]), _case_figures(halves[False])
    ((parts,),) = _rows(TIMES, scope, moments)
    median, p90 = (part.total_seconds() for part in parts or (timedelta(), timedelta()))
    times = metrics.Times(median, p90, now.answered) if parts else None
    by_branch = {branch: _case_figures(rows) for branch, rows in branches.items()}
    return Casework(replace(now, reply_times=times), before, by_branch)


def waiting(scope: Scope) -> Waiting:
    """The open cases without action as they stand now, whenever they were opened."""
    ((cases, since),) = _rows(WAITING, scope)
    return Waiting(cases, since)


def _case_figures(rows: Iterable[tuple]) -> CaseFigures:
    """Of lines of CASES: reply_score, will_return, and the counts of cases whose customers judged alike."""
    sums, scores, returning, judged = [0, 0, 0, 0], dict[int, int](), 0, 0
    for reply_score, will_return, *counts in rows:
        opened, sums = counts[0], list(map(operator.add, sums, counts))
        if reply_score:
            scores[reply_score] = scores.get(reply_score, 0) + opened
        if will_return is not None:
            judged += opened
            returning += opened if will_return and (reply_score or 0) >= SATISFIED else 0
    opened, met, breached, answered = sums
    return CaseFigures(opened, met, breached, answered, None, scores, returning, judged)


def _rows(sql: str, scope: Scope, more: Mapping[str, Any] | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        parts = {"tree": _tree(scope), "response": _response(scope), "where": _where(scope)}
        cursor.execute(sql.format(**parts), {**_values(scope), **(more or {})})
        return cursor.fetchall()


def _tree(scope: Scope) -> str:
    return f"JOIN {TREE} ON tree.team_id = kase.team_id" if scope.branches is not None else WHOLE


def _response(scope: Scope) -> str:
    """The responses where touchpoint or post are chosen."""
    return "JOIN feedback_response AS response ON response.id = kase.response_id" if _where(scope) else ""


def _where(scope: Scope) -> str:
    parts = {"touchpoint_id": ("touchpoints", scope.touchpoints), "post_id": ("posts", scope.posts)}
    return "".join(
        f" AND response.{column} = ANY(%({name})s::bigint[])"
        for column, (name, chosen) in parts.items()
        if chosen is not None
    )


def _values(scope: Scope) -> dict[str, Any]:
    return {"at": timezone.now(), **scope.places()}


def _moments(scope: Scope, zone: ZoneInfo) -> dict[str, datetime]:
    days = {"since": scope.start, "now": scope.now or scope.start, "until": scope.end + timedelta(days=1)}
    return {name: datetime.combine(day, datetime.min.time(), zone) for name, day in days.items()}
