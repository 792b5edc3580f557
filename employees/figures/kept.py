"""What was kept, month by month: of the promises that fell due in a month, by the last date they were
promised for. The definition is the board's: what is open and past its date counts as broken, what was taken
back in neither."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from employees.figures.board import Kept
from employees.figures.bounds import LEAST
from employees.metrics import Change, attainment, change
from employees.models import Commitment, Employee, Team
from tenants.here import midnight

QUARTER = 3
"""Months that are compared: so many with as many before; of fewer, the last one with the one before."""
KEYS = {"team": "team_id", "kind": "kind", "person": "owner_id"}
COUNTS = """
SELECT grouping(month), month, key, part, sum(first_met)::int, sum(met)::int, count(*)::int
FROM (
    SELECT {key} AS key, width_bucket(due_at, %(starts)s::timestamptz[]) AS month,
        width_bucket(due_at, %(parts)s::timestamptz[]) AS part, first_met, met
    FROM (
        SELECT due_at, team_id, kind, owner_id, (kept_at <= first_due_at)::int AS first_met,
            (kept_at <= due_at)::int AS met
        FROM employees_commitment
        WHERE kept_at IS NOT NULL AND due_at >= %(since)s AND due_at < %(until)s
        UNION ALL
        SELECT due_at, team_id, kind, owner_id, 0, 0
        FROM employees_commitment
        WHERE kept_at IS NULL AND withdrawn_at IS NULL AND due_at >= %(since)s AND due_at < %(until)s
    ) AS due
    WHERE (%(teams)s::bigint[] IS NULL OR team_id = ANY(%(teams)s::bigint[]))
        AND (%(kind)s::text IS NULL OR kind = %(kind)s::text)
) AS counted
GROUP BY GROUPING SETS ((month), (key, part))
"""


@dataclass(frozen=True)
class Record:
    """What a team, kind or person kept in the whole time, in its last three months, in the three before."""

    key: Any
    name: str
    whole: Kept
    now: Kept
    before: Kept

    @property
    def n(self) -> int:
        return self.whole.moved.n if self.whole.moved else 0

    @property
    def changed(self) -> Change | None:
        """Of what was kept as renegotiated, tested."""
        return change(self.now.moved, self.before.moved)


@dataclass(frozen=True)
class Months:
    """Each month by its first day; all together; and by team, kind or person. Who has fewer than ten promises
    that fell due is not listed: `unlisted` is how many people, `small` the teams together."""

    months: Mapping[date, Kept]
    whole: Record
    records: Sequence[Record]
    small: Record | None
    unlisted: int


def kept_by_month(
    months: Sequence[date],
    by: str,
    *,
    until: date | None = None,
    teams: Iterable[int] | None = None,
    kind: str | None = None,
) -> Months:
    """Of these months, or weeks, given by their first days, before `until` or now; in one statement over the
    indexes of what was kept and of what is open."""
    counted, over_time = defaultdict[Any, dict[int, Counter[str]]](dict), dict[int, Counter[str]]()
    for is_key, month, key, part, *sums in _rows(months, by, until, teams, kind):
        counts = Counter(dict(zip(("first", "met", "n"), sums, strict=True)))
        if is_key:
            counted[key][part] = counts
        else:
            over_time[month] = counts
    found = [(key, parts) for key, parts in counted.items()]
    listed, few = _divided(found, by)
    return Months(
        {month: _kept(over_time.get(place, Counter())) for place, month in enumerate(months, 1)},
        _together(found), _named(listed, by), _together(few) if few and by == "team" else None,
        sum(by == "person" and bool(key) for key, _parts in few),
    )  # fmt: skip


Counted = tuple[Any, dict[int, Counter[str]]]


def _rows(
    months: Sequence[date], by: str, until: date | None, teams: Iterable[int] | None, kind: str | None
) -> list[tuple]:
    """What is not due yet is never counted."""
    starts, now = [midnight(month) for month in months], timezone.now()
    step = QUARTER if len(starts) >= 2 * QUARTER else 1
    values: dict[str, Any] = {
        "starts": starts, "parts": starts[:1] + starts[-2 * step :: step], "since": starts[0],
        "until": min(now, midnight(until)) if until else now,
        "teams": None if teams is None else list(teams), "kind": kind or None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(key=KEYS[by]), values)
        return cursor.fetchall()


def _divided(found: list[Counted], by: str) -> tuple[list[Counted], list[Counted]]:
    """Those that may be listed, and those with too few; kinds are of everybody."""
    if by == "kind":
        return found, []
    listed, few = list[Counted](), list[Counted]()
    for one in found:
        n = sum(counts["n"] for counts in one[1].values())
        (listed if n >= LEAST and (one[0] or by == "team") else few).append(one)
    return listed, few


def _together(found: list[Counted]) -> Record:
    sums: dict[int, Counter[str]] = {}
    for _key, parts in found:
        for part, counts in parts.items():
            sums[part] = sums.get(part, Counter()) + counts
    return _record(None, "", sums)


def _named(found: list[Counted], by: str) -> list[Record]:
    """The least kept first."""
    names = _names([key for key, _parts in found if key], by)
    records = [_record(key, names.get(key, ""), parts) for key, parts in found]
    return sorted(records, key=lambda one: (one.whole.moved.value if one.whole.moved else 101, one.name))


def _names(keys: list[Any], by: str) -> dict[Any, str]:
    if by == "kind":
        return {key: str(label) for key, label in Commitment.Kind.choices}
    model = Employee if by == "person" else Team
    return dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))


def _record(key: Any, name: str, parts: dict[int, Counter[str]]) -> Record:
    """Part 1 is what lies before the two quarters that are compared."""
    none = Counter[str]()
    whole = sum(parts.values(), none)
    return Record(key, name, _kept(whole), _kept(parts.get(3, none)), _kept(parts.get(2, none)))


def _kept(counts: Counter[str]) -> Kept:
    n = counts["n"]
    return Kept(
        attainment(counts["first"], n - counts["first"]), attainment(counts["met"], n - counts["met"])
    )
