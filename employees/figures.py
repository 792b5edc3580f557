"""What the board shows in numbers: promises open, late, due today, and the share that was kept."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from employees.metrics import Figure, attainment
from employees.models import Commitment, Employee
from tenants.here import current_zone, today

WINDOW = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """How many promises stand open now, and how."""

    open: int
    overdue: int
    today: int
    unowned: int


@dataclass(frozen=True)
class Kept:
    """The share of promises kept, of those of the last 90 days that were kept or fell due: by the date that
    was promised first, and by the date it was moved to."""

    first: Figure | None
    moved: Figure | None


@dataclass(frozen=True)
class Share:
    """One person's, team's or kind's part of the board."""

    key: Any
    name: str
    open: int
    overdue: int
    kept: Figure | None


def day_ends() -> datetime:
    """The end of today where the organisation is."""
    return datetime.combine(today() + timedelta(days=1), time(), current_zone())


def standing(chosen: QuerySet[Commitment]) -> Standing:
    """Counted in one query over the index of what is open."""
    now = timezone.now()
    return Standing(
        **chosen.filter(kept_at=None, withdrawn_at=None).aggregate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lt=now)),
            today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=day_ends())),
            unowned=Count("pk", filter=Q(owner=None)),
        )
    )


def kept(chosen: QuerySet[Commitment]) -> Kept:
    """Both shares in one query; what was withdrawn is in neither."""
    counts = _recent(chosen).aggregate(**_counts())
    return _kept(counts)


def by_owner(chosen: QuerySet[Commitment]) -> list[Share]:
    return _shares(chosen, "owner", "owner__name")


def by_team(chosen: QuerySet[Commitment]) -> list[Share]:
    return _shares(chosen, "team", "team__name")


def by_kind(chosen: QuerySet[Commitment]) -> list[Share]:
    names = dict(Commitment.Kind.choices)
    return [
        Share(row.key, str(names.get(row.key, row.key)), row.open, row.overdue, row.kept)
        for row in _shares(chosen, "kind", "kind")
    ]


def owning_nothing(user: Employee) -> QuerySet[Employee]:
    """The active people this person may see who own no open promise."""
    busy = Commitment.objects.open().filter(owner__isnull=False).values("owner")
    return Employee.objects.visible_to(user).active().exclude(pk__in=busy)


def _recent(chosen: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return chosen.filter(withdrawn_at=None, due_at__gte=timezone.now() - WINDOW)


def _counts() -> dict[str, Count]:
    now = timezone.now()
    return {
        "fallen": Count("pk", filter=Q(due_at__lt=now) | Q(kept_at__isnull=False)),
        "met": Count("pk", filter=Q(kept_at__lte=F("due_at"))),
        "first_fallen": Count("pk", filter=Q(first_due_at__lt=now) | Q(kept_at__isnull=False)),
        "first_met": Count("pk", filter=Q(kept_at__lte=F("first_due_at"))),
    }


def _kept(counts: dict[str, int]) -> Kept:
    first, met = counts["first_met"], counts["met"]
    return Kept(attainment(first, counts["first_fallen"] - first), attainment(met, counts["fallen"] - met))


def _shares(chosen: QuerySet[Commitment], key: str, name: str) -> list[Share]:
    """The hundred with most late promises."""
    now, still = timezone.now(), Q(kept_at=None, withdrawn_at=None)
    grouped = (
        chosen.filter(Q(due_at__gte=now - WINDOW) | still, withdrawn_at=None)
        .values(key, name)
        .annotate(
            still_open=Count("pk", filter=still),
            late=Count("pk", filter=still & Q(due_at__lt=now)),
            **_counts(),
        )
        .order_by("-late", "-still_open", name)
    )
    return [
        Share(row[key], row[name] or "", row["still_open"], row["late"], _kept(row).moved)
        for row in grouped[:100]
    ]


LOADS = """
SELECT person.team_id, count(owed.id), person.id FROM employees_employee AS person
LEFT JOIN employees_commitment AS owed
    ON owed.owner_id = person.id AND owed.kept_at IS NULL AND owed.withdrawn_at IS NULL
WHERE person.team_id = ANY($1::bigint[]) AND person.deactivated_at IS NULL GROUP BY person.id
"""


def open_promises_of_members(teams: list[int]) -> list[tuple[int, int, int]]:
    """Team, number of open promises and key of everybody active in these teams; asked with each case that is
    opened."""
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(LOADS, [teams])
        return list(cursor.fetchall())
