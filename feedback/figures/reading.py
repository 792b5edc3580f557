"""One statement adds the roll-up of the days that hold and the live rows of those that are marked."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import connection

from employees import metrics
from feedback.figures.spans import UNITS, Span, cover

TOP = 10
SCORES = range(TOP + 1)
KEY = "touchpoint_id, team_id, metric, scale"
COUNTED = {
    "unscored": "score IS NULL", **{f"s{score}": f"score = {score}" for score in SCORES},
    "good": "good_news", "bad": "NOT good_news",
}  # fmt: skip
"""Each column of the roll-up, and of which responses it is the number."""
FIGURES = {
    "nps": metrics.nps_score,
    "csat": metrics.csat_share,
    "ces": metrics.ces_mean,
    "rating": metrics.mean,
}
COUNTS = ", ".join(COUNTED)
LIVE = f"""
    SELECT {KEY}, {", ".join(f"count(*) FILTER (WHERE {test})::int" for test in COUNTED.values())}
    FROM feedback_response AS response
    WHERE response.post_id = place.post_id AND response.day = place.day AND hidden_at IS NULL
    GROUP BY {KEY}
"""
"""The counts of one (day, post), from the responses themselves; read from the covering index."""

TREE = "unnest(%(teams)s::bigint[], %(branches)s::bigint[]) AS tree (team_id, branch)"
STEPS = {
    "day": "day",
    "week": "date_trunc('week', day::timestamp)::date",
    "month": "date_trunc('month', day::timestamp)::date",
    "year": "date_trunc('year', day::timestamp)::date",
}
DIMENSIONS = STEPS | {
    "part": "width_bucket(day, %(parts)s::date[])",
    "now": "(day >= %(now)s::date)",
    "team": "team_id",
    "branch": "branch",
    "touchpoint": "touchpoint_id",
    "post": "post_id",
}
"""What counts can be grouped by. A branch is a team with all below it; a part is its number, from 1."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which answers are meant: first and last day, and where given only these teams, touchpoints and posts.

    `branches` says to which branch of the tree each team belongs (the tree is expanded here, when reading: a
    team that moves rewrites nothing); teams that it does not name are not counted. `now` is the first day of
    the later half of the time, where two are compared; `parts` the first days of the parts that are drawn.
    """

    start: date
    end: date
    branches: Mapping[int, int] | None = None
    touchpoints: frozenset[int] | None = None
    posts: frozenset[int] | None = None
    now: date | None = None
    parts: tuple[date, ...] = ()

    def places(self) -> dict[str, str]:
        """The arrays that statements narrow their rows by."""
        branches = self.branches or {}
        return {
            "teams": array(branches.keys()), "branches": array(branches.values()),
            "touchpoints": array(self.touchpoints or ()), "posts": array(self.posts or ()),
        }  # fmt: skip


def array(values: Iterable[int | date]) -> str:
    """As PostgreSQL reads it; the driver would ask of each number how long it is."""
    return f"{{{','.join(map(str, values))}}}"


class Tally(NamedTuple):
    """How many answered what, in one group: by metric how many gave each of SCORES, how many answered in all,
    and how many of them were shown to all staff as good news and as bad."""

    counts: Mapping[str, Sequence[int]] = MappingProxyType({})
    received: int = 0
    good: int = 0
    bad: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        counts = {**self.counts, **other.counts}
        for metric in self.counts.keys() & other.counts.keys():
            counts[metric] = tuple(map(operator.add, self.counts[metric], other.counts[metric]))
        received = self.received + other.received
        return Tally(counts, received, self.good + other.good, self.bad + other.bad)

    def scores(self, metric: str) -> dict[int, int]:
        """How many gave each score, without those that nobody gave."""
        counts = self.counts.get(metric, ())
        return dict(compress(enumerate(counts), counts))

    @property
    def shared(self) -> int:
        return self.good + self.bad

    @property
    def nps(self) -> metrics.Nps | None:
        return metrics.nps(self.scores("nps"))

    def figure(self, metric: str) -> metrics.Figure | None:
        """The one figure that stands for a metric in lists: NPS, CSAT's share, the mean of others."""
        return FIGURES[metric](self.scores(metric))


Group = tuple[Any, ...]


FIRST_DAY = """
SELECT day FROM feedback_response WHERE received_at IS NOT NULL ORDER BY received_at, id LIMIT 1
"""


def first_day() -> date | None:
    """The day of the first answer that has one."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_DAY)
        return next((day for (day,) in cursor.fetchall()), None)


def tally(scope: Scope) -> Tally:
    """All answers of the scope together."""
    return read(scope, ())[()].get((), Tally())


def read(scope: Scope, *groupings: Group) -> dict[Group, dict[Group, Tally]]:
    """The tallies by each grouping, e.g. ("week",) and ("branch", "now"): one statement, exact."""
    names = sorted({name for grouping in groupings for name in grouping})
    found: dict[Group, dict[Group, Tally]] = {grouping: {} for grouping in groupings}
    by_set = {
        _bits(names, grouping): (found[grouping], [1 + names.index(name) for name in grouping])
        for grouping in groupings
    }
    spans = _spans(scope, names)
    with connection.cursor() as cursor:
        cursor.execute(_statement(scope, names, groupings, spans), _values(scope, spans))
        for row in cursor.fetchall():
            tallies, places = by_set[row[0]]
            add_to(tallies, tuple([row[place] for place in places]), _tally(*row[len(names) + 1 :]))
    return found


def _tally(metric: str, unscored: int, *counts: int) -> Tally:
    *scores, good, bad = counts
    return Tally({metric: scores}, unscored + sum(scores), good, bad)


def add_to(tallies: dict[Any, Tally], key: Any, one: Tally) -> None:
    """Count it in the group of this key."""
    tallies[key] = tallies[key].plus(one) if key in tallies else one


def _bits(names: list[str], grouping: Group) -> int:
    """As GROUPING() tells: a one for each name that is not grouped by, the last name lowest."""
    return sum(1 << place for place, name in enumerate(reversed(names)) if name not in grouping)


def _statement(scope: Scope, names: list[str], groupings: tuple[Group, ...], spans: list[Span]) -> str:
    """Whole spans, less what they say of the marked days, and the marked days as they are."""
    sums = ", ".join(f"sum({name})::bigint" for name in COUNTED)
    named = ", ".join(f"sum({name})::int AS {name}" for name in COUNTED)
    grouped, keys = (f"GROUPING({', '.join(names)})" if names else "0"), "".join(f"{n}, " for n in names)
    sets = ", ".join(f"({', '.join([*grouping, 'metric'])})" for grouping in groupings)
    wanted = "".join(f"{DIMENSIONS[name]} AS {name}, " for name in names if DIMENSIONS[name] != name)
    passed = "".join(f"{name}, " for name in names if DIMENSIONS[name] == name)
    tree = f"JOIN {TREE} USING (team_id)" if scope.branches is not None else ""
    where, posts = _within(scope), _within(scope, "posts")
    longer = f"({' OR '.join(f'unit = {unit!r} AND {_held(spans, unit)}' for unit in UNITS)})"
    return f"""
    WITH marked AS MATERIALIZED (
        SELECT DISTINCT day, post_id FROM feedback_mark
        WHERE day BETWEEN %(start)s::date AND %(end)s::date AND {posts}
    ), fresh AS (
        SELECT day, post_id, {KEY}, {COUNTS} FROM feedback_daycount WHERE {_held(spans, "day")} AND {posts}
        UNION ALL
        SELECT day, post_id, {KEY}, {COUNTS} FROM feedback_spancount WHERE {longer} AND {posts}
        UNION ALL
        SELECT day, post_id, {KEY}, {", ".join(f"-{name}" for name in COUNTED)}
        FROM marked JOIN feedback_daycount USING (day, post_id)
        UNION ALL
        SELECT place.day, place.post_id, live.* FROM marked AS place CROSS JOIN LATERAL ({LIVE}) AS live
    ), wanted AS (
        SELECT {wanted}{passed}metric, {named} FROM fresh {tree} WHERE {where} GROUP BY {keys}metric
    )
    SELECT {grouped}, {keys}metric, {sums} FROM wanted GROUP BY GROUPING SETS ({sets})
    HAVING sum({" + ".join(list(COUNTED)[: TOP + 2])}) > 0
    """


def _within(scope: Scope, *names: str) -> str:
    """The condition of the scope on the columns that it narrows."""
    chosen = {"post_id": ("posts", scope.posts), "touchpoint_id": ("touchpoints", scope.touchpoints)}
    parts = (
        f"{column} = ANY(%({name})s::bigint[])"
        for column, (name, keys) in chosen.items()
        if keys is not None and (not names or name in names)
    )
    return " AND ".join(parts) or "true"


def _spans(scope: Scope, names: list[str]) -> list[Span]:
    now = [scope.now or scope.start] if "now" in names else []
    cuts = [*now, *(scope.parts if "part" in names else [])]
    return cover(scope.start, scope.end, cuts, [name for name in names if name in STEPS])


def _held(spans: list[Span], unit: str) -> str:
    """The condition that a row of this unit lies in one of the spans."""
    parts = (
        f"day BETWEEN %(first{place})s::date AND %(last{place})s::date"
        for place, span in enumerate(spans)
        if span.unit == unit
    )
    return f"({' OR '.join(parts) or 'false'})"


def _values(scope: Scope, spans: list[Span]) -> dict[str, Any]:
    return {
        "start": scope.start,
        "end": scope.end,
        "now": scope.now or scope.start,
        "parts": array(scope.parts),
        **{f"first{place}": span.first for place, span in enumerate(spans)},
        **{f"last{place}": span.last for place, span in enumerate(spans)},
        **scope.places(),
    }
