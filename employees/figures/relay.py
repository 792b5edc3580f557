"""The relay ledger: who lost and who regained time against promises that passed through several hands.

A promise has its time as it was first promised, and each leg an even part of that: of two, a half. Who holds
it for longer has lost time; who passes it on or keeps it sooner has regained some. All legs of a promise
together are what was left of its time when it was kept, or is missing where it is late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from employees.figures.bounds import enough
from employees.metrics import Figure, mean_of

LEGS = """
WITH relay AS (
    SELECT promised.*
    FROM (
        SELECT DISTINCT commitment_id FROM employees_handover WHERE at >= %(since)s AND at < %(until)s
    ) AS passed
    CROSS JOIN LATERAL (
        SELECT id, owner_id, made_at, first_due_at,
            coalesce(kept_at, %(now)s::timestamptz) - owned_since AS last
        FROM employees_commitment
        WHERE id = passed.commitment_id AND withdrawn_at IS NULL
            AND (kept_at IS NOT NULL OR first_due_at < %(now)s::timestamptz)
        OFFSET 0
    ) AS promised
), legs AS (
    SELECT relay.id, giver_id AS holder, held, made_at, first_due_at
    FROM relay JOIN employees_handover AS leg ON leg.commitment_id = relay.id
    UNION ALL
    SELECT id, owner_id, last, made_at, first_due_at FROM relay
), paced AS (
    SELECT id, holder, held, first_due_at - made_at AS whole,
        (first_due_at - made_at) / count(*) OVER (PARTITION BY id) - held AS gained
    FROM legs
), parts AS (
    SELECT *, 100 * extract(epoch FROM gained)::float / extract(epoch FROM whole)::float AS part
    FROM paced
)
"""
"""The promises that changed hands in the time and were kept, or are past the date that was promised first;
each is looked up by its key: OFFSET 0 keeps the planner from reading the whole ledger instead."""
BY_HOLDER = f"""{LEGS}
SELECT holder, employee.name, employee.team_id, team.name, n, held, gained, total, squares
FROM (
    SELECT holder, count(*) AS n, sum(held) AS held, sum(gained) AS gained, sum(part) AS total,
        sum(part * part) AS squares
    FROM parts GROUP BY holder
) AS summed LEFT JOIN employees_employee AS employee ON employee.id = holder
    LEFT JOIN employees_team AS team ON team.id = employee.team_id
"""
WORST = f"""{LEGS}
SELECT parts.id, promise, team.name, count(*), sum(gained) FILTER (WHERE gained < interval '0')
FROM parts JOIN employees_commitment AS promised ON promised.id = parts.id
    LEFT JOIN employees_team AS team ON team.id = promised.team_id
GROUP BY parts.id, promise, team.name HAVING min(gained) < interval '0' ORDER BY 5, 1 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Runner:
    """A person, a team, or several together: how many legs, how long they held promises, how much time was
    regained (lost, when negative), and a leg's mean of that in a hundred of the promise's time."""

    key: int | None
    name: str
    team: int | None
    team_name: str
    n: int = 0
    held: timedelta = timedelta()
    gained: timedelta = timedelta()
    total: float = 0.0
    squares: float = 0.0

    @property
    def pace(self) -> Figure | None:
        return mean_of(self.n, self.total, self.squares)

    @property
    def held_seconds(self) -> float:
        return self.held.total_seconds()

    @property
    def regained_seconds(self) -> float:
        return self.gained.total_seconds()

    @property
    def has_lost(self) -> bool:
        """More than by chance."""
        return bool(self.pace and self.pace.high is not None and self.pace.high < 0)

    @property
    def has_regained(self) -> bool:
        return bool(self.pace and self.pace.low is not None and self.pace.low > 0)


@dataclass(frozen=True)
class Relay:
    """All legs; the people and teams with enough of them, who lost most first; how many people have too few;
    and the teams with too few, together."""

    whole: Runner
    people: list[Runner]
    unlisted: int
    teams: list[Runner]
    small_teams: Runner | None
    nobody: Runner | None


@dataclass(frozen=True)
class Passed:
    """A promise that lost time between hands: its key, words and team, its legs, and how much they lost."""

    key: int
    promise: str
    team: str
    legs: int
    lost: timedelta


def relay(since: datetime, until: datetime) -> Relay:
    """The legs of promises that changed hands in this time, summed up by who held them."""
    found = [_runner(*row) for row in _rows(BY_HOLDER, since, until)]
    people, few = enough(one for one in found if one.key)
    teams, small = enough(together(of_team) for of_team in _by_team(found))
    return Relay(
        together(found), slowest(people), len(few), slowest(teams),
        together(small) if small else None, next((one for one in found if not one.key), None),
    )  # fmt: skip


def losses(since: datetime, until: datetime, most: int) -> list[Passed]:
    """The promises that lost most between hands in this time."""
    rows = _rows(WORST, since, until, most=most)
    return [Passed(key, promise, team or "", legs, -lost) for key, promise, team, legs, lost in rows]


def slowest(runners: Iterable[Runner]) -> list[Runner]:
    """Who lost most time first."""
    return sorted(runners, key=lambda one: (one.gained, one.name, one.team_name))


def together(runners: list[Runner]) -> Runner:
    """The sum of several; of one team, named by it."""
    teams = {(one.team, one.team_name) for one in runners}
    team, name = teams.pop() if len(teams) == 1 else (None, "")
    return Runner(
        None, "", team, name, sum(one.n for one in runners),
        sum((one.held for one in runners), timedelta()), sum((one.gained for one in runners), timedelta()),
        sum(one.total for one in runners), sum(one.squares for one in runners),
    )  # fmt: skip


def _by_team(runners: list[Runner]) -> Iterable[list[Runner]]:
    teams: dict[int | None, list[Runner]] = {}
    for one in runners:
        if one.key:
            teams.setdefault(one.team, []).append(one)
    return teams.values()


def _runner(key: int | None, name: str | None, team: int | None, team_name: str | None, *sums: Any) -> Runner:
    return Runner(key, name or "", team, team_name or "", *sums)


def _rows(sql: str, since: datetime, until: datetime, **more: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"since": since, "until": until, "now": timezone.now()} | more)
        return cursor.fetchall()
