"""One statement adds the roll-up of the days that hold and the live rows of those that are marked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from employees import metrics

TOP = 10
SCORES = range(TOP + 1)
KEY = "touchpoint_id, team_id, metric, scale"
COUNTS = ", ".join(["unscored", *(f"s{score}" for score in SCORES)])
PIVOT = ", ".join(
    f"coalesce(sum(number) FILTER (WHERE {test}), 0)::int"
    for test in ["score IS NULL", *(f"score = {n}" for n in SCORES)]
)
LIVE = f"""
    SELECT {KEY}, {PIVOT} FROM (
        SELECT {KEY}, score, count(*) AS number FROM feedback_response AS response
        WHERE response.post_id = place.post_id AND response.day = place.day AND hidden_at IS NULL
        GROUP BY {KEY}, score
    ) AS scored GROUP BY {KEY}
"""
"""The counts of one (day, post), from the responses themselves; read from the covering index."""

TREE = "unnest(%(teams)s::bigint[], %(branches)s::bigint[]) AS tree (team_id, branch)"
DIMENSIONS = {
    "day": "day",
    "week": "date_trunc('week', day::timestamp)::date",
    "month": "date_trunc('month', day::timestamp)::date",
    "slice": "((day - %(shown)s::date) * 13 / (%(end)s::date - %(shown)s::date + 1))",
    "now": "(day >= %(now)s::date)",
    "team": "team_id",
    "branch": "branch",
    "touchpoint": "touchpoint_id",
    "post": "post_id",
}
"""What counts can be grouped by. A branch is a team with all below it; a slice a thirteenth of the time."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which answers are meant: first and last day, and where given only these teams, touchpoints and posts.

    `branches` says to which branch of the tree each team belongs (the tree is expanded here, when reading: a
    team that moves rewrites nothing); teams that it does not name are not counted. `now` is the first day of
    the later part of the time, where two parts are compared; `shown` the first day that is drawn, where the
    time before it is read for the comparison only.
    """

    start: date
    end: date
    branches: Mapping[int, int] | None = None
    touchpoints: frozenset[int] | None = None
    posts: frozenset[int] | None = None
    now: date | None = None
    shown: date | None = None


@dataclass(slots=True)
class Tally:
    """How many answered what, in one group: counts of scores by metric, and how many in all."""

    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    received: int = 0

    def add(self, metric: str, unscored: int, counts: Iterable[int]) -> None:
        mine = self.counts[metric]
        for score, number in enumerate(counts):
            if number:
                mine[score] += number
                self.received += number
        self.received += unscored

    def merge(self, other: "Tally") -> None:
        for metric, counts in other.counts.items():
            mine = self.counts[metric]
            for score, number in counts.items():
                mine[score] += number
        self.received += other.received

    @property
    def nps(self) -> metrics.Nps | None:
        return metrics.nps(self.counts.get("nps", {}))

    @property
    def csat(self) -> metrics.Csat | None:
        return metrics.csat(self.counts.get("csat", {}))

    @property
    def ces(self) -> metrics.Ces | None:
        return metrics.ces(self.counts.get("ces", {}))

    @property
    def rating(self) -> metrics.Figure | None:
        return metrics.mean(self.counts.get("rating", {}))

    def figure(self, metric: str) -> metrics.Figure | None:
        """The one figure that stands for a metric in lists: NPS, CSAT's share, the mean of others."""
        if metric == "nps":
            return self.nps.score if self.nps else None
        if metric == "csat":
            return self.csat.share if self.csat else None
        if metric == "ces":
            return self.ces.mean if self.ces else None
        return self.rating


Group = tuple[Any, ...]


def tally(scope: Scope) -> Tally:
    """All answers of the scope together."""
    return read(scope, ())[()].get((), Tally())


def read(scope: Scope, *groupings: Group) -> dict[Group, dict[Group, Tally]]:
    """The tallies by each grouping, e.g. ("week",) and ("branch", "now"): one statement, exact."""
    names = sorted({name for grouping in groupings for name in grouping})
    found: dict[Group, dict[Group, Tally]] = {grouping: defaultdict(Tally) for grouping in groupings}
    by_set = {_bits(names, grouping): grouping for grouping in groupings}
    with connection.cursor() as cursor:
        cursor.execute(_statement(scope, names, groupings), _values(scope))
        for bits, *keys, metric, unscored, counts in _rows(cursor, len(names)):
            grouping = by_set[bits]
            group = tuple(keys[names.index(name)] for name in grouping)
            found[grouping][group].add(metric, unscored, counts)
    return found


def _rows(cursor: Any, names: int) -> Iterable[tuple]:
    for row in cursor.fetchall():
        yield *row[: names + 3], row[names + 3 :]


def _bits(names: list[str], grouping: Group) -> int:
    """As GROUPING() tells: a one for each name that is not grouped by, the last name lowest."""
    return sum(1 << place for place, name in enumerate(reversed(names)) if name not in grouping)


def _statement(scope: Scope, names: list[str], groupings: tuple[Group, ...]) -> str:
    sums = ", ".join(f"sum({name})::bigint" for name in COUNTS.split(", "))
    named = ", ".join(f"sum({name})::bigint AS {name}" for name in COUNTS.split(", "))
    within = _within(scope)
    grouped, keys = (f"GROUPING({', '.join(names)})" if names else "0"), "".join(f"{n}, " for n in names)
    sets = ", ".join(f"({', '.join([*grouping, 'metric'])})" for grouping in groupings)
    wanted = "".join(f"{DIMENSIONS[name]} AS {name}, " for name in names if DIMENSIONS[name] != name)
    passed = "".join(f"{name}, " for name in names if DIMENSIONS[name] == name)
    tree = f"JOIN {TREE} USING (team_id)" if scope.branches is not None else ""
    return f"""
    WITH marked AS MATERIALIZED (
        SELECT DISTINCT day, post_id FROM feedback_mark WHERE {_within(scope, leaf=False)}
    ), fresh AS (
        SELECT day, post_id, {KEY}, {COUNTS} FROM feedback_daycount AS counted
        WHERE {within} AND NOT EXISTS (
            SELECT FROM marked WHERE marked.day = counted.day AND marked.post_id = counted.post_id)
        UNION ALL
        SELECT place.day, place.post_id, live.* FROM marked AS place CROSS JOIN LATERAL ({LIVE}) AS live
    ), wanted AS (
        SELECT {wanted}{passed}metric, {named} FROM fresh {tree}
        WHERE {within} GROUP BY {keys}metric
    )
    SELECT {grouped}, {keys}metric, {sums}
    FROM wanted GROUP BY GROUPING SETS ({sets})
    """


def _within(scope: Scope, *, leaf: bool = True) -> str:
    """The condition of the scope, on a roll-up row or, without its leaves, on a mark."""
    parts = ["day BETWEEN %(start)s::date AND %(end)s::date"]
    if scope.posts is not None:
        parts.append("post_id = ANY(%(posts)s::bigint[])")
    if leaf and scope.touchpoints is not None:
        parts.append("touchpoint_id = ANY(%(touchpoints)s::bigint[])")
    return " AND ".join(parts)


def _values(scope: Scope) -> dict[str, Any]:
    branches = scope.branches or {}
    return {
        "start": scope.start,
        "end": scope.end,
        "now": scope.now or scope.start,
        "shown": scope.shown or scope.start,
        "teams": list(branches.keys()),
        "branches": list(branches.values()),
        "touchpoints": list(scope.touchpoints or ()),
        "posts": list(scope.posts or ()),
    }
